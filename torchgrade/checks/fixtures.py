"""What a check can ask for by naming an argument."""

import functools
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Protocol

import numpy as np
import pytest

from torchgrade.course import Assignment
from torchgrade.data import Data


class Judged(Protocol):
    """What a check can ask of the submission that is being judged."""

    @property
    def device(self) -> str:
        """Where it runs: "cpu" or "cuda"."""

    @property
    def scratch(self) -> Path:
        """A folder that both sides can write."""

    @property
    def hand_in(self) -> Path | None:
        """The trained weights in it, where any were handed in."""

    def student(self) -> Any:
        """The submission, a module or a proxy that reads like one."""

    def fresh_student(self) -> Any:
        """The submission once more, apart from the first."""


class Run(Protocol):
    """What the fixtures need of whoever runs the checks."""

    assignment: Assignment

    @property
    def session(self) -> Judged:
        """The submission."""

    def reference(self, check: str) -> Any:
        """The solution as that check sees it."""

    def rng(self, check: str) -> np.random.Generator:
        """What that check draws its data with."""

    def data(self, name: str) -> Data:
        """What the function of that name in course.toml loads."""

    def measure(
        self,
        check: str,
        measured: float,
        threshold: float,
        partial: Sequence[tuple[float, float]] = (),
        where: str = "",
        hint: str = "",
    ) -> None:
        """Records a measurement; fails the check below the threshold."""


class Fixtures:
    """The fixtures: each a method, whose docstring says what a check gets."""

    def __init__(self, checks: Run):
        self._checks = checks

    @pytest.fixture
    def student(self) -> Any:
        """The submission: a module, or a proxy that reads like one."""
        return self._checks.session.student()

    @pytest.fixture
    def fresh_student(self) -> Callable[[], Any]:
        """Call it to get the submission once more, in another process that shares only the scratch folder."""
        return self._checks.session.fresh_student

    @pytest.fixture
    def reference(self, request: pytest.FixtureRequest) -> Any:
        """The solution, as a module in the judge's process, or what was recorded of it."""
        return self._checks.reference(_check(request))

    @pytest.fixture
    def assignment(self) -> Assignment:
        """The assignment, with its `settings`."""
        return self._checks.assignment

    @pytest.fixture
    def rng(self, request: pytest.FixtureRequest) -> np.random.Generator:
        """Draws this check's data; seeded by the run and the check's name."""
        return self._checks.rng(_check(request))

    @pytest.fixture
    def device(self) -> str:
        """Where the submission is judged: "cpu" or "cuda"."""
        return self._checks.session.device

    @pytest.fixture
    def scratch(self) -> Path:
        """A folder that the submission and the check can both write."""
        return self._checks.session.scratch

    @pytest.fixture
    def images(self) -> Data:
        """What the function `images` in course.toml loads, as `data("images")`; the report names its `source`."""
        return self._checks.data("images")

    @pytest.fixture
    def data(self) -> Callable[[str], Data]:
        """`data(name)`: what the function of that name in course.toml loads; the report names its `source`."""
        return self._checks.data

    @pytest.fixture
    def hand_in(self) -> Path | None:
        """The trained weights handed in beside the code, in the scratch folder, or None."""
        return self._checks.session.hand_in

    @pytest.fixture
    def at_least(self, request: pytest.FixtureRequest) -> Callable[..., None]:
        """`at_least(measured, threshold, partial=(), where="", hint="")`: passes from the threshold on.

        `partial` holds (lower threshold, fraction of the points) pairs. What was measured stands in the result.
        """

        return functools.partial(self._checks.measure, _check(request))


def _check(request: pytest.FixtureRequest) -> str:
    return str(request.node.name)
