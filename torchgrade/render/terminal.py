"""Shows reports on a terminal: a line per assignment, then every lost point with what to do about it."""

from collections.abc import Iterable

from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from torchgrade.judge.report import Report, Result
from torchgrade.render.words import WORDS, number, printable, rows, todo


def plain(text: str) -> Text:
    """Text of a submission's: no markup, no control characters that a terminal would obey."""
    return Text(printable(text).replace("\n", "�"))


def headline(report: Report) -> Text:
    """The one line of an assignment: slug, title, points."""
    mark = "✓" if report.full else "·" if todo(report) else "✗"
    style = "green" if report.full else "yellow"
    points = f"{number(report.earned):>5} of {number(report.points)}"
    return Text.assemble((f"{mark} {report.slug:20}", style), f" {report.title:40.40}", (f"{points:>12}", style))


def details(report: Report) -> RenderableType:
    """What a student reads below the headlines: notes, the to-do list, then each lost point."""
    lost = [result for result in report.results if result.outcome != "passed" and not result.unfinished]
    waiting = [result for result in lost if result.outcome == "blocked"]
    parts: list[RenderableType] = [Text(f"\n{report.slug}", style="bold")]
    parts += [Padding(plain(note), (0, 0, 0, 2)) for note in report.notes]
    names = todo(report)
    if names:
        parts.append(Padding(_todo_list(report, names, waiting), (0, 0, 0, 2)))
    if not _says_only_the_notes(report):
        told: set[str] = set()
        parts += [_lost(result, told) for result in lost if result not in waiting]
        parts += [] if names else _waiting(waiting)
    return Group(*parts)


def _says_only_the_notes(report: Report) -> bool:
    """Whether every check failed for the one reason that the notes give already (no file, say)."""
    return bool(report.notes) and all(r.got in report.notes or r.outcome == "blocked" for r in report.results)


def _todo_list(report: Report, names: list[str], waiting: list[Result]) -> Text:
    points = sum(result.points for result in report.results if result.unfinished or result in waiting)
    text = Text(f"to write, for {number(points)} points:").append(
        "".join(f"\n  {name}" for name in names), style="bold"
    )
    return text.append(
        f"\nstart with {names[0]} in {report.slug}.py; its handout is assignments/{report.slug}/README.md"
    )


def _lost(result: Result, told: set[str]) -> RenderableType:
    word = WORDS[result.outcome]
    title = Text.assemble(
        (f"✗ {word}", "red"),
        f"  {result.promise}  ",
        (f"{number(result.earned)} of {number(result.points)} · {result.check}", "dim"),
    )
    table = Table.grid(padding=(0, 2))
    for name, value in rows(result, told):
        table.add_row(Text(name, style="dim"), plain(value))
    return Padding(Group(title, Padding(table, (0, 0, 0, 4))), (0, 0, 0, 2))


def _waiting(results: list[Result]) -> list[RenderableType]:
    """Blocked checks in one line each: they follow from what stands above them."""
    lines = [
        Text.assemble(("… waits", "yellow"), f"    {result.promise}  ", (f"0 of {number(result.points)}", "dim"))
        for result in results
    ]
    return [Padding(line, (0, 0, 0, 2)) for line in lines]


def summary(reports: list[Report]) -> Text:
    """The last lines: the total, and what repeats this very run."""
    earned, points = sum(report.earned for report in reports), sum(report.points for report in reports)
    first = reports[0]
    sources = ", ".join(sorted({report.data for report in reports if report.data}))
    later = sum(report.later for report in reports)
    kind, rest = ("visible ", f"; {number(later)} more are judged after you hand in") if later else ("", "")
    text = Text(f"\n{number(earned)} of {number(points)} {kind}points{rest}", style="bold")
    facts = f"   seed {first.seed} · {first.device} · isolation {first.isolation}" + (
        f" · {sources}" if sources else ""
    )
    return text.append(facts, style="dim")


def show(reports: Iterable[Report], console: Console) -> None:
    """Prints the details of every report with lost points, then the total."""
    reports = list(reports)
    for report in reports:
        if not report.full:
            console.print(details(report))
    console.print(summary(reports))
