import torch
from torch import nn
from torch.nn import functional


class Neuron(nn.Linear):
    """A linear layer."""

    def forward(self, X):
        return super().forward(X)


class Perceptron(Neuron):
    def __init__(self):
        super().__init__(2, 1)


def train(model, X, y, lr=1.0, epochs=1000):
    parameters = list(model.parameters())
    losses = []
    for _ in range(epochs):
        loss = functional.binary_cross_entropy(model(X), y)
        losses.append(loss.item())
        gradients = torch.autograd.grad(loss, parameters)
        for parameter, gradient in zip(parameters, gradients):
            parameter.data -= lr * gradient
    return losses


def predict(model, X):
    return (model(X) > 0.5).type(X.dtype).detach()
