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
    """Measures every threshold over many seeds, on the data and on what stands in for them: docs/calibration.md.

    Figures of data that are not there stay as they are.
    """
    from torchgrade.prove import calibrate, calibration

    console = Console(highlight=False)
    with could_not_grade(console):
        course = the_course()
        series = calibrate.run(chosen(course, slugs), data, seeds, jobs, console)
        path = calibration.write(series, course.assignments, course.root)
        console.print(f"written: {path.relative_to(course.root)}")
