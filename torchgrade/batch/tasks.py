"""A submission to be judged, as plain data that any process on any machine can take."""

import os
from dataclasses import dataclass
from pathlib import Path
from typing import Generic, TypeVar

from torchgrade import course
from torchgrade.course import Assignment
from torchgrade.judge.settings import Settings
from torchgrade.submission import Submission

COURSE = "TORCHGRADE_COURSE"  # where a judge on another machine finds the course, if not where it lies here
Key = TypeVar("Key")


@dataclass(frozen=True)
class Task(Generic[Key]):
    """One submission to be judged against the assignment `slug` of the course at `root`.

    `key` is whatever the caller knows it by, `seeds` says on how many seeds the checks that measure are run; the
    median counts. `weights` are the trained weights as bytes, for a judge on another machine.
    """

    key: Key
    root: str
    slug: str
    submission: Submission
    settings: Settings
    seeds: int = 1
    weights: bytes | None = None

    @property
    def assignment(self) -> Assignment:
        """What the submission is judged against, in the course at `root`, or at $TORCHGRADE_COURSE."""
        return course.read(Path(os.environ.get(COURSE, self.root))).assignment(self.slug)


def task(key: Key, assignment: Assignment, submission: Submission, settings: Settings, seeds: int = 1) -> Task[Key]:
    """A submission to be judged against an assignment, as plain data."""
    return Task(key, str(assignment.root), assignment.slug, submission, settings, seeds)
