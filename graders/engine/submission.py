"""Finds and reads what was handed in for an assignment, as data: nothing of it is run here."""

import difflib
import tokenize
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

import nbformat

MAX_SOURCE = 2 * 2**20  # bytes of code
MAX_NOTEBOOK = 200 * 2**20  # bytes, outputs and all
MAX_WEIGHTS = 64 * 2**20


@dataclass(frozen=True)
class Submission:
    """What was handed in for one assignment: code cells as (title, source) and, perhaps, trained weights.

    A script is one cell, a notebook has many; a failing cell does not stop the later ones. `problem` says in a
    sentence why there is nothing to run.
    """

    cells: tuple[tuple[str, str], ...] = ()
    weights: Path | None = None
    problem: str = ""


class Unreadable(Exception):
    """What was handed in cannot be read; the text is a sentence for the student."""


def find(path: Path, slug: str) -> Submission:
    """The submission for `slug` in a folder, or in the one file that `path` names."""
    try:
        file = path if path.is_file() else _in_folder(path, slug)
        return Submission(read_cells(file, slug), _weights_beside(file, slug))
    except Unreadable as error:
        return Submission(problem=str(error))


def _in_folder(folder: Path, slug: str) -> Path:
    if not folder.is_dir():
        raise Unreadable(f"there is no file or folder {folder}")
    for suffix in (".py", ".ipynb"):
        if (file := folder / f"{slug}{suffix}").is_file():
            return file
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


def read_cells(file: Path, slug: str) -> tuple[tuple[str, str], ...]:
    """The code of a script (one cell) or of a notebook (its code cells, outputs dropped, magics left out)."""
    limit = MAX_NOTEBOOK if file.suffix == ".ipynb" else MAX_SOURCE
    if file.stat().st_size > limit:
        raise Unreadable(f"{file.name} has {file.stat().st_size / 2**20:.0f} MiB; {limit / 2**20:.0f} MiB are the most")
    data = file.read_bytes()
    return _notebook_cells(data, file.name) if file.suffix == ".ipynb" else ((f"{slug}.py", _text(data, file.name)),)


def _text(data: bytes, name: str) -> str:
    """Source in the encoding that it declares, as Python itself would read it."""
    try:
        encoding, _ = tokenize.detect_encoding(BytesIO(data).readline)
        text = data.decode(encoding)
    except (SyntaxError, UnicodeDecodeError) as error:
        raise Unreadable(f"{name} is not text that Python can read ({error}): save it as UTF-8") from error
    if "\0" in text:
        raise Unreadable(f"{name} holds NUL bytes: it is not a Python file")
    return text


def _notebook_cells(data: bytes, name: str) -> tuple[tuple[str, str], ...]:
    try:
        notebook = nbformat.reads(data.decode("utf-8"), as_version=4)
        cells = [str(cell.source) for cell in notebook.cells if cell.cell_type == "code"]
    except Exception as error:  # nbformat lets whatever a malformed notebook causes through
        raise Unreadable(
            f"{name} is not a notebook that can be opened ({type(error).__name__}): save it again"
        ) from error
    return tuple((f"cell {number}", _without_magics(source)) for number, source in enumerate(cells, 1))


def _without_magics(source: str) -> str:
    if source.lstrip().startswith("%%"):
        return ""
    return "\n".join("" if line.lstrip().startswith(("%", "!")) else line for line in source.splitlines())
