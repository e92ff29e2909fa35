"""The command `check`: marks a folder of files or one file, with progress, and prints what was found."""

import contextlib
import json
import sys
from pathlib import Path

import click
from rich.console import Console
from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn

from graders.engine.catalog import ROOT, Assignment
from graders.engine.preload import load
from graders.engine.report import Report, to_json
from graders.engine.server import Server, make_server
from graders.engine.settings import Settings
from graders.engine.submission import find
from graders.options import chosen, could_not_grade, judging_options, pick_device, wanted_walls


@click.command("check")
@click.argument("submission", type=click.Path(path_type=Path, exists=True), default=ROOT / "student_template")
@judging_options
@click.option("--json", "json_file", type=click.Path(path_type=Path), help="Writes the reports to this file as well.")
def check_command(submission: Path, json_file: Path | None, **options) -> None:  # type: ignore[no-untyped-def]
    """Marks SUBMISSION: a folder with <slug>.py or <slug>.ipynb files, or one such file.

    Without SUBMISSION the files in student_template/ are marked.
    """
    slugs = options["slugs"] or ((submission.stem,) if submission.is_file() else ())
    reports = judge_all(submission, **options | {"slugs": slugs})
    if json_file:
        json_file.write_text(json.dumps(to_json(reports), indent=1))
    sys.exit(0 if all(report.full for report in reports) else 1)


def judge_all(submission: Path, slugs: tuple[str, ...], isolation: str, **options) -> list[Report]:  # type: ignore[no-untyped-def]
    """Judges the chosen assignments one after another, with progress, and prints what was found."""
    console = Console(highlight=False)
    with could_not_grade(console), contextlib.ExitStack() as stack:
        walls = wanted_walls(isolation)
        server = make_server() if isolation != "none" else None  # loads torch while this process does the same
        if server:
            stack.callback(server.close)
        return _judge_each(console, chosen(slugs), submission, server, walls=walls, **options)


def _judge_each(
    console: Console, assignments: list[Assignment], submission: Path, server: Server | None,
    walls: bool, seed: int | None, device: str, data: str | None, threads: int,
) -> list[Report]:  # fmt: skip
    load("graders.engine.judge", "torch._dynamo")  # torch: not for --help
    from graders.engine.judge import judge
    from graders.engine.recorded import draw_seed
    from graders.render import terminal

    seed = draw_seed(assignments) if seed is None else seed
    settings = Settings(seed, device=pick_device(device), threads=threads, walls=walls, data=data)
    reports = []
    columns = SpinnerColumn(), TextColumn("{task.description}"), BarColumn(20)
    with Progress(*columns, console=console, transient=True) as bar:
        for assignment in assignments:
            task = bar.add_task(assignment.slug)

            def progress(promise: str, done: int, total: int, task=task, slug=assignment.slug) -> None:  # type: ignore[no-untyped-def]
                bar.update(task, description=f"{slug}: {promise[:50]}", completed=done, total=total)

            reports.append(judge(assignment, find(submission, assignment.slug), settings, server, progress))
            bar.remove_task(task)
            console.print(terminal.headline(reports[-1]))
    terminal.show(reports, console)
    return reports
