"""`pairwise_distances` returns the squares of the distances: the root is missing."""

FAILS = ("test_pairwise_distances", "test_equal_rows", "test_autograd_follows", "test_large")
SEE = "Pairs"


def pairwise_distances(A, B):
    return (A[:, None] - B).square().sum(dim=-1)
