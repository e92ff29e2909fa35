"""Finds the folders whose entries belong to one student each: the top, and exports of an LMS that lie in it."""

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from torchgrade.intake.archives import Parts, shown
from torchgrade.intake.layout import Layout

METADATA = "submission_metadata.yml"  # what Gradescope puts into an export
MAX_METADATA = 16 * 2**20  # bytes
EXPORT = re.compile(r"assignment_\d+_export")


@dataclass(frozen=True)
class Claim:
    """Whose an entry is: a person as the LMS or the entry's own name gives it. `level` is where the class lies."""

    system: str
    name: str
    sid: str = ""
    email: str = ""
    level: Parts = ()
    order: int = 0


People = Mapping[str, tuple[Claim, ...]]  # by entry, several for a group


@dataclass(frozen=True)
class Levels:
    """Where the students are, and whose Gradescope says that entries there are; (path, reason) of what it garbled."""

    people: Mapping[Parts, People]
    problems: tuple[tuple[str, str], ...] = ()


def find_levels(laid: Layout) -> Levels:
    """Finds where the students are, and reads Gradescope's metadata there."""
    people: dict[Parts, People] = {level: {} for level in _level_parts(laid)}
    problems = []
    for file in laid.files:
        level = file.parts[:-1]
        if file.parts[-1] == METADATA and level in people and file.path:
            try:
                people[level] = _people(file.path, level)
            except Exception as error:  # whatever a damaged file causes on the way
                reason = f"cannot be read ({type(error).__name__}): the folders beside it have no names"
                people[level] = {}
                problems.append(("/".join(file.parts), reason))
    return Levels(people, tuple(problems))


def _level_parts(laid: Layout) -> Iterator[Parts]:
    """The top, and the exports in it: students choose what is in their archives, so one there proves little.

    A folder of exports is one where every entry is; among others, only a folder that Gradescope's own name and
    metadata mark. A lone folder is looked through if several folders in it hold a file of the same name.
    """
    children = _children(laid)
    yield ()
    entries = [(entry,) for entry in children[()] if children[(entry,)] or _is_hand_in(laid, entry)]
    exports = [entry for entry in entries if _is_export(laid, children[entry])]
    if exports != entries:
        exports = [e for e in exports if e in laid.folders and EXPORT.fullmatch(e[0]) and METADATA in children[e]]
    if len(entries) == 1 and not exports and _is_class(laid, entries[0]):
        exports = entries
    yield from exports


def _children(laid: Layout) -> Mapping[Parts, set[str]]:
    found: dict[Parts, set[str]] = defaultdict(set)
    for parts in [file.parts for file in laid.files] + [parts for parts, _ in laid.notes]:
        for length, name in enumerate(parts[:3]):
            found[parts[:length]].add(name)
    return found


def _is_hand_in(laid: Layout, entry: str) -> bool:
    """Whether an entry with nothing in it is somebody's all the same: code, an empty folder, a broken archive."""
    says = laid.names[entry]
    return bool(says.meant or says.owner or says.archive or (entry,) in laid.folders)


def _is_export(laid: Layout, names: Collection[str]) -> bool:
    return bool(names) and (METADATA in names or all(laid.names[name].owner for name in names))


def _is_class(laid: Layout, entry: Parts) -> bool:
    """Whether a folder holds students and not one student's work: the same name lies in several of its folders."""
    own = [file.parts for file in laid.files if file.parts[:1] == entry and laid.names[file.parts[-1]].meant]
    if any(len(parts) < 3 for parts in own):
        return False
    places = {(parts[1], parts[-1].casefold()) for parts in own}
    return max(Counter(name for _, name in places).values(), default=0) > 1


def _people(path: Path, level: Parts) -> People:
    """Gradescope's metadata: the submitters of each folder. Its keys are Ruby's symbols, strings that begin with :."""
    if path.stat().st_size > MAX_METADATA:
        raise ValueError("it is too large")
    data = yaml.load(path.read_bytes(), Loader=_PlainLoader)
    submitters = {str(entry): _submitters(str(entry), about, level) for entry, about in data.items()}
    return {shown(entry): claims for entry, claims in submitters.items()}


class _PlainLoader(getattr(yaml, "CBaseLoader", yaml.BaseLoader)):  # type: ignore[misc]
    """Reads every value as the text that stands there: an id 007 stays one, a time is of no interest."""


def _submitters(entry: str, about: Mapping[str, Any], level: Parts) -> tuple[Claim, ...]:
    order = int("0" + re.sub(r"\D", "", entry)[:18])
    return tuple(
        Claim("gradescope", _field(person, "name"), _field(person, "sid"), _field(person, "email"), level, order)
        for person in about.get(":submitters", [])
    )


def _field(person: Mapping[str, Any], name: str) -> str:
    value = shown(str(person.get(f":{name}") or "")).strip()
    return "" if value in ("null", "~") else value  # how YAML writes nothing
