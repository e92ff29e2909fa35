"""The commands of those who write: `train` and `watch` for students, `new` for authors."""

import contextlib
import os
import sys
from pathlib import Path

import click
from rich.console import Console
from rich.markup import escape

from graders.engine.catalog import ROOT
from graders.engine.server import make_server
from graders.engine.settings import Settings
from graders.options import COULD_NOT_GRADE, chosen, could_not_grade, pick_device, wanted_walls


@click.command("train")
@click.argument("submission", type=click.Path(path_type=Path), default=ROOT / "student_template")
@click.option("-a", "--assignment", "slug", required=True, metavar="SLUG")
@click.option("--epochs", type=click.IntRange(1), help="In place of the assignment's own number, where it has one.")
@click.option("--seed", type=int, default=0, show_default=True, help="Another seed, another start.")
@click.option("--device", type=click.Choice(["auto", "cpu", "cuda"]), default="auto", show_default=True)
@click.option("--data", type=click.Path(), help="Folder of MNIST/raw; else $TORCHGRADE_DATA, else data/.")
def train_command(submission: Path, slug: str, device: str, **options) -> None:  # type: ignore[no-untyped-def]
    """Runs the training of SUBMISSION itself, on all the data, and draws what was learnt.

    SUBMISSION is a folder with <slug>.py or <slug>.ipynb, or one such file. figures/<slug>.png is written beside it,
    and for the MNIST assignments <slug>.pt, the weights to hand in. The code runs unprotected: train your own only.
    """
    os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")  # threads that spin while they wait slow a busy machine down
    from graders import train

    console = Console(highlight=False)
    with could_not_grade(console, "train"):
        try:
            written = train.train(chosen((slug,))[0], submission, console, device=pick_device(device), **options)
        except train.CannotTrain as error:
            console.print(escape(str(error)), soft_wrap=True)
            sys.exit(COULD_NOT_GRADE)
    for file in written:
        console.print(f"written: {escape(str(file))}", soft_wrap=True)


@click.command("watch")
@click.argument("submission", type=click.Path(path_type=Path, exists=True), default=ROOT / "student_template")
@click.option("-a", "--assignment", "slugs", multiple=True, metavar="SLUG", help="Only this one; repeatable.")
@click.option("--seed", type=int, help="Repeats a run; one seed serves all checks while it watches.")
@click.option("--device", type=click.Choice(["auto", "cpu", "cuda"]), default="auto", show_default=True)
@click.option("--data", type=click.Path(), help="Folder of MNIST/raw; else $TORCHGRADE_DATA, else data/.")
def watch_command(submission: Path, slugs: tuple[str, ...], seed: int | None, device: str, data: str | None) -> None:
    """Marks SUBMISSION, a folder or one file in it, again whenever it is saved, and shows what that changed."""
    assignments = chosen(slugs or ((submission.stem,) if submission.is_file() else ()))
    console = Console(highlight=False)
    with could_not_grade(console), contextlib.closing(make_server()) as server:
        from graders import watch
        from graders.engine.recorded import draw_seed

        seed = draw_seed(assignments) if seed is None else seed
        settings = Settings(seed, device=pick_device(device), walls=wanted_walls("auto"), data=data)
        with contextlib.suppress(KeyboardInterrupt):
            watch.watch(submission, assignments, settings, server, console)


@click.command("new")
@click.argument("slug")
def new_command(slug: str) -> None:
    """Starts the assignment SLUG: a tiny one that works, in every folder that an assignment has files in."""
    from graders import new

    try:
        written = new.scaffold(slug)
    except new.BadName as error:
        raise click.UsageError(str(error)) from error
    for file in written:
        click.echo(f"written: {file.relative_to(ROOT)}")
    click.echo(f"next: make verify A={slug}; then CONTRIBUTING.md, Adding an assignment")
