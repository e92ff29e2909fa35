"""The folder that students start from: for each assignment a script, a notebook and the notebook's questions."""

import re
from collections.abc import Iterator
from pathlib import Path

from torchgrade.course import Assignment, Course
from torchgrade.practice.quiz import questions
from torchgrade.publish import notebooks, otter
from torchgrade.publish.handout import handout
from torchgrade.publish.stubs import StubError, stub

MARKER = re.compile(r"""NotImplementedError\((['"])(?P<marker>[^'"]+)\1\)""")


def write(course: Course, force: bool = False, check: bool = False) -> list[str]:
    """Writes student_template/ anew from the references, and the quizzes into their handouts; returns what it wrote.

    What is up to date is left alone. With `check` nothing is written and the stale names are returned.
    Raises StubError, before anything is written, where a file lacks a NotImplementedError of the new one: a
    student has worked there, and only `force` overwrites it. Work beside all of them goes unnoticed.
    """
    fresh = {path: text for assignment in course.assignments for path, text in files(assignment)}
    fresh |= {f"assignments/{one.slug}/README.md": handout(one) for one in course.assignments if questions(one)}
    stale = {path: text for path, text in fresh.items() if _current(course.root / path) != text}
    if not check:
        _refuse_work([path for path in stale if not force and _worked_on(course.root / path, stale[path])])
        for path, text in stale.items():
            (course.root / path).parent.mkdir(parents=True, exist_ok=True)
            (course.root / path).write_text(text, encoding="utf-8", newline="\n")
    return list(stale)


def files(assignment: Assignment) -> Iterator[tuple[str, str]]:
    """Every file for students of an assignment: its path in the course, its text."""
    slug, folder = assignment.slug, "student_template"
    yield f"{folder}/{slug}.py", stub(assignment.reference.read_text(encoding="utf-8"), slug)
    if (assignment.folder / "README.md").exists():
        yield f"{folder}/{slug}.ipynb", notebooks.text(notebooks.notebook(assignment))
        for name, source in otter.question_files(assignment).items():
            yield f"{folder}/questions/{slug}/{name}", source


def _current(path: Path) -> str | None:
    return path.read_text(encoding="utf-8") if path.exists() else None


def _worked_on(path: Path, text: str) -> bool:
    current = _current(path)
    return current is not None and not _markers(text) <= _markers(current)


def _markers(text: str) -> set[str]:
    return {match["marker"] for match in MARKER.finditer(text.replace('\\"', '"'))}  # as a notebook's JSON has them


def _refuse_work(paths: list[str]) -> None:
    if paths:
        raise StubError(
            f"{', '.join(paths)}: holds work that a new stub would overwrite, so nothing was written; "
            "`make stubs FORCE=1` overwrites it"
        )
