"""`torchgrade verify`: the course proved."""

import secrets
import sys

import click
from rich.console import Console

from torchgrade.commands.options import (
    assignments_option,
    chosen,
    could_not_grade,
    data_option,
    jobs_option,
    seed_option,
    the_course,
    wanted_walls,
)
from torchgrade.judge.settings import Settings


@click.command("verify")
@assignments_option
@seed_option("Repeats a run.")
@data_option
@jobs_option
@click.option("--only", "kinds", multiple=True, help="Only cases whose name starts so: reference, mistake/...")
def command(
    slugs: tuple[str, ...], seed: int | None, data: str | None, jobs: int | None, kinds: tuple[str, ...]
) -> None:
    """Proves the course: references earn everything, templates nothing, known mistakes fail what they name."""
    from torchgrade.prove import verify

    console = Console(highlight=False)
    with could_not_grade(console):
        settings = Settings(secrets.randbits(48) if seed is None else seed, walls=wanted_walls("auto"), data=data)
        console.print(f"seed {settings.seed}")
        sys.exit(0 if verify.run(chosen(the_course(), slugs), settings, kinds, jobs, console) else 1)
