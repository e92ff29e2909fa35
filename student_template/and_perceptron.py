"""The smallest nn.Module: one neuron that learns AND, and any other table that a straight line can split."""

import torch
from torch import Tensor, nn

from assignments import datasets


class Perceptron(nn.Module):
    """One neuron: a weight for each of two inputs, a bias, and a sigmoid; 3 parameters in all."""

    def __init__(self) -> None:
        """Creates the layer, from 2 inputs to 1 output, with PyTorch's own random start."""
        super().__init__()
        # TODO: the one linear layer
        raise NotImplementedError("and_perceptron: Perceptron.__init__")

    def forward(self, X: Tensor) -> Tensor:
        """X (N, 2) -> probabilities (N, 1), strictly between 0 and 1."""
        # TODO: the layer, then what turns any number into a probability
        raise NotImplementedError("and_perceptron: Perceptron.forward")


def train(model: nn.Module, X: Tensor, y: Tensor, lr: float = 1.0, epochs: int = 1000) -> list[float]:
    """Trains `model` in place: X (N, 2), y (N, 1) of 0.0 and 1.0 -> losses.

    `model` is any module that maps (N, 2) to probabilities (N, 1), a Perceptron or not. Every epoch makes one
    plain SGD update from the mean binary cross-entropy (BCELoss) of all N rows. Returns a list of Python floats,
    one per epoch: losses[i] is the loss before update i. X and y stay as they are.
    """
    # TODO: criterion, optimizer, then the loop: clean gradients, loss, backward, step
    raise NotImplementedError("and_perceptron: train")


def predict(model: nn.Module, X: Tensor) -> Tensor:
    """What `model` decides for each row: X (N, 2) -> float tensor (N, 1), 1.0 where the probability is above 0.5,
    0.0 where it is below. `model` is any module that maps (N, 2) to probabilities (N, 1), and stays as it is.
    """
    # TODO: turn the probabilities into decisions
    raise NotImplementedError("and_perceptron: predict")


if __name__ == "__main__":
    for name in ("and", "or", "nand", "xor"):
        X, y = datasets.gate(name)
        model = Perceptron()
        losses = train(model, X, y)
        right = int((predict(model, X) == y).sum())
        print(f"{name:4}  loss {losses[0]:.4f} -> {losses[-1]:.4f}   {right} of 4 right")
