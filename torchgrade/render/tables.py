"""A gradebook as CSV files: grades, checks, and a Canvas gradebook. No cell of them can become a formula."""

import csv
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from torchgrade.batch.gradebook import Gradebook, Row
from torchgrade.course import Assignment
from torchgrade.render.whole import written
from torchgrade.render.words import number, printable

Cells = list[str]
CANVAS = ("Student", "ID", "SIS User ID", "SIS Login ID", "Section")  # what Canvas knows a student by


def safe(text: object) -> str:
    """A cell that a spreadsheet shows as text: what could start a formula gets an apostrophe in front."""
    cell = printable(" ".join(str(text).split()))
    return f"'{cell}" if cell[:1] in "=+-@" and cell else cell


@contextmanager
def tables(book: Gradebook, out: Path) -> Iterator[Callable[[Row], None]]:
    """grades.csv, checks.csv and canvas.csv, whole once all rows are in; yields what takes a row."""
    with ExitStack() as stack:
        writers = []
        for name, head, lines in (
            ("grades.csv", grades_head, grades),
            ("checks.csv", checks_head, checks),
            ("canvas.csv", canvas_head, canvas),
        ):
            put = csv.writer(stack.enter_context(written(out / name)), lineterminator="\n").writerows
            writers.append((put, lines))
            put(map(_safely, head(book)))

        def add(row: Row) -> None:
            for put, lines in writers:
                put(map(_safely, lines(book, row)))

        yield add


def _safely(line: Cells) -> Cells:
    return [safe(cell) for cell in line]


def grades_head(book: Gradebook) -> Iterator[Cells]:
    """The names of the columns of grades.csv."""
    slugs = [assignment.slug for assignment in book.assignments]
    yield ["student", "name", "id", "email", "total", "of", "late_days", *slugs, "flags"]


def grades(book: Gradebook, row: Row) -> Iterator[Cells]:
    """A line per student. An assignment without a mark is an empty cell, and a flag says why."""
    late = "" if row.late_days is None else str(row.late_days)
    yield [
        row.key,
        row.name,
        row.sid,
        row.email,
        number(row.total),
        number(book.points),
        late,
        *_points(row),
        "; ".join(row.flags),
    ]


def _points(row: Row) -> Iterable[str]:
    return ("" if mark.earned is None else number(mark.earned) for mark in row.marks)


def checks_head(book: Gradebook) -> Iterator[Cells]:
    """The names of the columns of checks.csv."""
    yield [
        "student",
        "assignment",
        "check",
        "hidden",
        "outcome",
        "earned",
        "points",
        "mistakes",
        "where",
        "expected",
        "got",
        "measured",
        "threshold",
        "seconds",
    ]


def checks(book: Gradebook, row: Row) -> Iterator[Cells]:
    """A line per check."""
    for report in row.reports:
        for r in report.results:
            measured = ["" if value is None else f"{value:.4f}" for value in (r.measured, r.threshold)]
            yield [
                row.key,
                report.slug,
                r.check,
                "yes" if r.hidden else "no",
                r.outcome,
                number(r.earned),
                number(r.points),
                " ".join(r.mistakes),
                r.where,
                r.expected,
                r.got,
                *measured,
                f"{r.seconds:.2f}",
            ]


def canvas_head(book: Gradebook) -> Iterator[Cells]:
    """Canvas finds a column of its own again by its name: where the roster has one for an assignment, it is kept."""
    columns = next((list(row.extra) for row in book.rows() if row.extra), [])
    yield [*CANVAS, *(_column(columns, assignment) for assignment in book.assignments)]
    yield ["    Points Possible", "", "", "", "", *(number(assignment.points) for assignment in book.assignments)]


def _column(columns: list[str], assignment: Assignment) -> str:
    """A column such as "Three spiral arms (8812)"; else the title."""
    names = (assignment.slug, assignment.title.casefold())
    return next((name for name in columns if name.casefold().startswith(names)), assignment.title)


def canvas(book: Gradebook, row: Row) -> Iterator[Cells]:
    """What Canvas imports: its own columns from the roster where that has them. What has no mark is left as it is."""
    own = {"Student": row.shown, "ID": row.sid, "SIS Login ID": row.email}
    own |= {name: row.extra[name] for name in CANVAS if row.extra.get(name)}
    yield [*(own.get(name, "") for name in CANVAS), *_points(row)]
