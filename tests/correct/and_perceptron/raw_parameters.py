"""Parameters and cross-entropy written out."""

import math

import torch
from torch import nn
from torch.optim import SGD


class Perceptron(nn.Module):
    def __init__(self):
        super().__init__()
        bound = 1 / math.sqrt(2)
        self.bias = nn.Parameter(torch.zeros(1))
        self.weight = nn.Parameter(torch.empty(2, 1).uniform_(-bound, bound))

    def forward(self, points):
        return 1 / (1 + torch.exp(-(points @ self.weight + self.bias)))


def cross_entropy(p, y):
    return -(y * p.log() + (1 - y) * (1 - p).log()).mean()


def train(model, X, y, lr=1.0, epochs=1000):
    optimizer, history = SGD(model.parameters(), lr), []
    while len(history) < epochs:
        loss = cross_entropy(model(X), y)
        history.append(float(loss.detach()))
        loss.backward()
        optimizer.step()
        optimizer.zero_grad()
    return history


@torch.no_grad()
def predict(model, X):
    p = model(X)
    return torch.where(p >= 0.5, torch.ones_like(p), torch.zeros_like(p))
