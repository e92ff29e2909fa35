"""Says whose each file is, from where it lies: by the naming of Canvas, Moodle and Gradescope, or by a name alone."""

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from graders.batch.archives import Parts, is_archive, shown
from graders.batch.names import lms_owner, meant, without_suffix
from graders.batch.tree import Tree

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


@dataclass(frozen=True)
class Claimed:
    """A place in the tree with its owners, several for a group. `reason` says why there are none.

    `inside` is the file's path within the hand-in; `flat` marks a lone file that bears a student's name.
    """

    claims: tuple[Claim, ...] = ()
    inside: str = ""
    reason: str = ""
    flat: bool = False


@dataclass
class Levels:
    """The folders whose entries belong to one student each: the top, and exports of an LMS that lie in it."""

    tree: Tree
    slugs: Sequence[str]
    people: dict[Parts, dict[str, tuple[Claim, ...]]] = field(default_factory=dict)
    problems: list[tuple[str, str]] = field(default_factory=list)

    def claimed(self, parts: Parts) -> Claimed:
        """Whose the file or folder at `parts` is."""
        level = max((level for level in self.people if level == parts[: len(level)] != parts), key=len, default=())
        entry, inner = (*parts, "")[len(level)], parts[len(level) + 1 :]
        if found := self.people.get(level, {}).get(entry):
            return Claimed(found, "/".join(inner))
        if owner := lms_owner(entry, self.slugs):
            claim = Claim(owner.system, owner.name, owner.sid, level=level, order=owner.order)
            return Claimed((claim,), "/".join(inner) or owner.inner)
        if inner or is_archive(entry) or (*level, entry) in self.tree.folders:
            return Claimed((_named(without_suffix(entry), level),), "/".join(inner))
        return self._flat(entry, level)

    def _flat(self, entry: str, level: Parts) -> Claimed:
        """A lone file at the level of students: its name must hold the student's."""
        says = meant(entry, self.slugs)
        if says is None:
            return Claimed(reason="neither a folder, an archive, a .py nor an .ipynb")
        if not says.rest:
            return Claimed(reason="nobody's name is in it: put it into a folder that bears the student's name")
        return Claimed((_named(says.rest, level),), entry, flat=True)


def find_levels(tree: Tree, slugs: Sequence[str]) -> Levels:
    """Finds where the students are, and reads Gradescope's metadata there."""
    levels = Levels(tree, slugs)
    for level in _level_parts(tree, slugs):
        levels.people[level] = {}
        for file in tree.files:
            if file.parts == (*level, METADATA) and file.path:
                levels.people[level] = _people(file.path, level, levels.problems)
    return levels


def _named(name: str, level: Parts) -> Claim:
    """A student known by the name of a folder, an archive or a file."""
    number = name if name.isdigit() else ""
    return Claim("", "" if "@" in name else name, number, name if "@" in name else "", level)


def _level_parts(tree: Tree, slugs: Sequence[str]) -> Iterator[Parts]:
    """The top, and the exports in it: students choose what is in their archives, so one there proves little.

    A folder of exports is one where every entry is; among others, only a folder that Gradescope's own name and
    metadata mark. A lone folder is looked through if several folders in it hold a file of the same name.
    """
    children = _children(tree)
    yield ()
    entries = [(entry,) for entry in children[()] if children[(entry,)] or _is_hand_in(tree, entry, slugs)]
    exports = [entry for entry in entries if _is_export(children[entry], slugs)]
    if exports != entries:
        exports = [e for e in exports if e in tree.folders and EXPORT.fullmatch(e[0]) and METADATA in children[e]]
    if len(entries) == 1 and not exports and _is_class(tree, entries[0], slugs):
        exports = entries
    yield from exports


def _children(tree: Tree) -> Mapping[Parts, set[str]]:
    found: dict[Parts, set[str]] = defaultdict(set)
    for parts in [file.parts for file in tree.files] + [parts for parts, _ in tree.notes]:
        for length, name in enumerate(parts[:3]):
            found[parts[:length]].add(name)
    return found


def _is_hand_in(tree: Tree, entry: str, slugs: Sequence[str]) -> bool:
    """Whether an entry with nothing in it is somebody's all the same: code, an empty folder, a broken archive."""
    return bool(meant(entry, slugs) or lms_owner(entry, slugs) or is_archive(entry) or (entry,) in tree.folders)


def _is_export(names: Collection[str], slugs: Sequence[str]) -> bool:
    return bool(names) and (METADATA in names or all(lms_owner(name, slugs) for name in names))


def _is_class(tree: Tree, entry: Parts, slugs: Sequence[str]) -> bool:
    """Whether a folder holds students and not one student's work: the same name lies in several of its folders."""
    own = [file.parts for file in tree.files if file.parts[:1] == entry and meant(file.parts[-1], slugs)]
    places = {(parts[1], parts[-1].casefold()) for parts in own}
    return all(len(parts) > 2 for parts in own) and max(Counter(name for _, name in places).values(), default=0) > 1


def _people(path: Path, level: Parts, problems: list[tuple[str, str]]) -> dict[str, tuple[Claim, ...]]:
    """Gradescope's metadata: the submitters of each folder. Its keys are Ruby's symbols, strings that begin with :."""
    place = "/".join((*level, METADATA))
    try:
        if path.stat().st_size > MAX_METADATA:
            raise ValueError("it is too large")
        data = yaml.load(path.read_bytes(), Loader=_PlainLoader)
        return {shown(str(entry)): _submitters(str(entry), about, level) for entry, about in data.items()}
    except Exception as error:  # whatever a damaged file causes on the way
        problems.append((place, f"cannot be read ({type(error).__name__}): the folders beside it have no names"))
        return {}


class _PlainLoader(getattr(yaml, "CBaseLoader", yaml.BaseLoader)):  # type: ignore[misc]
    """Reads every value as the text that stands there: an id 007 stays one, a time is of no interest."""


def _submitters(entry: str, about: Any, level: Parts) -> tuple[Claim, ...]:
    order = int("0" + re.sub(r"\D", "", entry)[:18])
    return tuple(
        Claim("gradescope", _field(person, "name"), _field(person, "sid"), _field(person, "email"), level, order)
        for person in about.get(":submitters", [])
    )


def _field(person: Mapping[str, Any], name: str) -> str:
    value = shown(str(person.get(f":{name}") or "")).strip()
    return "" if value in ("null", "~") else value  # how YAML writes nothing
