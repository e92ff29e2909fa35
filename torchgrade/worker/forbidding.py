"""Keeps a submission from importing what its assignment asks it to do without.

A rule of the game, not a wall: it tells whoever forgot it, and a program that takes pains can get round it.
"""

import sys
from collections.abc import Sequence
from importlib.abc import MetaPathFinder
from types import FrameType, ModuleType
from typing import NoReturn

MACHINERY = ("<frozen importlib", "importlib/__init__.py", __file__)


class NotAllowed(ModuleNotFoundError):
    """An import that the assignment rules out. What needs nothing of it is judged all the same."""


class Forbidding(MetaPathFinder):
    """A finder that comes before all others, and refuses these modules where the submission itself asks for them."""

    def __init__(self, names: frozenset[str]):
        self._names = names

    def find_spec(self, name: str, path: Sequence[str] | None, target: ModuleType | None = None) -> None:
        """Refuses, or leaves it to the other finders."""
        if name.partition(".")[0] in self._names and _asked_by_the_submission(sys._getframe(1)):
            self._refuse(name)

    def _refuse(self, name: str) -> NoReturn:
        raise NotAllowed(f"{name} may not be used in this assignment: write it yourself", name=name)


def _asked_by_the_submission(frame: FrameType | None) -> bool:
    """Whether the first caller outside the import system is no library's file: those may need it for themselves."""
    while frame is not None and any(part in frame.f_code.co_filename for part in MACHINERY):
        frame = frame.f_back
    return frame is not None and frame.f_code.co_filename.startswith("<")
