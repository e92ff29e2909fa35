"""What submissions compute, without a grader around them: the calls that the checks make, in one bare process."""

import contextlib
import io
import multiprocessing
import time
import warnings
from collections.abc import Iterable, Sequence
from concurrent.futures import ProcessPoolExecutor
from types import ModuleType
from typing import Any, NamedTuple

from tests.conftest import COURSE
from torchgrade.judge import judging
from torchgrade.judge.settings import Settings
from torchgrade.publish.kernel import Here, Inside
from torchgrade.worker.desk import MODULE, Desk


class Spent(NamedTuple):
    """Seconds inside submissions: on the clock, and of the processor. A machine that is not quiet sets them apart."""

    wall: float
    processor: float


def added(some: Iterable[Spent]) -> Spent:
    walls, processors = zip(*some, strict=True)
    return Spent(sum(walls), sum(processors))


class Stopwatch(Desk):
    """Answers the checks' requests as a worker does, and adds up what the submission's own code takes."""

    def __init__(self) -> None:
        super().__init__()
        self.spent = Spent(0.0, 0.0)

    def _timed(self, work: Any, *arguments: Any) -> Any:
        started = Spent(time.perf_counter(), time.process_time())
        try:
            return work(*arguments)
        finally:
            ended = Spent(time.perf_counter(), time.process_time())
            taken = Spent(ended.wall - started.wall, ended.processor - started.processor)
            self.spent = added((self.spent, taken))

    def load(self, *arguments: Any) -> Any:
        return self._timed(super().load, *arguments)

    def call(self, *arguments: Any) -> Any:
        return self._timed(super().call, *arguments)

    def get(self, *arguments: Any) -> Any:
        return self._timed(super().get, *arguments)

    def operate(self, *arguments: Any) -> Any:
        return self._timed(super().operate, *arguments)


class Bare(Here):
    """A session in this process, with no worker and no walls, every desk of which has a stopwatch."""

    def __init__(self, *arguments: Any):
        super().__init__(*arguments)
        self.desks: list[Stopwatch] = []

    def _start(self) -> Inside:
        remote, desk, module = Inside(self.transcript, ModuleType(self.slug)), Stopwatch(), ModuleType(self.slug)
        desk.held[MODULE] = module
        remote._channel._desk = desk  # type: ignore[attr-defined]
        self.desks.append(desk)
        remote.load(self.slug, self.cells, self._load_seconds)
        return remote


def compute(slug: str, source: str, seed: int) -> Spent:
    """What is spent inside the functions of one submission while all checks run on it, here and now.

    The grader's own work (drawing data, the reference, comparing) is not counted. Raises a RuntimeError if a check
    does not pass: then something else was measured than for a working submission.
    """
    assignment = COURSE.assignment(slug)
    session = Bare(assignment, {"In": ["", source]})
    with contextlib.redirect_stdout(io.StringIO()), warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the submission's own
        results = judging.examine(assignment, session, Settings(seed=seed)).results
    if lost := [name for name, result in results.items() if result.outcome != "passed"]:
        raise RuntimeError(f"{slug}: {', '.join(lost)} did not pass in the bare process")
    return added(desk.spent for desk in session.desks)


def _share(slug: str, sources: Sequence[str], seed: int) -> Spent:
    """The same for several, one after another; the first is run twice, as what torch loads late is not counted."""
    import torch

    torch.set_num_threads(1)
    compute(slug, sources[0], seed)
    return added(compute(slug, source, seed) for source in sources)


def total(slug: str, sources: Sequence[str], seed: int, processes: int = 1) -> Spent:
    """What the functions of all these take together, in so many processes at the same time."""
    shares = [sources[i::processes] for i in range(min(processes, len(sources)))]
    with ProcessPoolExecutor(processes, mp_context=multiprocessing.get_context("spawn")) as pool:
        return added(pool.map(_share, *zip(*((slug, share, seed) for share in shares), strict=True)))
