"""`torchgrade mutants`: whether each small change of a reference costs points."""

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


@click.command("mutants")
@assignments_option
@seed_option("Repeats a run.")
@data_option
@jobs_option
@click.option("--every", type=click.IntRange(1), default=1, metavar="N", help="Judge every N-th mutant only.")
def command(slugs: tuple[str, ...], seed: int | None, data: str | None, jobs: int | None, every: int) -> None:
    """Changes references in small ways, one at a time, and shows the changes that cost no points.

    A survivor is a hole in the checks, or changes nothing that matters: then graders/SLUG/equivalent.toml says why.
    """
    from torchgrade.prove import mutation

    console = Console(highlight=False)
    with could_not_grade(console):
        settings = Settings(secrets.randbits(48) if seed is None else seed, walls=wanted_walls("auto"), data=data)
        console.print(f"seed {settings.seed}")
        sys.exit(0 if mutation.run(chosen(the_course(), slugs), settings, every, jobs, console) else 1)
