"""The page of a class."""

from pathlib import Path

from torchgrade.batch.gradebook import Gradebook
from torchgrade.render import plots
from torchgrade.render.summary import Summary
from torchgrade.render.templating import templates
from torchgrade.render.whole import written


def write(book: Gradebook, summary: Summary, path: Path) -> None:
    """index.html, whole or not at all."""
    with written(path) as file:
        file.write(templates().get_template("index.html").render(book=book, summary=summary, plots=plots))
