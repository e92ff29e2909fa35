"""`outer` makes (N, E, D) and reshapes it to (N, D, E). A reshape keeps the numbers in their order, so that they stand
for other pairs than before: to swap two axes, transpose.
"""

FAILS = ("test_outer", "test_autograd_follows")
SEE = "Axes"


def outer(A, B):
    return (B[:, :, None] * A[:, None, :]).reshape(len(A), A.shape[1], B.shape[1])
