"""What every package of a course holds: the tool, the parts of the course that it needs, and what to install."""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from importlib import metadata
from pathlib import Path

from packaging.requirements import Requirement

from torchgrade.course import FILE, Assignment, Course

TOOL = Path(__file__).parents[1]
LEFT_OUT = {"__pycache__"}


def tool_files() -> Iterator[tuple[str, Path]]:
    """Every file of the tool: its path in a package, and where it lies."""
    for path in sorted(TOOL.rglob("*")):
        if path.is_file() and not LEFT_OUT.intersection(path.parts) and path.suffix != ".pyc":
            yield f"{TOOL.name}/{path.relative_to(TOOL).as_posix()}", path


def shared_files(course: Course) -> Iterator[tuple[str, Path]]:
    """The modules and packages that all assignments of a course share."""
    folder = course.root / "assignments"
    packages = [path.parent.rglob("*.py") for path in folder.glob("*/__init__.py")]
    for path in sorted([*folder.glob("*.py"), *(path for package in packages for path in package)]):
        yield path.relative_to(course.root).as_posix(), path


def check_files(assignment: Assignment) -> Iterator[tuple[str, Path]]:
    """What judges an assignment: its settings, its reference, its checks."""
    for path in (assignment.folder / "assignment.toml", assignment.reference, *assignment.checks):
        yield path.relative_to(assignment.root).as_posix(), path


def course_toml(course: Course, points: Mapping[str, float]) -> str:
    """The course.toml of a course that holds these assignments alone, with these points."""
    head, *tables = re.split(r"^(?=\[)", (course.root / FILE).read_text(encoding="utf-8"), flags=re.MULTILINE)
    listed = "".join(f"{slug} = {worth:g}\n" for slug, worth in points.items())
    kept = [table for table in tables if not table.startswith("[assignments]")]
    return f"{head.rstrip()}\n\n[assignments]\n{listed}\n" + "".join(kept)


def requirements(course: Course, extra: str = "") -> list[str]:
    """What the tool, with one of its extras, and the course depend on."""
    needed = map(Requirement, [*(metadata.requires("torchgrade") or []), *course.requires])
    wanted = [one for one in needed if one.marker is None or one.marker.evaluate({"extra": extra})]
    return [f"{one.name}{''.join(f'[{name}]' for name in sorted(one.extras))}{one.specifier}" for one in wanted]


def pinned(course: Course, names: Iterable[str]) -> list[str]:
    """Requirements in the versions that the course's constraints.txt names, else in those that are installed here."""
    pins = _constraints(course.root / "constraints.txt")
    found = (Requirement(name).name for name in names)
    return [f"{name}=={pins.get(name.lower()) or metadata.version(name)}" for name in found]


def constraints(course: Course) -> str:
    """The text of a constraints.txt: the course's own, or the versions that are installed here."""
    path = course.root / "constraints.txt"
    if path.exists():
        return path.read_text(encoding="utf-8")
    return "".join(f"{pin}\n" for pin in pinned(course, requirements(course)))


def _constraints(path: Path) -> dict[str, str]:
    lines = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
    return {name.lower(): version for name, _, version in (line.partition("==") for line in lines) if version}


def filled(template: Path, words: Mapping[str, str]) -> str:
    """A template's text with every `$word` replaced; any other dollar sign stays, as a Makefile needs it."""
    return re.sub(r"\$(\w+)", lambda found: words.get(found[1], found[0]), template.read_text(encoding="utf-8"))


def quoted(text: str) -> str:
    """A string as TOML writes it."""
    return json.dumps(text, ensure_ascii=False)
