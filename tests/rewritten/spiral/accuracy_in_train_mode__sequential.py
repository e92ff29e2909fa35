"""Spiral, nn.Sequential and an iterator over the epochs."""

import copy

import numpy as np
import torch
from torch import Tensor, nn


def to_tensors(X: np.ndarray, y: np.ndarray) -> tuple[Tensor, Tensor]:
    rows = np.transpose(X).astype(np.float32)
    labels = y.astype(np.int64)
    return torch.from_numpy(rows), torch.from_numpy(labels)


class SpiralNet(nn.Module):
    def __init__(self, n_hidden: int = 100, dropout: float = 0.2):
        super().__init__()
        self.layers = nn.Sequential(
            nn.Linear(2, n_hidden),
            nn.ReLU(),
            nn.Dropout(dropout),
            nn.Linear(n_hidden, 3),
        )

    def forward(self, x: Tensor) -> Tensor:
        return self.layers(x)


def epochs_of(model, optimizer, criterion, X_train, y_train, X_val, y_val):
    """Trains without end; gives training and validation loss of every epoch."""
    while True:
        model.train()
        optimizer.zero_grad()
        loss = criterion(model(X_train), y_train)
        loss.backward()
        optimizer.step()

        model.eval()
        with torch.no_grad():
            val = criterion(model(X_val), y_val)
        yield loss.item(), val.item()


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
    optimizer = torch.optim.Adam(model.parameters(), lr=lr, weight_decay=weight_decay)
    training = epochs_of(model, optimizer, nn.CrossEntropyLoss(), X_train, y_train, X_val, y_val)

    history = {"train_loss": [], "val_loss": [], "best_epoch": 0}
    best_val = float("inf")
    best_state = copy.deepcopy(model.state_dict())

    for epoch in range(max_epochs):
        train_loss, val_loss = next(training)
        history["train_loss"].append(train_loss)
        history["val_loss"].append(val_loss)

        if val_loss < best_val:
            best_val = val_loss
            best_state = copy.deepcopy(model.state_dict())
            history["best_epoch"] = epoch
        if epoch >= history["best_epoch"] + patience:
            break

    model.load_state_dict(best_state)
    return history


def accuracy(model: nn.Module, X: Tensor, y: Tensor) -> float:
    with torch.no_grad():
        guesses = model(X).argmax(dim=-1)
    return torch.mean((guesses == y).float()).item()
