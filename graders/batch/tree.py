"""Lays out everything in a folder of hand-ins as one list of files, archives opened, nothing followed or run."""

import os
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from graders.batch.archives import IGNORED, WHOLE_CLASS, Limits, Parts, is_archive, shown, unpack

WANTED = (".py", ".ipynb", ".py.txt", ".ipynb.txt", ".ipynb.json", ".pt", ".yml")
MAX_FILES = 100_000  # under one entry of the folder
MAX_DEPTH = 30  # folders in folders
MAX_NESTING = 3  # archives in archives


@dataclass(frozen=True)
class File:
    """A file by its place among the hand-ins, an archive being a folder there. `path` is where it can be read.

    `path` is `None` for what is neither code, weights nor an archive: that is never opened.
    """

    parts: Parts
    path: Path | None


@dataclass
class Tree:
    """All files, sentences about what could not be read, each with its place, and the folders that lie on disk."""

    workspace: Path
    files: list[File] = field(default_factory=list)
    notes: list[tuple[Parts, str]] = field(default_factory=list)
    folders: set[Parts] = field(default_factory=set)
    counts: Counter[str] = field(default_factory=Counter)
    archives: int = 0


def read(source: Path, workspace: Path) -> Tree:
    """The tree under a folder, or in an archive of everything. Archives are unpacked into `workspace`."""
    tree = Tree(workspace)
    if source.is_dir():
        _folder(tree, source, ())
    else:
        _archive(tree, source, (), source.name, 0, WHOLE_CLASS)
    return tree


def wanted(name: str) -> bool:
    """Whether a file is worth opening, by its name."""
    return name.lower().endswith(WANTED) or is_archive(name)


def _folder(tree: Tree, folder: Path, parts: Parts) -> None:
    tree.folders.add(parts)
    try:
        entries = sorted(entry for entry in os.listdir(os.fsencode(folder)) if os.fsdecode(entry) not in IGNORED)
    except OSError as error:
        tree.notes.append((parts, f"the folder cannot be read ({error.strerror})"))
        return
    if parts and not entries:
        tree.notes.append((parts, f"the folder {parts[-1]} is empty"))
    taken: Counter[str] = Counter()
    for entry in entries:
        name = shown(os.fsdecode(entry))
        taken[name] += 1  # two names may look the same once they are fit to be shown
        _entry(tree, folder / os.fsdecode(entry), (*parts, name if taken[name] == 1 else f"{name}~{taken[name]}"))


def _entry(tree: Tree, path: Path, parts: Parts) -> None:
    tree.counts[parts[0]] += 1
    if tree.counts[parts[0]] > MAX_FILES:
        if tree.counts[parts[0]] == MAX_FILES + 1:
            tree.notes.append((parts, f"{parts[0]} holds more than {MAX_FILES} files; the rest was not looked at"))
    elif path.is_symlink():
        tree.notes.append((parts, f"{parts[-1]} is a link and was not followed"))
    elif path.is_dir() and len(parts) > MAX_DEPTH:
        tree.notes.append((parts, f"{parts[-1]} lies more than {MAX_DEPTH} folders deep and was not looked at"))
    elif path.is_dir():
        _folder(tree, path, parts)
    elif path.is_file():
        _file(tree, path, parts, nesting=0)
    else:
        tree.notes.append((parts, f"{parts[-1]} is no plain file and was not read"))


def _file(tree: Tree, path: Path, parts: Parts, nesting: int) -> None:
    if not is_archive(parts[-1]):
        tree.files.append(File(parts, path if wanted(parts[-1]) else None))
    elif nesting == MAX_NESTING:
        tree.notes.append((parts, f"{parts[-1]} lies in {nesting} archives, one in another, and was not opened"))
    else:
        _archive(tree, path, parts, parts[-1], nesting, Limits())


def _archive(tree: Tree, path: Path, parts: Parts, name: str, nesting: int, limits: Limits) -> None:
    tree.archives += 1
    into = tree.workspace / f"archive-{tree.archives}"
    into.mkdir()
    contents = unpack(path, name, into, wanted, limits)
    tree.notes += [(parts, note) for note in contents.notes]
    tree.files += [File((*parts, *inner), None) for inner in contents.others]
    for inner, file in contents.files.items():
        _file(tree, file, (*parts, *inner), nesting + 1)
