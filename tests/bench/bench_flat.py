"""What a long run holds while it goes on: memory, descriptors and processes, looked at from outside."""

import statistics
import subprocess
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import psutil

from tests.bench.bench_report import Row
from tests.conftest import COURSE

EVERY = 0.2  # seconds between two looks


@dataclass(frozen=True)
class Sample:
    """One look: results kept by then; resident bytes and descriptors of the main process; processes it has in all."""

    kept: int
    memory: int
    descriptors: int
    processes: int


def watched(command: list[str], kept: Callable[[], int]) -> list[Sample]:
    """Runs a command to its end; `kept` says how many results there are. Raises a RuntimeError if it fails."""
    samples: list[Sample] = []
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, cwd=COURSE.root) as process:
        main = psutil.Process(process.pid)
        while process.poll() is None:
            try:
                samples.append(_look(main, kept()))
            except psutil.Error:  # it ended meanwhile
                continue
            time.sleep(EVERY)
    if process.returncode:
        raise RuntimeError(f"the run ended with {process.returncode}")
    return samples


def _look(main: psutil.Process, kept: int) -> Sample:
    with main.oneshot():
        return Sample(kept, main.memory_info().rss, main.num_fds(), len(main.children(recursive=True)))


def rows(samples: Sequence[Sample], mark: int, total: int) -> Iterator[Row]:
    """The samples around `mark` results against the last ones, and what the pages take after that.

    A single look would catch a worker more or less: a moment is the time in which a tenth of `mark` came in.
    """
    width = max(1, mark // 10)
    early = [sample for sample in samples if mark <= sample.kept <= mark + width]
    late = [sample for sample in samples if total - width <= sample.kept < total]
    if not early or not late:
        raise RuntimeError("too few submissions: none was judged while somebody looked")
    before, after = (statistics.median(sample.memory for sample in some) for some in (early, late))
    yield (
        f"memory of the main process after {mark}, and after {total}",
        f"{before / 2**20:.0f} MiB, {after / 2**20:.0f} MiB: {after / before - 1:+.0%}",
        "20 % more or less",
    )
    most = max(sample.memory for sample in samples)
    yield "the most until its end, pages included", f"{most / 2**20:.0f} MiB: {most / before - 1:+.0%}", ""
    yield _grown("descriptors of the main process", early, late, lambda sample: sample.descriptors)
    yield _grown("processes under it", early, late, lambda sample: sample.processes)


def _grown(what: str, early: Sequence[Sample], late: Sequence[Sample], number: Callable[[Sample], int]) -> Row:
    first, last = (max(map(number, some)) for some in (early, late))
    return f"{what}, at the same moments, at most", f"{first}, {last}", "no growth"
