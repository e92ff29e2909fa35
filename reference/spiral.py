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
    # BEGIN SOLUTION  turn columns into rows, and both arrays into tensors of the right type
    return torch.tensor(X.T, dtype=torch.float32), torch.tensor(y, dtype=torch.int64)
    # END SOLUTION


class SpiralNet(nn.Module):
    """Two inputs, `n_hidden` hidden units with ReLU and dropout, three outputs; 603 parameters as it comes.

    `dropout` is the share of hidden units that are silenced, drawn anew for every sample, in train mode only.
    """

    def __init__(self, n_hidden: int = 100, dropout: float = 0.2):
        super().__init__()
        # BEGIN SOLUTION  make the layers: Linear, ReLU, Dropout, Linear
        self.layers = nn.Sequential(nn.Linear(2, n_hidden), nn.ReLU(), nn.Dropout(dropout), nn.Linear(n_hidden, 3))
        # END SOLUTION

    def forward(self, x: Tensor) -> Tensor:
        """x (N, 2) -> logits (N, 3): one plain number per arm, any sign, not yet probabilities."""
        # BEGIN SOLUTION  send x through the layers
        return self.layers(x)
        # END SOLUTION


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
    # BEGIN SOLUTION  for each epoch: a step, the validation loss, keep the best weights, stop in time
    criterion = nn.CrossEntropyLoss()
    optimizer = torch.optim.Adam(model.parameters(), lr=lr, weight_decay=weight_decay)
    train_loss, val_loss = [], []
    best_loss, best_epoch, best_weights = math.inf, 0, copy.deepcopy(model.state_dict())

    for epoch in range(max_epochs):
        model.train()
        loss = criterion(model(X_train), y_train)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        train_loss.append(loss.item())

        model.eval()
        with torch.no_grad():
            val_loss.append(criterion(model(X_val), y_val).item())

        if val_loss[-1] < best_loss:  # false for nan
            # The optimizer changes the weights where they lie, so only a copy of them lasts.
            best_loss, best_epoch, best_weights = val_loss[-1], epoch, copy.deepcopy(model.state_dict())
        if epoch - best_epoch >= patience:
            break

    model.load_state_dict(best_weights)
    return {"train_loss": train_loss, "val_loss": val_loss, "best_epoch": best_epoch}
    # END SOLUTION


def accuracy(model: nn.Module, X: Tensor, y: Tensor) -> float:
    """The share of points, from 0 to 1, whose largest logit is that of their own arm; X (N, 2), y (N,) int64.

    Measured in eval mode and without gradients; afterwards the model is in the mode it was in before.
    """
    # BEGIN SOLUTION  remember the mode, count the right answers in eval mode, go back to that mode
    was_training = model.training
    model.eval()
    with torch.no_grad():
        right = model(X).argmax(dim=1) == y
    model.train(was_training)
    return right.float().mean().item()
    # END SOLUTION


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
