"""Stubs: solutions go, everything else stays, and a student's work is not overwritten."""

import importlib.util
from pathlib import Path

import pytest
from click.testing import CliRunner

from tests.conftest import COURSE
from torchgrade import course as courses
from torchgrade.commands.main import main
from torchgrade.publish import template as templates
from torchgrade.publish.stubs import StubError, stub

SOURCE = '''\
"""Fit a line."""

import torch
from torch import nn

STEPS = 3


class Net(nn.Module):
    """A net."""

    def __init__(self, width=4):
        """Make the layers."""
        super().__init__()
        # BEGIN SOLUTION  make two layers
        self.layer = nn.Linear(2, width)
        # END SOLUTION

    def forward(self, x):
        """(N, 2) -> (N, 1)."""
        # BEGIN SOLUTION
        return self.layer(x)
        # END SOLUTION


def train(model, lr=0.01):
    """Return the losses."""
    losses = []
    for _ in range(STEPS):
        # BEGIN SOLUTION  take one step
        losses.append(lr)

        model.step()
        # END SOLUTION
    return losses
'''

STUB = '''\
"""Fit a line."""

import torch
from torch import nn

STEPS = 3


class Net(nn.Module):
    """A net."""

    def __init__(self, width=4):
        """Make the layers."""
        super().__init__()
        # TODO: make two layers
        raise NotImplementedError("line: Net.__init__")

    def forward(self, x):
        """(N, 2) -> (N, 1)."""
        # TODO: write this function
        raise NotImplementedError("line: Net.forward")


def train(model, lr=0.01):
    """Return the losses."""
    losses = []
    for _ in range(STEPS):
        # TODO: take one step
        raise NotImplementedError("line: train")
    return losses
'''


def function(body):
    return "def f():\n" + "".join(f"    {line}\n" for line in body.splitlines())


# ---- one stub ----


def test_a_stub_is_the_reference_without_its_solutions():
    assert stub(SOURCE, "line") == STUB


def test_a_stub_imports_and_its_functions_raise_with_slug_and_name(tmp_path):
    path = tmp_path / "line.py"
    path.write_text(stub(SOURCE, "line"))
    spec = importlib.util.spec_from_file_location("line_stub", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    with pytest.raises(NotImplementedError, match=r"^line: Net\.__init__$"):
        module.Net()


def test_a_solution_without_a_docstring_above_it_is_replaced():
    assert "f: f" in stub(function("# BEGIN SOLUTION\nreturn 1\n# END SOLUTION"), "f")


def test_a_function_in_a_function_is_named_with_both():
    source = function("def g():\n    # BEGIN SOLUTION\n    return 1\n    # END SOLUTION\nreturn g")
    assert 'NotImplementedError("s: f.g")' in stub(source, "s")


def test_a_solution_that_holds_a_function_is_named_after_the_outer_one():
    source = function("# BEGIN SOLUTION\ndef g():\n    return 1\nreturn g\n# END SOLUTION")
    assert 'NotImplementedError("s: f")' in stub(source, "s")


def test_a_decorated_function_keeps_its_decorator():
    source = "@cached\n" + function("# BEGIN SOLUTION\nreturn 1\n# END SOLUTION")
    assert stub(source, "s").startswith("@cached\ndef f():\n")


@pytest.mark.parametrize("begin", ["#BEGIN SOLUTION", "# begin solution: ", "##  Begin Solution", "# BEGIN_SOLUTION"])
def test_a_carelessly_written_mark_still_hides_the_solution(begin):
    assert "secret" not in stub(function(f"{begin}\nsecret = 1\n# END SOLUTION"), "s")


@pytest.mark.parametrize(
    ("body", "line", "reason"),
    [
        ("x = 1\n# BEGIN SOLUTION\nx = 2", 3, "never ends"),
        ("x = 1\n# END SOLUTION", 3, "never began"),
        ("# BEGIN SOLUTION\n# BEGIN SOLUTION\nx = 1\n# END SOLUTION", 3, "inside the one of line 2"),
        ("if 1:\n    # BEGIN SOLUTION\n    x = 1\n# END SOLUTION", 5, "not indented"),
        ("x = 1\n# BEGIN SOLUTION\n# nothing\n# END SOLUTION", 3, "at least one statement"),
        ('# BEGIN SOLUTION\n"""Text."""\nx = 1\n# END SOLUTION', 2, "below its docstring"),
        ("# BEGIN SOLUTION\nx = 1\n# END SOLUTION\ny = 2  # END SOLUTION", 4, "line of its own"),
        ("x = 1", 1, "no solution is marked"),
    ],
)
def test_marks_that_make_no_sense_are_refused_with_slug_and_line(body, line, reason):
    with pytest.raises(StubError, match=f"spiral, line {line}\\b.*{reason}"):
        stub(function(body), "spiral")


def test_a_solution_at_the_top_of_a_file_is_refused():
    with pytest.raises(StubError, match=r"^s, line 1: .*inside a function"):
        stub("# BEGIN SOLUTION\nx = 1\n# END SOLUTION\n", "s")


def test_a_solution_in_a_class_but_in_no_method_is_refused():
    with pytest.raises(StubError, match="inside a function"):
        stub("class C:\n    # BEGIN SOLUTION\n    x = 1\n    # END SOLUTION\n", "s")


def test_a_solution_that_reaches_into_the_next_function_is_refused():
    source = "def f():\n    x = 1\n    # BEGIN SOLUTION\n    x = 2\ndef g():\n    y = 1\n    # END SOLUTION\n"
    with pytest.raises(StubError, match="inside a function"):
        stub(source, "s")


def test_a_solution_that_cuts_a_statement_in_two_is_refused():
    with pytest.raises(StubError, match=r"^the stub of s, line 4"):
        stub(function("# BEGIN SOLUTION\nx = 1\nfor _ in x:\n# END SOLUTION\n    y = 1"), "s")


def test_a_reference_that_does_not_parse_is_refused_with_slug_and_line():
    with pytest.raises(StubError, match=r"^s, line 2"):
        stub("x = 1\ndef f(\n", "s")


# ---- files ----


@pytest.fixture
def project(tmp_path):
    """A course with one reference and no stub."""
    add(tmp_path, "line")
    return tmp_path


def add(root: Path, slug: str) -> None:
    """One more assignment, with that reference."""
    for path, text in (("assignments/{}/assignment.toml", 'title = "A line"'), ("reference/{}.py", SOURCE)):
        file = root / path.format(slug)
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)
    listed = sorted(path.stem for path in (root / "reference").iterdir())
    (root / "course.toml").write_text("\n".join(["[assignments]", *(f"{slug} = 1" for slug in listed)]))
    courses.read.cache_clear()


