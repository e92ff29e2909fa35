"""Otter's files, from our checks: questions for a student's notebook, and autograder.zip for those who grade."""

import json
import os
import shutil
import subprocess
import sys
import tempfile
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from graders.engine import catalog
from graders.engine.catalog import Assignment, AuthorError
from graders.release.questions import Check, listed, questions

# Beside the engine, what marking in a notebook's process needs.
MARKING = (
    "__init__.py",
    "expect.py",
    *(f"release/{name}.py" for name in ("__init__", "kernel", "promises", "questions")),
)

QUESTION = '''\
"""The checks of `{name}`, for grader.check("{name}"). Written by `make stubs`."""

from otter.test_files import test_case

from graders.release.promises import Question

OK_FORMAT = False
name = "{name}"
question = Question("{slug}", name)
'''
QUESTION_CASE = """

@test_case(name="{check}", points={points:g})
def {check}(env):
    question.check(env, "{check}")
"""
GRADED = '''\
"""A check of {slug}, for Otter. Written by `make release`."""

from otter.test_files import test_case

from graders.release.promises import graded

OK_FORMAT = False
name = "{check}"
'''
GRADED_CASE = """

@test_case(name="{check}{part}", points={points:g}, hidden={hidden})
def {check}{number}(env):
    graded("{slug}", env, "{check}", {share:g})
"""


def question_files(slug: str, root: Path = catalog.ROOT) -> dict[str, str]:
    """The files that a student's notebook reads, by name: one for each function, its visible checks in it."""
    assignment = catalog.load(slug, root)
    checks = {check.name: check for check in listed(assignment)}
    return {f"{name}.py": _question(slug, name, [checks[check] for check in asked])
            for name, asked in questions(assignment).items()}  # fmt: skip


def _question(slug: str, name: str, checks: list[Check]) -> str:
    cases = [QUESTION_CASE.format(check=check.name, points=check.points) for check in checks]
    return QUESTION.format(slug=slug, name=name) + "".join(cases)


def graded_files(assignment: Assignment) -> dict[str, str]:
    """The files that mark a submission, by name: one for each check, visible or hidden, with our points."""
    shares = [*sorted(_shares(assignment.settings)), 1.0]
    return {f"{check.name}.py": GRADED.format(slug=assignment.slug, check=check.name)
            + "".join(_cases(assignment.slug, check, shares if check.partial else [1.0]))
            for check in listed(assignment)}  # fmt: skip


def _cases(slug: str, check: Check, shares: list[float]) -> Iterator[str]:
    """A case of Otter's is all or nothing, so there is one for each share of the points that can be earned."""
    for number, (share, below) in enumerate(zip(shares, [0.0, *shares], strict=False)):
        part = "" if len(shares) == 1 else f", {share:.0%} of the points"
        yield GRADED_CASE.format(slug=slug, check=check.name, part=part, share=share, hidden=check.hidden,
                                 points=round((share - below) * check.points, 9), number=number or "")  # fmt: skip


def _shares(settings: Any) -> set[float]:
    """The fractions of a check's points that assignment.toml grants for less than the threshold."""
    found: set[float] = set()
    for key, value in settings.items():
        if isinstance(value, dict):
            found |= _shares(value)
        elif key.endswith("partial"):
            found |= {share for _, share in value}
        elif key == "half":
            found.add(0.5)
    return found


def build(slug: str, folder: Path, root: Path = catalog.ROOT) -> Path:
    """Writes <slug>-autograder.zip, which `otter run` and `otter grade` take, with `otter generate`.

    It holds the engine, this assignment's checks (hidden ones, too) and its reference: for graders, not for students.
    """
    assignment = catalog.load(slug, root)
    target = folder.resolve() / f"{slug}-autograder.zip"
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="torchgrade-") as name:
        stage = Path(name)
        files = _lay_out(assignment, stage)
        version = f"{sys.version_info.major}.{sys.version_info.minor}"
        command = [sys.executable, "-m", "otter", "generate", "--tests-dir", "tests", "--output-path", str(target),
                   "--python-version", version, *files]  # fmt: skip
        done = subprocess.run(command, cwd=stage, capture_output=True, text=True, env=os.environ | {"PYTHONPATH": ""})
        if done.returncode or not target.exists():
            raise AuthorError(f"otter generate failed for {slug}: {(done.stderr or done.stdout).strip()[-500:]}")
    return target


def _lay_out(assignment: Assignment, stage: Path) -> list[str]:
    """Writes what goes into the archive; returns the names that are laid beside a submission."""
    for path in _course_files(assignment):
        copy = stage / path.relative_to(assignment.root)
        copy.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, copy)
    (stage / "tests").mkdir()
    for name, source in graded_files(assignment).items():
        (stage / "tests" / name).write_text(source, encoding="utf-8")
    config = {"points_possible": assignment.points, "show_stdout": False, "show_hidden": False}
    (stage / "otter_config.json").write_text(json.dumps(config, indent=1))
    (stage / "requirements.txt").write_text("\n".join(requirements(assignment.root)) + "\n")
    return ["graders", "assignments", "reference"]


def _course_files(assignment: Assignment) -> Iterator[Path]:
    """The engine, and of the assignments what this one needs."""
    root = assignment.root
    yield from sorted((root / "graders" / "engine").glob("*.py"))
    yield from (root / "graders" / name for name in MARKING)
    yield from assignment.checks
    yield from sorted((root / "assignments").glob("*.py"))
    yield root / "assignments" / assignment.slug / "assignment.toml"
    yield assignment.reference


def requirements(root: Path) -> list[str]:
    """What the course depends on, in the versions that it was tested with."""
    project = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    pins = dict(line.split("==") for line in (root / "constraints.txt").read_text().splitlines() if "==" in line)
    names = [_name(line) for line in project["dependencies"]]
    return [f"{name}=={pins[name]}" if name in pins else name for name in names]


def _name(requirement: str) -> str:
    return requirement.split(";")[0].split(">")[0].split("=")[0].strip()
