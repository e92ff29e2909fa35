"""Judging as a task for a `concurrent.futures.Executor`: plain data in, a report out, a server per process."""

import functools
import multiprocessing
import os
from collections.abc import Iterable, Iterator
from concurrent.futures import Executor, ProcessPoolExecutor, as_completed
from dataclasses import dataclass
from typing import Any

from graders.engine import catalog
from graders.engine.forkserver import ForkServer
from graders.engine.judge import Settings, judge
from graders.engine.report import Report
from graders.engine.submission import Submission


@dataclass(frozen=True)
class Task:
    """One submission to be judged against one assignment; `key` is whatever the caller knows it by."""

    key: Any
    slug: str
    submission: Submission
    settings: Settings


@functools.cache
def _server() -> ForkServer:
    """The fork server of this process, started on first use."""
    return ForkServer()


def run(task: Task) -> Report:
    """Judges a task in this process, which keeps its server for the next one."""
    return judge(catalog.load(task.slug), task.submission, task.settings, _server())


def executor(jobs: int | None = None) -> Executor:
    """Local processes, one per core unless told otherwise. Spawned, so that none inherits another's state."""
    return ProcessPoolExecutor(jobs or os.cpu_count(), mp_context=multiprocessing.get_context("spawn"))


def run_all(tasks: Iterable[Task], pool: Executor) -> Iterator[tuple[Task, Report]]:
    """Every task with its report, as they finish."""
    futures = {pool.submit(run, task): task for task in tasks}
    for future in as_completed(futures):
        yield futures[future], future.result()
