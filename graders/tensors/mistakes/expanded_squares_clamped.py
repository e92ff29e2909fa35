"""`pairwise_distances` computes a² + b² - 2ab and lets nothing fall below 0. That avoids nan, but the rounding errors
of large squares remain: equal rows have a distance, and near ones a wrong one.
"""

FAILS = ("test_equal_rows",)
SEE = "Equal rows"


def pairwise_distances(A, B):
    return (A.square().sum(1)[:, None] + B.square().sum(1) - 2 * A @ B.T).clamp(min=0).sqrt()
