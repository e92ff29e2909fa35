"""The proxy: what a check writes about a module in its own process holds for one in another."""

import pytest
import torch

from torchgrade.judge.session import Isolated
from torchgrade.link.failures import StudentError
from torchgrade.link.server import Limits
from torchgrade.submission import Submission

SOURCE = """
import torch
from torch import nn

class Net(nn.Module):
    def __init__(self, width=4):
        super().__init__()
        self.layers = nn.Sequential(nn.Linear(2, width), nn.Dropout(0.5))

    def forward(self, x):
        return self.layers(x)

def fails():
    return {}["key"]
"""


@pytest.fixture
def student(server):
    session = Isolated(server, "tiny", Submission((("tiny.py", SOURCE),)), Limits(), "cpu", load_seconds=30)
    session.begin(seed=1, seconds=30)
    yield session.student()
    session.close()


def test_modules_stay_and_tensors_cross(student):
    assert student.Net(width=3)(torch.ones(5, 2)).shape == (5, 3)


def test_attributes_of_what_stayed_can_be_reached(student):
    assert student.Net().layers[1].p == 0.5


def test_attributes_can_be_set(student):
    net = student.Net()
    net.layers[1].p = 0.25
    assert net.layers[1].p == 0.25


def test_the_mode_travels(student):
    net = student.Net()
    net.eval()
    assert net.training is False


def test_an_optimizer_of_the_workers_takes_a_step(student):
    net = student.Net()
    before = net.state_dict()
    optimizer = student.torch.optim.SGD(net.parameters(), lr=1.0)
    net(torch.ones(1, 2))
    for parameter in net.parameters():
        assert isinstance(parameter, torch.Tensor)
    optimizer.step()
    assert all(torch.equal(before[name], value) for name, value in net.state_dict().items())


def test_iteration_and_length_travel(student):
    data = student.torch.utils.data.TensorDataset(torch.arange(3))
    assert len(data) == 3
    assert [int(item[0]) for item in student.torch.utils.data.DataLoader(data)] == [0, 1, 2]


def test_an_exception_arrives_with_its_kinds_and_place(student):
    with pytest.raises(StudentError) as caught:
        student.fails()
    assert caught.value.kinds[:2] == ["KeyError", "LookupError"]
    assert caught.value.where == 'line 14, in fails: `return {}["key"]`'


def test_hasattr_reads_as_in_process(student):
    assert not hasattr(student.Net(), "no_such_layer")


def test_something_of_the_judges_that_is_not_plain_cannot_be_sent(student):
    with pytest.raises(ValueError, match="cannot be sent"):
        student.Net(width=object())
