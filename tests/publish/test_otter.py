"""Otter: the marks of the real `otter run` are those of the judge, check by check, from files made from our checks."""

import contextlib
import functools
import json
import re
import subprocess
import sys
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner

from tests.conftest import COURSE, earned
from torchgrade.commands.main import main
from torchgrade.errors import AuthorError
from torchgrade.intake.reading import find
from torchgrade.judge.judging import judge
from torchgrade.judge.report import Result
from torchgrade.judge.settings import Settings
from torchgrade.publish import otter
from torchgrade.publish.kernel import examine
from torchgrade.publish.notebooks import notebook, solved, text
from torchgrade.publish.packing import pinned, requirements
from torchgrade.publish.promises import CouldNotGrade, PromiseBroken, Question, graded
from torchgrade.submission import Submission
from torchgrade.worker.forkserver import ForkServer

SEED = 11


@pytest.fixture(autouse=True)
def standin(monkeypatch):
    """One seed for every way to mark, no MNIST, one thread."""
    monkeypatch.setenv("TORCHGRADE_SEED", str(SEED))
    monkeypatch.setenv("TORCHGRADE_DATA", "/dev/null")
    monkeypatch.setenv("OMP_NUM_THREADS", "1")


@pytest.fixture(scope="module")
def archive(tmp_path_factory):
    """`archive(slug)`: the autograder of an assignment, built once, alone in its folder, by the program."""

    def build(slug: str) -> Path:
        folder = tmp_path_factory.mktemp("dist")
        command = ["--course", str(COURSE.root), "release", "-a", slug, "--only", "otter", "--out", str(folder)]
        CliRunner().invoke(main, command, catch_exceptions=False)
        return folder / "otter" / f"{slug}-autograder.zip"

    return functools.cache(build)


def marks_of_otter(archive: Path, submission: Path) -> dict[str, float]:
    """What `otter run` gives a submission for each check."""
    command = [sys.executable, "-m", "otter", "run", "-a", str(archive), "-o", str(submission.parent), str(submission)]
    done = subprocess.run(command, cwd=submission.parent, capture_output=True, text=True, timeout=600)
    assert done.returncode == 0, done.stderr[-2000:]
    results = json.loads((submission.parent / "results.json").read_text())
    return {test["name"]: test["score"] for test in results["tests"] if "score" in test}


def marks_of_judge(slug: str, submission: Submission, server: ForkServer) -> dict[str, float]:
    settings = Settings(seed=SEED, data="/dev/null", diagnose=False)
    return earned(judge(COURSE.assignment(slug), submission, settings, server))


def with_mistake(slug: str, name: str) -> str:
    """The reference with a known mistake laid over it."""
    paths = COURSE.root / "reference" / f"{slug}.py", COURSE.root / "graders" / slug / "mistakes" / f"{name}.py"
    return "\n\n".join(path.read_text() for path in paths)


def handed_in(slug: str, kind: str, folder: Path) -> Path:
    """A submission on disk: a "solved" or "untouched" notebook, a right "script", or one with the mistake named."""
    if kind in ("solved", "untouched"):
        file = folder / f"{slug}.ipynb"
        make = solved if kind == "solved" else notebook
        file.write_text(text(make(COURSE.assignment(slug))))
        return file
    file = folder / f"{slug}.py"
    right = (COURSE.root / "reference" / file.name).read_text()
    file.write_text(right if kind == "script" else with_mistake(slug, kind))
    return file


@pytest.fixture
def changed(archive, tmp_path):
    """`changed(slug, path, old, new)`: the autograder of an assignment with one file of its course so changed."""

    def copy(slug: str, path: str, old: str, new: str) -> Path:
        target = tmp_path / "changed.zip"
        with zipfile.ZipFile(archive(slug)) as whole, zipfile.ZipFile(target, "w") as written:
            assert old in whole.read(f"files/{path}").decode()
            for name in whole.namelist():
                content = whole.read(name)
                written.writestr(
                    name, content.replace(old.encode(), new.encode()) if name == f"files/{path}" else content
                )
        return target

    return copy


# ---- the real otter run ----

CASES = [
    ("autograd_regression", "solved"),
    ("spiral", "script"),
    ("autograd_regression", "untouched"),
    ("autograd_regression", "second_call_goes_on"),
    ("autograd_regression", "data_normalised_in_place"),
    ("and_perceptron", "flat_output"),
    ("and_perceptron", "rows_shuffled_in_place"),
    ("spiral", "gradients_not_zeroed"),
]


