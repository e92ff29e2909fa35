"""Proves the course: references earn everything, templates nothing, mistakes fail just the checks they name."""

import sys
from pathlib import Path

from graders.engine import catalog
from graders.engine.catalog import Assignment, Mistake
from graders.engine.judge import Settings, judge
from graders.engine.report import Report
from graders.engine.submission import Submission


def reference(assignment: Assignment) -> Submission:
    """The solution, handed in."""
    return Submission(((f"{assignment.slug}.py", assignment.reference.read_text(encoding="utf-8")),))


def laid_over(assignment: Assignment, mistake: Mistake) -> Submission:
    """The solution with a mistake over it: two cells, the second redefining what is wrong."""
    return Submission((*reference(assignment).cells, (f"{assignment.slug}.py", mistake.source)))


def script(path: Path, slug: str) -> Submission:
    return Submission(((f"{slug}.py", path.read_text(encoding="utf-8")),))


def lost(report: Report) -> set[str]:
    """The checks that did not pass; blocked ones are left out, since they follow from another."""
    return {result.check for result in report.results if result.outcome not in ("passed", "blocked")}


def verify(assignment: Assignment, settings: Settings) -> list[tuple[str, str]]:
    """(what was tried, what is wrong with it or "") for everything known about one assignment."""
    root, slug = assignment.root, assignment.slug
    rows = [("reference", _wants(judge(assignment, reference(assignment), settings), set()))]
    for path in sorted((root / "tests" / "correct" / slug).glob("*.py")):
        rows.append((f"correct/{path.stem}", _wants(judge(assignment, script(path, slug), settings), set())))
    for path in assignment.mistakes:
        mistake = catalog.read_mistake(path)
        report = judge(assignment, laid_over(assignment, mistake), settings)
        rows.append((f"mistake/{path.stem}", _wants(report, set(mistake.fails))))
    return rows


def _wants(report: Report, fails: set[str]) -> str:
    found = lost(report)
    details = {r.check: f"{r.outcome}: {r.where} expected {r.expected}, got {r.got}" for r in report.results}
    problems = [f"{name} fails ({details[name]})" for name in sorted(found - fails)]
    return "; ".join(problems + [f"{name} does not fail" for name in sorted(fails - found)] + list(report.notes))


if __name__ == "__main__":
    settings = Settings(seed=int(sys.argv[2]) if len(sys.argv) > 2 else 0)
    for name, problem in verify(catalog.load(sys.argv[1]), settings):
        print(f"{name:40} {problem or 'as expected'}", flush=True)
