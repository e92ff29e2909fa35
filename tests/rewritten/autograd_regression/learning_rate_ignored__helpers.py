"""Gradient descent in small pieces."""

import torch
from torch import Tensor

from assignments import datasets

LEARNING_RATE = 0.01


def predict(x: Tensor, w: Tensor, b: Tensor) -> Tensor:
    """w x + b"""
    return w * x + b


def mse_loss(y_pred: Tensor, y_true: Tensor) -> Tensor:
    """Mean of the squared errors."""
    return torch.mean((y_pred - y_true) ** 2)


def make_leaf(value: float, like: Tensor) -> Tensor:
    """A number that autograd watches, on the device of `like`."""
    return torch.full((), value, dtype=like.dtype, device=like.device).requires_grad_()


def loss_of(x: Tensor, y: Tensor, w: Tensor, b: Tensor) -> Tensor:
    """The loss of the line w, b on the points."""
    return mse_loss(predict(x, w, b), y)


def update(parameter: Tensor) -> None:
    """One step against the gradient, in place; the gradient is used up."""
    with torch.no_grad():
        parameter -= LEARNING_RATE * parameter.grad
    parameter.grad = None


def fit(x: Tensor, y: Tensor, lr: float = LEARNING_RATE, epochs: int = 500) -> tuple[float, float, list[float]]:
    """(slope, intercept, losses)"""
    w = make_leaf(0.0, like=x)
    b = make_leaf(0.0, like=x)
    losses: list[float] = []
    for _ in range(epochs):
        loss = loss_of(x, y, w, b)
        losses.append(loss.item())
        loss.backward()
        update(w)
        update(b)
    return w.item(), b.item(), losses


def main() -> None:
    x, y = datasets.line()
    w, b, losses = fit(x, y)
    print(f"y = {w:.2f} x + {b:.2f}, loss {losses[-1]:.3f} after {len(losses)} epochs")


if __name__ == "__main__":
    main()
