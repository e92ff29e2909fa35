"""Spiral arms with torch.nn.functional."""

import torch
import torch.nn.functional as F
from torch import Tensor, nn


def to_tensors(X, y):
    return torch.from_numpy(X.T.copy()).to(torch.float32), torch.from_numpy(y.copy()).to(torch.int64)


class SpiralNet(nn.Module):
    def __init__(self, n_hidden: int = 100, dropout: float = 0.2):
        super().__init__()
        self.p = dropout
        self.inner = nn.Linear(2, 100)
        self.outer = nn.Linear(100, 3)

    def forward(self, x: Tensor) -> Tensor:
        h = F.relu(self.inner(x))
        h = F.dropout(h, p=self.p, training=self.training)
        return self.outer(h)


def loss_of(model: nn.Module, X: Tensor, y: Tensor) -> Tensor:
    return F.cross_entropy(model(X), y)


def training_step(model: nn.Module, optimizer, X: Tensor, y: Tensor) -> float:
    model.train()
    loss = loss_of(model, X, y)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    return loss.item()


@torch.no_grad()
def validation_loss(model: nn.Module, X: Tensor, y: Tensor) -> float:
    model.eval()
    return loss_of(model, X, y).item()


def snapshot(model: nn.Module) -> dict:
    return {name: value.detach().clone() for name, value in model.state_dict().items()}


def train(
    model,
    X_train,
    y_train,
    X_val,
    y_val,
    lr=0.01,
    weight_decay=0.005,
    max_epochs=5000,
    patience=200,
):
    adam = torch.optim.Adam(model.parameters(), lr=lr, weight_decay=weight_decay)
    train_loss, val_loss = [], []
    best_epoch, lowest, kept = 0, float("inf"), snapshot(model)

    epoch = 0
    while epoch < max_epochs:
        train_loss.append(training_step(model, adam, X_train, y_train))
        val_loss.append(validation_loss(model, X_val, y_val))
        if val_loss[epoch] < lowest:
            best_epoch, lowest, kept = epoch, val_loss[epoch], snapshot(model)
        if epoch - best_epoch >= patience:
            break
        epoch += 1

    model.load_state_dict(kept)
    return {"train_loss": train_loss, "val_loss": val_loss, "best_epoch": best_epoch}


def accuracy(model, X, y):
    before = model.training
    model.eval()
    with torch.no_grad():
        answers = model(X).max(dim=1).indices
    model.train(before)
    return float((answers == y).sum()) / y.shape[0]
