"""A gradebook as pages: feedback for each student (HTML and Markdown), and index.html for the class."""

import re
from pathlib import Path

import jinja2
from markupsafe import Markup, escape

from graders.batch.gradebook import Gradebook
from graders.engine.report import Report
from graders.render import gradescope, plots
from graders.render.summary import Summary
from graders.render.tables import tables
from graders.render.whole import written
from graders.render.words import WORDS, number, printable, rows, todo

FOLDERS = ("feedback", "results")


def write(book: Gradebook, out: Path) -> None:
    """Every file that a run leaves for people, in one pass over the class; index.html comes last."""
    for name in FOLDERS:
        (out / name).mkdir(exist_ok=True)
    templates, summary = _templates(), Summary()
    with tables(book, out) as add_to_tables:
        for row in book.rows():
            add_to_tables(row)
            gradescope.write(row, out / "results")
            for suffix in ("html", "md"):
                page = templates.get_template(f"student.{suffix}").render(book=book, row=row)
                _put(out / "feedback" / f"{row.key}.{suffix}", page)
            summary.add(row)
    _put(out / "index.html", templates.get_template("index.html").render(book=book, summary=summary, plots=plots))
    _remove_others(out, {line.key for line in summary.lines})


def _put(path: Path, text: str) -> None:
    with written(path) as file:
        file.write(text)


def _remove_others(out: Path, keys: set[str]) -> None:
    """Pages of an earlier run for whom this one does not know: nobody should be handed an old mark."""
    for name in FOLDERS:
        for path in (out / name).iterdir():
            if path.stem not in keys:
                path.unlink()


def _templates() -> jinja2.Environment:
    loader = jinja2.PackageLoader("graders.render")
    environment = jinja2.Environment(
        loader=loader, autoescape=lambda name: name is not None and name.endswith(".html"),
        trim_blocks=True, lstrip_blocks=True, undefined=jinja2.StrictUndefined, finalize=_clean,
    )  # fmt: skip
    environment.filters |= {"number": number, "literally": literally, "prose": prose, "todo": todo}
    environment.globals |= {"WORDS": WORDS, "lost": lost}
    return environment


def _clean(value: object) -> object:
    """No control characters, whoever they come from; what is safe HTML already stays so."""
    return printable(value) if type(value) is str else value


def prose(text: str) -> Markup:
    """A sentence as HTML, with what stands in backquotes as code."""
    return Markup(re.sub(r"`([^`]+)`", r"<code>\1</code>", str(escape(printable(text)))))


def literally(text: str) -> str:
    """Text as Markdown that shows it as it is, on one line."""
    return re.sub(r"([\\`*_{}\[\]()<>#+!|~&-])", r"\\\1", " ".join(printable(text).split()))


def lost(report: Report) -> list[tuple[object, list[tuple[str, str]]]]:
    """Each result with points lost and what stands under it; of hidden checks nothing that they ask or got."""
    told: set[str] = set()
    results = [result for result in report.results if result.outcome != "passed" and not result.unfinished]
    return [(result, list(rows(result, told, shown=not result.hidden))) for result in results]
