"""A student's feedback as a page, in HTML and in Markdown."""

from pathlib import Path

from torchgrade.batch.gradebook import Gradebook, Row
from torchgrade.render.templating import templates
from torchgrade.render.whole import written


def write(book: Gradebook, row: Row, folder: Path) -> None:
    """<student>.html and <student>.md, whole or not at all."""
    for suffix in ("html", "md"):
        with written(folder / f"{row.key}.{suffix}") as file:
            file.write(templates().get_template(f"student.{suffix}").render(book=book, row=row))
