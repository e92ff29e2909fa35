"""`python -m tests.otter_all [slug ...]`: each known mistake and right variant by the judge and by Otter's way.

Otter's way is that of its test files, here without a kernel; test_otter.py takes a few through the real `otter run`.
"""

import contextlib
import io
import os
import sys
from collections.abc import Iterator

from tests.conftest import COURSE
from torchgrade.course import Assignment
from torchgrade.judge.judging import judge
from torchgrade.judge.settings import Settings
from torchgrade.publish.kernel import examine
from torchgrade.submission import Submission
from torchgrade.worker.forkserver import ForkServer

SEED = 7


def sources(assignment: Assignment) -> Iterator[tuple[str, str]]:
    """Scripts by name: the reference, the template, each mistake laid over the reference, each right variant."""
    right = assignment.reference.read_text()
    yield "reference", right
    yield "template", (assignment.root / "student_template" / f"{assignment.slug}.py").read_text()
    for path in assignment.mistakes:
        yield f"mistake/{path.stem}", f"{right}\n\n{path.read_text()}"
    for path in sorted((assignment.root / "tests" / "correct" / assignment.slug).glob("*.py")):
        yield f"correct/{path.stem}", path.read_text()


def differences(assignment: Assignment, source: str, server: ForkServer) -> list[str]:
    """The checks that the two ways find different things for, with both outcomes and marks."""
    settings = Settings(seed=SEED, walls=False, diagnose=False, data="/dev/null")
    report = judge(assignment, Submission(((f"{assignment.slug}.py", source),)), settings, server)
    names = {"__name__": "notebook", "In": ["", source]}
    with contextlib.redirect_stdout(io.StringIO()):
        exec(source, names)
        found = examine(assignment, names, SEED)
    pairs = [(result, found[result.check]) for result in report.results]
    return [
        f"{a.check}: {a.outcome} {a.earned:g} by the judge, {b.outcome} {b.earned:g} in one process"
        for a, b in pairs
        if (a.outcome, a.earned) != (b.outcome, b.earned)
    ]


def main(slugs: list[str]) -> int:
    """Prints what differs; returns how many submissions do."""
    os.environ["TORCHGRADE_DATA"] = "/dev/null"
    server, different = ForkServer(COURSE), 0
    for assignment in [COURSE.assignment(slug) for slug in slugs] or COURSE.assignments:
        cases = list(sources(assignment))
        for name, source in cases:
            found = differences(assignment, source, server)
            different += bool(found)
            for line in found:
                print(f"{assignment.slug} {name}: {line}", flush=True)
        print(f"{assignment.slug}: {len(cases)} submissions compared")
    server.close()
    return different


if __name__ == "__main__":
    sys.exit(min(main(sys.argv[1:]), 1))
