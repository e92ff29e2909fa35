"""Mutation: which small changes of a reference cost nothing, and which of them need not."""

import io

import pytest
from rich.console import Console

from tests.conftest import CHECKS, REFERENCE, make_course
from torchgrade.errors import AuthorError
from torchgrade.judge.settings import Settings
from torchgrade.prove import mutation

MARKED = REFERENCE.replace("    return 2 * x", "    # BEGIN SOLUTION  twice\n    return 2 * x\n    # END SOLUTION")
BLIND = CHECKS.replace("reference.double(x), within=1e-6", "reference.double(x), within=1e6")


def told(root, checks: str) -> tuple[bool, str]:
    """Whether the checks of the tiny course are sharp enough, and what is printed."""
    course = make_course(root, checks)
    (root / "reference" / "tiny.py").write_text(MARKED)
    said = Console(file=io.StringIO(), width=200)
    return mutation.run([course], Settings(), 1, 1, said), said.file.getvalue()


def test_sharp_checks_leave_no_survivor(tmp_path):
    enough, said = told(tmp_path, CHECKS)
    assert enough
    assert "0 survive, 0 are equivalent: 100.0% cost points" in said


def test_a_survivor_is_shown_with_its_change(tmp_path):
    enough, said = told(tmp_path, BLIND)
    assert not enough
    assert "tiny: double: as if a number in the program" in said
    assert "+ return 3 * x" in said


def test_what_is_equivalent_does_not_count(tmp_path):
    _, said = told(tmp_path, BLIND)
    change = said[said.index("  def double(x):") :].split("tiny")[0].rstrip()
    (tmp_path / "graders/tiny/equivalent.toml").write_text(
        f'[[mutant]]\nfunction = "double"\nreason = "a test"\nchange = """\n{change}"""\n'
    )
    assert "1 are equivalent" in told(tmp_path, BLIND)[1]


@pytest.mark.parametrize("text", ["mutant = ", "[[mutant]]\nfunction = 'f'\n"])
def test_a_broken_list_is_named(tmp_path, text):
    course = make_course(tmp_path, CHECKS)
    (tmp_path / "graders/tiny/equivalent.toml").write_text(text)
    with pytest.raises(AuthorError, match=r"equivalent\.toml of tiny"):
        mutation.equivalent(course)
