"""Writes docs/mistakes.md: every known mistake, the sentence that students read, the checks that catch it."""

from collections.abc import Sequence
from pathlib import Path

from torchgrade.course import Assignment, Course
from torchgrade.judge.mistakes import read_mistake


def page(assignments: Sequence[Assignment]) -> str:
    """The page as Markdown."""
    count = sum(len(assignment.mistakes) for assignment in assignments)
    lines = [
        "# Known mistakes",
        "",
        f"Written by `make stubs`. {count} mistakes that the grader recognises and names.",
        "",
    ]
    for assignment in assignments:
        lines += [
            f"## {assignment.slug}",
            "",
            "| mistake | what the student reads | caught by |",
            "| --- | --- | --- |",
        ]
        lines += [_row(path) for path in assignment.mistakes]
        lines.append("")
    return "\n".join(lines)


def _row(path: Path) -> str:
    mistake = read_mistake(path)
    twins = f" (cannot be told from {', '.join(mistake.twins)})" if mistake.twins else ""
    sentence = mistake.message.replace("|", "\\|")
    return f"| {mistake.name}{twins} | {sentence} | {', '.join(mistake.fails)} |"


def write(course: Course) -> Path:
    """Writes the page and returns its path."""
    path = course.root / "docs" / "mistakes.md"
    path.parent.mkdir(exist_ok=True)
    path.write_text(page(course.assignments), encoding="utf-8")
    return path
