"""The perceptron and a small trainer class, which later assignments can use again."""

import torch
from torch import Tensor, nn

from assignments import datasets


class Perceptron(nn.Module):
    """A single neuron with two inputs."""

    def __init__(self) -> None:
        super().__init__()
        self.neuron = nn.Linear(in_features=2, out_features=1, bias=True)

    def forward(self, X: Tensor) -> Tensor:
        return torch.sigmoid(self.neuron(X))


class Trainer:
    """Full-batch training of any model that gives probabilities."""

    def __init__(self, model: nn.Module, lr: float) -> None:
        self.model = model
        self.criterion = nn.BCELoss()
        self.optimizer = torch.optim.Adam(self.model.parameters(), lr=lr)
        self.losses: list[float] = []

    def one_epoch(self, X: Tensor, y: Tensor) -> float:
        self.optimizer.zero_grad()
        loss = self.criterion(self.model(X), y)
        loss.backward()
        self.optimizer.step()
        return loss.item()

    def run(self, X: Tensor, y: Tensor, epochs: int) -> list[float]:
        for _ in range(epochs):
            self.losses.append(self.one_epoch(X, y))
        return self.losses


def train(model: nn.Module, X: Tensor, y: Tensor, lr: float = 1.0, epochs: int = 1000) -> list[float]:
    trainer = Trainer(model, lr)
    return trainer.run(X, y, epochs)


def predict(model: nn.Module, X: Tensor) -> Tensor:
    with torch.no_grad():
        p = model(X)
    return torch.where(p > 0.5, torch.ones_like(p), torch.zeros_like(p))


if __name__ == "__main__":
    for gate in ["and", "or", "nand", "xor"]:
        X, y = datasets.gate(gate)
        neuron = Perceptron()
        history = train(neuron, X, y)
        hits = (predict(neuron, X) == y).sum().item()
        print(gate, history[-1], hits)
