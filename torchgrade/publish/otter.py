"""Otter's files, from our checks: questions for a student's notebook, and autograder.zip for those who grade."""

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from torchgrade.checks.announced import Check, listed
from torchgrade.course import FILE, Assignment, Table
from torchgrade.errors import AuthorError
from torchgrade.publish.packing import check_files, course_toml, pinned, requirements, shared_files, tool_files
from torchgrade.publish.questions import questions

QUESTION = '''\
"""The checks of `{name}`, for grader.check("{name}"). Written by `make stubs`."""

from otter.test_files import test_case

from torchgrade.publish.promises import Question

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

from torchgrade.publish.promises import graded

OK_FORMAT = False
name = "{check}"
'''
GRADED_CASE = """

@test_case(name="{check}{part}", points={points:g}, hidden={hidden})
def {check}{number}(env):
    graded("{slug}", env, "{check}", {share:g})
"""


def question_files(assignment: Assignment) -> dict[str, str]:
    """The files that a student's notebook reads, by name: one for each function, its visible checks in it."""
    checks = {check.name: check for check in listed(assignment)}
    return {
        f"{name}.py": _question(assignment.slug, name, [checks[check] for check in asked])
        for name, asked in questions(assignment).items()
    }


def _question(slug: str, name: str, checks: list[Check]) -> str:
    cases = [QUESTION_CASE.format(check=check.name, points=check.points) for check in checks]
    return QUESTION.format(slug=slug, name=name) + "".join(cases)


def graded_files(assignment: Assignment) -> dict[str, str]:
    """The files that mark a submission, by name: one for each check, visible or hidden, with our points."""
    shares = [*sorted(_shares(assignment.settings)), 1.0]
    return {
        f"{check.name}.py": GRADED.format(slug=assignment.slug, check=check.name)
        + "".join(_cases(assignment.slug, check, shares if check.partial else [1.0]))
        for check in listed(assignment)
    }


def _cases(slug: str, check: Check, shares: list[float]) -> Iterator[str]:
    """A case of Otter's is all or nothing, so there is one for each share of the points that can be earned."""
    for number, (share, below) in enumerate(zip(shares, [0.0, *shares], strict=False)):
        part = "" if len(shares) == 1 else f", {share:.0%} of the points"
        yield GRADED_CASE.format(
            slug=slug,
            check=check.name,
            part=part,
            share=share,
            hidden=check.hidden,
            points=round((share - below) * check.points, 9),
            number=number or "",
        )


def _shares(settings: Table) -> set[float]:
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


def build(assignment: Assignment, folder: Path) -> Path:
    """Writes <slug>-autograder.zip, which `otter run` and `otter grade` take, with `otter generate`.

    It holds the tool, this assignment's checks (hidden ones, too) and its reference: for graders, not for students.
    """
    target = folder.resolve() / f"{assignment.slug}-autograder.zip"
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="torchgrade-") as name:
        stage = Path(name)
        files = _lay_out(assignment, stage)
        version = f"{sys.version_info.major}.{sys.version_info.minor}"
        command = [sys.executable, "-m", "otter", "generate", "--tests-dir", "tests", "--output-path", str(target)]
        command += ["--python-version", version, *files]
        done = subprocess.run(command, cwd=stage, capture_output=True, text=True, env=os.environ | {"PYTHONPATH": ""})
        if done.returncode or not target.exists():
            said = (done.stderr or done.stdout).strip()[-500:]
            raise AuthorError(f"otter generate failed for {assignment.slug}: {said}")
    return target


def _lay_out(assignment: Assignment, stage: Path) -> list[str]:
    """Writes what goes into the archive; returns the names that are laid beside a submission."""
    course = assignment.course
    for name, path in [*tool_files(), *shared_files(course), *check_files(assignment)]:
        (stage / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, stage / name)
    (stage / "tests").mkdir()
    for name, source in graded_files(assignment).items():
        (stage / "tests" / name).write_text(source, encoding="utf-8")
    config = {"points_possible": assignment.points, "show_stdout": False, "show_hidden": False}
    (stage / "otter_config.json").write_text(json.dumps(config, indent=1))
    (stage / FILE).write_text(course_toml(course, {assignment.slug: assignment.points}), encoding="utf-8")
    (stage / "requirements.txt").write_text("\n".join(pinned(course, requirements(course))) + "\n")
    return ["torchgrade", "graders", "assignments", "reference", FILE]
