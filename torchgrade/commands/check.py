"""`torchgrade check`: marks a folder of files or one file, with progress, and prints what was found."""

import contextlib
import json
import sys
from pathlib import Path
from typing import Unpack

import click
from rich.console import Console
from rich.progress import BarColumn, Progress, SpinnerColumn, TaskID, TextColumn

from torchgrade.commands.options import (
    JudgingOptions,
    chosen,
    could_not_grade,
    judging_options,
    pick_device,
    the_course,
    wanted_walls,
)
from torchgrade.course import Assignment, Course
from torchgrade.intake.reading import find
from torchgrade.judge.report import Report, to_json
from torchgrade.judge.settings import Settings
from torchgrade.link.server import Server
from torchgrade.worker.preload import load
from torchgrade.worker.servers import make_server


class Options(JudgingOptions):
    """What else the command is given."""

    debug: bool


@click.command("check")
@click.argument("submission", type=click.Path(path_type=Path, exists=True), required=False)
@judging_options
@click.option("--json", "json_file", type=click.Path(path_type=Path), help="Writes the reports to this file as well.")
@click.option(
    "--pdb", "debug", is_flag=True, help="Stops in a check that fails, in a debugger; needs --isolation none."
)
def command(
    submission: Path | None, slugs: tuple[str, ...], json_file: Path | None, **options: Unpack[Options]
) -> None:
    """Marks SUBMISSION: a folder with <slug>.py or <slug>.ipynb files, or one such file.

    Without SUBMISSION the files in student_template/ are marked.
    """
    if options["debug"] and options["isolation"] != "none":
        raise click.UsageError("--pdb needs --isolation none: a debugger cannot look into another process")
    console = Console(highlight=False)
    with could_not_grade(console):
        course = the_course()
        place = submission or course.root / "student_template"
        assignments = chosen(course, slugs or ((place.stem,) if place.is_file() else ()))
        reports = judge_all(console, course, assignments, place, **options)
    if json_file:
        json_file.write_text(json.dumps(to_json(reports), indent=1))
    sys.exit(0 if all(report.full for report in reports) else 1)


def judge_all(
    console: Console,
    course: Course,
    assignments: list[Assignment],
    place: Path,
    isolation: str | None,
    seed: int | None,
    device: str,
    data: str | None,
    threads: int,
    debug: bool,
) -> list[Report]:
    """Judges the assignments one after another, with progress, and prints what was found."""
    isolation = isolation or course.isolation
    walls = wanted_walls(isolation)
    with contextlib.ExitStack() as stack:
        server = make_server(course) if isolation != "none" else None  # loads torch while this process does the same
        if server:
            stack.callback(server.close)
        load("torchgrade.judge.judging", "torch._dynamo")  # torch: not for --help
        from torchgrade.judge.recorded import draw_seed

        seed = draw_seed(assignments) if seed is None else seed
        settings = Settings(seed, pick_device(device), threads, walls, data, debug=debug)
        return _judge_each(console, assignments, place, settings, server)


def _judge_each(
    console: Console, assignments: list[Assignment], place: Path, settings: Settings, server: Server | None
) -> list[Report]:
    from torchgrade.judge.judging import judge
    from torchgrade.render import terminal

    reports = []
    columns = SpinnerColumn(), TextColumn("{task.description}"), BarColumn(20)
    with Progress(*columns, console=console, transient=True, disable=settings.debug) as bar:
        for assignment in assignments:
            task = bar.add_task(assignment.slug)

            def progress(promise: str, done: int, total: int, task: TaskID = task, slug: str = assignment.slug) -> None:
                bar.update(task, description=f"{slug}: {promise[:50]}", completed=done, total=total)

            reports.append(judge(assignment, find(place, assignment.slug), settings, server, progress))
            bar.remove_task(task)
            console.print(terminal.headline(reports[-1]))
    terminal.show(reports, console)
    return reports
