"""A new assignment: it works at once, and takes nothing's place."""

import shutil
from pathlib import Path

import pytest

from torchgrade import course as courses
from torchgrade.course import Assignment
from torchgrade.judge.judging import judge
from torchgrade.judge.settings import Settings
from torchgrade.prove.cases import cases, misnamed, problems, unseen_checks
from torchgrade.publish import scaffold

EMPTY = 'title = "Nothing yet"\n\n[assignments]\n'


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


@pytest.mark.parametrize(
    ("slug", "said"),
    [
        ("Spiral", "small letters"),
        ("a-b", "small letters"),
        ("../up", "small letters"),
        ("2d", "small letters"),
        ("", "small letters"),
        ("random", "name of a Python module"),
        ("torch", "name of a Python module"),
        ("steps_hidden", "hidden checks"),
    ],
)
def test_a_bad_name_is_refused(tmp_path, slug, said):
    (tmp_path / "course.toml").write_text(EMPTY)
    with pytest.raises(scaffold.BadName, match=said):
        scaffold.start_assignment(courses.read(tmp_path), slug)
    assert [(path.name, path.read_text()) for path in tmp_path.iterdir()] == [("course.toml", EMPTY)]
