"""What the class page says about a whole class, gathered from its rows one by one."""

from collections import Counter
from dataclasses import dataclass, field

from torchgrade.batch.gradebook import GRADED, Row
from torchgrade.judge.report import Report

LISTED = 12  # checks, mistakes and submissions that a list of the page holds


@dataclass
class Line:
    """A student in the table of the class page."""

    key: str
    shown: str
    sid: str
    points: list[float | None]
    total: float
    flags: list[str]


@dataclass
class Summary:
    """Sums over a class; `add` takes a row, the rest is read by the page."""

    lines: list[Line] = field(default_factory=list)
    lost: dict[str, float] = field(default_factory=dict)  # "slug: check" -> points lost by all together
    mistakes: Counter[tuple[str, str]] = field(default_factory=Counter)  # (slug, mistake) -> students
    sentences: dict[tuple[str, str], str] = field(default_factory=dict)
    handed_in: Counter[str] = field(default_factory=Counter)  # slug -> reports
    seconds: dict[tuple[str, str, str], float] = field(default_factory=dict)  # (key, shown, slug) -> judge's time
    failing: dict[tuple[str, str, str], int] = field(default_factory=dict)  # -> checks not passed
    ungraded: list[tuple[str, str, str, str, str]] = field(default_factory=list)  # key, shown, slug, state, reason
    similar: list[tuple[str, str, str]] = field(default_factory=list)  # key, shown, sentence
    sources: set[str] = field(default_factory=set)
    isolation: set[str] = field(default_factory=set)

    def add(self, row: Row) -> None:
        """One more student."""
        self.lines.append(Line(row.key, row.shown, row.sid, [mark.earned for mark in row.marks], row.total, row.flags))
        self.similar += [(row.key, row.shown, sentence) for sentence in row.similar]
        for mark in row.marks:
            if mark.state != GRADED:
                self.ungraded.append((row.key, row.shown, mark.assignment.slug, mark.state, mark.reason))
        for report in row.reports:
            self._add_report(row, report)

    def _add_report(self, row: Row, report: Report) -> None:
        self.handed_in[report.slug] += 1
        self.sources |= {report.data} - {""}
        self.isolation.add(report.isolation)
        place = (row.key, row.shown, report.slug)
        self.seconds[place] = report.seconds
        if failing := sum(result.outcome != "passed" for result in report.results):
            self.failing[place] = failing
        named: dict[str, str] = {}
        for result in report.results:
            name = f"{report.slug}: {result.check}"
            self.lost[name] = self.lost.get(name, 0.0) + result.points - result.earned
            named |= dict(zip(result.mistakes, result.diagnosis, strict=False))
        for name, sentence in named.items():
            self.mistakes[report.slug, name] += 1
            self.sentences[report.slug, name] = sentence

    def totals(self) -> list[float]:
        """The totals of those who have any mark."""
        return [line.total for line in self.lines if any(points is not None for points in line.points)]

    def most_lost(self) -> dict[str, float]:
        """The checks that cost the class most points, the worst first."""
        ordered = sorted(self.lost.items(), key=lambda item: -item[1])
        return {name: points for name, points in ordered[:LISTED] if points > 0}

    def slowest(self) -> list[tuple[tuple[str, str, str], float]]:
        """What took longest to judge, in seconds."""
        return sorted(self.seconds.items(), key=lambda item: -item[1])[:LISTED]

    def most_failing(self) -> list[tuple[tuple[str, str, str], int]]:
        """What passed the fewest checks."""
        return sorted(self.failing.items(), key=lambda item: -item[1])[:LISTED]

    def missing(self) -> dict[str, int]:
        """How many marks are missing, by the reason."""
        return dict(Counter(state for *_, state, _ in self.ungraded))
