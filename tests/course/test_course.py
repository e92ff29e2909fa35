"""The course itself: what `make verify` proves, on every run of the tests, and what only has to be looked at."""

import os

import pytest
from rich.console import Console

from assignments import mnist_files
from tests.conftest import COURSE
from torchgrade.checks.announced import check_names
from torchgrade.intake.reading import handed_in
from torchgrade.judge import judging
from torchgrade.judge.mistakes import read_mistake
from torchgrade.judge.session import InProcess
from torchgrade.judge.settings import Settings
from torchgrade.practice.quiz import questions
from torchgrade.prove import verify
from torchgrade.prove.cases import unseen_checks
from torchgrade.publish import mistakes_page
from torchgrade.publish.handout import handout
from torchgrade.publish.notebooks import notebook
from torchgrade.submission import Submission
from torchgrade.worker.sandbox import missing_walls

ASSIGNMENTS = COURSE.assignments
SLUGS = [assignment.slug for assignment in ASSIGNMENTS]
QUICK, SLOW = ("autograd_regression", "and_perceptron", "xor_mlp"), [pytest.mark.slow]


def test_the_course_has_its_assignments_in_their_order_with_their_points():
    assert {one.slug: one.points for one in ASSIGNMENTS} == {
        "tensors": 10,
        "autograd_regression": 10,
        "and_perceptron": 10,
        "xor_mlp": 15,
        "data_pipeline": 15,
        "spiral": 20,
        "regularization": 15,
        "mnist_mlp": 20,
        "evaluation": 15,
        "mnist_cnn": 25,
        "model_toolkit": 15,
        "fashion_mnist": 15,
        "experiments": 15,
    }
    assert [one.order for one in ASSIGNMENTS] == list(range(1, len(SLUGS) + 1))


@pytest.mark.parametrize("assignment", ASSIGNMENTS, ids=SLUGS)
def test_a_readers_table_lists_it_with_its_points(assignment):
    line = f"| [{assignment.slug}](assignments/{assignment.slug}/README.md) | {assignment.points:g} |"
    assert line in (COURSE.root / "README.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("assignment", ASSIGNMENTS, ids=SLUGS)
def test_an_assignment_has_8_to_14_checks_some_hidden_and_12_mistakes_at_least(assignment):
    assert 8 <= len(check_names(assignment)) <= 14
    assert len(assignment.checks) == 2
    assert len(assignment.mistakes) >= 12


@pytest.mark.parametrize("assignment", ASSIGNMENTS, ids=SLUGS)
def test_a_quiz_asks_five_to_eight_questions_and_stands_at_the_end_of_the_handout(assignment):
    assert 5 <= len(questions(assignment)) <= 8
    assert (assignment.folder / "README.md").read_text(encoding="utf-8") == handout(assignment)


@pytest.mark.parametrize("assignment", ASSIGNMENTS, ids=SLUGS)
def test_a_handout_says_what_it_builds_on_and_what_comes_next(assignment):
    text = (assignment.folder / "README.md").read_text(encoding="utf-8")
    following = SLUGS[assignment.order :][:1]
    assert f"*Next:* [{following[0]}](../{following[0]}/README.md)" in text if following else "*Next:*" in text
    assert "*Builds on*" in text or assignment.order == 1


@pytest.mark.parametrize("assignment", ASSIGNMENTS, ids=SLUGS)
def test_the_path_shows_it_with_its_points(assignment):
    line = f"| {assignment.order} | [{assignment.slug}]({assignment.slug}/README.md) | {assignment.points:g} |"
    assert line in (assignment.folder.parent / "README.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("assignment", ASSIGNMENTS, ids=SLUGS)
def test_questions_stand_behind_the_drawing_of_its_notebook(assignment):
    assert 2 <= notebook(assignment).cells[-1].source.count("\n- ") <= 4


@pytest.mark.parametrize("assignment", ASSIGNMENTS, ids=SLUGS)
def test_there_are_three_right_variants_and_a_handout(assignment):
    assert len(list((assignment.root / "tests" / "correct" / assignment.slug).glob("*.py"))) >= 3
    assert (assignment.root / "assignments" / assignment.slug / "README.md").stat().st_size > 2000


@pytest.mark.parametrize("assignment", ASSIGNMENTS, ids=SLUGS)
def test_every_check_is_seen_to_fail(assignment):
    assert unseen_checks(assignment) == []


class Useless(InProcess):
    """A submission from which nothing comes that anybody foresaw."""

    def begin(self, seed, seconds):
        raise TypeError("nobody foresaw this")


@pytest.mark.parametrize(
    "assignment", [pytest.param(one, id=one.slug, marks=[] if one.slug in QUICK else SLOW) for one in ASSIGNMENTS]
)
def test_a_check_that_falls_over_an_answer_holds_for_the_reference(assignment):
    """Or a program that finds such an answer would keep everybody from being judged: the check would be to blame."""
    for name in check_names(assignment):
        settings = Settings(seed=5, data=os.devnull, only=frozenset({name}))
        (result,) = judging.examine(assignment, Useless(assignment.slug, Submission()), settings).results.values()
        assert result.outcome == "failed", f"{name}: {result.got}"


def verified(assignments, data: str, kinds: tuple[str, ...] = ()) -> bool:
    settings = Settings(seed=2024, walls=not missing_walls(), data=data)
    return verify.run(assignments, settings, kinds, None, Console(width=160))


@pytest.mark.slow
@pytest.mark.timeout(3600)
def test_everything_is_as_known(capsys):
    """References, templates, right variants, mistakes and restyled mistakes: `make verify` itself, on the stand-in."""
    assert verified(ASSIGNMENTS, os.devnull), capsys.readouterr().out


@pytest.mark.slow
@pytest.mark.skipif(not mnist_files.is_there(mnist_files.data_root()), reason="no MNIST here")
@pytest.mark.timeout(1200)
def test_what_is_right_earns_everything_on_mnist(capsys):
    digits = [assignment for assignment in ASSIGNMENTS if assignment.slug.startswith("mnist")]
    root = str(mnist_files.data_root())
    assert verified(digits, root, ("reference", "correct")), capsys.readouterr().out


def test_the_page_of_mistakes_is_not_stale():
    path = COURSE.root / "docs" / "mistakes.md"
    assert path.read_text(encoding="utf-8") == mistakes_page.page(ASSIGNMENTS)


@pytest.mark.cuda
@pytest.mark.parametrize("assignment", ASSIGNMENTS, ids=SLUGS)
def test_the_marks_are_the_same_on_a_gpu(assignment, server):
    torch = pytest.importorskip("torch")
    if not torch.cuda.is_available():
        pytest.skip("no CUDA device here")
    assert judging.judge(assignment, handed_in(assignment), Settings(1, device="cuda"), server).full


@pytest.mark.parametrize("assignment", ASSIGNMENTS, ids=SLUGS)
def test_every_mistake_points_to_a_heading_of_the_handout(assignment):
    text = (assignment.root / "assignments" / assignment.slug / "README.md").read_text(encoding="utf-8")
    headings = {line.removeprefix("## ") for line in text.splitlines() if line.startswith("## ")}
    assert {read_mistake(path).see for path in assignment.mistakes} <= headings
