"""The stopper forgets its min_delta."""

import copy
from dataclasses import dataclass, field

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional as F
from torch.utils.data import DataLoader, RandomSampler


class Block(nn.Module):
    def __init__(self, n_in: int, n_out: int, norm: bool, drop: nn.Module):
        super().__init__()
        self.drop = drop
        self.norm = nn.BatchNorm1d(n_out) if norm else nn.Identity()
        self.linear = nn.Linear(n_in, n_out)

    def forward(self, x: Tensor) -> Tensor:
        return self.drop(F.relu(self.norm(self.linear(x))))


class Network(nn.Module):
    def __init__(self, sizes: tuple[int, ...], norm: bool = False, drop: nn.Module | None = None):
        super().__init__()
        self.head = nn.Linear(sizes[-2], sizes[-1])
        drop = drop or nn.Identity()
        self.blocks = nn.ModuleList([Block(a, b, norm, drop) for a, b in zip(sizes[:-2], sizes[1:-1])])

    def forward(self, x: Tensor) -> Tensor:
        for block in self.blocks:
            x = block(x)
        return torch.sigmoid(self.head(x))


class NetworkWithDropout(Network):
    def __init__(self, input_size: int, hidden_size: int, output_size: int, dropout_prob: float = 0.5):
        super().__init__((input_size, hidden_size, hidden_size, output_size), False, nn.Dropout(dropout_prob))


class NetworkWithBatchNorm(Network):
    def __init__(self, input_size: int, hidden_size: int, output_size: int):
        super().__init__((input_size, hidden_size, hidden_size, output_size), True)


class NetworkWithBoth(Network):
    def __init__(self, input_size: int, hidden_size: int, output_size: int, dropout_prob: float = 0.5):
        super().__init__((input_size, hidden_size, hidden_size, output_size), True, nn.Dropout(p=dropout_prob))


def l2_penalty(model: nn.Module, strength: float) -> Tensor:
    squares = [p.square().sum() for p in model.parameters() if p.dim() == 2]
    return strength * torch.stack(squares).sum()


@dataclass
class Stopper:
    patience: int
    min_delta: float
    best: float = float("inf")
    best_epoch: int = 0
    bad: int = 0
    state: dict = field(default_factory=dict)

    def see(self, epoch: int, loss: float, model: nn.Module) -> bool:
        if loss < self.best:
            self.best, self.best_epoch, self.bad = loss, epoch, 0
            self.state = copy.deepcopy(model.state_dict())
        else:
            self.bad += 1
        return self.bad >= self.patience


class Trainer:
    def __init__(self, model: nn.Module, lr: float):
        self.model, self.optimizer = model, torch.optim.Adam(model.parameters(), lr=lr)
        self.history = {key: [] for key in ("train_loss", "val_loss", "train_acc", "val_acc")}

    def epoch(self, train_loader, val_loader) -> float:
        for prefix, loader in (("train", train_loader), ("val", val_loader)):
            training = prefix == "train"
            self.model.train(training)
            with torch.set_grad_enabled(training):
                sums = np.sum([self.batch(x, y, training) for x, y in loader], axis=0)
            self.history[f"{prefix}_loss"].append(float(sums[0] / sums[2]))
            self.history[f"{prefix}_acc"].append(float(sums[1] / sums[2]))
        return self.history["val_loss"][-1]

    def batch(self, x: Tensor, y: Tensor, training: bool) -> np.ndarray:
        answers = self.model(x)
        loss = F.binary_cross_entropy(answers, y, reduction="sum")
        if training:
            self.optimizer.zero_grad()
            (loss / len(x)).backward()
            self.optimizer.step()
        right = ((answers >= 0.5).float() == y).sum()
        return np.array([loss.item(), right.item(), len(x)])


def train_with_validation(model, train_loader, val_loader, epochs=100, lr=1e-3, patience=10, min_delta=1e-3):
    trainer, stopper = Trainer(model, lr), Stopper(patience, min_delta)
    try:
        for epoch in range(epochs):
            if stopper.see(epoch, trainer.epoch(train_loader, val_loader), model):
                break
    finally:
        model.load_state_dict(stopper.state)
    return {**trainer.history, "best_epoch": stopper.best_epoch}


def compare(train_set, val_set, epochs=30, batch_size=32, seed=0, width=64, dropout=0.3):
    n_inputs = train_set[0][0].numel()
    makers = {
        "Baseline": lambda: Network((n_inputs, width, width, 1)),
        "Dropout": lambda: NetworkWithDropout(n_inputs, width, 1, dropout),
        "BatchNorm": lambda: NetworkWithBatchNorm(n_inputs, width, 1),
        "Both": lambda: NetworkWithBoth(n_inputs, width, 1, dropout),
    }
    trainers, stoppers = {}, {}
    for name, make in makers.items():
        torch.manual_seed(seed)
        trainers[name], stoppers[name] = Trainer(make(), 1e-3), Stopper(epochs, 1e-3)
    order = RandomSampler(train_set, generator=torch.Generator().manual_seed(seed))
    train_loader = DataLoader(train_set, batch_size, sampler=order)
    for epoch in range(epochs):
        batches = list(train_loader)  # drawn once, learned by all four
        for name, trainer in trainers.items():
            loss = trainer.epoch(batches, DataLoader(val_set, batch_size))
            stoppers[name].see(epoch, loss, trainer.model)
    return {name: {**trainers[name].history, "best_epoch": stoppers[name].best_epoch} for name in makers}
