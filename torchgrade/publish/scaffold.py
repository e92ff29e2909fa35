"""Starts a course, and an assignment in one: tiny ones that work, in all the folders that they have files in."""

import importlib.util
import re
from collections.abc import Iterable, Mapping
from pathlib import Path

from torchgrade import course as courses
from torchgrade.course import FILE, Course
from torchgrade.publish import template
from torchgrade.publish.packing import filled

TEMPLATES = Path(__file__).with_name("templates")
FILES = {
    "assignments/{slug}/README.md": "assignment/README.md.txt",
    "assignments/{slug}/assignment.toml": "assignment/assignment.toml.txt",
    "reference/{slug}.py": "assignment/reference.py.txt",
    "graders/{slug}/test_{slug}.py": "assignment/checks.py.txt",
    "graders/{slug}/test_{slug}_hidden.py": "assignment/checks_hidden.py.txt",
    "graders/{slug}/mistakes/sum_instead_of_mean.py": "assignment/mistake.py.txt",
    "tests/correct/{slug}/built_in.py": "assignment/correct.py.txt",
}
COURSE = {
    FILE: "course/course.toml.txt",
    "assignments/__init__.py": "course/assignments.py.txt",
    "Makefile": "course/Makefile.txt",
    "README.md": "course/README.md.txt",
    ".gitignore": "course/gitignore.txt",
    ".github/workflows/course.yml": "course/course.yml.txt",
}
FIRST = "mean_value"
POINTS = 2  # of the tiny assignment


class BadName(ValueError):
    """No course or assignment can be started so; the text says why, in a sentence."""


def start_course(folder: Path) -> list[Path]:
    """Writes a course of one tiny assignment, and returns its files. BadName where the folder has anything in it."""
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise BadName(f"nothing was written: {folder} is there already and is not an empty folder")
    title = re.sub(r"[-_]+", " ", folder.resolve().name).strip().capitalize()
    texts = {folder / path: filled(TEMPLATES / name, {"title": title}) for path, name in COURSE.items()}
    _write(texts)
    return [*texts, *start_assignment(courses.read(folder), FIRST)]


def start_assignment(course: Course, slug: str) -> list[Path]:
    """Writes the files of a new assignment, what students start from and its line in course.toml; returns them all.

    Raises BadName, before anything is written, for a slug that cannot be or whose files are there already.
    """
    title = slug.replace("_", " ").capitalize()
    texts = {
        course.root / path.format(slug=slug): filled(TEMPLATES / name, {"slug": slug, "title": title})
        for path, name in FILES.items()
    }
    made = [course.root / "student_template" / f"{slug}{suffix}" for suffix in (".py", ".ipynb")]
    _refuse(course, slug, [path for path in (*texts, *made) if path.exists()])
    toml = course.root / FILE
    texts[toml] = _with_line(toml.read_text(encoding="utf-8"), f"{slug} = {POINTS}")
    _write(texts)
    courses.read.cache_clear()
    students = {course.root / path: text for path, text in template.files(courses.read(course.root).assignment(slug))}
    _write(students)
    return [*texts, *students]


def _write(texts: Mapping[Path, str]) -> None:
    for path, text in texts.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="\n")


def _with_line(toml: str, line: str) -> str:
    """course.toml with one more line at the end of its table [assignments], above any comment on the next."""
    lines = toml.rstrip().split("\n")
    first = next(number for number, text in enumerate(lines) if text.startswith("[assignments]"))
    end = next((n for n, text in enumerate(lines[first + 1 :], first + 1) if text.startswith("[")), len(lines))
    last = max(n for n in range(first, end) if n == first or re.match(r"\w+\s*=", lines[n]))
    return "\n".join([*lines[: last + 1], line, *lines[last + 1 :]]) + "\n"


def _refuse(course: Course, slug: str, taken: Iterable[Path]) -> None:
    if not courses.is_name(slug):
        raise BadName(f"{slug!r} cannot name an assignment: use small letters, digits and _, a letter first")
    if slug.endswith("_hidden"):
        raise BadName(f"{slug} cannot name an assignment: test_..._hidden.py holds hidden checks")
    if slug in course.points:
        raise BadName(f"nothing was written, since {FILE} lists {slug} already")
    if names := ", ".join(path.relative_to(course.root).as_posix() for path in taken):
        raise BadName(f"nothing was written, since these files are there already: {names}")
    if importlib.util.find_spec(slug):  # a submission is a module of that name, and would take its place
        raise BadName(f"{slug} cannot name an assignment: it is the name of a Python module")
