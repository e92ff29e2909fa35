"""XOR: a hidden layer, restarts against unlucky starts, and backpropagation by hand."""

import numpy as np
import torch
from torch import Tensor, nn

from assignments import datasets


class XORMLP(nn.Module):
    """A hidden layer of ReLU units between two inputs and one probability; 17 parameters with 4 units."""

    def __init__(self, n_hidden: int = 4) -> None:
        """Creates the layers 2 -> n_hidden -> 1, each with a bias, from a random start."""
        super().__init__()
        # TODO: the two linear layers
        raise NotImplementedError("xor_mlp: XORMLP.__init__")

    def forward(self, X: Tensor) -> Tensor:
        """X (N, 2) -> probabilities (N, 1), from 0 to 1: linear, ReLU, linear, sigmoid."""
        # TODO: the hidden units, then the probability
        raise NotImplementedError("xor_mlp: XORMLP.forward")


def train(model: nn.Module, X: Tensor, y: Tensor, lr: float = 0.01, epochs: int = 5000) -> list[float]:
    """Trains `model` in place: X (N, 2), y (N, 1) of 0.0 and 1.0 -> losses.

    `model` is any module that maps (N, 2) to probabilities (N, 1), an XORMLP or not. Every epoch makes one Adam
    update from the mean binary cross-entropy (BCELoss) of all N rows; of Adam's settings only `lr` differs from
    PyTorch's defaults. Returns a list of Python floats, one per epoch: losses[i] is the loss before update i.
    X and y stay as they are.
    """
    # TODO: criterion, optimizer, then the loop
    raise NotImplementedError("xor_mlp: train")


def solve(X: Tensor, y: Tensor, max_restarts: int = 20, seed: int = 0) -> XORMLP:
    """A trained XORMLP of the default width that gets every row right: X (4, 2), y (4, 1) of 0.0 and 1.0.

    A row is right when its probability is on the label's side of 0.5. New starts are made until one gets all rows
    right, at most `max_restarts` of them, the first included (1 means one start, 0 means none at all).
    Raises RuntimeError when they are used up. `seed` decides all starts: on the CPU the same seed gives the same
    model, another seed gives another one.
    """
    # TODO: seed, then start, train and look, again and again
    raise NotImplementedError("xor_mlp: solve")


def manual_gradients(params: dict[str, np.ndarray], X: np.ndarray, y: np.ndarray) -> dict[str, np.ndarray]:
    """Backpropagation by hand, in NumPy only: the gradients of the mean binary cross-entropy of an XORMLP.

    `params` holds float64 arrays W1 (h, 2), b1 (h,), W2 (1, h), b2 (1,), laid out as in nn.Linear; X is (N, 2),
    y (N, 1) of 0.0 and 1.0. The probabilities are P = sigmoid(relu(X W1ᵀ + b1) W2ᵀ + b2). Returns a new dict with the
    keys and shapes of `params`: how much the mean loss over the N rows changes with each parameter. The arguments
    stay as they are.
    """
    # TODO: forward, keeping what the way back needs; then the chain rule, from the loss to the inputs
    raise NotImplementedError("xor_mlp: manual_gradients")


if __name__ == "__main__":
    X, y = datasets.gate("xor")
    for seed in range(22, 27):
        torch.manual_seed(seed)
        losses = train(XORMLP(), X, y, epochs=1000)
        print(f"one start, seed {seed}: loss {losses[0]:.4f} -> {losses[-1]:.4f}")

    model = solve(X, y)
    print("solve:", [round(p, 3) for p in model(X).flatten().tolist()])

    random = np.random.default_rng(0)
    params = {name: random.normal(size=shape) for name, shape in [("W1", (4, 2)), ("b1", 4), ("W2", (1, 4)), ("b2", 1)]}
    for name, gradient in manual_gradients(params, X.double().numpy(), y.double().numpy()).items():
        print(f"d loss / d {name}:", gradient.round(3).tolist())
