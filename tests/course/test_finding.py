"""A course is found, not assumed; what is wrong with one is said in a sentence."""

import pickle
import re
from pathlib import Path

import pytest

from torchgrade import course
from torchgrade.errors import AuthorError, DataError

TOML = 'title = "Two"\n[assignments]\none = 3\ntwo = 1.5\n'


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A course of two assignments without checks."""
    for slug in ("one", "two"):
        (tmp_path / "assignments" / slug).mkdir(parents=True)
        (tmp_path / "assignments" / slug / "assignment.toml").write_text(f'title = "{slug.title()}"\n')
    (tmp_path / "assignments" / "__init__.py").touch()
    (tmp_path / course.FILE).write_text(TOML)
    return tmp_path


def rewritten(root: Path, toml: str) -> Path:
    (root / course.FILE).write_text(toml)
    course.read.cache_clear()
    return root


def test_it_is_found_upward_from_any_folder_in_it(root):
    assert course.find(root / "assignments" / "one").root == root


def test_its_assignments_come_in_the_order_of_the_file_with_its_points(root):
    assert [(one.slug, one.order, one.points) for one in course.read(root).assignments] == [
        ("one", 1, 3),
        ("two", 2, 1.5),
    ]


def test_what_an_assignment_does_not_say_is_the_courses_to_say(root):
    found = course.read(rewritten(root, TOML + "[defaults]\nseconds = 7\nthreshold = 0.5\n")).assignment("one")
    assert (found.seconds, found.memory, found.settings["threshold"]) == (7, 2 * 2**30, 0.5)


def test_an_assignment_says_it_otherwise(root):
    (root / "assignments" / "one" / "assignment.toml").write_text('title = "One"\nseconds = 9\n')
    assert course.read(rewritten(root, TOML + "[defaults]\nseconds = 7\n")).assignment("one").seconds == 9


def test_in_another_process_it_is_the_course_of_that_process(root):
    found = course.read(root)
    assert pickle.loads(pickle.dumps(found)) is found


def test_no_course_is_an_error_that_names_init(tmp_path):
    with pytest.raises(AuthorError, match=r"no course here.*--course DIR.*torchgrade init"):
        course.find(tmp_path)


def test_a_folder_that_is_no_course_is_not_searched_further_when_it_was_named(root):
    with pytest.raises(AuthorError, match=r"is no course: it has no course\.toml"):
        course.read(root / "assignments")


def test_a_course_from_before_is_told_what_to_do(tmp_path):
    (tmp_path / "graders" / "checks").mkdir(parents=True)
    with pytest.raises(AuthorError, match=r"earlier version.*take a kit of this version, or move"):
        course.find(tmp_path)


@pytest.mark.parametrize(
    ("toml", "said"),
    [
        ("[assignments]\nthree = 1\n", r"lists three, but there is no assignments/three/assignment\.toml"),
        ("[assignments]\none = 1\none = 2\n", "is an assignment listed twice"),
        ("[assignments]\nOne = 1\n", "'One' cannot name an assignment: use small letters"),
        ("[assignments]\nclass = 1\n", "'class' cannot name an assignment"),
        ("[assignments]\n'a b' = 1\n", "'a b' cannot name an assignment"),
        ("[assignments]\none = 'ten'\n", "worth a positive number of points"),
        ("[assignments]\none = -1\n", "worth a positive number of points"),
        ("[assignments]\none = true\n", "worth a positive number of points"),
        ("assignments = ['one']\n", r"needs a table \[assignments\]"),
        ("title = 'Two'\n", r"needs a table \[assignments\]"),
        ("title = \n", "is not valid TOML"),
    ],
)
def test_what_is_wrong_with_the_file_is_said(root, toml, said):
    with pytest.raises(AuthorError, match=said):
        course.read(rewritten(root, toml))


def test_an_assignment_that_is_not_listed_is_none(root):
    with pytest.raises(AuthorError, match="lists no assignment three; it lists one, two"):
        course.read(root).assignment("three")


def test_a_broken_assignment_is_named(root):
    (root / "assignments" / "two" / "assignment.toml").write_text("seconds = 'long'\n")
    with pytest.raises(AuthorError, match=re.escape("assignments/two/assignment.toml: KeyError: 'title'")):
        course.read(root).assignment("two")


# ---- data ----


def with_data(root: Path, source: str) -> course.Course:
    (root / "assignments" / "own.py").write_text(source)
    return course.read(
        rewritten(root, TOML + '[data]\nimages = "assignments.own:load"\nfiles = "assignments.own:files"\n')
    )


def test_data_are_loaded_by_the_courses_own_function_once(root):
    found = with_data(root, "calls = []\n\ndef load(root):\n    calls.append(root)\n    return calls\n")
    assert found.load("images", "here") is found.load("images", "here")
    assert found.load("images", "here") == ["here"]


def test_two_courses_in_one_process_load_their_own(root, tmp_path_factory):
    other = tmp_path_factory.mktemp("other")
    (other / "assignments" / "one").mkdir(parents=True)
    (other / "assignments" / "one" / "assignment.toml").write_text('title = "One"\n')
    (other / "assignments" / "__init__.py").touch()
    rewritten(other, "[assignments]\none = 1\n[data]\nimages = 'assignments.own:load'\n")
    (other / "assignments" / "own.py").write_text("def load(root):\n    return 'theirs'\n")
    mine = with_data(root, "def load(root):\n    return 'mine'\n")
    assert mine.load("images", None) == "mine"
    assert course.read(other).load("images", None) == "theirs"


def test_whatever_the_courses_function_raises_is_nobodys_mark(root):
    found = with_data(root, "def load(root):\n    raise RuntimeError('half of it is missing: run `make data`')\n")
    with pytest.raises(DataError, match="half of it is missing"):
        found.load("images", None)


def test_a_function_that_is_not_there_is_the_authors_to_mend(root):
    found = with_data(root, "")
    with pytest.raises(AuthorError, match=r"course\.toml: \[data\] images: .*has no attribute 'load'"):
        found.load("images", None)


def test_data_that_the_course_does_not_declare_are_asked_for_in_vain(root):
    with pytest.raises(AuthorError, match=r"\[data\] has no images = 'module:function'"):
        course.read(root).load("images", None)


def test_caches_of_a_course_that_cannot_be_written_lie_elsewhere(root, monkeypatch, tmp_path_factory):
    home = tmp_path_factory.mktemp("home")
    monkeypatch.setenv("XDG_CACHE_HOME", str(home))
    monkeypatch.setattr("os.access", lambda path, mode: False)
    assert course.read(root).cache.is_relative_to(home / "torchgrade")


def test_caches_of_two_such_courses_lie_apart(root, monkeypatch, tmp_path_factory):
    monkeypatch.setattr("os.access", lambda path, mode: False)
    (root / "assignments" / course.FILE).write_text("[assignments]\n")
    assert course.read(root).cache != course.read(root / "assignments").cache
