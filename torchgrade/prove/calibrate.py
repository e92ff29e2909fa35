"""Measures what every threshold stands on, over many seeds."""

import os
import statistics
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import NormalDist

from rich.console import Console
from rich.progress import Progress

from torchgrade.batch import work
from torchgrade.batch.tasks import Task, task
from torchgrade.course import Assignment
from torchgrade.intake.reading import handed_in
from torchgrade.judge.report import Report
from torchgrade.judge.settings import Settings
from torchgrade.prove.cases import Case, cases

Measuring = Task[tuple[str, str | None]]  # known by the program's name and the data root

SEEDS = 30
NO_DATA = os.devnull  # a data root under which no file can lie: what stands in for the data serves


@dataclass(frozen=True)
class Series:
    """What one check measured of one program over many seeds, on one source of data."""

    slug: str
    check: str
    source: str
    program: str
    threshold: float
    values: tuple[float, ...]

    @property
    def mean(self) -> float:
        """Over the seeds."""
        return statistics.fmean(self.values)

    @property
    def deviation(self) -> float:
        """The standard deviation over the seeds; 0 where there is but one."""
        return statistics.stdev(self.values) if len(self.values) > 1 else 0.0

    @property
    def distance(self) -> float:
        """How many standard deviations lie between the threshold and the mean."""
        return (self.mean - self.threshold) / self.deviation if self.deviation else float("inf")

    @property
    def failures(self) -> int:
        """How many seeds fell below the threshold."""
        return sum(value < self.threshold for value in self.values)

    @property
    def false_fail_rate(self) -> float:
        """What a normal distribution of this mean and deviation puts below the threshold."""
        return NormalDist().cdf(-self.distance) if self.deviation else 0.0


def programs(assignment: Assignment) -> list[Case]:
    """The reference and three of the right variants."""
    known = list(cases(assignment))
    return [known[0], *[case for case in known if case.kind == "correct"][:3]]


def tasks(
    assignment: Assignment, measuring: frozenset[str], roots: Iterable[str | None], seeds: int = SEEDS
) -> list[Measuring]:
    """One task per program, data root and seed, the checks that measure alone; a third of the seeds for variants."""
    return [
        task((case.name, root), assignment, case.submission, Settings(seed, data=root, only=measuring))
        for root in roots
        for case in programs(assignment)
        for seed in range(seeds if case.name == "reference" else seeds // 3)
    ]


def measuring_checks(report: Report) -> frozenset[str]:
    """The checks that measured something in a full run."""
    return frozenset(result.check for result in report.results if result.measured is not None)


def collect(done: Iterable[tuple[Measuring, Report]]) -> list[Series]:
    """The measurements by check, source and program, in that order."""
    values, thresholds = defaultdict(list), {}
    for one, report in done:
        for result in report.results:
            if result.measured is not None:
                key = (report.slug, result.check, report.data or "drawn", one.key[0])
                values[key].append(result.measured)
                thresholds[key] = result.threshold or 0.0
    return [Series(*key, thresholds[key], tuple(found)) for key, found in sorted(values.items())]


def run(
    assignments: Sequence[Assignment], data: str | None, seeds: int, jobs: int | None, console: Console
) -> list[Series]:
    """Measures everything, on the data and on what stands in for them."""
    planned: list[Measuring] = []
    with work.executor(assignments[0].course, jobs) as pool:
        for assignment in assignments:
            trial = task(None, assignment, handed_in(assignment), Settings(data=data))
            first = pool.submit(work.run, trial).result()
            roots = [data, NO_DATA] if first.data else [data]
            if measuring := measuring_checks(first):
                planned += tasks(assignment, measuring, roots, seeds)
        with Progress(console=console) as bar:
            finished = bar.track(work.run_all(planned, pool), total=len(planned), description="judging")
            return collect(finished)
