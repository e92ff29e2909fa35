"""A tiny course, and one server of workers, that the engine's tests share."""

import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from types import ModuleType

import pytest

from torchgrade import course as courses
from torchgrade.course import Assignment
from torchgrade.judge.judging import judge
from torchgrade.judge.report import Report, Result
from torchgrade.judge.settings import Settings
from torchgrade.submission import Submission
from torchgrade.worker.forkserver import ForkServer

COURSE = courses.read(Path(__file__).parents[1])  # the one of this repository

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

from torchgrade.checks import close, is_tensor, needs, points


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
    server = ForkServer(COURSE)
    yield server
    server.close()


@pytest.fixture(autouse=True)
def as_it_was() -> Iterator[None]:
    """Whatever a judge made importable of another course goes again with the test."""
    path, before = list(sys.path), _of_a_course()
    yield
    sys.path[:] = path
    for name in _of_a_course():
        del sys.modules[name]
    sys.modules.update(before)


def _of_a_course() -> dict[str, ModuleType]:
    return {name: module for name, module in sys.modules.items() if name.split(".")[0] in courses.FOLDERS}


@pytest.fixture
def course(tmp_path: Path) -> Assignment:
    """An assignment called tiny in a course of its own: three checks, six points."""
    return make_course(tmp_path, CHECKS)


def make_course(root: Path, checks: str, points: float = 6, seconds: float = 20) -> Assignment:
    """Writes an assignment called tiny under `root`."""
    for path, text in {
        "course.toml": f"[assignments]\ntiny = {points}\n",
        "assignments/tiny/assignment.toml": f'title = "Tiny"\nseconds = {seconds}\nmemory_gib = 1\n',
        "reference/tiny.py": REFERENCE,
        "graders/tiny/test_tiny.py": checks,
    }.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text)
    return courses.read(root).assignment("tiny")


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
