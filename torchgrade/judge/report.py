"""The data model of a mark: one report per submission and assignment, and its JSON. It prints nothing."""

from dataclasses import asdict, dataclass, fields
from typing import Any, Literal

Json = dict[str, Any]
Outcome = Literal["passed", "failed", "blocked", "timeout", "crashed", "error", "unreached"]


@dataclass(frozen=True)
class Result:
    """What one check found. `points` is what it is worth, `earned` what the submission got for it.

    `diagnosis` says why in sentences, one for each of the known `mistakes` that the program behaves like;
    `measured` and `threshold` are set by checks that measure (an accuracy, say); `unfinished` marks a function
    that still raises NotImplementedError; `seconds` is wall time.
    """

    check: str
    promise: str
    points: float
    earned: float = 0.0
    outcome: Outcome = "error"
    hidden: bool = False
    where: str = ""
    expected: str = ""
    got: str = ""
    hint: str = ""
    diagnosis: tuple[str, ...] = ()
    mistakes: tuple[str, ...] = ()
    unfinished: str = ""
    measured: float | None = None
    threshold: float | None = None
    seconds: float = 0.0


@dataclass(frozen=True)
class Report:
    """One submission judged against one assignment.

    `notes` are sentences about the submission as a whole (a line that raised at import, a missing file), `data` the
    source of the images used, empty where none were, `seed` what repeats the run, `later` the points of checks that are
    not here and will be judged after the hand-in.
    """

    slug: str
    title: str
    results: tuple[Result, ...]
    seed: int
    isolation: str
    device: str
    version: str
    data: str = ""
    notes: tuple[str, ...] = ()
    seconds: float = 0.0
    submission: str = ""
    student_seconds: float = 0.0
    later: float = 0.0

    @property
    def points(self) -> float:
        """What its checks are worth together."""
        return sum(result.points for result in self.results)

    @property
    def earned(self) -> float:
        """What the submission got for them."""
        return sum(result.earned for result in self.results)

    @property
    def full(self) -> bool:
        """Whether every check passed."""
        return bool(self.results) and all(result.outcome == "passed" for result in self.results)


def to_json(reports: list[Report]) -> Json:
    """The reports as plain data, with totals, for `--json`."""
    return {
        "points": sum(report.points for report in reports),
        "earned": sum(report.earned for report in reports),
        "assignments": [asdict(report) | {"points": report.points, "earned": report.earned} for report in reports],
    }


def from_json(data: Json) -> Report:
    """A report from its own part of `to_json`."""
    known = {item.name for item in fields(Report)}
    values = {name: value for name, value in data.items() if name in known}
    results = tuple(_result(result) for result in data["results"])
    return Report(**values | {"results": results, "notes": tuple(data["notes"])})


def _result(data: Json) -> Result:
    return Result(**data | {"diagnosis": tuple(data["diagnosis"]), "mistakes": tuple(data["mistakes"])})
