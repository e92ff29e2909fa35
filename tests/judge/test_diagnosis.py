"""Naming the mistake: by what a submission returned, whatever its style, and never on a right program."""

from dataclasses import replace

import pytest
import torch

from tests.conftest import CHECKS, REFERENCE, make_course, result
from torchgrade.judge import diagnosis, transcripts
from torchgrade.judge.judging import judge
from torchgrade.judge.judging import transcripts as transcripts_of
from torchgrade.judge.mistakes import Mistake
from torchgrade.judge.relatives import related, relative
from torchgrade.judge.settings import Settings
from torchgrade.submission import Submission

SQUARES = '"""You square instead of doubling."""\nFAILS = ("test_doubles",)\ndef double(x):\n    return x * x\n'
SUBTRACTS = '"""You subtract."""\nFAILS = ("test_adds",)\ndef add(x, y):\n    return x - y\n'


@pytest.fixture
def mark(server, tmp_path):
    """Judges a source in a course that knows two mistakes."""
    course = make_course(tmp_path, CHECKS)
    folder = tmp_path / "graders" / "tiny" / "mistakes"
    folder.mkdir(parents=True)
    (folder / "squares.py").write_text(SQUARES)
    (folder / "subtracts.py").write_text(SUBTRACTS)
    return lambda source: judge(course, Submission((("tiny.py", source),)), Settings(), server)


def test_a_mistake_is_named_whatever_its_style(mark):
    restyled = REFERENCE.replace("return 2 * x", "import math\n    return torch.stack([v ** 2 for v in x])")
    found = result(mark(restyled), "test_doubles")
    assert (found.mistakes, found.diagnosis) == (("squares",), ("You square instead of doubling.",))


def test_two_mistakes_in_two_functions_are_both_named(mark):
    report = mark(REFERENCE.replace("2 * x", "x * x").replace("x + y", "x - y"))
    assert result(report, "test_doubles").mistakes == ("squares",)
    assert result(report, "test_adds").mistakes == ("subtracts",)


def test_nothing_is_said_of_a_mistake_that_nobody_knows(mark):
    assert result(mark(REFERENCE.replace("2 * x", "3 * x")), "test_doubles").mistakes == ()


def test_nothing_is_said_of_a_right_program(mark):
    assert not any(found.mistakes for found in mark(REFERENCE).results)


def test_a_second_run_computes_no_transcript_anew(mark, monkeypatch):
    wrong = REFERENCE.replace("2 * x", "x * x")
    mark(wrong)
    monkeypatch.setattr(transcripts.Cache, "_write", lambda *_: pytest.fail("computed again"))
    assert result(mark(wrong), "test_doubles").mistakes == ("squares",)


def test_the_reference_runs_again_from_another_start(server, tmp_path):
    """Or what depends on chance would be taken for what tells a mistake."""
    course = make_course(
        tmp_path, CHECKS.replace("student.double(x)", "student.double(torch.rand(0)) + student.noise()")
    )
    course.reference.write_text(REFERENCE + "\n\ndef noise():\n    return torch.rand(9)\n")
    first, again = (
        transcripts_of(course, server, Settings(), name, frozenset({"test_doubles"}))["test_doubles"]
        for name in ("reference", "reference again")
    )
    assert transcripts.chance(first, again) == [False, True]


def test_a_damaged_cache_is_computed_anew(mark, tmp_path):
    wrong = REFERENCE.replace("2 * x", "x * x")
    mark(wrong)
    for path in (tmp_path / ".torchgrade" / "transcripts").glob("*.json"):
        path.write_text("{")
    assert result(mark(wrong), "test_doubles").mistakes == ("squares",)


def prints_of(value):
    return transcripts.prints([("f()", "value", value)])


def test_attribute_names_and_their_order_make_no_difference():
    one = {"layer.weight": torch.ones(3, 2), "layer.bias": torch.zeros(3)}
    other = {"b": torch.zeros(3), "w": torch.ones(3, 2)}
    assert transcripts.same(prints_of(one), prints_of(other), ())


def test_float_noise_makes_no_difference_and_a_mistake_does():
    one, noise, mistake = ([1.0, 2.0], [1.0, 2.00001], [1.0, 2.01])
    assert transcripts.same(prints_of(one), prints_of(noise), ())
    assert not transcripts.same(prints_of(one), prints_of(mistake), ())


def test_what_depends_on_chance_is_compared_by_shape_alone():
    one, other, longer = prints_of([1.0]), prints_of([2.0]), prints_of([1.0, 1.0])
    by_chance = transcripts.chance(one, other)
    assert transcripts.same(one, other, by_chance)
    assert not transcripts.same(one, longer, by_chance)


def test_a_check_that_ended_earlier_is_no_evidence():
    assert transcripts.agree(prints_of([1.0]), prints_of([1.0]) + prints_of([2.0]), ())


def test_what_one_mistake_explains_is_not_blamed_on_a_second():
    whole = Mistake("whole", "", "", ("test_a", "test_b", "test_c"))
    part = Mistake("part", "", "", ("test_c",))
    other = Mistake("other", "", "", ("test_c", "test_d"))
    matched = {"whole": {"test_a", "test_b"}, "part": {"test_c"}, "other": {"test_d"}}
    named = diagnosis._fewest([part, whole, other], matched, {"test_a", "test_b", "test_c", "test_d"})
    assert named == {"test_a": [whole], "test_b": [whole], "test_d": [other]}


def test_mistakes_that_nothing_tells_apart_are_named_together():
    one, two = (Mistake(name, "", "", ("test_a",)) for name in ("one", "two"))
    assert diagnosis._fewest([one, two], {"one": {"test_a"}, "two": {"test_a"}}, {"test_a"}) == {"test_a": [one, two]}


