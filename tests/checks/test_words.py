"""The words of a check: each passes on what it should, and says in a sentence what it got instead."""

import numpy as np
import pytest
import torch

from torchgrade import checks
from torchgrade.checks.failing import Mismatch
from torchgrade.link.failures import Overdue, StudentError


def message(word, *arguments, **options):
    """What a failing word says it got."""
    with pytest.raises(Mismatch) as caught:
        word(*arguments, **options)
    return caught.value.got


def test_close_allows_noise_and_no_more():
    checks.close([1.0, 200.0], [1.00001, 200.001], within=1e-4)
    assert message(checks.close, [1.0, 2.1], [1.0, 2.0], within=1e-4) == "2.1"


def test_close_compares_structures_and_names_the_place():
    with pytest.raises(Mismatch) as caught:
        checks.close({"loss": [1.0, 5.0]}, {"loss": [1.0, 2.0]}, within=1e-4, where="history")
    assert (caught.value.where, caught.value.expected, caught.value.got) == ("history['loss'][1]", "2", "5")


def test_nan_equals_nan_alone():
    checks.close(torch.tensor([1.0, float("nan")]), torch.tensor([1.0, float("nan")]), within=1e-4)
    assert message(checks.close, torch.tensor([float("nan")]), torch.tensor([1.0]), within=1e-4) == "nan"


OTHER_KINDS = [
    (None, 1.0),
    ("1.0", 1.0),
    (True, 1.0),
    (torch.tensor(1.0), 1.0),
    ([1.0], 1.0),
    (object(), 1.0),
    (np.inf, 1.0),
    (1.0, [1.0]),
    ([torch.ones(1)], [1.0]),
    ([1.0, 1.0], [1.0]),
    ([], {"b": 1}),
    ({"a": 1}, {"b": 1}),
    (np.ones(2), torch.ones(2)),
    (torch.ones(3), torch.ones(2)),
    (torch.ones(2) + 1j, torch.ones(2)),
    (object(), torch.ones(2)),
]


@pytest.mark.parametrize(("got", "expected"), OTHER_KINDS)
def test_close_says_what_came_instead_of_any_other_kind(got, expected):
    assert message(checks.close, got, expected, within=1e-4)


def test_metrics_may_be_numpy_numbers():
    checks.close(np.float32(0.5), 0.5, within=1e-4)
    assert checks.is_number(np.float64(0.5)) == 0.5


@pytest.mark.parametrize(
    "value", [None, [1.0], torch.ones(2, 3), torch.ones(3, 2).double(), torch.full((3, 2), float("inf"))]
)
def test_is_tensor_refuses_other_kinds_shapes_dtypes_and_what_is_not_finite(value):
    assert message(checks.is_tensor, value, (3, 2), torch.float32)


def test_none_asks_for_the_return():
    assert message(checks.is_number, None) == "None: is a `return` missing?"


def net(width: int, *names: str):
    layers = torch.nn.Linear(2, width), torch.nn.Linear(width, 1)
    return torch.nn.Sequential(*layers) if not names else torch.nn.ModuleDict(dict(zip(names, layers, strict=True)))


def test_weights_are_copied_by_shape_whatever_the_names():
    source, target = net(5), net(5, "second", "first")
    checks.copy_weights(source, target)
    checks.close(checks.weights(target), checks.weights(source), within=0)


def test_weights_of_another_shape_are_refused():
    assert "one of shape (6, 2)" in message(checks.copy_weights, net(5), net(6))


def test_buffers_are_no_parameters():
    assert checks.count_parameters(torch.nn.BatchNorm1d(4)) == 8


def raiser(error):
    def call():
        raise error

    return call


def test_raises_takes_the_kind_and_its_subclasses():
    checks.raises("LookupError", raiser(KeyError()))
    checks.raises("RuntimeError", raiser(StudentError(["MyError", "RuntimeError"], "text")))


def test_raises_says_what_was_raised_or_returned_instead():
    assert message(checks.raises, "RuntimeError", raiser(KeyError("k"))) == "KeyError: 'k'"
    assert message(checks.raises, "RuntimeError", lambda: 3) == "a return of 3"


@pytest.mark.parametrize(
    "error", [StudentError(["NotImplementedError", "RuntimeError"], "tiny: double"), Overdue("late")]
)
def test_unfinished_work_and_an_end_in_between_are_no_exception_of_the_students(error):
    with pytest.raises(type(error)):
        checks.raises("Exception", raiser(error))
