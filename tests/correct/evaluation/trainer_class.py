"""A trainer object with meters, criteria chosen by the labels, metrics read off a confusion matrix; type hints."""

from __future__ import annotations

import heapq
from collections import defaultdict

import torch
from torch import Tensor, nn, optim


def mlp(n_inputs: int, n_hidden: int, n_outputs: int) -> list[nn.Module]:
    return [
        nn.Linear(n_inputs, n_hidden),
        nn.ReLU(inplace=True),
        nn.Linear(n_hidden, n_hidden),
        nn.ReLU(inplace=True),
        nn.Linear(n_hidden, n_outputs),
    ]


class BinaryClassifier(nn.Sequential):
    def __init__(self, n_inputs: int, n_hidden: int = 16) -> None:
        super().__init__(*mlp(n_inputs, n_hidden, 1))


class MultiClassifier(nn.Module):
    def __init__(self, n_inputs: int, n_classes: int, n_hidden: int = 32) -> None:
        super().__init__()
        *body, head = mlp(n_inputs, n_hidden, n_classes)
        self.head, self.body = head, nn.ModuleList(body)
        nn.init.xavier_uniform_(self.head.weight)

    def forward(self, x: Tensor) -> Tensor:
        for layer in self.body:
            x = layer(x)
        return self.head(x)


class Meter:
    """A mean over samples."""

    def __init__(self) -> None:
        self.total, self.n = 0.0, 0

    def add(self, mean: float, n: int) -> None:
        self.total += mean * n
        self.n += n

    @property
    def value(self) -> float:
        return self.total / self.n


class Trainer:
    def __init__(self, model: nn.Module, lr: float) -> None:
        self.model = model
        self.device = next(model.parameters()).device
        self.optimizer = optim.Adam([{"params": model.parameters()}], lr)
        self.history: dict[str, list[float]] = defaultdict(list)

    def criterion(self, y: Tensor) -> nn.Module:
        return nn.BCEWithLogitsLoss() if y.is_floating_point() else nn.CrossEntropyLoss()

    def run(self, loader, name: str, learn: bool) -> None:
        self.model.train(learn)
        loss_meter, accuracy_meter = Meter(), Meter()
        for x, y in loader:
            x, y = x.to(self.device), y.to(self.device)
            with torch.set_grad_enabled(learn):
                logits = self.model(x)
                loss = self.criterion(y)(logits, y)
            if learn:
                loss.backward()
                self.optimizer.step()
                self.optimizer.zero_grad()
            loss_meter.add(loss.item(), len(x))
            accuracy_meter.add((predict(logits.detach()) == y.view(-1)).double().mean().item(), len(x))
        self.history[f"{name}_loss"].append(loss_meter.value)
        self.history[f"{name}_accuracy"].append(accuracy_meter.value)


def train(model, train_loader, val_loader, epochs=20, lr=1e-3, verbose=False):
    was_training = model.training
    trainer = Trainer(model, lr)
    for epoch in range(epochs):
        trainer.run(train_loader, "train", learn=True)
        trainer.run(val_loader, "val", learn=False)
        if verbose:
            print(epoch, {key: values[-1] for key, values in trainer.history.items()})
    model.train(was_training)
    return dict(trainer.history)


def predict(logits: Tensor, threshold: float = 0.5) -> Tensor:
    n, width = logits.shape
    if width > 1:
        return logits.max(1).indices
    return torch.where(1 / (1 + torch.exp(-logits.reshape(n))) < threshold, 0, 1)


def confusion_matrix(y_true: Tensor, y_pred: Tensor, n_classes: int) -> Tensor:
    matrix = torch.zeros(n_classes, n_classes, dtype=torch.long, device=y_true.device)
    matrix.index_put_((y_true, y_pred), torch.ones_like(y_true), accumulate=True)
    return matrix


def _share(part: Tensor, whole: Tensor) -> Tensor:
    return torch.where(whole == 0, 0.0, part.double() / whole)


def precision_recall_f1(y_true: Tensor, y_pred: Tensor, n_classes: int) -> tuple[Tensor, ...]:
    matrix = confusion_matrix(y_true, y_pred, n_classes)
    right = matrix.diag()
    precision, recall = _share(right, matrix.sum(0)), _share(right, matrix.sum(1))
    return precision, recall, _share(2 * precision * recall, precision + recall)


def average(values: Tensor, y_true: Tensor, how: str = "macro") -> Tensor:
    match how:
        case "macro":
            return values.mean()
        case "weighted":
            return values[y_true].mean()
    raise ValueError(f"unknown average: {how}")


def accuracy(y_true: Tensor, y_pred: Tensor) -> float:
    try:
        return float((y_true == y_pred).sum()) / len(y_true)
    except ZeroDivisionError:
        raise ValueError("accuracy of nothing") from None


def precision_recall_curve(y_true: Tensor, scores: Tensor) -> tuple[Tensor, Tensor, Tensor]:
    thresholds = torch.unique(scores)
    called = scores.unsqueeze(0) >= thresholds.unsqueeze(1)  # (T, N)
    right = (called & y_true.bool()).sum(1).float()
    return right / called.sum(1), right / y_true.sum(), thresholds


def most_confused(matrix: Tensor, k: int = 3) -> list[tuple[int, int, int]]:
    cells = {(i, j): int(matrix[i, j]) for i, j in matrix.nonzero().tolist() if i != j}
    return [(*cell, cells[cell]) for cell in heapq.nsmallest(k, cells, key=lambda cell: (-cells[cell], cell))]


def worst_errors(logits: Tensor, y: Tensor, k: int = 10) -> Tensor:
    sure = torch.log_softmax(logits, dim=-1).amax(-1)
    wrong = logits.argmax(-1).ne(y)
    sure = sure.masked_fill(~wrong, -torch.inf)
    return sure.topk(min(k, int(wrong.sum()))).indices
