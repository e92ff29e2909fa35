"""Measures what every threshold stands on, over many seeds, and writes docs/calibration.md."""

import os
import statistics
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
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


def markdown(series: Iterable[Series]) -> str:
    """The table of docs/calibration.md."""
    lines = [
        "# Calibration",
        "",
        "Written by `make calibrate`. For every check that measures: the reference and the right variants of",
        "`tests/correct/`, one run per seed. *sd away* is the distance from threshold to mean in standard deviations,",
        "*false fails* what fell below the threshold, and beside it what a normal distribution would put there.",
        "",
        f"Machine: {os.cpu_count()} CPU cores, one thread per worker.",
        "",
        "| assignment | check | data | program | seeds | mean | sd | minimum | threshold | sd away | false fails |",
        "| --- | --- | --- | --- | --: | --: | --: | --: | --: | --: | --: |",
    ]
    return "\n".join(lines + [_row(one) for one in series]) + "\n"


def _row(one: Series) -> str:
    cells = (
        one.slug,
        one.check,
        one.source,
        one.program,
        len(one.values),
        f"{one.mean:.4f}",
        f"{one.deviation:.4f}",
        f"{min(one.values):.4f}",
        f"{one.threshold:.4f}",
        f"{one.distance:.1f}",
        f"{one.failures} of {len(one.values)}, {one.false_fail_rate:.1e}",
    )
    return "| " + " | ".join(map(str, cells)) + " |"


def write(series: Iterable[Series], root: Path) -> Path:
    """Writes docs/calibration.md whole."""
    path = root / "docs" / "calibration.md"
    path.parent.mkdir(exist_ok=True)
    path.write_text(markdown(series), encoding="utf-8")
    return path


def run(assignments: Sequence[Assignment], data: str | None, seeds: int, jobs: int | None, console: Console) -> Path:
    """Measures everything and writes the table."""
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
            return write(collect(finished), assignments[0].root)
