"""`pairwise_distances` adds a small number under the root. The root of 0.000001 is 0.001, so equal rows have a
distance.
"""

FAILS = ("test_equal_rows",)
SEE = "Equal rows"


def pairwise_distances(A, B):
    return ((A[:, None] - B).square().sum(dim=-1) + 1e-6).sqrt()
