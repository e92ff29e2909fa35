"""`torchgrade stubs`: what students start from."""

import sys

import click
from rich.console import Console

from torchgrade.commands.options import could_not_grade, the_course


@click.command("stubs")
@click.option("--check", is_flag=True, help="Write nothing; fail when a file is stale.")
@click.option("--force", is_flag=True, help="Overwrite files that a student has worked on.")
def command(check: bool, force: bool) -> None:
    """Writes student_template/ anew from reference/: scripts, notebooks and their questions."""
    from torchgrade.publish import template
    from torchgrade.publish.stubs import StubError

    with could_not_grade(Console(highlight=False), "write"):
        try:
            names = template.write(the_course(), force, check)
        except StubError as error:
            raise click.ClickException(str(error)) from error
    for name in names:
        click.echo(f"{name}: {'stale, run `make stubs`' if check else 'written'}")
    sys.exit(1 if check and names else 0)
