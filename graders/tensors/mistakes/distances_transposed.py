"""`pairwise_distances` has a row for each row of B. Asked for is a row for each row of A: (N, M)."""

FAILS = ("test_pairwise_distances", "test_equal_rows", "test_autograd_follows", "test_large")
SEE = "Pairs"


def pairwise_distances(A, B):
    return torch.linalg.vector_norm(B[:, None] - A, dim=-1)
