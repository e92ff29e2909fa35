"""`torchgrade grade`: a class at a time."""

import contextlib
import functools
import os
import shutil
import sys
from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Unpack

import click
from rich.console import Console

from torchgrade.batch import marks, plan, run, similar, work
from torchgrade.batch.gradebook import UNJUDGED, UNREADABLE, WAITING, Gradebook
from torchgrade.batch.late import late_days
from torchgrade.batch.store import Store, StoreError
from torchgrade.batch.work import Pool
from torchgrade.commands.options import (
    COULD_NOT_GRADE,
    JudgingOptions,
    chosen,
    could_not_grade,
    judging_options,
    pick_device,
    the_course,
    wanted_walls,
)
from torchgrade.course import Assignment, Course
from torchgrade.errors import AuthorError, MachineError
from torchgrade.intake.roster import Roster, RosterError
from torchgrade.intake.roster import read as read_roster
from torchgrade.judge.settings import Settings
from torchgrade.render import output

GPU_ROOM = 2 * 2**30  # bytes of a GPU's memory for one worker
TIMES = [f"%Y-%m-%d{between}%H:%M{seconds}" for between in "T " for seconds in ("", ":%S")]
FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


class Options(JudgingOptions):
    """What else the command is given."""

    roster: Path | None
    only: tuple[str, ...]
    regrade: bool
    seeds: int
    jobs: int | None
    scheduler: str | None
    times: Path | None
    due: datetime | None


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
def command(submissions: Path, out: Path, slugs: tuple[str, ...], **options: Unpack[Options]) -> None:
    """Marks everything that a class handed in, and writes marks and pages to the folder OUT.

    SUBMISSIONS holds a folder, an archive or files for each student, or is what Canvas, Moodle or Gradescope export.
    Each result is kept as soon as it is there: a run that was interrupted goes on when it is started again, and work
    that has not changed is not judged twice.

    Exit codes: 0 everything has its mark, 2 something could not be judged.
    """
    _refuse_odd_options(submissions, out, options)
    console = Console(highlight=False)
    with could_not_grade(console), _opened(course := the_course(), out) as store, _workspace(out) as workspace:
        book = _grade(submissions, workspace, chosen(course, slugs), store, console, options)
        output.write(book, out)
        console.print(
            f"written to {out}: index.html, feedback/, grades.csv, checks.csv, canvas.csv, results/", soft_wrap=True
        )
        sys.exit(_tell_unjudged(book, console))


def _refuse_odd_options(submissions: Path, out: Path, options: Options) -> None:
    if (options["times"] is None) != (options["due"] is None):
        raise click.UsageError("--times and --due go together")
    if options["isolation"] == "none":
        raise click.UsageError("a class is never judged without isolation: --isolation basic is the least")
    if out.resolve().is_relative_to(submissions.resolve()):
        raise click.UsageError(f"{out} lies inside {submissions}, and would be taken for somebody's hand-in")


def _opened(course: Course, out: Path) -> contextlib.closing[Store]:
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
    submissions: Path, workspace: Path, assignments: list[Assignment], store: Store, console: Console, options: Options
) -> Gradebook:
    course, only = assignments[0].course, options["only"]
    try:
        students, hours = (read_roster(path) if path else None for path in (options["roster"], options["times"]))
        if sentence := plan.earlier_version(store):
            console.print(sentence, style="yellow", soft_wrap=True)
        settings = _settings(course, store, options)
        planned = plan.plan(submissions, workspace, assignments, students, settings, options["seeds"])
        tasks = planned.of(only)
        if only and not tasks:
            raise click.UsageError(f"nobody who handed something in is called {', '.join(only)}")
        console.print(f"{len(planned.intake.hand_ins)} students, {len(tasks)} submissions · seed {settings.seed}")
        jobs = options["jobs"] or default_jobs(settings.device)
        pool = functools.partial(_pool, course, options["scheduler"])
        run.judge_missing(tasks, store, pool, jobs, console, options["regrade"])
        alike = similar.sentences(planned, store)
        return marks.gradebook(planned, store, settings, options["seeds"], alike, _lateness(hours, options["due"]))
    except RosterError as error:
        raise AuthorError(str(error)) from error


def _settings(course: Course, store: Store, options: Options) -> Settings:
    """How to judge. Where "auto" is asked for, a class is judged behind every wall or, on Linux, not at all."""
    isolation = options["isolation"] or course.isolation
    strict = "strict" if isolation == "auto" and sys.platform == "linux" else isolation
    seed, device = plan.choose_seed(store, options["seed"]), pick_device(options["device"])
    return Settings(seed, device, options["threads"], wanted_walls(strict), options["data"])


def _lateness(times: Roster | None, due: datetime | None) -> marks.Lateness:
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


def _pool(course: Course, scheduler: str | None, processes: int) -> Pool:
    """Local processes, or a Dask cluster as an executor."""
    if scheduler is None:
        return lambda: work.executor(course, processes)
    from torchgrade.batch import cluster  # Dask is an extra

    return lambda: cluster.executor(scheduler)


def _tell_unjudged(book: Gradebook, console: Console) -> int:
    """Says what has no mark for want of a judge, and returns the exit code."""
    states = Counter(mark.state for row in book.rows() for mark in row.marks)
    for state in (UNREADABLE, UNJUDGED, WAITING):
        if states[state]:
            console.print(f"{states[state]} {state}: see index.html", style="yellow")
    return COULD_NOT_GRADE if states[UNJUDGED] or states[WAITING] else 0
