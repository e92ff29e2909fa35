"""A perceptron without nn.Linear: the weights are plain parameters."""

import math

import torch
from torch import Tensor, nn


class Perceptron(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        bound = 1 / math.sqrt(2)  # the range from which nn.Linear draws for two inputs
        self.w = nn.Parameter(torch.empty(2).uniform_(-bound, bound))
        self.b = nn.Parameter(torch.empty(1).uniform_(-bound, bound))

    def forward(self, X: Tensor) -> Tensor:
        z = X @ self.w + self.b
        return torch.sigmoid(z)


def train(model: nn.Module, X: Tensor, y: Tensor, lr: float = 1.0, epochs: int = 1000) -> list[float]:
    cross_entropy = nn.BCELoss()
    optimizer = torch.optim.SGD(model.parameters(), lr=lr)
    losses = []
    for _ in range(epochs):
        p = model(X)
        loss = cross_entropy(p.reshape(-1), y.reshape(-1))
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    return losses


def predict(model: nn.Module, X: Tensor) -> Tensor:
    return (model(X).detach() > 0.5).to(X.dtype)
