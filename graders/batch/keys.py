"""The key of a result: one name for everything that a mark depends on."""

import functools
import hashlib
from importlib.metadata import version
from pathlib import Path

from assignments import mnist_files
from graders.batch.work import Task
from graders.engine import catalog
from graders.engine.catalog import Assignment


def result_key(task: Task) -> str:
    """Equal for two tasks exactly when the same submission would be judged in the same way."""
    submission, settings = task.submission, task.settings
    weights = hashlib.sha256(submission.weights.read_bytes()).hexdigest() if submission.weights else ""
    how = (settings.seed, task.seeds, settings.device, settings.threads, settings.walls, settings.load_seconds)
    parts = (task.slug, submission.cells, submission.problem, weights, how, _data(settings.data), _course(task.slug))
    return hashlib.sha256(repr(parts).encode("utf-8", "surrogatepass")).hexdigest()


def _data(root: str | None) -> str:
    """MNIST or not: its files are loaded only when they are the originals, so their content need not be read."""
    return str(mnist_files.is_there(mnist_files.data_root(root)))


@functools.cache
def _course(slug: str) -> str:
    """The engine, the assignment with its checks, reference and mistakes, and the version of torch."""
    digest = hashlib.sha256(version("torch").encode())
    for path in _files(catalog.load(slug)):
        digest.update(path.name.encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()


def _files(assignment: Assignment) -> list[Path]:
    graders = Path(__file__).parents[1]
    toml = assignment.root / "assignments" / assignment.slug / "assignment.toml"
    return [
        *sorted((graders / "engine").glob("*.py")), graders / "expect.py", toml, assignment.reference,
        *assignment.checks, *assignment.mistakes,
    ]  # fmt: skip
