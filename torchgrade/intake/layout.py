"""Lays out everything in a folder of hand-ins as one list of files, archives opened, nothing followed or run."""

import os
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from torchgrade.intake.archives import IGNORED, Limits, Parts, is_archive, shown, unpack
from torchgrade.intake.names import Name, read_names

WANTED = (".py", ".ipynb", ".py.txt", ".ipynb.txt", ".ipynb.json", ".pt", ".yml")
MAX_FILES = 100_000  # under one entry of the folder
MAX_DEPTH = 30  # folders in folders
MAX_NESTING = 3  # archives in archives
WHOLE_CLASS = Limits(total=32 * 2**30, count=1_000_000, stream=64 * 2**30)


@dataclass(frozen=True)
class File:
    """A file by its place among the hand-ins, an archive being a folder there. `path` is where it can be read.

    `path` is `None` for what is neither code, weights nor an archive: that is never opened.
    """

    parts: Parts
    path: Path | None


@dataclass(frozen=True)
class Layout:
    """All that came in. What comes after this asks no name again for what it says.

    `notes` are sentences about what could not be read, each with its place; `folders` are those that lie on disk;
    `names` is what each part of a place says, by its text.
    """

    files: tuple[File, ...]
    notes: tuple[tuple[Parts, str], ...]
    folders: frozenset[Parts]
    names: Mapping[str, Name]


@dataclass(frozen=True)
class _Thing:
    """What is still to be looked at; `nesting` is in how many archives it lies."""

    parts: Parts
    path: Path
    nesting: int = 0

    @property
    def name(self) -> str:
        """What sentences call it."""
        return self.parts[-1] if self.parts else self.path.name


def lay_out(source: Path, workspace: Path, slugs: Sequence[str]) -> Layout:
    """What lies under a folder, or in an archive of everything. Archives are unpacked into `workspace`.

    `slugs` are all assignments whose name a file may bear.
    """
    files: list[File] = []
    notes: list[tuple[Parts, str]] = []
    folders: set[Parts] = set()
    counts: Counter[str] = Counter()
    archives = 0
    waiting = [_Thing((), source)]
    while waiting:
        thing = waiting.pop()  # the last: what lies in a folder or an archive comes before what lies behind it
        parts, name = thing.parts, thing.name
        if (reason := _against(thing, counts)) is not None:
            notes += [(parts, reason)] if reason else []
        elif thing.path.is_dir():
            folders.add(parts)
            children, reason = _listed(thing)
            notes += [(parts, reason)] if reason else []
            waiting += reversed(children)
        elif parts and not is_archive(name):
            files.append(File(parts, thing.path if name.lower().endswith(WANTED) else None))
        elif thing.nesting == MAX_NESTING:
            notes.append((parts, f"{name} lies in {MAX_NESTING} archives, one in another, and was not opened"))
        else:
            archives += 1
            into = workspace / f"archive-{archives}"
            into.mkdir()
            contents = unpack(thing.path, name, into, _wanted, Limits() if parts else WHOLE_CLASS)
            notes += [(parts, note) for note in contents.notes]
            files += [File((*parts, *inner), None) for inner in contents.others]
            inside = [_Thing((*parts, *inner), file, thing.nesting + 1) for inner, file in contents.files.items()]
            waiting += reversed(inside)
    places = [file.parts for file in files] + [parts for parts, _ in notes]
    return Layout(tuple(files), tuple(notes), frozenset(folders), read_names(places, slugs))


def _against(thing: _Thing, counts: Counter[str]) -> str | None:
    """Why something on disk is not looked at, "" where that was said before; `None` if it is."""
    if thing.nesting or not thing.parts:
        return None
    entry, depth = thing.parts[0], len(thing.parts)
    counts[entry] += 1
    if counts[entry] > MAX_FILES:
        first = counts[entry] == MAX_FILES + 1
        return f"{entry} holds more than {MAX_FILES} files; the rest was not looked at" if first else ""
    if thing.path.is_symlink():
        return f"{thing.name} is a link and was not followed"
    if thing.path.is_dir():
        return (
            f"{thing.name} lies more than {MAX_DEPTH} folders deep and was not looked at" if depth > MAX_DEPTH else None
        )
    return None if thing.path.is_file() else f"{thing.name} is no plain file and was not read"


def _listed(folder: _Thing) -> tuple[list[_Thing], str]:
    """What lies in a folder, in the order of its bytes; and a sentence where that is nothing."""
    try:
        entries = sorted(entry for entry in os.listdir(os.fsencode(folder.path)) if os.fsdecode(entry) not in IGNORED)
    except OSError as error:
        return [], f"the folder cannot be read ({error.strerror})"
    taken: Counter[str] = Counter()
    things = []
    for entry in map(os.fsdecode, entries):
        name = shown(entry)
        taken[name] += 1  # two names may look the same once they are fit to be shown
        name = name if taken[name] == 1 else f"{name}~{taken[name]}"
        things.append(_Thing((*folder.parts, name), folder.path / entry))
    return things, f"the folder {folder.name} is empty" if folder.parts and not entries else ""


def _wanted(name: str) -> bool:
    """Whether a file in an archive is worth unpacking, by its name."""
    return name.lower().endswith(WANTED) or is_archive(name)
