"""Finds and reads what was handed in for an assignment, as data: nothing of it is run here."""

import codecs
import difflib
import tokenize
from collections.abc import Mapping
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path

from torchgrade.course import Assignment
from torchgrade.errors import AuthorError
from torchgrade.intake import notebook
from torchgrade.intake.choice import MAX_NOTEBOOK, MAX_WEIGHTS, Choice, unfinished
from torchgrade.submission import Cells, Submission

MAX_SOURCE = 2 * 2**20  # bytes of code


class Unreadable(Exception):
    """What was handed in cannot be read; the text is a sentence for the student."""


@dataclass(frozen=True)
class HandedIn:
    """What a student handed in: per assignment what to grade and the path of its file; and sentences on the rest."""

    submissions: Mapping[str, Submission] = field(default_factory=dict)
    files: Mapping[str, str] = field(default_factory=dict)
    notes: tuple[str, ...] = ()


def read(choice: Choice) -> HandedIn:
    """Reads the files that were chosen."""
    submissions: dict[str, Submission] = {}
    files: dict[str, str] = {}
    notes: list[str] = []
    for pick in choice.picks:
        notes += pick.on_files
        if pick.file is None:
            submissions[pick.slug] = Submission(problem=pick.problem)
            continue
        files[pick.slug] = inside = pick.file.inside
        try:
            cells = read_cells(pick.file.path, pick.slug, inside.rpartition("/")[2])
            submissions[pick.slug] = Submission(cells, pick.weights)
            notes += pick.on_weights
        except Unreadable as error:
            submissions[pick.slug] = Submission(problem=str(error))
        except OSError as error:
            submissions[pick.slug] = Submission(problem=f"{inside} cannot be read ({error.strerror})")
    return HandedIn(submissions, files, (*notes, *choice.notes))


def handed_in(assignment: Assignment) -> Submission:
    """An assignment's solution, as if a student had handed it in."""
    if not assignment.reference.exists():
        raise AuthorError(f"{assignment.reference} is missing")
    return Submission(read_cells(assignment.reference, assignment.slug))


def find(path: Path, slug: str) -> Submission:
    """The submission for `slug` in a folder, or in the one file that `path` names."""
    try:
        file = locate(path, slug)
        return Submission(read_cells(file, slug), _weights_beside(file, slug))
    except Unreadable as error:
        return Submission(problem=str(error))


def locate(path: Path, slug: str) -> Path:
    """The file that is judged: `path` itself, or the one in the folder `path`. `Unreadable` says why there is none."""
    return path if path.is_file() else _in_folder(path, slug)


def _in_folder(folder: Path, slug: str) -> Path:
    if not folder.is_dir():
        raise Unreadable(f"there is no file or folder {folder}")
    if there := [file for suffix in (".py", ".ipynb") if (file := folder / f"{slug}{suffix}").is_file()]:
        return min(there, key=lambda file: unfinished(file, slug))
    names = sorted(item.name for item in folder.iterdir() if item.suffix in (".py", ".ipynb"))
    near = difflib.get_close_matches(f"{slug}.py", names, n=1)
    raise Unreadable(f"no {slug}.py or {slug}.ipynb in {folder}" + (f"; is it {near[0]}?" if near else ""))


def _weights_beside(file: Path, slug: str) -> Path | None:
    weights = file.with_name(f"{slug}.pt")
    if not weights.is_file() or weights.is_symlink():
        return None
    if weights.stat().st_size > MAX_WEIGHTS:
        raise Unreadable(f"{weights.name} has {weights.stat().st_size / 2**20:.0f} MiB; 64 MiB are the most")
    return weights


def read_cells(file: Path, slug: str, name: str = "") -> Cells:
    """The code of a script (one cell) or of a notebook (its code cells, outputs dropped, magics left out).

    `name` is what the student called the file, where it now lies under another name. `Unreadable` says why not.
    """
    name = name or file.name
    limit = MAX_NOTEBOOK if ".ipynb" in name.lower() else MAX_SOURCE
    if file.stat().st_size > limit:
        raise Unreadable(f"{name} has {file.stat().st_size / 2**20:.0f} MiB; {limit / 2**20:.0f} MiB are the most")
    data = file.read_bytes()
    if not data.strip(b"\0 \t\r\n\f"):
        raise Unreadable(f"{name} is empty")
    if ".ipynb" in name.lower() or notebook.looks_like_one(data):
        return _notebook_cells(data, name)
    return ((f"{slug}.py", notebook.plain_python(_text(data, name), {"otter"}, from_ipython=False)),)


def _notebook_cells(data: bytes, name: str) -> Cells:
    try:
        sources = notebook.cells(data)
    except notebook.NotANotebook as error:
        raise Unreadable(f"{name} {error}") from error
    if not any(source.strip() for source in sources):
        raise Unreadable(f"{name} has no code in it")
    if (size := sum(map(len, sources))) > MAX_SOURCE:
        raise Unreadable(f"{name} has {size / 2**20:.0f} MiB of code; {MAX_SOURCE / 2**20:.0f} MiB are the most")
    return tuple((f"cell {number}", source) for number, source in enumerate(sources, 1))


def _text(data: bytes, name: str) -> str:
    """Source in the encoding that it declares, as Python itself reads it, or in UTF-16, as some editors save it."""
    try:
        if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
            return data.decode("utf-16")
        encoding, _ = tokenize.detect_encoding(BytesIO(data).readline)
        text = data.decode(encoding)
    except (SyntaxError, UnicodeDecodeError) as error:
        raise Unreadable(f"{name} is not text that Python can read ({error}): save it as UTF-8") from error
    if "\0" in text:
        raise Unreadable(f"{name} holds NUL bytes: it is not a Python file")
    return text
