from __future__ import annotations

import torch
from torch import Tensor, nn, optim

print("a perceptron with three parameters")


class Perceptron(nn.Module):
    def __init__(self, n_inputs: int = 2) -> None:
        super().__init__()
        self.fc = nn.Linear(n_inputs, 1)
        self.activation = nn.Sigmoid()

    def forward(self, x: Tensor) -> Tensor:
        weighted_sum = self.fc(x)
        return self.activation(weighted_sum)


def training_step(model: nn.Module, optimizer: optim.Optimizer, X: Tensor, y: Tensor) -> float:
    optimizer.zero_grad(set_to_none=False)
    loss = nn.MSELoss()(model(X), y)
    loss.backward()
    optimizer.step()
    return loss.item()


def train(
    model: nn.Module, X: Tensor, y: Tensor, lr: float = 1.0, epochs: int = 1000, print_every: int = 0
) -> list[float]:
    model.train()
    optimizer = optim.SGD(model.parameters(), lr=lr, momentum=0.0)
    losses = [0.0] * epochs
    for epoch in range(epochs):
        losses[epoch] = training_step(model, optimizer, X, y)
        if print_every and epoch % print_every == 0:
            print(epoch, losses[epoch])
    model.eval()
    return losses


def predict(model: nn.Module, X: Tensor) -> Tensor:
    model.eval()
    with torch.inference_mode():
        decisions = model(X).gt(0.5)
    return decisions.to(torch.float32)
