"""What a class has earned: a row for each student, with a mark for each assignment; everything is rendered from it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from torchgrade.course import Assignment
from torchgrade.judge.report import Report

GRADED, MISSING, UNREADABLE = "graded", "nothing handed in", "not gradable"
UNJUDGED, WAITING = "could not be judged", "not judged yet"
STATES = (GRADED, MISSING, UNREADABLE, UNJUDGED, WAITING)


@dataclass(frozen=True)
class Mark:
    """What became of one student's work for one assignment; where there is no report, `reason` says why."""

    assignment: Assignment
    state: str
    report: Report | None = None
    reason: str = ""
    file: str = ""

    @property
    def earned(self) -> float | None:
        """The points; None where there is no mark."""
        return self.report.earned if self.report else None


@dataclass(frozen=True)
class Row:
    """One student. `key` is unique and fit for a file name; `notes` are sentences about what was handed in."""

    key: str
    name: str
    sid: str
    email: str
    marks: tuple[Mark, ...]
    notes: tuple[str, ...] = ()
    late_days: int | None = None
    similar: tuple[str, ...] = ()
    extra: dict[str, str] = field(default_factory=dict)  # the student's line of the roster, as it came

    @property
    def shown(self) -> str:
        """What the student is called on pages."""
        return self.name or self.sid or self.key

    @property
    def total(self) -> float:
        """All points together."""
        return sum(mark.earned or 0.0 for mark in self.marks)

    @property
    def reports(self) -> list[Report]:
        """The reports behind the marks, as far as there are any."""
        return [mark.report for mark in self.marks if mark.report]

    @property
    def flags(self) -> list[str]:
        """What somebody should look at, in a few words each."""
        slugs = {state: [m.assignment.slug for m in self.marks if m.state == state] for state in STATES[1:]}
        found = [f"{state}: {', '.join(names)}" for state, names in slugs.items() if names]
        found += [f"{report.slug}: {note}" for report in self.reports for note in report.notes]
        found += [f"late: {self.late_days} days"] if self.late_days else []
        alike = ", ".join(sentence.partition(":")[0] for sentence in self.similar)
        found += [f"alike: {alike}"] if alike else []
        return [*found, *self.notes]


@dataclass(frozen=True)
class Gradebook:
    """A run over a class. `rows()` makes each row when its turn comes, so that a large class need not be in memory."""

    assignments: tuple[Assignment, ...]
    rows: Callable[[], Iterator[Row]]
    seed: int
    seeds: int
    version: str
    leftovers: tuple[str, ...] = ()  # what belongs to nobody, with the reason

    @property
    def points(self) -> float:
        """What all assignments are worth together."""
        return sum(assignment.points for assignment in self.assignments)
