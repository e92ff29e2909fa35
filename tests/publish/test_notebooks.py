"""Student notebooks: what stands in them, that they hold no solution, and that they run when they are solved."""

import re
import shutil
from pathlib import Path

import nbformat
import pytest
from nbconvert.preprocessors import ExecutePreprocessor

from tests.conftest import COURSE
from torchgrade import course as courses
from torchgrade.checks.announced import check_names
from torchgrade.course import BEGIN, END, Assignment
from torchgrade.errors import AuthorError
from torchgrade.intake.reading import find
from torchgrade.judge.judging import judge
from torchgrade.judge.settings import Settings
from torchgrade.publish import template
from torchgrade.publish.notebooks import notebook, solved, text
from torchgrade.publish.questions import defined, questions
from torchgrade.publish.stubs import StubError

SLUGS = [assignment.slug for assignment in COURSE.assignments]
TEMPLATE = COURSE.root / "student_template"


def notebook_of(slug: str):
    return notebook(COURSE.assignment(slug))


def solved_of(slug: str):
    return solved(COURSE.assignment(slug))


def code(made) -> list[str]:
    return [cell.source for cell in made.cells if cell.cell_type == "code"]


def executed(made, folder: Path, slug: str):
    """A notebook after a run from top to bottom where a student would have it, on the digits stand-in."""
    for part in ("course.toml", *courses.FOLDERS):
        (folder / part).symlink_to(COURSE.root / part)
    home = folder / "student_template"
    shutil.copytree(TEMPLATE / "questions" / slug, home / "questions" / slug)
    ExecutePreprocessor(timeout=600, kernel_name="python3").preprocess(made, {"metadata": {"path": str(home)}})
    return made


def outputs(made, name: str) -> list:
    """What the cell of that name showed."""
    return next(cell.outputs for cell in made.cells if cell.id.partition("-")[2] == name)


@pytest.fixture(autouse=True)
def standin(monkeypatch):
    """The kernels find no MNIST."""
    monkeypatch.setenv("TORCHGRADE_DATA", "/dev/null")
    monkeypatch.setenv("OMP_NUM_THREADS", "1")


# ---- what stands in them ----


@pytest.mark.parametrize("slug", SLUGS)
def test_a_notebook_holds_no_line_of_a_solution(slug):
    lines = (COURSE.root / "reference" / f"{slug}.py").read_text().split("\n")
    begins = [number for number, line in enumerate(lines) if BEGIN.fullmatch(line)]
    ends = [number for number, line in enumerate(lines) if END.match(line)]
    hidden = {line.strip() for first, last in zip(begins, ends, strict=True) for line in lines[first + 1 : last]}
    outside = {
        line.strip()
        for number, line in enumerate(lines)
        if not any(first <= number <= last for first, last in zip(begins, ends, strict=True))
    }
    shown = {line.strip() for source in code(notebook_of(slug)) for line in source.split("\n")}
    assert not {line for line in hidden - outside if len(line) > 12} & shown


@pytest.mark.parametrize("slug", SLUGS)
def test_every_function_has_a_cell_of_its_own(slug):
    found = [defined(source) for source in code(solved_of(slug)) if defined(source)]
    assert found == [[name] for name in defined((COURSE.root / "reference" / f"{slug}.py").read_text())]


@pytest.mark.parametrize("slug", SLUGS)
def test_every_visible_check_is_asked_for(slug):
    assignment = COURSE.assignment(slug)
    asked = [
        question for source in code(notebook_of(slug)) for question in re.findall(r'grader\.check\("(\w+)"\)', source)
    ]
    checks = [check for question in asked for check in questions(assignment)[question]]
    assert sorted(checks) == sorted(
        name for name in check_names(assignment) if name in assignment.checks[0].read_text()
    )


@pytest.mark.parametrize("slug", SLUGS)
def test_a_notebook_is_valid_and_empty_of_outputs(slug):
    made = notebook_of(slug)
    nbformat.validate(made)
    assert [cell.outputs for cell in made.cells if cell.cell_type == "code"] == [[]] * len(code(made))


def test_a_notebook_is_the_same_text_each_time():
    assert text(notebook_of("spiral")) == text(notebook_of("spiral"))


@pytest.mark.parametrize("slug", SLUGS)
def test_every_picture_is_attached(slug):
    for cell in notebook_of(slug).cells:
        assert set(re.findall(r"!\[[^\]]*\]\(attachment:([^)]+)\)", cell.source)) == set(cell.get("attachments", ()))
        assert not re.search(r"!\[[^\]]*\]\((?!attachment:)", cell.source)


def spiral_alone(root: Path) -> Assignment:
    """The assignment spiral in a course of its own."""
    for part in ("assignments/spiral", "graders/spiral"):
        shutil.copytree(COURSE.root / part, root / part)
    (root / "reference").mkdir()
    shutil.copy(COURSE.root / "reference" / "spiral.py", root / "reference")
    (root / "course.toml").write_text("[assignments]\nspiral = 20\n")
    return courses.read(root).assignment("spiral")


