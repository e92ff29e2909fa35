"""The `torchgrade` command: parses, calls, prints, and sets the exit code."""

import secrets
import sys

import click
from rich.console import Console

from graders.batch.command import grade_command
from graders.commands import new_command, train_command, watch_command
from graders.engine.catalog import ROOT, all_assignments
from graders.engine.settings import Settings
from graders.marking import check_command
from graders.options import chosen, could_not_grade, wanted_walls


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="torchgrade")
def main() -> None:
    """A graded course in first neural networks with PyTorch, and the autograder that marks it.

    Exit codes: 0 full marks, 1 graded with points lost, 2 could not grade.
    """


for command in (check_command, grade_command, train_command, watch_command, new_command):
    main.add_command(command)


@main.command()
def mistakes() -> None:
    """Writes docs/mistakes.md: the known mistakes, what students read of them, the checks that catch them."""
    from graders.render import mistakes_page

    click.echo(f"{mistakes_page.write(all_assignments(), ROOT).relative_to(ROOT)}: written")


@main.command()
def doctor() -> None:
    """Shows which walls this machine can put around a submission, and tries each for real."""
    from graders import doctor

    sys.exit(0 if doctor.show(Console(highlight=False)) else 1)


@main.command("verify")
@click.option("-a", "--assignment", "slugs", multiple=True, metavar="SLUG", help="Only this one; repeatable.")
@click.option("--seed", type=int, help="Repeats a run.")
@click.option("--data", type=click.Path(), help="Folder of MNIST/raw; else $TORCHGRADE_DATA, else data/.")
@click.option("--jobs", type=int, help="Processes; one per core by default.")
@click.option("--only", "kinds", multiple=True, help="Only cases whose name starts so: reference, mistake/...")
def verify_command(slugs: tuple[str, ...], seed: int | None, data: str | None, jobs: int | None, kinds) -> None:  # type: ignore[no-untyped-def]
    """Proves the course: references earn everything, templates nothing, known mistakes fail what they name."""
    from graders import verify

    console = Console(highlight=False)
    settings = Settings(secrets.randbits(48) if seed is None else seed, walls=wanted_walls("auto"), data=data)
    console.print(f"seed {settings.seed}")
    with could_not_grade(console):
        sys.exit(0 if verify.run(chosen(slugs), settings, kinds, jobs, console) else 1)


@main.command("calibrate")
@click.option("-a", "--assignment", "slugs", multiple=True, metavar="SLUG", help="Only this one; repeatable.")
@click.option("--data", type=click.Path(), help="Folder of MNIST/raw; else $TORCHGRADE_DATA, else data/.")
@click.option("--seeds", default=30, show_default=True)
@click.option("--jobs", type=int, help="Processes; one per core by default.")
def calibrate_command(slugs: tuple[str, ...], data: str | None, seeds: int, jobs: int | None) -> None:
    """Measures every threshold over many seeds, on MNIST (where it is) and its stand-in: docs/calibration.md."""
    from graders import calibrate

    console = Console(highlight=False)
    with could_not_grade(console):
        path = calibrate.run(chosen(slugs), data, seeds, jobs, console)
        console.print(f"written: {path.relative_to(ROOT)}")


if __name__ == "__main__":
    main()
