"""A gradebook as pages: feedback for each student (HTML and Markdown), and index.html for the class."""

import re
from pathlib import Path

import jinja2
from markupsafe import Markup, escape

from torchgrade.batch.gradebook import Gradebook, Row
from torchgrade.judge.report import Report
from torchgrade.render import plots
from torchgrade.render.summary import Summary
from torchgrade.render.whole import written
from torchgrade.render.words import WORDS, number, printable, rows, todo


class Pages:
    """The pages of one run, which go to the folder `out`."""

    def __init__(self, book: Gradebook, out: Path):
        self._book, self._out, self._templates = book, out, _templates()

    def student(self, row: Row) -> None:
        """A student's page, in both forms."""
        for suffix in ("html", "md"):
            page = self._templates.get_template(f"student.{suffix}").render(book=self._book, row=row)
            self._put(f"feedback/{row.key}.{suffix}", page)

    def index(self, summary: Summary) -> None:
        """The page of the class."""
        template = self._templates.get_template("index.html")
        self._put("index.html", template.render(book=self._book, summary=summary, plots=plots))

    def _put(self, name: str, text: str) -> None:
        with written(self._out / name) as file:
            file.write(text)


def _templates() -> jinja2.Environment:
    loader = jinja2.PackageLoader("torchgrade.render")
    environment = jinja2.Environment(
        loader=loader,
        autoescape=lambda name: name is not None and name.endswith(".html"),
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=jinja2.StrictUndefined,
        finalize=_clean,
    )
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
