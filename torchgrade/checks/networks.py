"""Networks, whatever their layers are called: parameters by shape, weights laid into them; what a check lends."""

import inspect
from collections.abc import Iterable, Mapping
from types import FunctionType
from typing import Any, Protocol

from torch import Tensor

from torchgrade.checks.failing import fail


class Network(Protocol):
    """A network of a student's or a reference's, as a check has it: torch's own, or a proxy of one."""

    def state_dict(self) -> Mapping[str, Tensor]:
        """Parameters and buffers by name."""

    def load_state_dict(self, state_dict: Mapping[str, Any]) -> object:
        """Takes values for all of them."""

    def named_buffers(self) -> Iterable[tuple[str, Tensor]]:
        """What training does not change."""


def lend(student: object, thing: FunctionType | type) -> Any:
    """A function or class of the check's own file, as the process of `student` has it: a dataset that counts, say.

    Of the names around it, it may use `torch` and `np` alone, since only its own source travels. For the reference,
    and for a submission in this process, it is the thing itself.
    """
    define = getattr(type(student), "_define", None)
    return define(student, inspect.getsource(thing), thing.__name__) if define else thing


def stays_on_cpu(x: Tensor) -> Tensor:
    """Marks a tensor that must reach the program on the CPU, whatever device it is judged on."""
    vars(x)["stays_on_cpu"] = True
    return x


def parameters(net: Network) -> dict[str, Tensor]:
    """The parameters of a student's or a reference's net by name, buffers left out."""
    state = net.state_dict()
    if not isinstance(state, Mapping) or not all(isinstance(value, Tensor) for value in state.values()):
        fail("a state_dict of tensors", state, where="state_dict()")
    buffers = set(dict(net.named_buffers()))
    return {name: value for name, value in state.items() if name not in buffers}


def count_parameters(net: Network) -> int:
    """How many numbers training can change: weights and biases of every layer."""
    return sum(value.numel() for value in parameters(net).values())


def weights(net: Network) -> dict[str, Tensor]:
    """The parameters of a net by shape instead of by name, so that two nets of any naming can be compared.

    Keys are the sides in ascending order ("2x100"), and a matrix is laid out with its longer side first. The nets
    of this course have no two parameters of the same shape.
    """
    return {_shape_key(value): _upright(value) for value in parameters(net).values()}


def _shape_key(value: Tensor) -> str:
    return "x".join(map(str, sorted(value.shape))) or "1"


def _upright(value: Tensor) -> Tensor:
    return value.T if value.ndim == 2 and value.shape[0] < value.shape[1] else value


def copy_weights(source: Network, target: Network) -> None:
    """Gives `target` the parameters of `source`, matched by shape: names, nesting and order do not matter.

    A parameter of `target` for which `source` has none of that shape fails the check.
    """
    state, given = dict(target.state_dict()), weights(source)
    for name, value in parameters(target).items():
        if (key := _shape_key(value)) not in given:
            fail(f"parameters of shapes {', '.join(_shapes(source))}", f"one of shape {tuple(value.shape)}", where=name)
        matching = given[key].T if value.ndim == 2 and value.shape[0] < value.shape[1] else given[key]
        state[name] = matching.reshape(value.shape)
    target.load_state_dict(state)


def _shapes(net: Network) -> list[str]:
    return [str(tuple(value.shape)) for value in parameters(net).values()]
