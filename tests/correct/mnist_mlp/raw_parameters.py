"""Weight matrices by hand, batches cut by hand, functional loss, metrics in float64."""

import math

import numpy as np
import torch
from torch import nn
from torch.nn import functional as F


class MNISTNet(nn.Module):
    sizes = (784, 256, 128, 10)

    def __init__(self):
        super().__init__()
        self.W = nn.ParameterList()
        self.b = nn.ParameterList()
        for n_in, n_out in zip(self.sizes, self.sizes[1:], strict=False):
            bound = math.sqrt(6 / (n_in + n_out))
            self.W.append(nn.Parameter(torch.empty(n_in, n_out).uniform_(-bound, bound)))
            self.b.append(nn.Parameter(torch.zeros(n_out)))

    def _dropped(self, h):
        if not self.training:
            return h
        return h * (torch.rand_like(h) >= 0.2) / 0.8

    def forward(self, x):
        h = x.reshape(len(x), 784)
        h = self._dropped((h @ self.W[0] + self.b[0]).clamp(min=0))
        h = self._dropped((h @ self.W[1] + self.b[1]).clamp(min=0))
        return h @ self.W[2] + self.b[2]


def train_epoch(model, loader, criterion, optimizer, device="cpu"):
    model.train()
    losses, hits, counts = [], [], []
    for x, y in loader:
        for p in model.parameters():
            p.grad = None
        x, y = x.to(device), y.to(device)
        logits = model(x)
        loss = criterion(logits, y)
        loss.backward()
        losses.append(loss.item())
        hits.append((logits.detach().argmax(-1) == y).double().mean().item())
        counts.append(x.shape[0])
        optimizer.step()
    return np.average(losses, weights=counts), np.average(hits, weights=counts)


def evaluate(model, loader, criterion, device="cpu"):
    model.eval()
    losses, hits, counts = [], [], []
    with torch.inference_mode():
        for x, y in loader:
            logits, y = model(x.to(device)), y.to(device)
            losses.append(criterion(logits, y).item())
            hits.append((logits.argmax(-1) == y).double().mean().item())
            counts.append(x.shape[0])
    return float(np.average(losses, weights=counts)), float(np.average(hits, weights=counts))


def confusion_matrix(y_true, y_pred, n_classes=10):
    return F.one_hot(y_true, n_classes).T @ F.one_hot(y_pred, n_classes)


def per_class_accuracy(matrix):
    m = matrix.double()
    return torch.diagonal(m) / m.sum(1)


class Batches:
    """Batches of a whole dataset held in memory, in a new order on every pass."""

    def __init__(self, dataset, batch_size, generator=None):
        self.x = torch.stack([x for x, _ in dataset])
        self.y = torch.tensor([int(y) for _, y in dataset])
        self.batch_size, self.generator = batch_size, generator

    def __iter__(self):
        order = torch.arange(len(self.y))
        if self.generator is not None:
            order = torch.randperm(len(self.y), generator=self.generator)
        for part in order.split(self.batch_size):
            yield self.x[part], self.y[part]


def fit(train_set, val_set, epochs=5, batch_size=64, lr=1e-3, weight_decay=1e-4, device="cpu", seed=0):
    torch.manual_seed(seed)
    model = MNISTNet().to(device)
    train = Batches(train_set, batch_size, torch.Generator().manual_seed(seed))
    val = Batches(val_set, batch_size)
    optimizer = torch.optim.Adam(params=model.parameters(), lr=lr, weight_decay=weight_decay, foreach=False)
    rows, epoch = [], 0
    while epoch < epochs:
        rows.append(
            [
                *train_epoch(model, train, F.cross_entropy, optimizer, device),
                *evaluate(model, val, F.cross_entropy, device),
            ]
        )
        epoch += 1
    names = ["train_loss", "train_accuracy", "val_loss", "val_accuracy"]
    return model, {name: [row[i] for row in rows] for i, name in enumerate(names)}
