"""Fit a straight line with tensors and autograd alone: no torch.nn, no torch.optim, no formula for the answer."""

import torch
from torch import Tensor

from assignments import datasets


def predict(x: Tensor, w: Tensor, b: Tensor) -> Tensor:
    """The line's height at each x: x (N,), slope w and intercept b scalar tensors -> (N,).

    Autograd can follow the result back to w and b.
    """
    # BEGIN SOLUTION  the height of the line at every x, with tensor arithmetic only
    return w * x + b
    # END SOLUTION


def mse_loss(y_pred: Tensor, y_true: Tensor) -> Tensor:
    """Mean of the squared errors: y_pred (N,), y_true (N,) -> tensor of shape (), still part of the graph."""
    # BEGIN SOLUTION  the mean squared error as a tensor that autograd can differentiate
    return ((y_pred - y_true) ** 2).mean()
    # END SOLUTION


def fit(x: Tensor, y: Tensor, lr: float = 0.01, epochs: int = 500) -> tuple[float, float, list[float]]:
    """Full-batch gradient descent on the mean squared error, from w = b = 0: x (N,), y (N,) -> (w, b, losses).

    Every epoch makes one update of w and b, both from the gradients of the same loss, with learning rate `lr`.
    w and b are Python floats, the values after the last update. `losses` is a list of Python floats, one per
    epoch: losses[i] is the loss before update i. Each call starts anew, and x and y stay as they are.
    """
    # BEGIN SOLUTION  start at zero; each epoch: loss, backward, one step downhill for w and b, clean gradients
    w = torch.zeros((), device=x.device, requires_grad=True)
    b = torch.zeros((), device=x.device, requires_grad=True)
    losses = []
    for _ in range(epochs):
        loss = mse_loss(predict(x, w, b), y)
        loss.backward()
        losses.append(loss.item())
        with torch.no_grad():  # the update itself is no part of what is differentiated
            w -= lr * w.grad
            b -= lr * b.grad
        w.grad = b.grad = None  # backward adds to what it finds
    return w.item(), b.item(), losses
    # END SOLUTION


if __name__ == "__main__":
    x, y = datasets.line()
    w, b, losses = fit(x, y)
    print(f"y = {w:.3f} x + {b:.3f}   (the points were scattered around y = 2 x + 1)")
    print(f"loss {losses[0]:.3f} at first, {losses[-1]:.3f} after {len(losses)} epochs")
