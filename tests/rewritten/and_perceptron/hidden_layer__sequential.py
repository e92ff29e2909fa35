"""AND with nn.Sequential."""

import torch
import torch.nn as nn
import torch.optim as optim


class Perceptron(nn.Module):
    """2 -> 3 -> 1 -> sigmoid"""

    def __init__(self):
        super().__init__()
        self.net = nn.Sequential(
            nn.Linear(2, 3),
            nn.Tanh(),
            nn.Linear(3, 1),
            nn.Sigmoid(),
        )

    def forward(self, X):
        return self.net(X)


def train(model, X, y, lr=1.0, epochs=1000):
    loss_fn = nn.BCELoss()
    optimizer = optim.SGD(model.parameters(), lr=lr)
    losses = []
    for epoch in range(epochs):
        output = model(X)
        loss = loss_fn(output, y)
        losses.append(loss.item())
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    return losses


def predict(model, X):
    with torch.no_grad():
        return model(X).gt(0.5).to(torch.float32)