def test_a_large_tensor_leaves_a_small_print():
    assert len(str(prints_of(torch.randn(1000, 1000)))) < 10_000


def weights(*starts):
    """What three networks give that were drawn from these starts."""
    drawn = [torch.rand(7, generator=torch.Generator().manual_seed(start)) for start in starts]
    return [print_ for values in drawn for print_ in prints_of(values)]


def named(lost, theirs, right):
    known = [Mistake(name, "", "", ("test_seed",)) for name in theirs]
    known_ones = theirs | {"reference": right, "reference again": right}
    found = diagnosis.name_mistakes(
        {"test_seed": lost},
        known,
        {"test_seed": 0.1},
        lambda name, checks: {"test_seed": known_ones[name]} if name in known_ones else {},
    )
    return [mistake.name for mistake in found.get("test_seed", [])]


def test_where_another_style_draws_other_numbers_it_is_what_repeats_that_tells():
    theirs = {"seed_ignored": weights(1, 2, 3), "seed_fixed": weights(4, 4, 4)}
    assert named(weights(11, 12, 13), theirs, right=weights(5, 5, 6)) == ["seed_ignored"]
    assert named(weights(14, 14, 14), theirs, right=weights(5, 5, 6)) == ["seed_fixed"]
    assert named(weights(15, 15, 16), theirs, right=weights(5, 5, 6)) == []


def test_that_a_check_ended_early_tells_nothing_of_what_repeats():
    theirs = {"always_one": weights(1)}
    assert named(weights(2), theirs, right=weights(5, 5, 6)) == []


def test_large_whole_numbers_are_compared_to_the_last_digit():
    assert not transcripts.same(prints_of(torch.tensor([16_777_217])), prints_of(torch.tensor([16_777_216])), ())


def test_the_same_numbers_tell_more_than_the_same_repetitions():
    theirs = {"rate_ignored": weights(1, 2, 3), "seed_ignored": weights(4, 5, 6)}
    assert named(weights(4, 5, 6), theirs, right=weights(7, 7, 8)) == ["seed_ignored"]


def test_a_mistake_whose_checks_did_not_all_fail_is_no_candidate(tmp_path):
    mistake = Mistake("both", "", "", ("test_adds", "test_doubles"))
    assert diagnosis.candidates([mistake], {"test_adds": []}, frozenset()) == []
    assert diagnosis.candidates([mistake], {"test_adds": []}, frozenset(["test_doubles"])) == [mistake]
    assert diagnosis.candidates([replace(mistake, fails=("test_adds",))], {"test_adds": []}, frozenset())


def test_without_the_reference_s_answers_nothing_is_named():
    """A machine may have failed over them: that is no reason to judge nobody."""
    known = [Mistake("one", "", "", ("test_seed",))]
    lost = {"test_seed": weights(1)}

    def recorded(name: str, checks: frozenset[str]) -> dict:
        return {check: lost[check] for check in checks if name == "one"}

    assert diagnosis.name_mistakes(lost, known, {"test_seed": 0.1}, recorded) == {}


# ---- the same mistake with another number in it ----


def test_a_relative_has_other_numbers_where_the_reference_has_none():
    mistake = 'FAILS = ("test_a",)\ndef f(x, n=3):\n    return 2 * x + 5 * n\ndef g():\n    return 0.5\n'
    reference = "def f(x, n=3):\n    return 2 * x\ndef g():\n    return 0.25\n"
    changed = relative(mistake, reference)
    assert "n=3" in changed
    assert "2 * x + 11 * n" in changed
    assert "return 0.185" in changed


def test_a_mistake_without_numbers_of_its_own_has_no_relative():
    assert relative("def f(x):\n    return x + 2\n", "def f(x):\n    return 2 * x\n") == ""


def one_family(mine, theirs, others, right):
    answers = [
        [[path, "value", ["numbers", len(numbers)], numbers] for path, numbers in enumerate(program)]
        for program in (mine, theirs, others, right)
    ]
    return related(*answers, [])


RIGHT = [[1.0, 2.0], [3.0]]


@pytest.mark.parametrize(
    ("mine", "is_one"),
    [
        ([[1.0, 9.0], [3.0]], True),  # the first as both have it, the second is free
        ([[1.0, 2.0], [3.0]], False),  # right
        ([[4.0, 9.0], [3.0]], False),  # both have 1.0
        ([[1.0, 9.0], [4.0]], False),  # both are right there
        ([[1.0, 9.0]], False),  # ended elsewhere
    ],
)
def test_what_two_of_a_family_have_in_common_a_third_has_too(mine, is_one):
    assert one_family(mine, [[1.0, 5.0], [3.0]], [[1.0, 6.0], [3.0]], RIGHT) is is_one


ONE_MORE = '"""You give back one more."""\nFAILS = ("test_adds",)\ndef add(x, y):\n    return [x + y, 3.0]\n'


def test_a_mistake_with_another_number_is_named(mark, tmp_path):
    (tmp_path / "graders" / "tiny" / "mistakes" / "one_more.py").write_text(ONE_MORE)
    assert result(mark(REFERENCE.replace("x + y", "[x + y, 5.0]")), "test_adds").mistakes == ("one_more",)


def test_a_family_that_takes_in_another_mistake_names_nothing(mark, tmp_path):
    folder = tmp_path / "graders" / "tiny" / "mistakes"
    (folder / "one_more.py").write_text(ONE_MORE)
    (folder / "twice.py").write_text(ONE_MORE.replace("3.0", "x"))
    assert result(mark(REFERENCE.replace("x + y", "[x + y, 5.0]")), "test_adds").mistakes == ()
