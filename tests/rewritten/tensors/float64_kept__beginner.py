"""Think in tensors: my solution of assignment 1."""

import numpy as np
import torch
from torch import Tensor


def to_tensor(array):
    # first look at the kind of numbers: f = float, i = int, u = unsigned int, b = bool
    kind = array.dtype.kind
    if kind == "f":
        converted = array.copy()  # it is float already, only a copy is needed
    else:
        converted = array.astype(np.int64)  # astype makes a new array
    tensor = torch.from_numpy(converted)
    return tensor


def shared(array):
    # from_numpy uses the memory of the array
    tensor = torch.from_numpy(array)
    return tensor


def standardize(X):
    number_of_rows = X.shape[0]

    # step 1: take the mean of each column away
    # (first the first row is subtracted, so that the numbers are small)
    moved = X - X[0]
    column_means = moved.sum(dim=0) / number_of_rows
    differences = moved - column_means

    # step 2: the deviation of each column
    squares = differences * differences
    variances = squares.sum(dim=0) / number_of_rows

    # step 3: columns where all values are the same
    first_row = X[0]
    is_same = X == first_row
    all_same = is_same.all(dim=0)
    ones = torch.ones_like(variances)
    safe_variances = torch.where(all_same, ones, variances)
    deviations = torch.sqrt(safe_variances)

    # step 4: divide, and put zeros into the equal columns
    result = differences / deviations
    zeros = torch.zeros_like(result)
    result = torch.where(all_same, zeros, result)
    return result


def one_hot(y, n_classes):
    number_of_rows = y.shape[0]
    result = torch.zeros(number_of_rows, n_classes, dtype=torch.float32, device=y.device)
    rows = torch.arange(number_of_rows, device=y.device)
    result[rows, y] = 1.0
    return result


def pairwise_distances(A, B):
    A_with_axis = A.unsqueeze(1)  # (N, 1, D)
    B_with_axis = B.unsqueeze(0)  # (1, M, D)
    differences = A_with_axis - B_with_axis  # (N, M, D)
    squares = differences**2
    sums = squares.sum(dim=2)  # (N, M)
    distances = torch.sqrt(sums)
    return distances


def outer(A, B):
    A_with_axis = A.unsqueeze(2)  # (N, D, 1)
    B_with_axis = B.unsqueeze(1)  # (N, 1, E)
    product = A_with_axis * B_with_axis
    return product


def masked_mean(X, mask):
    # everything that does not count becomes 0, then it does not change the sum
    zeros = torch.zeros_like(X)
    only_allowed = torch.where(mask, X, zeros)
    sums = only_allowed.sum(dim=0)
    counts = mask.sum(dim=0)
    means = sums / counts  # 0 / 0 is nan
    return means


def gradient(f, x):
    with torch.enable_grad():
        leaf = x.detach().clone()
        leaf.requires_grad_(True)
        value = f(leaf)
        value.backward()
    result = leaf.grad
    return result


def accumulated(f, x, times):
    with torch.enable_grad():
        leaf = x.detach().clone()
        leaf.requires_grad_(True)
        # backward adds to .grad every time
        for i in range(times):
            value = f(leaf)
            value.backward()
    result = leaf.grad
    return result


if __name__ == "__main__":
    from assignments.datasets import people

    X = to_tensor(people())
    Z = standardize(X)
    print("means before:", X.mean(dim=0))
    print("means after: ", Z.mean(dim=0))
    print("deviations after:", Z.std(dim=0, correction=0))
