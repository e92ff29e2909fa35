"""Assignment `tensors`. A scaler and a differentiator do the work, the functions that are asked for call them."""

import numpy as np
import torch
from torch import Tensor


class ColumnScaler:
    """Knows mean and deviation of the columns of X."""

    def __init__(self, X: Tensor):
        self.n = X.size(0)
        self.constant = torch.eq(X, X[0].expand_as(X)).all(dim=0)
        self.origin = X[0]
        self.mean = (X - self.origin).mean(dim=0)

    def centered(self, X: Tensor) -> Tensor:
        return (X - self.origin) - self.mean

    def scale(self, X: Tensor) -> Tensor:
        variance = torch.sum(self.centered(X) ** 2, dim=0) / self.n
        return variance.masked_fill(self.constant, 1.0) ** 0.5

    def transform(self, X: Tensor) -> Tensor:
        return (self.centered(X) / self.scale(X)).masked_fill(self.constant, 0.0)


class Differentiator:
    """A copy of x that collects gradients of f."""

    def __init__(self, f, x: Tensor):
        self.f = f
        self.leaf = x.detach().clone().requires_grad_(True)

    def backward(self, passes: int = 1) -> "Differentiator":
        with torch.enable_grad():
            for _ in range(passes):
                loss = self.f(self.leaf)
            loss.backward()
        return self

    @property
    def grad(self) -> Tensor:
        return self.leaf.grad


def to_tensor(array: np.ndarray) -> Tensor:
    if array.dtype.kind == "f":
        return torch.from_numpy(array.astype(np.float32, copy=True))
    return torch.from_numpy(array.astype(np.int64, copy=True))


def shared(array: np.ndarray) -> Tensor:
    return torch.from_numpy(array)


def standardize(X: Tensor) -> Tensor:
    return ColumnScaler(X).transform(X)


def one_hot(y: Tensor, n_classes: int) -> Tensor:
    rows = torch.zeros((len(y), n_classes), device=y.device)
    return rows.scatter(1, y.view(-1, 1), 1.0)


def pairwise_distances(A: Tensor, B: Tensor) -> Tensor:
    N, M = A.size(0), B.size(0)
    left = A.unsqueeze(1).expand(N, M, -1)
    right = B.unsqueeze(0).expand(N, M, -1)
    return (left - right).pow(2).sum(dim=2).sqrt()


def outer(A: Tensor, B: Tensor) -> Tensor:
    return torch.bmm(A.unsqueeze(2), B.unsqueeze(1))


def masked_mean(X: Tensor, mask: Tensor) -> Tensor:
    total = X.masked_fill(mask.logical_not(), 0.0).sum(dim=0)
    return total / mask.sum(dim=0)


def gradient(f, x: Tensor) -> Tensor:
    return Differentiator(f, x).backward().grad


def accumulated(f, x: Tensor, times: int) -> Tensor:
    return Differentiator(f, x).backward(times).grad
