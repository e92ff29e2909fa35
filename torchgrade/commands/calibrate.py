"""`torchgrade calibrate`: what every threshold stands on."""

import click
from rich.console import Console

from torchgrade.commands.options import (
    assignments_option,
    chosen,
    could_not_grade,
    data_option,
    jobs_option,
    the_course,
)


@click.command("calibrate")
@assignments_option
@data_option
@click.option("--seeds", default=30, show_default=True)
@jobs_option
def command(slugs: tuple[str, ...], data: str | None, seeds: int, jobs: int | None) -> None:
    """Measures every threshold over many seeds, on the data and on what stands in for them: docs/calibration.md."""
    from torchgrade.prove import calibrate

    console = Console(highlight=False)
    with could_not_grade(console):
        course = the_course()
        path = calibrate.run(chosen(course, slugs), data, seeds, jobs, console)
        console.print(f"written: {path.relative_to(course.root)}")
