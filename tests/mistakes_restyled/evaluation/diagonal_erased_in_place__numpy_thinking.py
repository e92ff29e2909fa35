"""NumPy; the array shares its memory with the caller's matrix."""

import math

import numpy as np
import torch
from torch import nn


class _Raw(nn.Module):
    def __init__(self, *sizes):
        super().__init__()
        self.W, self.b = nn.ParameterList(), nn.ParameterList()
        for n_in, n_out in reversed(list(zip(sizes[:-1], sizes[1:]))):
            self.b.append(nn.Parameter(torch.zeros(n_out)))
            self.W.append(nn.Parameter(torch.randn(n_in, n_out) * math.sqrt(2 / n_in)))

    def forward(self, x):
        (W3, W2, W1), (b3, b2, b1) = self.W, self.b
        h = torch.clamp(x @ W1 + b1, min=0)
        h = torch.maximum(h @ W2 + b2, torch.zeros_like(h))
        return torch.addmm(b3, h, W3)


class BinaryClassifier(_Raw):
    def __init__(self, n_inputs, n_hidden=16):
        super().__init__(n_inputs, n_hidden, n_hidden, 1)


class MultiClassifier(_Raw):
    def __init__(self, n_inputs, n_classes, n_hidden=32):
        super().__init__(n_inputs, n_hidden, n_hidden, n_classes)


def _losses(z, y):
    """Of every sample."""
    if z.shape[-1] == 1:
        return (torch.clamp(z, min=0) - z * y + torch.log1p(torch.exp(-z.abs()))).reshape(-1)
    return torch.logsumexp(z, dim=1) - z[torch.arange(len(y), device=y.device), y]


def _measured(losses, logits, y):
    right = _np(predict(logits)) == _np(y).reshape(-1)
    return np.stack([_np(losses).astype(float), right.astype(float)], axis=1)


def train(model, train_loader, val_loader, epochs=20, lr=1e-3):
    params = list(model.parameters())
    adam = torch.optim.Adam(params, lr=lr, foreach=False)
    rows = []
    for _ in range(epochs):
        seen = []
        model.train()
        for x, y in train_loader:
            logits = model(x)
            losses = _losses(logits, y)
            for p, g in zip(params, torch.autograd.grad(losses.sum() / len(y), params)):
                p.grad = g
            adam.step()
            seen.append(_measured(losses, logits, y))
        held_out = []
        model.eval()
        with torch.inference_mode():
            for x, y in val_loader:
                logits = model(x)
                held_out.append(_measured(_losses(logits, y), logits, y))
        rows.append([*np.concatenate(seen).mean(axis=0), *np.concatenate(held_out).mean(axis=0)])
    columns = np.array(rows).T.tolist()
    return dict(zip(["train_loss", "train_accuracy", "val_loss", "val_accuracy"], columns))


def _np(t):
    return t.detach().cpu().numpy()


def predict(logits, threshold=0.5):
    if logits.ndim == 2 and logits.shape[-1] == 1:
        return (logits.squeeze(-1).double() >= math.log(threshold / (1 - threshold))).to(torch.int64)
    return torch.from_numpy(np.argmax(_np(logits), axis=-1))


def precision_recall_f1(y_true, y_pred, n_classes):
    classes = np.arange(n_classes)
    t, p = _np(y_true)[None] == classes[:, None], _np(y_pred)[None] == classes[:, None]
    tp = (t & p).sum(1)
    with np.errstate(divide="ignore", invalid="ignore"):
        precision, recall = np.nan_to_num(tp / p.sum(1)), np.nan_to_num(tp / t.sum(1))
        f1 = np.nan_to_num(2 * precision * recall / (precision + recall))
    return torch.from_numpy(precision), torch.from_numpy(recall), torch.from_numpy(f1)


def average(values, y_true, how="macro"):
    known = {"macro": np.ones(len(values)), "weighted": np.bincount(_np(y_true), minlength=len(values))}
    if how not in known:
        raise ValueError(how)
    return np.average(_np(values).astype(float), weights=known[how])


def accuracy(y_true, y_pred):
    if not y_true.numel():
        raise ValueError("empty")
    return np.mean(_np(y_true) == _np(y_pred))


def precision_recall_curve(y_true, scores):
    y, s = _np(y_true), _np(scores)
    order = np.argsort(-s, kind="stable")
    y, s = y[order], s[order]
    last = np.append(np.flatnonzero(np.diff(s)), len(s) - 1)  # the last sample of each score, from the top
    tp, called = np.cumsum(y)[last], last + 1
    out = tp / called, tp / y.sum(), s[last]
    return [torch.from_numpy(part[::-1].copy()) for part in out]


def most_confused(matrix, k=3):
    m = _np(matrix)
    np.fill_diagonal(m, 0)
    rows, columns = np.unravel_index(np.argsort(-m, axis=None, kind="stable")[:k], m.shape)
    return [(int(i), int(j), int(m[i, j])) for i, j in zip(rows, columns) if m[i, j]]


def worst_errors(logits, y, k=10):
    z = _np(logits).astype(float)
    p = np.exp(z - z.max(axis=1, keepdims=True))
    p /= p.sum(axis=1, keepdims=True)
    wrong = np.where(p.argmax(axis=1) != _np(y))[0]
    return torch.tensor(wrong[np.argsort(p.max(axis=1)[wrong])[::-1]][:k].copy(), dtype=torch.int64)
