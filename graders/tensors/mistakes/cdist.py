"""`pairwise_distances` leaves the work to `torch.cdist`. With more than 25 rows that computes a² + b² - 2ab, whose
rounding errors are large far away from the origin.
"""

FAILS = ("test_equal_rows",)
SEE = "Equal rows"


def pairwise_distances(A, B):
    return torch.cdist(A, B)
