"""`torchgrade data`: what the course's assignments learn from, fetched."""

import click
from rich.console import Console

from torchgrade.commands.options import could_not_grade, data_option, the_course


@click.command("data")
@data_option
def command(data: str | None) -> None:
    """Downloads the data of the course, where it has any, and checks what came."""
    console = Console(highlight=False)
    with could_not_grade(console, "fetch the data"):
        console.print(the_course().fetch(data), markup=False, soft_wrap=True)
