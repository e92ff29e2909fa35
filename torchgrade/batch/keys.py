"""The key of a result: one name for everything that a mark depends on."""

import functools
import hashlib
from importlib.metadata import version
from pathlib import Path

from torchgrade.batch.tasks import Key, Task
from torchgrade.course import FILE, Assignment, Course
from torchgrade.judge.source import judging_files


def result_key(task: Task[Key]) -> str:
    """Equal for two tasks exactly when the same submission would be judged in the same way."""
    submission, settings, assignment = task.submission, task.settings, task.assignment
    weights = hashlib.sha256(submission.weights.read_bytes()).hexdigest() if submission.weights else ""
    how = (settings.seed, task.seeds, settings.device, settings.threads, settings.walls, settings.load_seconds)
    parts = (
        task.slug,
        submission.cells,
        submission.problem,
        weights,
        how,
        _data(assignment.course, settings.data),
        _judged_by(assignment.course, task.slug),
    )
    return hashlib.sha256(repr(parts).encode("utf-8", "surrogatepass")).hexdigest()


@functools.cache
def _data(course: Course, root: str | None) -> list[str]:
    """Which files of data there are: a course loads only those that are whole, so their content need not be read."""
    return sorted(course.data_files(root))


@functools.cache
def _judged_by(course: Course, slug: str) -> str:
    """The tool, the assignment with its checks, reference and mistakes, and the version of torch."""
    digest = hashlib.sha256(version("torch").encode())
    for path in _files(course.assignment(slug)):
        digest.update(path.name.encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()


def _files(assignment: Assignment) -> list[Path]:
    toml = assignment.folder / "assignment.toml"
    own = [assignment.root / FILE, toml, assignment.reference, *assignment.checks, *assignment.mistakes]
    return [*judging_files(), *own]
