"""As few words as possible: eye, vmap, functional distances, a caller's leaf used and handed back as it was."""

import numpy as np
import torch
from torch.nn.functional import pairwise_distance


def to_tensor(a):
    return torch.tensor(a, dtype=torch.float32 if a.dtype in (np.float16, np.float32, np.float64) else int)


def shared(a):
    return torch.from_dlpack(a)


def one_hot(y, n_classes):
    return torch.eye(n_classes, device=y.device)[y]


def pairwise_distances(A, B):
    return pairwise_distance(A[:, None], B[None])


outer = torch.func.vmap(torch.outer)


def masked_mean(X, mask):
    return (torch.nan_to_num(X) * mask).sum(0) / mask.sum(0)


def standardize(X):
    varies = (X[0] != X).any(0)
    var, mean = torch.var_mean(X, 0, correction=0)
    return ((X - mean) / (var + ~varies) ** 0.5) * varies


def gradient(f, x):
    was = x.requires_grad
    try:
        with torch.enable_grad():
            (g,) = torch.autograd.grad(f(x.requires_grad_()), [x])
        return g
    finally:
        x.requires_grad_(was)


def accumulated(f, x, times):
    leaf = torch.nn.Parameter(x.detach().clone())
    with torch.enable_grad():
        [f(leaf).backward() for _ in range(times)]
    return leaf.grad
