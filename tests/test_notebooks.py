"""Student notebooks: what stands in them, that they hold no solution, and that they run when they are solved."""

import re
import shutil
from pathlib import Path

import nbformat
import pytest
from nbconvert.preprocessors import ExecutePreprocessor

from graders.engine import catalog
from graders.engine.catalog import AuthorError
from graders.engine.judge import judge
from graders.engine.settings import Settings
from graders.engine.submission import find
from graders.notebooks import notebook, solved, text
from graders.release.questions import defined, questions
from graders.stubs import BEGIN, END, StubError, write_stubs

SLUGS = [assignment.slug for assignment in catalog.all_assignments()]
TEMPLATE = catalog.ROOT / "student_template"


def code(made) -> list[str]:
    return [cell.source for cell in made.cells if cell.cell_type == "code"]


def executed(made, folder: Path, slug: str):
    """A notebook after a run from top to bottom where a student would have it, on the digits stand-in."""
    shutil.copytree(TEMPLATE / "questions" / slug, folder / "questions" / slug)
    ExecutePreprocessor(timeout=120, kernel_name="python3").preprocess(made, {"metadata": {"path": str(folder)}})
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
    lines = (catalog.ROOT / "reference" / f"{slug}.py").read_text().split("\n")
    begins = [number for number, line in enumerate(lines) if BEGIN.fullmatch(line)]
    ends = [number for number, line in enumerate(lines) if END.match(line)]
    hidden = {line.strip() for first, last in zip(begins, ends, strict=True) for line in lines[first + 1 : last]}
    outside = {line.strip() for number, line in enumerate(lines) if not any(
        first <= number <= last for first, last in zip(begins, ends, strict=True))}  # fmt: skip
    shown = {line.strip() for source in code(notebook(slug)) for line in source.split("\n")}
    assert not {line for line in hidden - outside if len(line) > 12} & shown


@pytest.mark.parametrize("slug", SLUGS)
def test_every_function_has_a_cell_of_its_own(slug):
    found = [defined(source) for source in code(solved(slug)) if defined(source)]
    assert found == [[name] for name in defined((catalog.ROOT / "reference" / f"{slug}.py").read_text())]


@pytest.mark.parametrize("slug", SLUGS)
def test_every_visible_check_is_asked_for(slug):
    assignment = catalog.load(slug)
    asked = [
        question for source in code(notebook(slug)) for question in re.findall(r'grader\.check\("(\w+)"\)', source)
    ]
    checks = [check for question in asked for check in questions(assignment)[question]]
    assert sorted(checks) == sorted(name for name in catalog.check_names(assignment)
                                    if name in assignment.checks[0].read_text())  # fmt: skip


@pytest.mark.parametrize("slug", SLUGS)
def test_a_notebook_is_valid_and_empty_of_outputs(slug):
    made = notebook(slug)
    nbformat.validate(made)
    assert [cell.outputs for cell in made.cells if cell.cell_type == "code"] == [[]] * len(code(made))


def test_a_notebook_is_the_same_text_each_time():
    assert text(notebook("spiral")) == text(notebook("spiral"))


@pytest.mark.parametrize("slug", SLUGS)
def test_every_picture_is_attached(slug):
    for cell in notebook(slug).cells:
        assert set(re.findall(r"!\[[^\]]*\]\(attachment:([^)]+)\)", cell.source)) == set(cell.get("attachments", ()))
        assert not re.search(r"!\[[^\]]*\]\((?!attachment:)", cell.source)


@pytest.mark.parametrize("name", ["Early stopping", "SpiralNet"])
def test_a_section_or_function_that_is_not_there_is_refused(name, tmp_path):
    for part in ("assignments", "reference", "graders/checks"):
        shutil.copytree(catalog.ROOT / part, tmp_path / part)
    plan = tmp_path / "assignments" / "spiral" / "notebook.toml"
    plan.write_text(plan.read_text().replace(name, "Other"))
    with pytest.raises(AuthorError, match="Other"):
        notebook("spiral", tmp_path)


# ---- files ----


@pytest.fixture
def project(tmp_path):
    """A project with one assignment, its template written."""
    for part in ("assignments/spiral", "graders/checks"):
        shutil.copytree(catalog.ROOT / part, tmp_path / part)
    (tmp_path / "reference").mkdir()
    shutil.copy(catalog.ROOT / "reference" / "spiral.py", tmp_path / "reference")
    write_stubs(tmp_path)
    return tmp_path


def test_a_notebook_that_was_worked_on_is_not_overwritten(project):
    path = project / "student_template" / "spiral.ipynb"
    path.write_text(path.read_text().replace(r"raise NotImplementedError(\"spiral: train\")", "return {}"))
    with pytest.raises(StubError, match=r"student_template/spiral\.ipynb.*FORCE=1"):
        write_stubs(project)


def test_a_stale_notebook_is_found(project):
    handout = project / "assignments" / "spiral" / "README.md"
    handout.write_text(handout.read_text().replace("## Dropout\n", "## Dropout\n\nMore of it.\n"))
    assert write_stubs(project, check=True) == ["student_template/spiral.ipynb"]


def test_no_questions_are_left_over_in_the_template():
    there = {path.relative_to(TEMPLATE / "questions").with_suffix("").as_posix()
             for path in TEMPLATE.glob("questions/*/*.py")}  # fmt: skip
    assert there == {f"{slug}/{name}" for slug in SLUGS for name in questions(catalog.load(slug))}


# ---- running them ----


@pytest.mark.parametrize("slug", SLUGS)
def test_a_solved_notebook_runs_and_keeps_every_promise(slug, tmp_path):
    made = executed(solved(slug), tmp_path, slug)
    told = [cell.outputs[0].data["text/plain"] for cell in made.cells if "grader.check" in cell.source]
    assert [line for line in told if not line.endswith("All test cases passed!")] == []
    assert all("image/png" in output.data for output in outputs(made, "draw"))


def test_grader_check_tells_promise_expected_got_and_hint(tmp_path):
    made = solved("autograd_regression")
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


def test_grader_check_leaves_random_numbers_and_threads_alone(tmp_path):
    made = solved("autograd_regression")
    start = nbformat.v4.new_code_cell("torch.manual_seed(3); torch.set_num_threads(2)", id="start")
    after = nbformat.v4.new_code_cell(
        "a = torch.rand(1); torch.manual_seed(3); print(bool(a == torch.rand(1)), torch.get_num_threads())",
        id="99-after",
    )
    made.cells = [*made.cells[:3], start, *(c for c in made.cells[3:] if "predict" in c.id), after]
    assert outputs(executed(made, tmp_path, "autograd_regression"), "after")[0].text == "True 2\n"


@pytest.mark.parametrize("slug", SLUGS)
def test_a_judge_that_runs_a_solved_notebook_neither_trains_nor_fails(slug, tmp_path, server):
    (tmp_path / f"{slug}.ipynb").write_text(text(solved(slug)))
    settings = Settings(only=frozenset(questions(catalog.load(slug)).popitem()[1][:1]), data="/dev/null")
    assert judge(catalog.load(slug), find(tmp_path, slug), settings, server).notes == ()
