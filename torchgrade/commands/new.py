"""`torchgrade new`: one more assignment."""

import click
from rich.console import Console

from torchgrade.commands.options import could_not_grade, the_course


@click.command("new")
@click.argument("slug")
def command(slug: str) -> None:
    """Starts the assignment SLUG: a tiny one that works, in every folder that an assignment has files in."""
    from torchgrade.publish import scaffold

    with could_not_grade(Console(highlight=False), "write"):
        course = the_course()
        try:
            written = scaffold.start_assignment(course, slug)
        except scaffold.BadName as error:
            raise click.UsageError(str(error)) from error
    for file in written:
        click.echo(f"written: {file.relative_to(course.root)}")
    click.echo(f"next: torchgrade verify -a {slug}, then make it yours, part by part")
