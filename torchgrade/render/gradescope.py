"""A student's reports in the form of Gradescope's results.json."""

import json
from pathlib import Path

from torchgrade.batch.gradebook import Row
from torchgrade.judge.report import Json, Report, Result
from torchgrade.render.whole import written
from torchgrade.render.words import WORDS, number, printable, rows


def results(reports: list[Report], notes: tuple[str, ...] = ()) -> Json:
    """The dictionary that Gradescope reads; hidden checks count but are shown to no student."""
    first = reports[0] if reports else None
    facts = f"torchgrade {first.version}, seed {first.seed}, isolation {first.isolation}" if first else ""
    sentences = [*notes, *(f"{report.slug}: {note}" for report in reports for note in report.notes), facts]
    return {
        "score": sum(report.earned for report in reports),
        "execution_time": round(sum(report.seconds for report in reports)),
        "visibility": "visible",
        "stdout_visibility": "hidden",
        "output": printable("\n".join(filter(None, sentences))),
        "output_format": "text",
        "tests": [test for report in reports for test in _tests(report)],
        "extra_data": {
            "mistakes": {report.slug: sorted({n for r in report.results for n in r.mistakes}) for report in reports}
        },
    }


def _tests(report: Report) -> list[Json]:
    told: set[str] = set()
    return [_test(report, result, told) for result in report.results]


def _test(report: Report, result: Result, told: set[str]) -> Json:
    lines = [] if result.outcome == "passed" else [f"{label}: {text}" for label, text in rows(result, told)]
    return {
        "name": f"{report.slug}: {result.promise}",
        "score": result.earned,
        "max_score": result.points,
        "status": "passed" if result.outcome == "passed" else "failed",
        "output": printable(
            "\n".join([f"{WORDS[result.outcome]}, {number(result.earned)} of {number(result.points)}", *lines])
        ),
        "output_format": "text",
        "visibility": "hidden" if result.hidden else "visible",
        "tags": [result.check],
    }


def write(row: Row, folder: Path) -> None:
    """results/<student>.json, whole or not at all."""
    reasons = tuple(f"{mark.assignment.slug}: {mark.state}. {mark.reason}" for mark in row.marks if not mark.report)
    with written(folder / f"{row.key}.json") as file:
        json.dump(results(row.reports, (*reasons, *row.notes)), file, indent=1)