@pytest.mark.parametrize("name", ["Early stopping", "SpiralNet"])
def test_a_section_or_function_that_is_not_there_is_refused(name, tmp_path):
    plan = spiral_alone(tmp_path).folder / "notebook.toml"
    plan.write_text(plan.read_text().replace(name, "Other"))
    with pytest.raises(AuthorError, match="Other"):
        notebook(courses.read(tmp_path).assignment("spiral"))


@pytest.mark.parametrize("slug", SLUGS)
def test_links_lead_somewhere_from_where_the_notebook_lies(slug):
    words = "\n".join(cell.source for cell in notebook_of(slug).cells if cell.cell_type == "markdown")
    linked = re.findall(r"(?<!!)\[[^\]]*\]\((?![a-z]+:|#)([^)#]+)\)", words)
    coming = {"model_toolkit", "fashion_mnist", "experiments"}
    assert [
        link for link in linked if not (TEMPLATE / link).exists() and not coming.intersection(link.split("/"))
    ] == []
    assert f"../assignments/{slug}/README.md" in linked


def test_questions_on_the_drawing_stand_below_it(tmp_path):
    spiral = spiral_alone(tmp_path)
    plan = spiral.folder / "notebook.toml"
    plan.write_text("draw = 'figures.spiral()'\nreflect = ['Where is it unsure?', 'Why?']\n")
    *_, drawing, asked = notebook(spiral).cells
    assert "figures.spiral" in drawing.source
    assert asked.source.endswith("- Where is it unsure?\n- Why?")


def test_a_word_that_a_notebook_toml_does_not_know_is_refused(tmp_path):
    spiral = spiral_alone(tmp_path)
    (spiral.folder / "notebook.toml").write_text('reflct = ["Why?"]\n')
    with pytest.raises(AuthorError, match="reflct; known are draw, reflect, handout"):
        notebook(spiral)


# ---- files ----


@pytest.fixture
def project(tmp_path):
    """A course of one assignment, its template written."""
    course = spiral_alone(tmp_path).course
    template.write(course)
    return course


def test_a_notebook_that_was_worked_on_is_not_overwritten(project):
    path = project.root / "student_template" / "spiral.ipynb"
    path.write_text(path.read_text().replace(r"raise NotImplementedError(\"spiral: train\")", "return {}"))
    with pytest.raises(StubError, match=r"student_template/spiral\.ipynb.*FORCE=1"):
        template.write(project)


def test_a_stale_notebook_is_found(project):
    handout = project.root / "assignments" / "spiral" / "README.md"
    handout.write_text(handout.read_text().replace("## Dropout\n", "## Dropout\n\nMore of it.\n"))
    assert template.write(project, check=True) == ["student_template/spiral.ipynb"]


def test_no_questions_are_left_over_in_the_template():
    there = {
        path.relative_to(TEMPLATE / "questions").with_suffix("").as_posix()
        for path in TEMPLATE.glob("questions/*/*.py")
    }
    assert there == {f"{slug}/{name}" for slug in SLUGS for name in questions(COURSE.assignment(slug))}


# ---- running them ----


@pytest.mark.parametrize("slug", [SLUGS[0], *(pytest.param(slug, marks=pytest.mark.slow) for slug in SLUGS[1:])])
def test_a_solved_notebook_runs_and_keeps_every_promise(slug, tmp_path):
    made = executed(solved_of(slug), tmp_path, slug)
    told = [cell.outputs[0].data["text/plain"] for cell in made.cells if "grader.check" in cell.source]
    assert [line for line in told if not line.endswith("All test cases passed!")] == []
    assert all("image/png" in output.data for output in outputs(made, "draw"))


@pytest.mark.slow
def test_grader_check_tells_promise_expected_got_and_hint(tmp_path):
    made = solved_of("autograd_regression")
    for cell in made.cells:
        cell.source = cell.source.replace(".mean()", ".sum()")
    told = outputs(executed(made, tmp_path, "autograd_regression"), "check-mse_loss")[0].data["text/plain"]
    for part in (
        "`mse_loss` gives the mean of the squared errors",
        "expected:",
        "got:",
        "hint:     what would the loss",
    ):
        assert part in told


@pytest.mark.slow
def test_grader_check_leaves_random_numbers_and_threads_alone(tmp_path):
    made = solved_of("autograd_regression")
    start = nbformat.v4.new_code_cell("torch.manual_seed(3); torch.set_num_threads(2)", id="start")
    after = nbformat.v4.new_code_cell(
        "a = torch.rand(1); torch.manual_seed(3); print(bool(a == torch.rand(1)), torch.get_num_threads())",
        id="99-after",
    )
    made.cells = [*made.cells[:3], start, *(c for c in made.cells[3:] if "predict" in c.id), after]
    assert outputs(executed(made, tmp_path, "autograd_regression"), "after")[0].text == "True 2\n"


@pytest.mark.slow
@pytest.mark.parametrize("slug", SLUGS)
def test_a_judge_that_runs_a_solved_notebook_neither_trains_nor_fails(slug, tmp_path, server):
    (tmp_path / f"{slug}.ipynb").write_text(text(solved_of(slug)))
    settings = Settings(only=frozenset(questions(COURSE.assignment(slug)).popitem()[1][:1]), data="/dev/null")
    assert judge(COURSE.assignment(slug), find(tmp_path, slug), settings, server).notes == ()
