"""`outer` multiplies the transpose of A with B. That adds up the outer products of all rows; asked for is one per
row.
"""

FAILS = ("test_outer", "test_autograd_follows", "test_large")
SEE = "An outer product per row"


def outer(A, B):
    return A.T @ B
