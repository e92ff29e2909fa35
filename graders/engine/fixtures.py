"""What a check can ask for by naming an argument."""

import functools
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from graders.engine.catalog import Assignment
from graders.engine.plugin import Checks


class Fixtures:
    """The fixtures: each a method, whose docstring says what a check gets."""

    def __init__(self, checks: Checks):
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
        return self._checks.reference(request.node.name)

    @pytest.fixture
    def assignment(self) -> Assignment:
        """The assignment, with its `settings`."""
        return self._checks.assignment

    @pytest.fixture
    def rng(self, request: pytest.FixtureRequest) -> np.random.Generator:
        """Draws this check's data; seeded by the run and the check's name."""
        return self._checks.rng(request.node.name)

    @pytest.fixture
    def device(self) -> str:
        """Where the submission is judged: "cpu" or "cuda"."""
        return self._checks.session.device

    @pytest.fixture
    def scratch(self) -> Path:
        """A folder that the submission and the check can both write."""
        return self._checks.session.scratch

    @pytest.fixture
    def images(self) -> Any:
        """MNIST or its stand-in (`assignments.datasets.Images`); the report names the source."""
        return self._checks.images()

    @pytest.fixture
    def hand_in(self) -> Path | None:
        """The trained weights handed in beside the code, in the scratch folder, or None."""
        return self._checks.session.hand_in

    @pytest.fixture
    def at_least(self, request: pytest.FixtureRequest) -> Callable[..., None]:
        """`at_least(measured, threshold, partial=(), where="", hint="")`: passes from the threshold on.

        `partial` holds (lower threshold, fraction of the points) pairs. What was measured stands in the result.
        """

        return functools.partial(self._checks.measure, request.node.name)
