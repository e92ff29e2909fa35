"""Gradescope's autograder for one assignment: a zip with the judge, this assignment's files, and what starts it."""

import ast
import json
import zipfile
from collections.abc import Iterator
from pathlib import Path

from assignments import mnist_files
from graders.engine import catalog
from graders.engine.catalog import Assignment
from graders.release.otter import requirements

SCRIPTS = ("setup.sh", "run_autograder")  # at the top of the zip, where Gradescope looks for them
CONFIG = """\
# Of this autograder. Change it here, zip the files again, and upload.
slug = {slug}

# "Autograder timeout" in the assignment's settings on Gradescope, in seconds. The judge ends half a minute earlier:
# a run that Gradescope has to end is worth 0 points, whatever was earned.
limit_seconds = 600

# Every run draws its own data and says its seed in the output. A seed given here is that of all runs.
# seed = 1

# "strict": behind the kernel's walls or not at all. "basic": a process of its own with limits, from which the checks
# and the solution can be read and the marks be forged. docs/gradescope.md says when that can be needed.
isolation = "strict"

# Who judges; setup.sh makes this user.
user = "torchgrade"
"""


def build(slug: str, folder: Path, root: Path = catalog.ROOT, data: Path | None = None) -> Path:
    """Writes <slug>.zip: for graders, not for students.

    MNIST goes with an assignment that uses images, if it lies under the data root; else the digits stand-in serves.
    """
    assignment = catalog.load(slug, root)
    target = folder / f"{slug}.zip"
    folder.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for path in _files(assignment):
            archive.write(path, path.relative_to(root))
        for path in _images(assignment, mnist_files.data_root(data)):
            archive.write(path, Path("data", "MNIST", "raw", path.name))
        for name in SCRIPTS:
            archive.write(root / "graders" / "gradescope" / name, name)
        archive.writestr("gradescope.toml", CONFIG.format(slug=json.dumps(slug)))
        archive.writestr("requirements.txt", "\n".join(requirements(root)) + "\n")
    return target


def _files(assignment: Assignment) -> Iterator[Path]:
    """The grader, what students may import, and of the assignments this one alone."""
    root, graders = assignment.root, assignment.root / "graders"
    yield from (root / "pyproject.toml", root / "constraints.txt", assignment.reference)
    for folder in (graders, *(graders / name for name in ("batch", "engine", "gradescope", "render"))):
        yield from sorted(folder.glob("*.py"))
    yield from sorted((root / "assignments").glob("*.py"))
    yield from sorted(path for path in (root / "assignments" / assignment.slug).iterdir() if path.is_file())
    yield from (*assignment.checks, *assignment.mistakes)


def _images(assignment: Assignment, data: Path) -> list[Path]:
    """The files of MNIST, for an assignment of which a check asks for images."""
    asked = any("images" in _arguments(path) for path in assignment.checks)
    found = [mnist_files.find(data, file) for file in mnist_files.FILES] if asked else []
    return [path for path in found if path]


def _arguments(path: Path) -> set[str]:
    """What the checks of a file ask for."""
    functions = [node for node in ast.parse(path.read_text(encoding="utf-8")).body if isinstance(node, ast.FunctionDef)]
    return {argument.arg for function in functions for argument in function.args.args}
