"""Tensors, the NumPy way."""
import numpy as np
import torch


def to_tensor(array):
    if np.issubdtype(array.dtype, np.floating):
        new = np.empty(array.shape, dtype=np.float32)
    else:
        new = np.empty(array.shape, dtype=np.int64)
    new[...] = array
    return torch.from_numpy(new)


def shared(array):
    array = np.asarray(array, order="C")
    return torch.from_numpy(array)


def standardize(X):
    rows, cols = X.shape
    lowest = X.amin(axis=0)
    highest = X.amax(axis=0)
    const = lowest == highest
    # X is measured from the lowest value of its column
    shifted = X - lowest.detach()
    mu = torch.mean(shifted, axis=0, keepdims=True)
    var = torch.mean((shifted - mu) ** 2, axis=0)
    var = torch.where(const, torch.ones_like(var), var)
    Z = (shifted - mu) / torch.sqrt(var)
    return torch.where(const[np.newaxis, :], torch.zeros_like(Z), Z)


def one_hot(y, n_classes):
    identity = torch.eye(n_classes, dtype=torch.float32, device=y.device)
    return identity[y]


def pairwise_distances(A, B):
    diff = A[:, np.newaxis, :] - B[np.newaxis, :, :]
    return torch.sqrt(torch.sum(diff * diff, axis=-1))


def outer(A, B):
    return A[:, :, np.newaxis] * B[:, np.newaxis, :]


def masked_mean(X, mask):
    columns = []
    for d in range(X.shape[1]):
        chosen = X[:, d][mask[:, d]]
        columns.append(chosen.mean())  # the mean of nothing is nan
    return torch.stack(columns)


def gradient(f, x):
    with torch.enable_grad():
        x0 = x.detach().clone()
        x0.requires_grad = True
        out = f(x0)
        out.backward()
    return x0.grad.detach()


def accumulated(f, x, times):
    x0 = x.detach().clone()
    x0.requires_grad = True
    count = 0
    while count < times:
        with torch.enable_grad():
            out = f(x0)
        out.backward()
        count += 1
    return x0.grad.detach()
