"""Mutants: small changes of a reference, between its marks alone, each of which still is a program."""

import pytest

from tests.conftest import COURSE
from torchgrade.prove.mutants import mutants
from torchgrade.prove.operators import OPERATORS

SOURCE = '''
import torch

LIMIT = 3


def train(model, rate=0.1):
    """Trains."""
    # BEGIN SOLUTION  a loop
    optimizer = torch.optim.Adam(model.parameters(), lr=rate)
    for epoch in range(5):
        model.train()
        optimizer.zero_grad()
        loss = model(2.0).mean()
        loss.backward()
        optimizer.step()
        if loss < 1:
            break
    return loss.item()
    # END SOLUTION
'''


@pytest.fixture(scope="module")
def made() -> list[tuple[str, str]]:
    return [(mutant.operator.name, mutant.change) for mutant in mutants(SOURCE)]


@pytest.mark.parametrize(
    ("operator", "line"),
    [
        ("gradients_not_zeroed", "- optimizer.zero_grad()"),
        ("no_backward", "- loss.backward()"),
        ("no_step", "- optimizer.step()"),
        ("other_mode", "+ model.eval()"),
        ("other_optimizer", "+ optimizer = torch.optim.SGD(model.parameters(), lr=rate)"),
        ("other_reduction", "+ loss = model(2.0).sum()"),
        ("other_comparison", "+ if loss <= 1:"),
        ("other_constant", "+ def train(model, rate=0.2):"),
        ("other_constant", "+ for epoch in range(4):"),
        ("argument_ignored", "+ optimizer = torch.optim.Adam(model.parameters())"),
        ("not_detached", "+ return loss"),
        ("loop_goes_on", "+ continue"),
    ],
)
def test_an_operator_makes_its_change(made, operator, line):
    assert any(line in change.splitlines() for name, change in made if name == operator)


def test_a_statement_moves_out_of_its_loop_to_both_sides(made):
    moved = [change for name, change in made if name == "moved_out_of_the_loop" and "optimizer.zero_grad()" in change]
    assert len(moved) >= 2


def test_what_is_given_stays(made):
    assert not any("LIMIT" in line for _, change in made for line in change.splitlines() if line[0] != " ")


def test_marks_are_read_as_generously_as_for_stubs():
    loose = SOURCE.replace("# BEGIN SOLUTION  a loop", "## begin_solution: a loop").replace(
        "# END SOLUTION", "#end solution"
    )
    assert len(list(mutants(loose))) == len(list(mutants(SOURCE)))


def test_no_two_are_the_same():
    sources = [mutant.source for mutant in mutants(SOURCE)]
    assert len(sources) == len(set(sources)) > 30


@pytest.mark.parametrize("assignment", COURSE.assignments, ids=lambda one: one.slug)
def test_every_mutant_of_the_course_is_a_program(assignment):
    made = list(mutants(assignment.reference.read_text(encoding="utf-8")))
    assert len(made) >= 40
    for mutant in made:
        compile(mutant.source, assignment.slug, "exec")
        assert mutant.change


def test_every_operator_has_a_sentence_of_its_kind():
    assert all(operator.sentence.startswith("as if ") for operator in OPERATORS)
