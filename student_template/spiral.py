"""Three spiral arms, a small network, and the full training loop: dropout, weight decay, early stopping."""

import copy
import math

import numpy as np
import torch
from torch import Tensor, nn


def to_tensors(X: np.ndarray, y: np.ndarray) -> tuple[Tensor, Tensor]:
    """Points in columns, X (2, N) of any float type, and their arms, y (N,) of any integer type, as PyTorch wants them.

    Returns X (N, 2) float32, a point per row, and y (N,) int64; row i is column i of the array. The arrays stay as
    they are.
    """
    # TODO: turn columns into rows, and both arrays into tensors of the right type
    raise NotImplementedError("spiral: to_tensors")


class SpiralNet(nn.Module):
    """Two inputs, `n_hidden` hidden units with ReLU and dropout, three outputs; 603 parameters as it comes.

    `dropout` is the share of hidden units that are silenced, drawn anew for every sample, in train mode only.
    """

    def __init__(self, n_hidden: int = 100, dropout: float = 0.2):
        super().__init__()
        # TODO: make the layers: Linear, ReLU, Dropout, Linear
        raise NotImplementedError("spiral: SpiralNet.__init__")

    def forward(self, x: Tensor) -> Tensor:
        """x (N, 2) -> logits (N, 3): one plain number per arm, any sign, not yet probabilities."""
        # TODO: send x through the layers
        raise NotImplementedError("spiral: SpiralNet.forward")


def train(
    model: nn.Module,
    X_train: Tensor,
    y_train: Tensor,
    X_val: Tensor,
    y_val: Tensor,
    lr: float = 0.01,
    weight_decay: float = 0.005,
    max_epochs: int = 5000,
    patience: int = 200,
) -> dict:
    """Train `model` in place on all of (X_train, y_train) at a time; stop when (X_val, y_val) stops getting better.

    X (N, 2) float32 and y (N,) int64, on the device of the model. Cross-entropy loss; Adam with `lr` and
    `weight_decay`. Every epoch, counted from 0, is one training step in train mode, then the loss on the validation
    data in eval mode, without gradients. An epoch is an improvement when its validation loss is strictly lower than
    all before it; nan never is. Training stops after `max_epochs` epochs, or earlier, at the end of the first epoch
    with epoch - best_epoch >= patience. However it ended, `model` then has the weights of the best epoch.

    Returns a dict: "train_loss", a list of floats, each the loss of an epoch's step before the weights changed;
    "val_loss", a list of floats, each the validation loss after that step; "best_epoch", an int, the epoch of the
    lowest validation loss. Both lists have one entry for every epoch that was run.
    """
    # TODO: for each epoch: a step, the validation loss, keep the best weights, stop in time
    raise NotImplementedError("spiral: train")


def accuracy(model: nn.Module, X: Tensor, y: Tensor) -> float:
    """The share of points, from 0 to 1, whose largest logit is that of their own arm; X (N, 2), y (N,) int64.

    Measured in eval mode and without gradients; afterwards the model is in the mode it was in before.
    """
    # TODO: remember the mode, count the right answers in eval mode, go back to that mode
    raise NotImplementedError("spiral: accuracy")


if __name__ == "__main__":
    from assignments.datasets import spiral_arms, spiral_split

    X_train, y_train, X_val, y_val, X_test, y_test = spiral_split(*spiral_arms())
    torch.manual_seed(0)
    net = SpiralNet()
    history = train(net, *to_tensors(X_train, y_train), *to_tensors(X_val, y_val))
    best = history["best_epoch"]
    print(
        f"{len(history['val_loss'])} epochs, the best was epoch {best}: validation loss {history['val_loss'][best]:.3f}"
    )
    print(f"accuracy on the training points: {accuracy(net, *to_tensors(X_train, y_train)):.3f}")
    print(f"accuracy on points never seen:   {accuracy(net, *to_tensors(X_test, y_test)):.3f}")
