"""Everything in a course whose mark is known beforehand: references, templates, right variants, known mistakes."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from torchgrade.batch import tasks
from torchgrade.checks.announced import check_names
from torchgrade.course import Assignment
from torchgrade.errors import AuthorError
from torchgrade.intake.reading import find, handed_in, read_cells
from torchgrade.judge.mistakes import Mistake, read_mistake
from torchgrade.judge.report import Report
from torchgrade.judge.settings import Settings
from torchgrade.submission import Submission


@dataclass(frozen=True)
class Case:
    """Something whose mark is known beforehand. `fails` names the checks it must fail; None means every one."""

    assignment: Assignment
    name: str
    submission: Submission
    fails: frozenset[str] | None = frozenset()
    mistake: Mistake | None = None

    @property
    def slug(self) -> str:
        """The assignment it belongs to."""
        return self.assignment.slug

    def task(self, settings: Settings) -> tasks.Task[tuple[str, str]]:
        """The case as a task, known by (slug, name)."""
        return tasks.task((self.slug, self.name), self.assignment, self.submission, settings)

    @property
    def kind(self) -> str:
        """What all cases like it are called."""
        return self.name.split("/")[0]


def cases(assignment: Assignment) -> Iterator[Case]:
    """Everything known about one assignment."""
    root, slug = assignment.root, assignment.slug
    yield Case(assignment, "reference", handed_in(assignment))
    yield Case(assignment, "template", find(root / "student_template", slug), fails=None)
    for path in sorted((root / "tests" / "correct" / slug).glob("*.py")):
        yield Case(assignment, f"correct/{path.stem}", Submission(read_cells(path, slug)))
    known = {path.stem: read_mistake(path) for path in assignment.mistakes}
    for name, mistake in known.items():
        cells = (*handed_in(assignment).cells, (f"{slug}.py", mistake.source))
        yield Case(assignment, f"mistake/{name}", Submission(cells), frozenset(mistake.fails), mistake)
    yield from _told(assignment, "restyled", root / "tests" / "mistakes_restyled" / slug, known)


def rewritten(assignment: Assignment) -> Iterator[Case]:
    """Known mistakes as others wrote them, who saw neither their files nor the checks."""
    known = {path.stem: read_mistake(path) for path in assignment.mistakes}
    return _told(assignment, "rewritten", assignment.root / "tests" / "rewritten" / assignment.slug, known)


def _told(assignment: Assignment, kind: str, folder: Path, known: Mapping[str, Mistake]) -> Iterator[Case]:
    """The programs of a folder, each with the mistake that its name begins with."""
    for path in sorted(folder.glob("*.py")):
        mistake = known.get(path.stem.split("__")[0])
        if mistake is None:
            raise AuthorError(f"{path.name}: no mistake of {assignment.slug} is called {path.stem.split('__')[0]}")
        submission = Submission(read_cells(path, assignment.slug))
        yield Case(assignment, f"{kind}/{path.stem}", submission, frozenset(mistake.fails), mistake)


def problems(case: Case, report: Report) -> list[str]:
    """What is not as known, a sentence each; empty when all is."""
    passed = {result.check for result in report.results if result.outcome == "passed"}
    if case.fails is None:
        return [f"{name} passes" for name in sorted(passed)] + [f"{report.earned:g} points"] * (report.earned > 0)
    # A blocked check follows from another: mistakes need not name it.
    lost = {result.check for result in report.results if result.outcome not in ("passed", "blocked")}
    found = [
        f"{result.check} fails ({result.outcome}: {result.where} expected {result.expected}, got {result.got})"
        for result in report.results
        if result.check in lost - case.fails
    ]
    return found + [f"{name} does not fail" for name in sorted(case.fails - lost)] + list(report.notes)


def misnamed(case: Case, report: Report) -> str:
    """Why a mistake was not named as itself or as a declared twin; "" when it was, or when there is none to name."""
    named = {name for result in report.results for name in result.mistakes}
    if case.mistake is None:
        return f"named as {', '.join(sorted(named))}" if named else ""
    if not named:
        return "no mistake is named"
    strangers = named - {case.mistake.name, *case.mistake.twins}
    return f"named as {', '.join(sorted(strangers))}" if strangers else ""


def unseen_checks(assignment: Assignment) -> list[str]:
    """Checks that no mistake names: nobody has seen them fail."""
    named = {name for path in assignment.mistakes for name in read_mistake(path).fails}
    return [name for name in check_names(assignment) if name not in named]
