"""`torchgrade grade`: a class at a time."""

import contextlib
import os
import shutil
import sys
from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import click
from rich.console import Console

from graders.batch import grade, work
from graders.batch.gradebook import UNJUDGED, UNREADABLE, WAITING, Gradebook
from graders.batch.late import late_days
from graders.batch.roster import Roster, RosterError
from graders.batch.roster import read as read_roster
from graders.batch.store import Store, StoreError
from graders.batch.work import Pool
from graders.engine.catalog import Assignment, AuthorError
from graders.engine.server import MachineError
from graders.engine.settings import Settings
from graders.options import COULD_NOT_GRADE, chosen, could_not_grade, judging_options, pick_device, wanted_walls
from graders.render import pages

GPU_ROOM = 2 * 2**30  # bytes of a GPU's memory for one worker
TIMES = [f"%Y-%m-%d{between}%H:%M{seconds}" for between in "T " for seconds in ("", ":%S")]
FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.command("grade")
@click.argument("submissions", type=click.Path(exists=True, path_type=Path))
@click.argument("out", type=click.Path(file_okay=False, path_type=Path))
@judging_options
@click.option(
    "--roster", type=FILE, help="CSV of the class, as an LMS exports it: names students, finds who is missing."
)
@click.option("--only", multiple=True, metavar="STUDENT", help="Judge only this one (name, id, e-mail); repeatable.")
@click.option("--regrade", is_flag=True, help="Judge again what has a result already.")
@click.option(
    "--seeds",
    type=click.IntRange(1),
    default=1,
    show_default=True,
    help="Run checks that measure an accuracy on so many seeds, and take the median.",
)
@click.option("--jobs", type=click.IntRange(1), help="Judges at the same time; one per core by default.")
@click.option("--scheduler", metavar="tcp://HOST:PORT", help="Judge on this Dask cluster.")
@click.option("--times", type=FILE, help="CSV of hand-in times (a column 'submitted'), for late days; needs --due.")
@click.option("--due", type=click.DateTime(TIMES), help="When the work was due: 2026-11-20T23:59, local time.")
def grade_command(submissions: Path, out: Path, slugs: tuple[str, ...], **options: Any) -> None:
    """Marks everything that a class handed in, and writes marks and pages to the folder OUT.

    SUBMISSIONS holds a folder, an archive or files for each student, or is what Canvas, Moodle or Gradescope export.
    Each result is kept as soon as it is there: a run that was interrupted goes on when it is started again, and work
    that has not changed is not judged twice.

    Exit codes: 0 everything has its mark, 2 something could not be judged.
    """
    _refuse_odd_options(submissions, out, options)
    console = Console(highlight=False)
    with could_not_grade(console), _opened(out) as store, _workspace(out) as workspace:
        book = _grade(submissions, workspace, chosen(slugs), store, console, **options)
        pages.write(book, out)
        console.print(
            f"written to {out}: index.html, feedback/, grades.csv, checks.csv, canvas.csv, results/", soft_wrap=True
        )
        sys.exit(_tell_unjudged(book, console))


def _refuse_odd_options(submissions: Path, out: Path, options: dict[str, Any]) -> None:
    if (options["times"] is None) != (options["due"] is None):
        raise click.UsageError("--times and --due go together")
    if options["isolation"] == "none":
        raise click.UsageError("a class is never judged without isolation: --isolation basic is the least")
    if out.resolve().is_relative_to(submissions.resolve()):
        raise click.UsageError(f"{out} lies inside {submissions}, and would be taken for somebody's hand-in")


def _opened(out: Path) -> Any:
    try:
        return contextlib.closing(Store(out))
    except StoreError as error:
        raise MachineError(str(error)) from error


@contextlib.contextmanager
def _workspace(out: Path) -> Iterator[Path]:
    """Where archives are unpacked; what a killed run left there goes first."""
    folder = out / "unpacked"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _grade(
    submissions: Path, workspace: Path, assignments: list[Assignment], store: Store, console: Console,
    roster: Path | None, only: tuple[str, ...], regrade: bool, seed: int | None, seeds: int, device: str,
    data: str | None, isolation: str, threads: int, jobs: int | None, scheduler: str | None,
    times: Path | None, due: datetime | None,
) -> Gradebook:  # fmt: skip
    try:
        students, hours = (read_roster(path) if path else None for path in (roster, times))
        strict = "strict" if isolation == "auto" and sys.platform == "linux" else isolation
        settings = Settings(grade.choose_seed(store, seed), pick_device(device), threads, wanted_walls(strict), data)
        plan = grade.plan(submissions, workspace, assignments, students, settings, seeds)
        tasks = plan.of(only)
        if only and not tasks:
            raise click.UsageError(f"nobody who handed something in is called {', '.join(only)}")
        console.print(f"{len(plan.intake.hand_ins)} students, {len(tasks)} submissions · seed {settings.seed}")
        if regrade:
            store.forget(tasks)
        jobs = jobs or default_jobs(settings.device)
        grade.judge_missing(tasks, store, lambda processes: _pool(scheduler, processes), jobs, console)
        return grade.gradebook(plan, store, settings.seed, seeds, _lateness(hours, due))
    except RosterError as error:
        raise AuthorError(str(error)) from error


def _lateness(times: Roster | None, due: datetime | None) -> grade.Lateness:
    if times is None or due is None:
        return lambda hand_in: None
    return lambda hand_in: late_days(times, due, hand_in.name, hand_in.sid, hand_in.email)


def default_jobs(device: str) -> int:
    """One judge per core; on a GPU no more than fit into what memory it has free."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    if device != "cuda":
        return cores
    import torch

    return max(1, min(cores, torch.cuda.mem_get_info()[0] // GPU_ROOM))


def _pool(scheduler: str | None, processes: int) -> Pool:
    """Local processes, or a Dask cluster as an executor."""
    if scheduler is None:
        return lambda: work.executor(processes)
    from graders.batch import cluster  # Dask is an extra

    return lambda: cluster.executor(scheduler)


def _tell_unjudged(book: Gradebook, console: Console) -> int:
    """Says what has no mark for want of a judge, and returns the exit code."""
    states = Counter(mark.state for row in book.rows() for mark in row.marks)
    for state in (UNREADABLE, UNJUDGED, WAITING):
        if states[state]:
            console.print(f"{states[state]} {state}: see index.html", style="yellow")
    return COULD_NOT_GRADE if states[UNJUDGED] or states[WAITING] else 0