@pytest.mark.slow
@pytest.mark.parametrize(("slug", "kind"), CASES)
def test_otter_gives_the_marks_of_the_judge(slug, kind, archive, tmp_path, server):
    submission = handed_in(slug, kind, tmp_path)
    assert marks_of_otter(archive(slug), submission) == marks_of_judge(slug, find(submission, slug), server)


@pytest.mark.slow
def test_otter_gives_half_of_the_points_where_the_check_does(changed, tmp_path):
    harder = changed("spiral", "assignments/spiral/assignment.toml", "threshold = ", "threshold = 1.0 # ")
    found = marks_of_otter(harder, handed_in("spiral", "script", tmp_path))
    assert found["test_learns_the_spiral"] == 1.0


@pytest.mark.slow
def test_otter_gives_no_marks_when_a_check_is_broken(changed, tmp_path):
    slug = "autograd_regression"
    broken = changed(slug, f"graders/{slug}/test_{slug}.py", "x, w, b = vector(rng, 7)", "x, w, b = vectors(rng, 7)")
    assert marks_of_otter(broken, handed_in(slug, "script", tmp_path)) == {}


# ---- the archive ----


@pytest.mark.slow
def test_the_archive_holds_no_mistake_and_no_other_assignment(archive):
    names = zipfile.ZipFile(archive("spiral")).namelist()
    assert not [name for name in names if "mistakes/" in name or "mnist_mlp" in name or "and_perceptron" in name]


def test_the_points_of_the_cases_are_those_of_the_checks():
    for assignment in COURSE.assignments:
        found = [
            float(points)
            for source in otter.graded_files(assignment).values()
            for points in re.findall(r"points=([\d.]+)", source)
        ]
        assert sum(found) == pytest.approx(assignment.points)


def test_hidden_checks_are_hidden_cases():
    files = otter.graded_files(COURSE.assignment("autograd_regression"))
    hidden = {name for name, source in files.items() if "hidden=True" in source}
    assert hidden == {
        f"{name}.py"
        for name in (
            "test_finds_a_new_line",
            "test_a_second_fit_starts_anew",
            "test_data_stay_as_they_are",
            "test_too_large_a_rate",
        )
    }


def test_requirements_are_pinned_to_what_the_course_was_tested_with():
    assert all("==" in line for line in pinned(COURSE, requirements(COURSE)))


@pytest.mark.slow
def test_the_program_builds_the_archive_it_is_asked_for(archive):
    built = archive("and_perceptron")
    assert list(built.parents[1].rglob("*.zip")) == [built]


# ---- checks on a notebook's names ----


def names_of(source: str) -> dict:
    """What a notebook that ran this one cell holds."""
    names = {"__name__": "notebook", "In": ["", source]}
    exec(source, names)
    return names


def test_checks_that_a_question_needs_run_with_it():
    found = examine(
        COURSE.assignment("spiral"), names_of(with_mistake("spiral", "gradients_not_zeroed")), SEED, {"test_early_stop"}
    )
    assert {name: result.outcome for name, result in found.items()} == {
        "test_steps": "failed",
        "test_early_stop": "blocked",
    }


def test_a_function_that_loops_costs_its_own_checks_only():
    assignment = replace(COURSE.assignment("autograd_regression"), seconds=0.5)
    source = f"{with_mistake('autograd_regression', 'momentum')}\ndef predict(x, w, b):\n    while True: pass\n"
    found = examine(assignment, names_of(source), SEED, {"test_predict", "test_mse_loss"})
    assert {name: result.outcome for name, result in found.items()} == {
        "test_predict": "timeout",
        "test_mse_loss": "passed",
    }


def test_a_question_tells_what_is_not_written_yet():
    template = COURSE.root / "student_template" / "autograd_regression.py"
    with pytest.raises(PromiseBroken, match="it is not written yet"):
        Question("autograd_regression", "predict").check(names_of(template.read_text()), "test_predict")


def test_a_check_that_fails_over_the_reference_ends_the_marking(monkeypatch):
    def fails(*arguments):
        raise AuthorError("a check is broken")

    monkeypatch.setattr("torchgrade.publish.promises.examine", fails)
    with pytest.raises(CouldNotGrade, match="a check is broken"):
        graded("spiral", {}, "test_steps")


@pytest.mark.parametrize(("share", "kept"), [(0.25, True), (0.5, True), (0.75, False), (1.0, False)])
def test_a_case_is_passed_up_to_the_share_that_was_earned(share, kept, monkeypatch):
    result = Result("test_x", "It learns.", points=3, earned=1.5, outcome="failed")
    monkeypatch.setattr("torchgrade.publish.promises.examine", lambda *arguments: {"test_x": result})
    with contextlib.nullcontext() if kept else pytest.raises(PromiseBroken, match=r"It learns\."):
        graded("spiral", {}, "test_x", share)
