"""Judging as a task for a `concurrent.futures.Executor`: plain data in, a report out, a server per process."""

import functools
import multiprocessing
import os
import statistics
import sys
import tempfile
import threading
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, BrokenExecutor, Executor, Future, ProcessPoolExecutor, wait
from contextlib import AbstractContextManager, contextmanager
from dataclasses import replace
from itertools import islice
from pathlib import Path

from torchgrade.batch.tasks import Key, Task
from torchgrade.course import Course
from torchgrade.errors import AuthorError, CheckError, DataError
from torchgrade.judge.report import Report, Result
from torchgrade.link.server import Server
from torchgrade.submission import Submission
from torchgrade.worker.servers import make_server, shared_server

SHARED = "TORCHGRADE_SHARED_SERVER"  # where a judge finds the address of the shared server
_ONE_AT_A_TIME = threading.Lock()  # pytest keeps state in its process, and a cluster's worker may have many threads

Pool = Callable[[], AbstractContextManager[Executor]]


@functools.cache
def server_of(course: Course) -> Server:
    """This process's server of workers for a course, started on first use."""
    return make_server(course, os.environ.get(SHARED))


def run(task: Task[Key]) -> Report:
    """Judges a task in this process, which keeps its server for the next one."""
    with _ONE_AT_A_TIME, tempfile.TemporaryDirectory() as folder:
        submission = task.submission
        if task.weights is not None:
            path = Path(folder) / f"{task.slug}.pt"
            path.write_bytes(task.weights)
            submission = replace(submission, weights=path)
        return _median(task, submission)


def _median(task: Task[Key], submission: Submission) -> Report:
    """The report, with every measuring check's result the median one of `task.seeds` seeds."""
    from torchgrade.judge.judging import judge  # loads torch: not for a process that only hands out tasks

    assignment = task.assignment
    server = server_of(assignment.course)
    report = judge(assignment, submission, task.settings, server)
    measuring = frozenset(result.check for result in report.results if result.threshold is not None)
    if task.seeds < 2 or not measuring:
        return report
    runs = [report]
    for seed in range(task.settings.seed + 1, task.settings.seed + task.seeds):
        again = replace(task.settings, seed=seed, only=measuring, diagnose=False)
        runs.append(judge(assignment, submission, again, server))
    return combine(runs, measuring)


def combine(runs: list[Report], measuring: frozenset[str]) -> Report:
    """The first report, in which each measuring check has the result whose points are the (lower) median."""

    def middle(check: str) -> Result:
        found = [result for report in runs for result in report.results if result.check == check]
        points = statistics.median_low(result.earned for result in found)
        return next(result for result in found if result.earned == points)

    results = [middle(result.check) if result.check in measuring else result for result in runs[0].results]
    note = f"{', '.join(sorted(measuring))}: the median of {len(runs)} seeds"
    return replace(runs[0], results=tuple(results), notes=(*runs[0].notes, note))


@contextmanager
def executor(course: Course, jobs: int | None = None) -> Iterator[Executor]:
    """Local processes for one course, one per core unless told otherwise; none inherits anything of this one's state.

    On Linux they are forked from a process that has loaded torch, and share a server that has loaded what workers
    need: everything is loaded twice, side by side, and not by each.
    """
    context = multiprocessing.get_context("forkserver" if sys.platform == "linux" else "spawn")
    context.set_forkserver_preload(["torchgrade.batch.loaded"])
    count = jobs or os.cpu_count()
    with shared_server(course) as address, ProcessPoolExecutor(count, context, _initialize, (address,)) as pool:
        yield pool


def _initialize(address: str | None) -> None:
    """Takes the shared server, and watches for the end of a parent that was killed."""
    if address is not None:
        os.environ[SHARED] = address
    parent = multiprocessing.parent_process()
    assert parent is not None  # this process was started by another

    def watch() -> None:
        parent.join()
        os._exit(1)

    threading.Thread(target=watch, daemon=True).start()


def run_all(tasks: Iterable[Task[Key]], pool: Executor) -> Iterator[tuple[Task[Key], Report]]:
    """Every task with its report, as they finish; the first failure ends it."""
    for task, report in _outcomes(iter(tasks), pool, window=2 * (os.cpu_count() or 1)):
        if isinstance(report, Exception):
            raise report
        yield task, report


def run_surely(tasks: Iterable[Task[Key]], pool: Pool, window: int) -> Iterator[tuple[Task[Key], Report | Exception]]:
    """Every task with its report, or with what kept it from having one, as they finish.

    `window` tasks at most are on their way at a time. A pool that breaks (one of its processes was killed) takes
    those on their way with it, and the rest go to a new one. A course that is wrong, or data that are, concern every
    submission: they end the run.
    """
    waiting, broken = map(_portable, tasks), True
    while broken:
        broken = False
        with pool() as opened:
            for task, outcome in _outcomes(waiting, opened, window):
                if isinstance(outcome, AuthorError | DataError) and not isinstance(outcome, CheckError):
                    raise outcome
                broken = broken or isinstance(outcome, BrokenExecutor)
                yield task, outcome


def _portable(task: Task[Key]) -> Task[Key]:
    """The trained weights as bytes, once its turn has come: a judge may sit on another machine."""
    weights = task.submission.weights
    if weights is None:
        return task
    return replace(task, weights=weights.read_bytes(), submission=replace(task.submission, weights=None))


def _outcomes(
    tasks: Iterator[Task[Key]], pool: Executor, window: int
) -> Iterator[tuple[Task[Key], Report | Exception]]:
    running: dict[Future[Report], Task[Key]] = {}
    broken = False
    while True:
        for task in islice(tasks, 0 if broken else window - len(running)):
            try:
                running[pool.submit(run, task)] = task
            except BrokenExecutor as error:
                broken = True
                yield task, error
                break
        if not running:
            return
        done, _ = wait(running, return_when=FIRST_COMPLETED)
        for future in done:
            outcome = _outcome(future)
            broken = broken or isinstance(outcome, BrokenExecutor)
            yield running.pop(future), outcome


def _outcome(future: Future[Report]) -> Report | Exception:
    try:
        return future.result()
    except Exception as error:  # whatever came back from another process; the caller decides what it means
        return error
