"""Short functions, one-hot matrices, a frozen copy for the validation, everything in as few steps as it takes."""

import copy
import itertools as it

import torch
import torch.nn.functional as F
from torch import nn


def net(*sizes):
    layers = [[nn.Linear(a, b), nn.ReLU()] for a, b in it.pairwise(sizes)]
    return nn.Sequential(*list(it.chain(*layers))[:-1])


class MultiClassifier(nn.Module):
    def __init__(self, n_inputs, n_classes, n_hidden=32, **unused):
        super().__init__()
        self.f = net(n_inputs, n_hidden, n_hidden, n_classes)

    def forward(self, x):
        return self.f(x)


class BinaryClassifier(MultiClassifier):
    def __init__(self, n_inputs, n_hidden=16):
        super().__init__(n_inputs, 1, n_hidden)


def loss_of(logits, y, **options):
    kind = F.binary_cross_entropy_with_logits if logits.size(1) == 1 else F.cross_entropy
    return kind(logits, y, **options)


def totals(model, loader, step=lambda loss: None):
    out = torch.zeros(3, dtype=torch.float64)
    for x, y in loader:
        logits = model(x)
        total = loss_of(logits, y, reduction="sum")
        step(total / len(y))
        right = (predict(logits).view_as(y) == y).sum()
        out += torch.stack([total.detach().double(), right.double(), torch.tensor(len(y)).to(right)]).cpu()
    return (out[:2] / out[2]).tolist()


def train(model, train_loader, val_loader, epochs=20, lr=1e-3):
    optimizer = torch.optim.Adam(model.parameters(), lr=lr)

    def step(loss):
        optimizer.zero_grad(set_to_none=False)
        loss.backward()
        optimizer.step()

    rows = []
    for _ in range(epochs):
        model.train()
        row = totals(model, train_loader, step)
        rows.append(row + totals(copy.deepcopy(model).eval().requires_grad_(False), val_loader))
    names = "train_loss", "train_accuracy", "val_loss", "val_accuracy"
    return {name: [row[i] for row in rows] for i, name in enumerate(names)}


def predict(logits, threshold=0.5):
    return logits.argmax(1) if logits.size(1) > 1 else logits.sigmoid().ge(threshold).long().flatten()


def precision_recall_f1(y_true, y_pred, n_classes):
    t, p = F.one_hot(y_true, n_classes).float(), F.one_hot(y_pred, n_classes).float()
    tp, there, called = (t * p).sum(0), t.sum(0), p.sum(0)
    return tuple(torch.nan_to_num(a / b) for a, b in ((tp, called), (tp, there), (2 * tp, called + there)))


def average(values, y_true, how="macro"):
    if how not in ("macro", "weighted"):
        raise ValueError("macro or weighted")
    return float(values.mean() if how == "macro" else values.double() @ F.one_hot(y_true, len(values)).double().mean(0))


def accuracy(y_true, y_pred):
    if y_true.nelement() == 0:
        raise ValueError
    return 1 - torch.count_nonzero(y_true - y_pred).item() / y_true.nelement()


def precision_recall_curve(y_true, scores):
    thresholds, counts = scores.unique(sorted=True, return_counts=True)
    y = y_true[scores.argsort(descending=True)]
    called = counts.flip(0).cumsum(0)
    right = y.cumsum(0)[called - 1]
    return (right / called).flip(0), (right / y.sum()).flip(0), thresholds


def most_confused(matrix, k=3):
    off = matrix - torch.diag(matrix.diag())
    values, places = off.flatten().sort(descending=True, stable=True)
    width = len(matrix)
    return [divmod(p, width) + (v,) for v, p in zip(values.tolist(), places.tolist()) if v > 0][:k]


def worst_errors(logits, y, k=10):
    best = logits.softmax(1).max(1)
    order = best.values.sort(descending=True).indices
    return order[best.indices[order] != y[order]][:k]
