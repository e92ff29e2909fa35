"""`torchgrade train`: a student's own training on all the data."""

import os
import sys
from pathlib import Path

import click
from rich.console import Console
from rich.markup import escape

from torchgrade.commands.options import (
    COULD_NOT_GRADE,
    chosen,
    could_not_grade,
    data_option,
    device_option,
    pick_device,
    the_course,
)


@click.command("train")
@click.argument("submission", type=click.Path(path_type=Path), required=False)
@click.option("-a", "--assignment", "slug", required=True, metavar="SLUG")
@click.option("--epochs", type=click.IntRange(1), help="In place of the assignment's own number, where it has one.")
@click.option("--seed", type=int, default=0, show_default=True, help="Another seed, another start.")
@device_option
@data_option
def command(submission: Path | None, slug: str, device: str, data: str | None, epochs: int | None, seed: int) -> None:
    """Runs the training of SUBMISSION itself, on all the data, and draws what was learnt.

    SUBMISSION is a folder with <slug>.py or <slug>.ipynb, or one such file; student_template/ without it.
    figures/<slug>.png is written beside it, and perhaps <slug>.pt, the weights to hand in. The code runs unprotected:
    train your own only.
    """
    os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")  # threads that spin while they wait slow a busy machine down
    from torchgrade.practice import train

    console = Console(highlight=False)
    with could_not_grade(console, "train"):
        course = the_course()
        (assignment,) = chosen(course, (slug,))
        place = submission or course.root / "student_template"
        try:
            written = train.train(assignment, place, console, pick_device(device), data, epochs, seed)
        except train.CannotTrain as error:
            console.print(escape(str(error)), soft_wrap=True)
            sys.exit(COULD_NOT_GRADE)
    for file in written:
        console.print(f"written: {escape(str(file))}", soft_wrap=True)
