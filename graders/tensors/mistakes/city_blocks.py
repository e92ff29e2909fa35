"""`pairwise_distances` adds up the absolute differences. That is the way along the streets of a city; asked for is the
straight line.
"""

FAILS = ("test_pairwise_distances", "test_equal_rows", "test_autograd_follows")
SEE = "Pairs"


def pairwise_distances(A, B):
    return (A[:, None] - B).abs().sum(dim=-1)
