"""Writes docs/mistakes.md: every known mistake, the sentence that students read, the checks that catch it."""

from pathlib import Path

from graders.engine.catalog import Assignment, read_mistake


def page(assignments: list[Assignment]) -> str:
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


def write(assignments: list[Assignment], root: Path) -> Path:
    """Writes the page and returns its path."""
    path = root / "docs" / "mistakes.md"
    path.parent.mkdir(exist_ok=True)
    path.write_text(page(assignments), encoding="utf-8")
    return path
