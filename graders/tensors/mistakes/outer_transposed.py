"""`outer` has the columns of B before those of A. Asked for is (N, D, E): at [n, d, e] stands A[n, d] * B[n, e]."""

FAILS = ("test_outer", "test_autograd_follows")
SEE = "An outer product per row"


def outer(A, B):
    return B[:, :, None] * A[:, None, :]
