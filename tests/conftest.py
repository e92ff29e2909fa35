"""A tiny course, and one server of workers, that the engine's tests share."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from graders.engine import catalog
from graders.engine.catalog import Assignment
from graders.engine.forkserver import ForkServer
from graders.engine.judge import judge
from graders.engine.report import Report, Result
from graders.engine.settings import Settings
from graders.engine.submission import Submission

REFERENCE = '''
"""Doubles and adds."""

import torch


def double(x):
    return 2 * x


def add(x, y):
    return x + y
'''

CHECKS = '''
"""Checks of the tiny course."""

import torch

from graders.expect import close, is_tensor, needs, points


@points(2)
def test_doubles(student, reference):
    """`double` doubles a tensor."""
    x = torch.arange(3.0)
    close(student.double(x), reference.double(x), within=1e-6, where="double(x)", hint="What is twice one?")


@points(3)
def test_adds(student):
    """`add` adds two numbers."""
    assert student.add(2, 3) == 5, "Which sign?"


@points(1)
@needs("test_adds")
def test_adds_tensors(student):
    """`add` adds tensors, too."""
    is_tensor(student.add(torch.ones(2), torch.ones(2)), (2,), where="add(x, y)")
'''


@pytest.fixture(scope="session")
def server() -> Iterator[ForkServer]:
    """The server of workers, started once for all tests."""
    server = ForkServer()
    yield server
    server.close()


@pytest.fixture
def course(tmp_path: Path) -> Assignment:
    """An assignment called tiny in a course of its own: three checks, six points."""
    return make_course(tmp_path, CHECKS)


def make_course(root: Path, checks: str, points: float = 6, seconds: float = 20) -> Assignment:
    """Writes an assignment called tiny under `root`."""
    for path, text in {
        "assignments/tiny/assignment.toml": f'title = "Tiny"\norder = 1\npoints = {points}\nseconds = {seconds}\n'
        "memory_gib = 1\n",
        "reference/tiny.py": REFERENCE,
        "graders/checks/test_tiny.py": checks,
    }.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text)
    return catalog.load("tiny", root)


@pytest.fixture
def mark(server: ForkServer, course: Assignment) -> Callable[..., Report]:
    """`mark(source, seconds=20, **settings)`: the report on a script with that source."""

    def judge_source(source: str, seconds: float = 20, **settings) -> Report:
        submission = Submission((("tiny.py", source),))
        return judge(replace(course, seconds=seconds), submission, Settings(**settings), server)

    return judge_source


def result(report: Report, check: str) -> Result:
    """One check's result in a report."""
    return next(result for result in report.results if result.check == check)


def earned(report: Report) -> dict[str, float]:
    """The points by check."""
    return {result.check: result.earned for result in report.results}
