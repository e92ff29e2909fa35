"""Perceptron for AND."""

import torch
from torch import nn

from assignments import datasets


class Perceptron(nn.Module):
    def __init__(self):
        super().__init__()
        # 2 inputs, 1 output
        self.linear = nn.Linear(2, 1)
        self.sigmoid = nn.Sigmoid()

    def forward(self, X):
        z = self.linear(X)
        p = self.sigmoid(z)
        return p


def train(model, X, y, lr=1.0, epochs=1000):
    criterion = nn.BCELoss()
    optimizer = torch.optim.SGD(model.parameters(), lr=lr)

    losses = []
    for epoch in range(1, epochs):
        # forward pass
        y_pred = model(X)
        loss = criterion(y_pred, y)

        # backward pass
        optimizer.zero_grad()
        loss.backward()

        # update the weights
        optimizer.step()

        # remember the loss
        loss_value = loss.item()
        losses.append(loss_value)

    return losses


def predict(model, X):
    # no gradients needed here
    with torch.no_grad():
        probabilities = model(X)
    decisions = probabilities > 0.5
    decisions = decisions.float()
    return decisions


if __name__ == "__main__":
    X, y = datasets.gate("and")
    model = Perceptron()
    losses = train(model, X, y)
    print("first loss:", losses[0])
    print("last loss:", losses[-1])
    print("predictions:", predict(model, X))
