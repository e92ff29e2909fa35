"""The solution as checks see it: a module in the judge's process that remembers, or what was recorded of it."""

import functools
import importlib.util
from collections.abc import Callable
from types import ModuleType
from typing import Any

import torch

from torchgrade.course import Assignment
from torchgrade.errors import AuthorError
from torchgrade.judge import recorded
from torchgrade.judge.remembered import Remembered, memory

Solution = Callable[[str], Any]  # for a check's name, the reference as that check sees it


def reference_of(assignment: Assignment, seed: int) -> Solution:
    """Gives a check, by its name, the solution as it sees it: with a memory, or its recording without its source."""
    if recording := recorded.find(assignment):
        recording.require(seed)
        return functools.partial(recording.reference, seed)
    module = load_reference(assignment)
    known = memory(assignment.reference, assignment.reference.read_text(encoding="utf-8"), seed)
    return lambda check: Remembered(module, known, check)


def load_reference(assignment: Assignment) -> ModuleType:
    """The solution as a module of its own; loaded anew each time, so that no check can disturb the next run."""
    spec = importlib.util.spec_from_file_location(f"reference_{assignment.slug}", assignment.reference)
    if spec is None or spec.loader is None or not assignment.reference.exists():
        raise AuthorError(f"{assignment.reference} is missing")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    vars(module).setdefault("torch", torch)  # as a check sees it in a submission
    return module
