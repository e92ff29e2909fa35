"""`torchgrade watch`: marks at every save."""

import contextlib
from pathlib import Path

import click
from rich.console import Console

from torchgrade.commands.options import (
    assignments_option,
    chosen,
    could_not_grade,
    data_option,
    device_option,
    pick_device,
    seed_option,
    the_course,
    wanted_walls,
)
from torchgrade.judge.settings import Settings
from torchgrade.worker.servers import make_server


@click.command("watch")
@click.argument("submission", type=click.Path(path_type=Path, exists=True), required=False)
@assignments_option
@seed_option("Repeats a run; one seed serves all checks while it watches.")
@device_option
@data_option
def command(submission: Path | None, slugs: tuple[str, ...], seed: int | None, device: str, data: str | None) -> None:
    """Marks SUBMISSION, a folder or one file in it, again whenever it is saved, and shows what that changed."""
    console = Console(highlight=False)
    with could_not_grade(console):
        course = the_course()
        place = submission or course.root / "student_template"
        assignments = chosen(course, slugs or ((place.stem,) if place.is_file() else ()))
        with contextlib.closing(make_server(course)) as server:
            from torchgrade.judge.recorded import draw_seed
            from torchgrade.practice import watch

            seed = draw_seed(assignments) if seed is None else seed
            settings = Settings(seed, device=pick_device(device), walls=wanted_walls("auto"), data=data)
            with contextlib.suppress(KeyboardInterrupt):
                watch.watch(place, assignments, settings, server, console)
