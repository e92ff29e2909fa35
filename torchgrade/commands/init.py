"""`torchgrade init`: a course of one's own."""

import shlex
from pathlib import Path

import click


@click.command("init")
@click.argument("folder", type=click.Path(path_type=Path))
def command(folder: Path) -> None:
    """Starts a course in FOLDER, which must be new or empty: a tiny assignment that works, and what goes with it."""
    from torchgrade.publish import scaffold

    try:
        written = scaffold.start_course(folder)
    except scaffold.BadName as error:
        raise click.UsageError(str(error)) from error
    for file in written:
        click.echo(f"written: {file}")
    click.echo(f"next: cd {shlex.quote(str(folder))}, then torchgrade verify")
