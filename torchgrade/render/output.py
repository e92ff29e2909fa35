"""Everything that a run over a class leaves for people, written in one pass."""

from pathlib import Path

from torchgrade.batch.gradebook import Gradebook
from torchgrade.render import gradescope, index, pages
from torchgrade.render.summary import Summary
from torchgrade.render.tables import tables

FOLDERS = ("feedback", "results")


def write(book: Gradebook, out: Path) -> None:
    """Tables, a page and a results.json for each student, and index.html, which comes last."""
    for name in FOLDERS:
        (out / name).mkdir(exist_ok=True)
    summary = Summary()
    with tables(book, out) as add_to_tables:
        for row in book.rows():
            add_to_tables(row)
            pages.write(book, row, out / "feedback")
            gradescope.write(row, out / "results")
            summary.add(row)
    index.write(book, summary, out / "index.html")
    _remove_others(out, {line.key for line in summary.lines})


def _remove_others(out: Path, keys: set[str]) -> None:
    """Pages of an earlier run for whom this one does not know: nobody should be handed an old mark."""
    for name in FOLDERS:
        for path in (out / name).iterdir():
            if path.stem not in keys:
                path.unlink()
