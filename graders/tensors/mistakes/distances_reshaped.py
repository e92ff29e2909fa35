"""`pairwise_distances` computes the distances from B to A, (M, N), and reshapes them to (N, M). A reshape keeps the
numbers in their order, so that they stand for other pairs than before: to swap two axes, transpose.
"""

FAILS = ("test_pairwise_distances", "test_equal_rows", "test_autograd_follows", "test_large")
SEE = "Axes"


def pairwise_distances(A, B):
    return torch.linalg.vector_norm(B[:, None] - A, dim=-1).reshape(len(A), len(B))
