"""Proves the course: references earn everything, templates nothing, and each mistake fails just what it names."""

from collections.abc import Iterator
from dataclasses import dataclass

from graders.engine import catalog
from graders.engine.catalog import Assignment, AuthorError
from graders.engine.report import Report
from graders.engine.submission import Submission, find, read_cells


@dataclass(frozen=True)
class Case:
    """Something whose mark is known beforehand. `fails` names the checks it must fail; None means every one."""

    slug: str
    name: str
    submission: Submission
    fails: frozenset[str] | None = frozenset()


def reference(assignment: Assignment) -> Submission:
    """The solution, handed in."""
    return Submission(read_cells(assignment.reference, assignment.slug))


def cases(assignment: Assignment) -> Iterator[Case]:
    """Everything known about one assignment."""
    root, slug = assignment.root, assignment.slug
    yield Case(slug, "reference", reference(assignment))
    yield Case(slug, "template", find(root / "student_template", slug), fails=None)
    for path in sorted((root / "tests" / "correct" / slug).glob("*.py")):
        yield Case(slug, f"correct/{path.stem}", Submission(read_cells(path, slug)))
    known = {path.stem: catalog.read_mistake(path) for path in assignment.mistakes}
    for name, mistake in known.items():
        cells = (*reference(assignment).cells, (f"{slug}.py", mistake.source))
        yield Case(slug, f"mistake/{name}", Submission(cells), frozenset(mistake.fails))
    for path in sorted((root / "tests" / "mistakes_restyled" / slug).glob("*.py")):
        name = path.stem.split("__")[0]
        if name not in known:
            raise AuthorError(f"{path.name}: no mistake of {slug} is called {name}")
        yield Case(slug, f"restyled/{path.stem}", Submission(read_cells(path, slug)), frozenset(known[name].fails))


def problems(case: Case, report: Report) -> list[str]:
    """What is not as known, a sentence each; empty when all is."""
    passed = {result.check for result in report.results if result.outcome == "passed"}
    if case.fails is None:
        return [f"{name} passes" for name in sorted(passed)] + [f"{report.earned:g} points"] * (report.earned > 0)
    # A blocked check follows from another: mistakes need not name it.
    lost = {result.check for result in report.results if result.outcome not in ("passed", "blocked")}
    found = [f"{result.check} fails ({result.outcome}: {result.where} expected {result.expected}, got {result.got})"
             for result in report.results if result.check in lost - case.fails]  # fmt: skip
    return found + [f"{name} does not fail" for name in sorted(case.fails - lost)] + list(report.notes)


def unnamed_checks(assignment: Assignment, report: Report) -> list[str]:
    """Checks that no mistake names: nobody has seen them fail."""
    named = {name for path in assignment.mistakes for name in catalog.read_mistake(path).fails}
    return [result.check for result in report.results if result.check not in named]