def write_stubs(root: Path, **how: bool) -> list[str]:
    return templates.write(courses.read(root), **how)


@pytest.fixture
def template(project):
    """The stub of that project, written."""
    write_stubs(project)
    return project / "student_template" / "line.py"


def test_stubs_are_written_where_none_are(project):
    assert write_stubs(project) == ["student_template/line.py"]
    assert (project / "student_template" / "line.py").read_text() == STUB


def test_stubs_that_are_up_to_date_are_not_written_again(project, template):
    assert write_stubs(project) == []


def test_a_stub_that_nobody_worked_on_follows_its_reference(project, template):
    (project / "reference" / "line.py").write_text(SOURCE.replace("Fit a line", "Fit a plane"))
    write_stubs(project)
    assert "Fit a plane" in template.read_text()


def work_on(template):
    template.write_text(STUB.replace('raise NotImplementedError("line: train")', "losses.append(0.0)"))


def test_work_is_not_overwritten(project, template):
    work_on(template)
    with pytest.raises(StubError, match=r"student_template/line\.py.*FORCE=1"):
        write_stubs(project)
    assert "losses.append(0.0)" in template.read_text()


def test_nothing_is_written_beside_work_that_is_refused(project, template):
    work_on(template)
    add(project, "again")
    with pytest.raises(StubError):
        write_stubs(project)
    assert not (project / "student_template" / "again.py").exists()


def test_force_overwrites_work(project, template):
    work_on(template)
    assert write_stubs(project, force=True) == ["student_template/line.py"]
    assert template.read_text() == STUB


def test_check_names_what_is_stale(project):
    assert write_stubs(project, check=True) == ["student_template/line.py"]


def test_check_writes_nothing(project):
    write_stubs(project, check=True)
    assert not (project / "student_template").exists()


def test_the_program_prints_one_line_per_file(project):
    result = CliRunner().invoke(main, ["--course", str(project), "stubs"])
    assert result.output == "student_template/line.py: written\n"


def test_the_program_fails_when_a_stub_is_stale(project):
    assert CliRunner().invoke(main, ["--course", str(project), "stubs", "--check"]).exit_code == 1


def test_the_program_refuses_to_overwrite_work_without_a_traceback(project, template):
    work_on(template)
    result = CliRunner().invoke(main, ["--course", str(project), "stubs"])
    assert result.exit_code == 1
    assert result.output.startswith("Error: student_template/line.py")


# ---- this project ----


def test_the_committed_stubs_are_not_stale():
    assert templates.write(COURSE, check=True) == []
