"""docs/calibration.md: the table of what was measured, brought up to date with a new measurement."""

import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from torchgrade.checks.announced import listed
from torchgrade.course import Assignment
from torchgrade.prove.calibrate import Series

Row = tuple[str, ...]
Place = tuple[str, str, str]  # assignment, check and source of the data: what is measured anew at one go

HEAD = (
    *("assignment", "check", "data", "program", "seeds", "mean", "sd", "minimum", "threshold", "sd away"),
    *("false fails", "measured"),
)
START = """\
# Calibration

Written by `make calibrate`. For every check that measures: the reference and the right variants of
`tests/correct/`, one run per seed. *sd away* is the distance from threshold to mean in standard deviations,
*false fails* what fell below the threshold, and beside it what a normal distribution would put there.
*measured* is the day. What was not there on a day, a data set above all, keeps its figures from before; where
there are none, the threshold is a guess on the safe side.

Machine of the latest day: {cores} CPU cores, one thread per worker.

"""


def write(series: Iterable[Series], assignments: Sequence[Assignment], root: Path) -> Path:
    """Brings docs/calibration.md up to date: new rows in the place of old ones, the other old ones as they are.

    Old rows of checks that `assignments`, the whole course, no longer have are left out.
    """
    path = root / "docs" / "calibration.md"
    before = path.read_text(encoding="utf-8") if path.exists() else ""
    path.parent.mkdir(exist_ok=True)
    path.write_text(
        markdown(merged(rows(before), map(measured, series), list(expected(assignments)))), encoding="utf-8"
    )
    return path


def markdown(table: Iterable[Row]) -> str:
    """The page."""
    aligned = ["---"] * 4 + ["--:"] * 7 + ["---"]
    return START.format(cores=os.cpu_count()) + "".join(map(_line, [HEAD, aligned, *table]))


def _line(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |\n"


def rows(page: str) -> list[Row]:
    """The rows of a page, read back."""
    cells = [
        tuple(cell.strip() for cell in line.strip("| ").split("|")) for line in page.splitlines() if line[:1] == "|"
    ]
    return [row for row in cells if len(row) == len(HEAD) and row != HEAD and not set(row[0]) <= set("-:")]


def measured(one: Series, day: date | None = None) -> Row:
    """The row of what was measured, today unless another day is given."""
    figures = (one.mean, one.deviation, min(one.values), one.threshold)
    return (
        *(one.slug, one.check, one.source, one.program, str(len(one.values))),
        *(f"{figure:.4f}" for figure in figures),
        f"{one.distance:.1f}",
        f"{one.failures} of {len(one.values)}, {one.false_fail_rate:.1e}",
        (day or date.today()).isoformat(),
    )


def expected(assignments: Iterable[Assignment]) -> Iterator[Place]:
    """What there is to measure: each check that measures, on every source that its assignment has a threshold for."""
    for assignment in assignments:
        for check in listed(assignment):
            if check.partial:
                loads = {"images", "data"} & set(check.asks)
                for source in sources(assignment.settings) if loads else ["drawn"]:
                    yield assignment.slug, check.name, source


def sources(table: Mapping[str, Any]) -> Iterator[str]:
    """The names of the tables of an assignment.toml that hold a threshold, however deep: MNIST, say."""
    for name, value in table.items():
        if isinstance(value, dict):
            yield from [name] if "threshold" in value else sources(value)


def merged(old: Iterable[Row], new: Iterable[Row], places: Sequence[Place]) -> list[Row]:
    """Old and new rows in the order of the course, with a row for each place that has neither."""
    fresh = list(new)
    anew = {row[:3] for row in fresh}
    kept = [row for row in old if row[:3] not in anew and row[-1] != "not measured"]
    order: dict[Row, int] = {place: number for number, place in enumerate(places)}
    known = [row for row in kept + fresh if row[:3] in order]
    missing = [_unmeasured(place) for place in places if place not in {row[:3] for row in known}]
    return sorted(known + missing, key=lambda row: (order[row[:3]], row[3]))


def _unmeasured(place: Place) -> Row:
    return (*place, *["–"] * (len(HEAD) - len(place) - 1), "not measured")
