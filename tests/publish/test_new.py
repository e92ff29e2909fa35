"""A new assignment: it works at once, and the walk through CONTRIBUTING.md leads to one that works as well."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import COURSE
from torchgrade import course as courses
from torchgrade.course import Assignment
from torchgrade.judge.judging import judge
from torchgrade.judge.settings import Settings
from torchgrade.prove.cases import cases, misnamed, problems, unseen_checks
from torchgrade.publish import scaffold

EMPTY = 'title = "Nothing yet"\n\n[assignments]\n'
BLOCK = re.compile(r"^```(\w+)(?: (\S+))?\n(.*?)^```$", re.MULTILINE | re.DOTALL)


@pytest.fixture
def fresh(tmp_path: Path) -> Assignment:
    """A scaffolded assignment in an empty course."""
    (tmp_path / "course.toml").write_text(EMPTY)
    scaffold.start_assignment(courses.read(tmp_path), "first_steps")
    return courses.read(tmp_path).assignment("first_steps")


def test_every_case_of_a_new_assignment_is_as_known(fresh, server):
    for case in cases(fresh):
        report = judge(fresh, case.submission, Settings(seed=1), server)
        assert problems(case, report) == []
        assert not misnamed(case, report)


def test_every_check_of_a_new_assignment_is_seen_to_fail(fresh):
    assert unseen_checks(fresh) == []


def test_a_new_assignment_comes_after_the_others(fresh, tmp_path):
    scaffold.start_assignment(courses.read(tmp_path), "second_steps")
    assert [a.slug for a in courses.read(tmp_path).assignments] == ["first_steps", "second_steps"]


def test_nothing_is_overwritten(fresh, tmp_path):
    (tmp_path / "course.toml").write_text(EMPTY)  # so that the files alone are in the way
    courses.read.cache_clear()
    before = {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
    shutil.rmtree(fresh.graders / "mistakes")
    with pytest.raises(scaffold.BadName, match=r"there already: .*reference/first_steps.py"):
        scaffold.start_assignment(courses.read(tmp_path), "first_steps")
    assert all(path.read_bytes() == text for path, text in before.items() if path.exists())
    assert not (fresh.graders / "mistakes").exists()


def test_an_assignment_that_is_listed_is_not_started_again(fresh, tmp_path):
    with pytest.raises(scaffold.BadName, match=r"course\.toml lists first_steps already"):
        scaffold.start_assignment(fresh.course, "first_steps")


@pytest.mark.parametrize(("slug", "said"), [
    ("Spiral", "small letters"), ("a-b", "small letters"), ("../up", "small letters"), ("2d", "small letters"),
    ("", "small letters"), ("random", "name of a Python module"), ("torch", "name of a Python module"),
    ("steps_hidden", "hidden checks"),
])  # fmt: skip
def test_a_bad_name_is_refused(tmp_path, slug, said):
    (tmp_path / "course.toml").write_text(EMPTY)
    with pytest.raises(scaffold.BadName, match=said):
        scaffold.start_assignment(courses.read(tmp_path), slug)
    assert [(path.name, path.read_text()) for path in tmp_path.iterdir()] == [("course.toml", EMPTY)]


def copy_of_the_course(folder: Path) -> dict[str, str]:
    """Copies the course into the folder, with a stand-in for its .venv; the environment that commands need there."""
    left_out = shutil.ignore_patterns(".*", "__pycache__", "data", "dist", "build", "figures", "*.egg-info")
    shutil.copytree(COURSE.root, folder, ignore=left_out, dirs_exist_ok=True)
    programs = folder / ".venv" / "bin"
    programs.mkdir(parents=True)
    for name, start in (("python", ""), ("torchgrade", "-m torchgrade")):
        (programs / name).write_text(f'#!/bin/sh\nexec {sys.executable} {start} "$@"\n')
        (programs / name).chmod(0o755)
    (folder / ".venv" / ".ready").touch()
    return os.environ | {"PYTHONPATH": str(folder), "PYTHONDONTWRITEBYTECODE": "1"}


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("make") is None, reason="needs make")
def test_the_walk_through_contributing_works_when_followed_to_the_letter(tmp_path):
    course = tmp_path / "course"
    environment = copy_of_the_course(course)
    text = (course / "CONTRIBUTING.md").read_text(encoding="utf-8")
    blocks = BLOCK.findall(text[text.index("## Adding an assignment") : text.index("## Rules of the house")])
    shown = ""
    for kind, path, content in blocks:
        if kind != "sh":
            (course / path).write_text(content, encoding="utf-8")
            continue
        for command in content.splitlines():
            done = subprocess.run(command, shell=True, cwd=course, env=environment, capture_output=True, text=True)
            assert done.returncode == 0, f"{command}\n{done.stdout}{done.stderr}"
            shown += done.stdout
    assert "3 of 3 points" in shown
    assert re.search(r"mistake +2 of 2 as known, 2 named", shown)
    assert "raise NotImplementedError" in (course / "student_template" / "softmax.py").read_text()
