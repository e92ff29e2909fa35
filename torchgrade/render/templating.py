"""How the templates of pages are filled: nothing that comes from a submission can become markup or control anything."""

import re
from functools import cache

import jinja2
from markupsafe import Markup, escape

from torchgrade.judge.report import Report
from torchgrade.render.words import WORDS, number, printable, rows, todo


@cache
def templates() -> jinja2.Environment:
    """The templates, with what they can call."""
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
