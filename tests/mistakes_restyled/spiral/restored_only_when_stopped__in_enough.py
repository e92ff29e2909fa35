"""Loads the best state in the branch that ends the loop."""

from collections import OrderedDict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

import numpy as np
import torch
from torch import Tensor
from torch.nn import CrossEntropyLoss, Dropout, Linear, Module, ReLU, Sequential
from torch.optim import Adam, Optimizer

ARMS: int = 3


def to_tensors(X: np.ndarray, y: np.ndarray) -> tuple[Tensor, Tensor]:
    return torch.as_tensor(X).to(torch.float32).permute(1, 0).contiguous(), torch.as_tensor(y).to(torch.int64)


class SpiralNet(Module):
    def __init__(self, n_hidden: int = 100, dropout: float = 0.2) -> None:
        super().__init__()
        self.body = Sequential(
            OrderedDict(linear=Linear(2, n_hidden), drop=Dropout(p=dropout), relu=ReLU(inplace=True))
        )
        self.head = Sequential(Linear(n_hidden, ARMS))

    def forward(self, x: Tensor) -> Tensor:
        return self.head(self.body(x))


@dataclass
class Stopper:
    patience: int
    best_loss: float = float("inf")
    best_epoch: int = 0
    best_state: dict[str, Tensor] = field(default_factory=dict)

    def improved(self, epoch: int, loss: float, model: Module) -> bool:
        if not loss < self.best_loss:
            return False
        self.best_loss, self.best_epoch = loss, epoch
        self.best_state = {k: v.detach().cpu().clone() for k, v in model.state_dict().items()}
        return True

    def enough(self, epoch: int) -> bool:
        return epoch - self.best_epoch >= self.patience


@contextmanager
def evaluating(model: Module) -> Iterator[Module]:
    modes = [(module, module.training) for module in model.modules()]
    model.eval()
    try:
        with torch.inference_mode():
            yield model
    finally:
        for module, mode in modes:
            module.training = mode


def step(model: Module, optimizer: Optimizer, criterion: Module, X: Tensor, y: Tensor) -> float:
    model.train()
    optimizer.zero_grad()
    loss = criterion(model(X), y)
    loss.backward()
    optimizer.step()
    return loss.item()


def train(
    model: Module,
    X_train: Tensor,
    y_train: Tensor,
    X_val: Tensor,
    y_val: Tensor,
    lr: float = 0.01,
    weight_decay: float = 0.005,
    max_epochs: int = 5000,
    patience: int = 200,
) -> dict[str, list[float] | int]:
    criterion, stopper = CrossEntropyLoss(), Stopper(patience)
    optimizer = Adam([{"params": list(model.parameters())}], lr=lr, betas=(0.9, 0.999), weight_decay=weight_decay)
    train_loss: list[float] = []
    val_loss: list[float] = []
    for epoch in range(max_epochs):
        train_loss.append(step(model, optimizer, criterion, X_train, y_train))
        with evaluating(model):
            val_loss.append(criterion(model(X_val), y_val).item())
        stopper.improved(epoch, val_loss[-1], model)
        if stopper.enough(epoch):
            model.load_state_dict(stopper.best_state)
            break
    return {"best_epoch": stopper.best_epoch, "val_loss": val_loss, "train_loss": train_loss}


def accuracy(model: Module, X: Tensor, y: Tensor) -> float:
    with evaluating(model):
        return torch.eq(model(X).argmax(-1), y).double().mean().item()
