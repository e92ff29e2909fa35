"""Proves the course: references earn everything, templates nothing, and each mistake fails just what it names."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from rich.console import Console
from rich.markup import escape

from graders.batch import work
from graders.engine import catalog
from graders.engine.catalog import Assignment, AuthorError, Mistake
from graders.engine.report import Report
from graders.engine.settings import Settings
from graders.engine.submission import Submission, find, read_cells

NAMED = {"mistake": 0.95, "restyled": 0.90}  # the share of each kind that must be named rightly; all of the others


@dataclass(frozen=True)
class Case:
    """Something whose mark is known beforehand. `fails` names the checks it must fail; None means every one."""

    slug: str
    name: str
    submission: Submission
    fails: frozenset[str] | None = frozenset()
    mistake: Mistake | None = None

    @property
    def kind(self) -> str:
        return self.name.split("/")[0]


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
        yield Case(slug, f"mistake/{name}", Submission(cells), frozenset(mistake.fails), mistake)
    for path in sorted((root / "tests" / "mistakes_restyled" / slug).glob("*.py")):
        name = path.stem.split("__")[0]
        if name not in known:
            raise AuthorError(f"{path.name}: no mistake of {slug} is called {name}")
        submission = Submission(read_cells(path, slug))
        yield Case(slug, f"restyled/{path.stem}", submission, frozenset(known[name].fails), known[name])


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
    named = {name for path in assignment.mistakes for name in catalog.read_mistake(path).fails}
    return [name for name in catalog.check_names(assignment) if name not in named]


@dataclass
class Tally:
    """How many cases of a kind there are, how many are as known, and how many mistakes are named rightly."""

    cases: int = 0
    right: int = 0
    named: int = 0

    def add(self, wrong: bool, misnamed: bool) -> None:
        self.cases += 1
        self.right += not wrong
        self.named += not misnamed


def run(
    assignments: list[Assignment], settings: Settings, kinds: tuple[str, ...], jobs: int | None, console: Console
) -> bool:
    """Judges every known case, prints a line for each and a table of the kinds; whether all is as known.

    All cases must earn what is known of them, 95 % of the mistakes and 90 % of the restyled ones must be named, and
    nothing right may be given a name.
    """
    known = [case for assignment in assignments for case in cases(assignment)]
    known = [case for case in known if not kinds or case.name.startswith(kinds)]
    tally: dict[str, Tally] = defaultdict(Tally)
    with work.executor(jobs) as pool:
        tasks = [work.Task(case, case.slug, case.submission, settings) for case in known]
        for task, report in work.run_all(tasks, pool):
            case, found, naming = task.key, problems(task.key, report), misnamed(task.key, report)
            tally[case.kind].add(bool(found), bool(naming))
            sign = "✗" if found else "?" if naming else "✓"
            console.print(f"{sign} {case.slug:20} {case.name:44} {report.seconds:6.1f} s")
            for sentence in filter(None, [*found, naming]):
                console.print(f"    {escape(sentence)}", soft_wrap=True)
    unseen = [f"{one.slug}: no mistake fails {name}" for one in assignments for name in unseen_checks(one)]
    for sentence in unseen:
        console.print(f"✗ {sentence}")
    for kind, sums in tally.items():
        console.print(f"{kind:10} {sums.right:4} of {sums.cases} as known, {sums.named} named as they should be")
    return not unseen and all(
        sums.right == sums.cases and sums.named >= NAMED.get(kind, 1.0) * sums.cases for kind, sums in tally.items()
    )
