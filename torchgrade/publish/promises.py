"""What Otter's test files call: a check passes in silence, or raises with promise, expected, got and hint."""

import functools
import os
from dataclasses import dataclass
from pathlib import Path

from torchgrade import course
from torchgrade.course import Assignment
from torchgrade.errors import AuthorError
from torchgrade.judge.recorded import draw_seed
from torchgrade.judge.report import Result
from torchgrade.publish.kernel import Names, examine
from torchgrade.publish.questions import questions


class PromiseBroken(Exception):
    """A check did not pass. Otter shows the text below the name of the check."""


class CouldNotGrade(BaseException):
    """The course itself is wrong. Not an Exception: Otter must end without marks, not count a check as failed."""


class Question:
    """The visible checks of a function, run once, when the first of them is asked for: for a student's notebook."""

    def __init__(self, slug: str, name: str):
        self._slug, self._checks = slug, set(questions(_assignment(slug))[name])
        self._results: dict[str, Result] = {}

    def check(self, names: Names, check: str) -> None:
        """Raises PromiseBroken unless the check passes on these names."""
        self._results = self._results or _examined(self._slug, names, self._checks)
        _require(self._results[check], 1.0)


def graded(slug: str, names: Names, check: str, share: float = 1.0) -> None:
    """Raises PromiseBroken unless a check earns at least that share of its points; all checks run once, together."""
    _require(_graded(slug, _Same(names))[check], share)


@dataclass(frozen=True, eq=False)
class _Same:
    """A namespace as a key: equal to itself alone, whatever changes in it."""

    names: Names

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and self.names is other.names

    def __hash__(self) -> int:
        return id(self.names)


@functools.lru_cache(maxsize=1)
def _graded(slug: str, same: _Same) -> dict[str, Result]:
    return _examined(slug, same.names)


def _examined(slug: str, names: Names, checks: set[str] | None = None) -> dict[str, Result]:
    """The results; the seed is TORCHGRADE_SEED, or drawn where there is none."""
    seed = os.environ.get("TORCHGRADE_SEED") or draw_seed([_assignment(slug)])
    try:
        return examine(_assignment(slug), names, int(seed), checks)
    except AuthorError as error:
        raise CouldNotGrade(str(error)) from error


def _require(result: Result, share: float) -> None:
    if result.earned < share * result.points - 1e-9:
        raise PromiseBroken(_told(result))


def _told(result: Result) -> str:
    """What a student reads of a check that did not pass, a line for each thing there is to say."""
    got = "it is not written yet" if result.unfinished else result.got
    said = {"where": result.where, "expected": result.expected, "got": got, "hint": result.hint}
    lines = [f"  {name + ':':10}{text}" for name, text in said.items() if text]
    return "\n".join([result.promise, *lines])


def _assignment(slug: str) -> Assignment:
    """An assignment of the course in which the notebook is run."""
    return course.find(Path.cwd()).assignment(slug)
