"""`torchgrade mistakes`: the page of known mistakes."""

import click
from rich.console import Console

from torchgrade.commands.options import could_not_grade, the_course


@click.command("mistakes")
def command() -> None:
    """Writes docs/mistakes.md: the known mistakes, what students read of them, the checks that catch them."""
    from torchgrade.publish import mistakes_page

    with could_not_grade(Console(highlight=False), "write"):
        path = mistakes_page.write(course := the_course())
        click.echo(f"{path.relative_to(course.root)}: written")
