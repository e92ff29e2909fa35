import numpy as np
import torch
import torch.nn.functional as F


class Columns:
    """The columns of a matrix, and what is known of them."""

    def __init__(self, X):
        self.X = X
        self.constant = X.amax(dim=0) == X.amin(dim=0)

    def mean(self):
        return self.X.sum(dim=0, keepdim=True) / self.X.size(0)

    def standardized(self):
        centred = self.X - self.mean()
        variance = (centred**2).sum(dim=0, keepdim=True) / max(self.X.size(0) - 1, 1)
        scaled = centred * torch.rsqrt(torch.where(self.constant, torch.ones_like(variance), variance))
        return torch.where(self.constant, torch.zeros_like(scaled), scaled)


def to_tensor(array, device=None):
    if np.issubdtype(array.dtype, np.floating):
        array = array.astype(np.float32)
    else:
        array = array.astype(np.int64)
    return torch.as_tensor(array, device=device)


def shared(array):
    return torch.as_tensor(array)


def standardize(X):
    return Columns(X).standardized()


def one_hot(y, n_classes):
    return F.one_hot(y, num_classes=n_classes).to(torch.float32)


def pairwise_distances(A, B):
    differences = A.unsqueeze(1).sub(B.unsqueeze(0))
    return torch.einsum("nmd,nmd->nm", differences, differences).sqrt()


def outer(A, B):
    return torch.einsum("nd,ne->nde", A, B)


def masked_mean(X, mask):
    return X.masked_fill(~mask, float("nan")).nanmean(dim=0)


def gradient(f, x):
    return torch.func.grad(f)(x.detach())


class Leaf:
    def __init__(self, x):
        self.x = x.detach().clone()
        self.x.requires_grad = True

    @torch.enable_grad()
    def run(self, f):
        f(self.x).backward()


def accumulated(f, x, times):
    leaf = Leaf(x)
    for _ in range(times):
        leaf.run(f)
    return leaf.x.grad.clone()
