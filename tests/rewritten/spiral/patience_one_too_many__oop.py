"""Three spiral arms. The early stopping and the training loop are classes."""

from __future__ import annotations

import math
from copy import deepcopy

import numpy as np
import torch
from torch import Tensor, nn


def to_tensors(X: np.ndarray, y: np.ndarray) -> tuple[Tensor, Tensor]:
    points = torch.as_tensor(X.copy()).t().contiguous().float()
    arms = torch.as_tensor(y.astype("int64"))
    return points, arms


class SpiralNet(nn.Module):
    def __init__(self, n_hidden: int = 100, dropout: float = 0.2):
        super().__init__()
        self.hidden = nn.Linear(2, n_hidden)
        self.activation = nn.ReLU()
        self.dropout = nn.Dropout(p=dropout)
        self.out = nn.Linear(n_hidden, 3)

    def forward(self, x: Tensor) -> Tensor:
        return self.out(self.dropout(self.activation(self.hidden(x))))


class EarlyStopping:
    """Watches the validation loss, and keeps the weights of the best epoch."""

    def __init__(self, patience: int) -> None:
        self.patience = patience
        self.best_loss = math.inf
        self.best_epoch = 0
        self.waited = 0
        self.best_state = None

    def update(self, epoch: int, loss: float, model: nn.Module) -> None:
        if loss < self.best_loss:
            self.best_loss = loss
            self.best_epoch = epoch
            self.waited = 0
            self.best_state = deepcopy(model.state_dict())
        else:
            self.waited += 1

    def should_stop(self) -> bool:
        return self.waited > self.patience

    def restore(self, model: nn.Module) -> None:
        if self.best_state is not None:
            model.load_state_dict(self.best_state)


class Trainer:
    def __init__(self, model: nn.Module, lr: float, weight_decay: float) -> None:
        self.model = model
        self.criterion = nn.CrossEntropyLoss()
        self.optimizer = torch.optim.Adam(model.parameters(), lr=lr, weight_decay=weight_decay)

    def step(self, X: Tensor, y: Tensor) -> float:
        self.model.train()
        self.optimizer.zero_grad()
        loss = self.criterion(self.model(X), y)
        loss.backward()
        self.optimizer.step()
        return loss.item()

    @torch.no_grad()
    def validate(self, X: Tensor, y: Tensor) -> float:
        self.model.eval()
        return self.criterion(self.model(X), y).item()


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
    trainer = Trainer(model, lr, weight_decay)
    stopping = EarlyStopping(patience)
    train_loss: list[float] = []
    val_loss: list[float] = []
    for epoch in range(max_epochs):
        train_loss.append(trainer.step(X_train, y_train))
        val_loss.append(trainer.validate(X_val, y_val))
        stopping.update(epoch, val_loss[-1], model)
        if stopping.should_stop():
            break
    stopping.restore(model)
    return {"train_loss": train_loss, "val_loss": val_loss, "best_epoch": stopping.best_epoch}


class evaluating:
    """with evaluating(model): eval mode inside, the old mode afterwards."""

    def __init__(self, model: nn.Module) -> None:
        self.model = model

    def __enter__(self) -> None:
        self.mode = self.model.training
        self.model.eval()

    def __exit__(self, *error) -> None:
        self.model.train(self.mode)


def accuracy(model: nn.Module, X: Tensor, y: Tensor) -> float:
    with evaluating(model), torch.no_grad():
        return (model(X).argmax(dim=1) == y).float().mean().item()


if __name__ == "__main__":
    from assignments.datasets import spiral_arms, spiral_split

    X_train, y_train, X_val, y_val, X_test, y_test = spiral_split(*spiral_arms())
    net = SpiralNet()
    result = train(net, *to_tensors(X_train, y_train), *to_tensors(X_val, y_val))
    print(result["best_epoch"], accuracy(net, *to_tensors(X_test, y_test)))
