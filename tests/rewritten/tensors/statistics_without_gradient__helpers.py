"""Tensors: types, memory, columns, pairs, masks and gradients, built from small helper functions."""

from collections.abc import Callable

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional as F

ScalarFunction = Callable[[Tensor], Tensor]


def _target_dtype(array: np.ndarray) -> torch.dtype:
    return torch.float32 if np.issubdtype(array.dtype, np.floating) else torch.int64


def to_tensor(array: np.ndarray) -> Tensor:
    """Float -> float32, everything else -> int64; always a copy."""
    numpy_type = np.float32 if _target_dtype(array) is torch.float32 else np.int64
    return torch.from_numpy(np.array(array, dtype=numpy_type, copy=True))


def shared(array: np.ndarray) -> Tensor:
    """Same memory, same type."""
    return torch.from_numpy(array)


def _constant_columns(X: Tensor) -> Tensor:
    """(N, D) -> (D,) bool: True where all values of the column are the same."""
    return X.amin(dim=0) == X.amax(dim=0)


def _center(X: Tensor) -> Tensor:
    """Column minus its mean; shifted by the first row beforehand, so that large offsets cost no digits."""
    shifted = X - X[:1].detach()
    return shifted - shifted.detach().mean(dim=0, keepdim=True)


def _population_deviation(centered: Tensor, constant: Tensor) -> Tensor:
    """(N, D) -> (D,); 1 for constant columns, so that nobody divides by 0."""
    variance = centered.detach().pow(2).mean(dim=0)
    return variance.masked_fill(constant, 1.0).sqrt()


def standardize(X: Tensor) -> Tensor:
    """Columns with mean 0 and deviation 1 (population)."""
    constant = _constant_columns(X)
    centered = _center(X)
    deviation = _population_deviation(centered, constant)
    return torch.where(constant, torch.zeros_like(centered), centered / deviation)


def one_hot(y: Tensor, n_classes: int) -> Tensor:
    """(N,) -> (N, C) float32."""
    return F.one_hot(y, num_classes=n_classes).to(torch.float32)


def _all_differences(A: Tensor, B: Tensor) -> Tensor:
    """(N, D), (M, D) -> (N, M, D)."""
    return A[:, None, :] - B[None, :, :]


def pairwise_distances(A: Tensor, B: Tensor) -> Tensor:
    """(N, D), (M, D) -> (N, M)."""
    return torch.linalg.vector_norm(_all_differences(A, B), dim=-1)


def outer(A: Tensor, B: Tensor) -> Tensor:
    """(N, D), (N, E) -> (N, D, E)."""
    return torch.einsum("nd,ne->nde", A, B)


def masked_mean(X: Tensor, mask: Tensor) -> Tensor:
    """Mean per column of what the mask lets through; nan for nothing."""
    kept = torch.where(mask, X, torch.zeros((), dtype=X.dtype, device=X.device))
    return kept.sum(dim=0) / mask.sum(dim=0).to(X.dtype)


def _own_leaf(x: Tensor) -> Tensor:
    return x.detach().clone().requires_grad_()


def _backward(f: ScalarFunction, leaf: Tensor) -> None:
    with torch.enable_grad():
        f(leaf).backward()


def gradient(f: ScalarFunction, x: Tensor) -> Tensor:
    """df/dx at x."""
    leaf = _own_leaf(x)
    _backward(f, leaf)
    return leaf.grad


def accumulated(f: ScalarFunction, x: Tensor, times: int) -> Tensor:
    """The sum of `times` gradients, as backward adds them up."""
    leaf = _own_leaf(x)
    for _ in range(times):
        _backward(f, leaf)
    return leaf.grad
