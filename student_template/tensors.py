"""Think in tensors: types and memory, columns and rows, pairs, masks, gradients. No loop over rows, no NumPy inside."""

from collections.abc import Callable

import numpy as np
import torch
from torch import Tensor


def to_tensor(array: np.ndarray) -> Tensor:
    """A NumPy array of any shape as a tensor with memory of its own: later changes of the array do not show.

    Any float type becomes float32; any int type and bool become int64.
    """
    # TODO: choose the type by the array's, then copy
    raise NotImplementedError("tensors: to_tensor")


def shared(array: np.ndarray) -> Tensor:
    """A tensor of the array's own type and shape on the array's own memory: changing one changes the other.

    The array may be a view, such as the transpose or some columns of another one.
    """
    # TODO: a tensor that looks at the memory of the array
    raise NotImplementedError("tensors: shared")


def standardize(X: Tensor) -> Tensor:
    """Each column of X (N, D) minus its mean, over its population deviation (divided by N, not N - 1): (N, D).

    A column whose values are all equal becomes 0; one whose values differ, however little, is standardized.
    """
    # TODO: mean and deviation of each column; equal values recognised as equal
    raise NotImplementedError("tensors: standardize")


def one_hot(y: Tensor, n_classes: int) -> Tensor:
    """Labels y (N,) int64, each from 0 to n_classes - 1 -> (N, n_classes) float32: 1 at the label, 0 elsewhere."""
    # TODO: compare every label with every class
    raise NotImplementedError("tensors: one_hot")


def pairwise_distances(A: Tensor, B: Tensor) -> Tensor:
    """Euclidean distances between the rows of A (N, D) and those of B (M, D): (N, M); equal rows give 0, never nan."""
    # TODO: the difference of every pair, (N, M, D), then its length
    raise NotImplementedError("tensors: pairwise_distances")


def outer(A: Tensor, B: Tensor) -> Tensor:
    """One outer product per row: A (N, D), B (N, E) -> (N, D, E), where [n, d, e] is A[n, d] * B[n, e]."""
    # TODO: a new axis in each, so that the two broadcast
    raise NotImplementedError("tensors: outer")


def masked_mean(X: Tensor, mask: Tensor) -> Tensor:
    """The mean of each column of X (N, D) over the rows where mask (N, D), a bool tensor, is True: (D,).

    What is masked out may be anything, nan included. A column with nothing let through gives nan.
    """
    # TODO: the sum of what the mask lets through, over its count
    raise NotImplementedError("tensors: masked_mean")


def gradient(f: Callable[[Tensor], Tensor], x: Tensor) -> Tensor:
    """df/dx at x, of x's shape, for an f that maps a tensor of that shape to a 0-d tensor.

    x is a leaf, and stays one without `.grad` and with the `requires_grad` that it had. Works inside `torch.no_grad()`,
    too, and leaves that mode as it was.
    """
    # TODO: differentiate at a leaf of your own, with recording switched on
    raise NotImplementedError("tensors: gradient")


def accumulated(f: Callable[[Tensor], Tensor], x: Tensor, times: int) -> Tensor:
    """What `.grad` holds after `times` (at least 1) backward passes of f without zeroing, on a leaf of its own at x.

    That is times * df/dx, found by really doing so. x stays as it was, as in `gradient`, its own `.grad` included, and
    this works inside `torch.no_grad()`, too.
    """
    # TODO: a leaf of your own; forward and backward, again and again
    raise NotImplementedError("tensors: accumulated")


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
