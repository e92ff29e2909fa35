"""`pairwise_distances` computes a² + b² - 2ab. In float32 the rounding errors of large squares remain when equal rows
are subtracted, and where the rest is below 0 its root is nan.
"""

FAILS = ("test_equal_rows", "test_large")
SEE = "Equal rows"


def pairwise_distances(A, B):
    return (A.square().sum(1)[:, None] + B.square().sum(1) - 2 * A @ B.T).sqrt()
