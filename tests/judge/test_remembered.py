"""The reference's memory: the same answers as without it, and another one as soon as anything differs."""

from types import ModuleType

import pytest
import torch
from torch import nn

from torchgrade.judge.remembered import Remembered

SOURCE = """
import torch
calls = []

def train(net, x, steps):
    calls.append(steps)
    net.train()
    with torch.no_grad():
        for parameter in net.parameters():
            parameter += steps * x.mean() + torch.rand(())
    return [float(x.sum()), steps], "done"

def opened(file):
    calls.append(file)
    return file
"""


@pytest.fixture
def module():
    module = ModuleType("reference")
    exec(SOURCE, vars(module))
    return module


def trained(module, known, check="test_a", x=1.0, steps=2, seed=0, net=None):
    """What a call gives, the weights and the mode after it, and the next random number."""
    torch.manual_seed(seed)
    net = net or nn.Sequential(nn.Linear(2, 3), nn.Dropout(0.5)).eval()
    value = Remembered(module, known, check).train(net, torch.full((3,), x), steps=steps)
    return value, net[0].weight.tolist(), net.training, torch.rand(()).item()


def test_what_was_asked_before_is_not_computed_again_and_comes_out_the_same(module):
    known = {}
    first = trained(module, known)
    assert trained(module, known) == first
    assert len(module.calls) == 1


def wider():
    return nn.Sequential(nn.Linear(2, 3), nn.Dropout(0.6)).eval()


@pytest.mark.parametrize(
    "other", [{"x": 1.5}, {"steps": 3}, {"seed": 1}, {"check": "test_b"}, {"net": wider()}, {"net": wider().train()}]
)
def test_whatever_differs_is_asked_anew(module, other):
    known = {}
    trained(module, known)
    trained(module, known, **other)
    assert len(module.calls) == 2


def test_what_is_no_plain_data_is_asked_each_time(module):
    known, something = {}, object()
    for _ in range(2):
        assert Remembered(module, known, "test_a").opened(something) is something
    assert len(module.calls) == 2


def test_an_answer_that_a_check_changes_stays_as_it_was(module):
    known = {}
    trained(module, known)[0][0].append("more")
    assert trained(module, known)[0][0] == [3.0, 2]
