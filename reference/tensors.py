"""Think in tensors: types and memory, columns and rows, pairs, masks, gradients. No loop over rows, no NumPy inside."""

from collections.abc import Callable

import numpy as np
import torch
from torch import Tensor


def to_tensor(array: np.ndarray) -> Tensor:
    """A NumPy array of any shape as a tensor with memory of its own: later changes of the array do not show.

    Any float type becomes float32; any int type and bool become int64.
    """
    # BEGIN SOLUTION  choose the type by the array's, then copy
    dtype = torch.float32 if array.dtype.kind == "f" else torch.int64
    return torch.tensor(array, dtype=dtype)
    # END SOLUTION


def shared(array: np.ndarray) -> Tensor:
    """A tensor of the array's own type and shape on the array's own memory: changing one changes the other.

    The array may be a view, such as the transpose or some columns of another one.
    """
    # BEGIN SOLUTION  a tensor that looks at the memory of the array
    return torch.from_numpy(array)
    # END SOLUTION


def standardize(X: Tensor) -> Tensor:
    """Each column of X (N, D) minus its mean, over its population deviation (divided by N, not N - 1): (N, D).

    A column whose values are all equal becomes 0; one whose values differ, however little, is standardized.
    """
    # BEGIN SOLUTION  mean and deviation of each column; equal values recognised as equal
    # In float32 the mean of many 0.1 is not exactly 0.1, so the deviation would not tell.
    equal = (X[:1] == X).all(dim=0)
    centred = (X - X.mean(dim=0)).masked_fill(equal, 0.0)
    return centred / X.std(dim=0, correction=0).masked_fill(equal, 1.0)
    # END SOLUTION


def one_hot(y: Tensor, n_classes: int) -> Tensor:
    """Labels y (N,) int64, each from 0 to n_classes - 1 -> (N, n_classes) float32: 1 at the label, 0 elsewhere."""
    # BEGIN SOLUTION  compare every label with every class
    return (y[:, None] == torch.arange(n_classes, device=y.device)).float()
    # END SOLUTION


def pairwise_distances(A: Tensor, B: Tensor) -> Tensor:
    """Euclidean distances between the rows of A (N, D) and those of B (M, D): (N, M); equal rows give 0, never nan."""
    # BEGIN SOLUTION  the difference of every pair, (N, M, D), then its length
    return torch.linalg.vector_norm(A[:, None] - B, dim=-1)
    # END SOLUTION


def outer(A: Tensor, B: Tensor) -> Tensor:
    """One outer product per row: A (N, D), B (N, E) -> (N, D, E), where [n, d, e] is A[n, d] * B[n, e]."""
    # BEGIN SOLUTION  a new axis in each, so that the two broadcast
    return A[:, :, None] * B[:, None, :]
    # END SOLUTION


def masked_mean(X: Tensor, mask: Tensor) -> Tensor:
    """The mean of each column of X (N, D) over the rows where mask (N, D), a bool tensor, is True: (D,).

    What is masked out may be anything, nan included. A column with nothing let through gives nan.
    """
    # BEGIN SOLUTION  the sum of what the mask lets through, over its count
    return torch.where(mask, X, 0.0).sum(dim=0) / mask.sum(dim=0)
    # END SOLUTION


def gradient(f: Callable[[Tensor], Tensor], x: Tensor) -> Tensor:
    """df/dx at x, of x's shape, for an f that maps a tensor of that shape to a 0-d tensor.

    x is a leaf, and stays one without `.grad` and with the `requires_grad` that it had. Works inside `torch.no_grad()`,
    too, and leaves that mode as it was.
    """
    # BEGIN SOLUTION  differentiate at a leaf of your own, with recording switched on
    leaf = x.detach().clone().requires_grad_()
    with torch.enable_grad():
        return torch.autograd.grad(f(leaf), leaf)[0]
    # END SOLUTION


def accumulated(f: Callable[[Tensor], Tensor], x: Tensor, times: int) -> Tensor:
    """What `.grad` holds after `times` (at least 1) backward passes of f without zeroing, on a leaf of its own at x.

    That is times * df/dx, found by really doing so. x stays as it was, as in `gradient`, its own `.grad` included, and
    this works inside `torch.no_grad()`, too.
    """
    # BEGIN SOLUTION  a leaf of your own; forward and backward, again and again
    leaf = x.detach().clone().requires_grad_()
    with torch.enable_grad():
        for _ in range(times):
            f(leaf).backward()
    return leaf.grad
    # END SOLUTION


if __name__ == "__main__":
    from assignments.datasets import people

    X = to_tensor(people())
    Z = standardize(X)
    print(f"before: means {X.mean(dim=0).tolist()}, deviations {X.std(dim=0, correction=0).tolist()}")
    print(f"after:  means {Z.mean(dim=0).tolist()}, deviations {Z.std(dim=0, correction=0).tolist()}")

    def curve(x: Tensor) -> Tensor:
        return torch.sin(2 * x) + x / 2

    points = torch.linspace(-3, 3, 7)
    slopes = [gradient(curve, point).item() for point in points]
    print("slopes of sin(2x) + x/2 at -3, -2, ..., 3:", [round(slope, 3) for slope in slopes])
