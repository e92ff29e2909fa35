"""A line, something that descends, and the loop that brings both together."""

from __future__ import annotations

import torch
from torch import Tensor


def predict(x: Tensor, w: Tensor, b: Tensor) -> Tensor:
    return torch.add(torch.mul(x, w), b)


def mse_loss(y_pred: Tensor, y_true: Tensor) -> Tensor:
    diff = y_true - y_pred
    return (diff * diff).sum() / diff.numel()


class Line:
    """Slope and intercept, as leaves."""

    def __init__(self, device: torch.device) -> None:
        self.w = torch.zeros(1, device=device).squeeze().requires_grad_()
        self.b = torch.zeros(1, device=device).squeeze().requires_grad_()

    def parameters(self) -> list[Tensor]:
        return [self.w, self.b]

    def __call__(self, x: Tensor) -> Tensor:
        return predict(x, self.w, self.b)


class Descent:
    """Moves parameters downhill, each at a pace of its own."""

    def __init__(self, parameters: list[Tensor], lr: float, beta1: float = 0.9, beta2: float = 0.999) -> None:
        self.parameters = parameters
        self.lr = lr
        self.beta1, self.beta2 = beta1, beta2
        self.t = 0
        self.m = [torch.zeros_like(p) for p in parameters]
        self.v = [torch.zeros_like(p) for p in parameters]

    def zero_grad(self) -> None:
        for p in self.parameters:
            p.grad = None

    @torch.no_grad()
    def step(self) -> None:
        self.t += 1
        for p, m, v in zip(self.parameters, self.m, self.v):
            m.mul_(self.beta1).add_((1 - self.beta1) * p.grad)
            v.mul_(self.beta2).add_((1 - self.beta2) * p.grad**2)
            m_hat = m / (1 - self.beta1**self.t)
            v_hat = v / (1 - self.beta2**self.t)
            p.sub_(self.lr * m_hat / (v_hat.sqrt() + 1e-8))


def fit(x: Tensor, y: Tensor, lr: float = 0.01, epochs: int = 500) -> tuple[float, float, list[float]]:
    line = Line(x.device)
    descent = Descent(line.parameters(), lr)
    losses: list[float] = []
    for _ in range(epochs):
        descent.zero_grad()
        loss = mse_loss(line(x), y)
        loss.backward()
        descent.step()
        losses.append(float(loss.detach()))
    return line.w.item(), line.b.item(), losses
