"""Reads the assignments that lie on disk."""

import ast
import tomllib
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]


class AuthorError(Exception):
    """The course itself is wrong (a check without points, say): nothing can be graded until its author mends it."""


class CheckError(AuthorError):
    """A check falls over one submission, and over the reference, too: this submission cannot be judged, others can."""


@dataclass(frozen=True)
class Assignment:
    """One assignment: what `assignments/<slug>/assignment.toml` says, and where the rest of it lies.

    `points` is the control sum of its checks, `seconds` the wall-clock deadline of a check that names none, `memory`
    what a worker may keep resident, in bytes, `settings` the whole file for what only its own checks read.
    """

    slug: str
    title: str
    order: int
    points: float
    seconds: float
    memory: int
    settings: dict[str, Any]
    root: Path

    @property
    def reference(self) -> Path:
        return self.root / "reference" / f"{self.slug}.py"

    @property
    def checks(self) -> list[Path]:
        folder = self.root / "graders" / "checks"
        return [path for name in (self.slug, f"{self.slug}_hidden") if (path := folder / f"test_{name}.py").exists()]

    @property
    def mistakes(self) -> list[Path]:
        return sorted((self.root / "graders" / "mistakes" / self.slug).glob("*.py"))


@dataclass(frozen=True)
class Mistake:
    """A known mistake: source laid over the reference, what the student reads, the checks it must fail.

    `twins` are the mistakes that nobody could tell it from, `see` the heading in the handout that explains the idea.
    """

    name: str
    source: str
    message: str
    fails: tuple[str, ...]
    twins: tuple[str, ...] = ()
    see: str = ""


def load(slug: str, root: Path = ROOT) -> Assignment:
    """One assignment by its slug; an unknown one, or a broken toml, is an `AuthorError`."""
    path = root / "assignments" / slug / "assignment.toml"
    try:
        settings = tomllib.loads(path.read_text(encoding="utf-8"))
        return Assignment(
            slug=slug, title=settings["title"], order=settings["order"], points=settings["points"],
            seconds=settings["seconds"], memory=int(settings["memory_gib"] * 2**30), settings=settings, root=root,
        )  # fmt: skip
    except (OSError, KeyError, TypeError, tomllib.TOMLDecodeError) as error:
        raise AuthorError(f"{path.relative_to(root)}: {type(error).__name__}: {error}") from error


def all_assignments(root: Path = ROOT) -> list[Assignment]:
    """Every assignment on disk, in the order of the course."""
    slugs = [path.parent.name for path in (root / "assignments").glob("*/assignment.toml")]
    return sorted((load(slug, root) for slug in slugs), key=lambda assignment: (assignment.order, assignment.slug))


def _functions(path: Path) -> list[str]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return [node.name for node in tree.body if isinstance(node, ast.FunctionDef)]


def check_names(assignment: Assignment) -> list[str]:
    """The checks of an assignment as they stand in its files."""
    return [name for path in assignment.checks for name in _functions(path) if name.startswith("test_")]


def refuse_double_names(path: Path) -> None:
    """A second function of one name would silently take the first one's place: an `AuthorError`."""
    if double := [name for name, count in Counter(_functions(path)).items() if count > 1]:
        raise AuthorError(f"{path.name}: two functions are named {', '.join(double)}")


def read_mistake(path: Path) -> Mistake:
    """A mistake's file as data; it is never run by the judge."""
    source = path.read_text(encoding="utf-8")
    tree = ast.parse(source)
    names = [(ast.unparse(node.targets[0]), node.value) for node in tree.body if isinstance(node, ast.Assign)]
    values = {name: ast.literal_eval(value) for name, value in names if name in ("FAILS", "TWINS", "SEE")}
    message = " ".join((ast.get_docstring(tree) or "").split())
    if not message or not values.get("FAILS"):
        raise AuthorError(f"{path.name}: a mistake needs a docstring for the student and FAILS = (check names, ...)")
    return Mistake(
        path.stem, source, message, tuple(values["FAILS"]), tuple(values.get("TWINS", ())), values.get("SEE", "")
    )
