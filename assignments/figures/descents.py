"""Two descents on XOR from the same start, for a figure: with gradients made by hand, and with PyTorch's own."""

from collections.abc import Callable, Iterable

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn.functional import binary_cross_entropy

from assignments import datasets

Arrays = dict[str, np.ndarray]
ByHand = Callable[[Arrays, np.ndarray, np.ndarray], Arrays]
NAMES = ("W1", "b1", "W2", "b2")


def descents(manual_gradients: ByHand) -> tuple[list[float], list[float]]:
    """The loss of every step, first with `manual_gradients` of assignment xor_mlp, then with autograd."""
    X, y = (values.double() for values in datasets.gate("xor"))

    def by_hand(net: nn.Module, loss: Tensor) -> Iterable[Tensor]:
        params = {name: values.detach().numpy() for name, values in zip(NAMES, net.parameters(), strict=True)}
        found = manual_gradients(params, X.numpy(), y.numpy())
        return [torch.as_tensor(found[name]) for name in NAMES]

    def with_torch(net: nn.Module, loss: Tensor) -> Iterable[Tensor]:
        return torch.autograd.grad(loss, list(net.parameters()))

    return _descent(X, y, by_hand), _descent(X, y, with_torch)


def _descent(
    X: Tensor,
    y: Tensor,
    gradients: Callable[[nn.Module, Tensor], Iterable[Tensor]],
    steps: int = 2000,
    rate: float = 0.5,
) -> list[float]:
    torch.manual_seed(4)
    net, losses = nn.Sequential(nn.Linear(2, 4), nn.ReLU(), nn.Linear(4, 1), nn.Sigmoid()).double(), []
    for _ in range(steps):
        loss = binary_cross_entropy(net(X), y)
        losses.append(float(loss.detach()))
        with torch.no_grad():
            for values, gradient in zip(net.parameters(), gradients(net, loss), strict=True):
                values.sub_(gradient, alpha=rate)
    return losses
