"""`pairwise_distances` goes through the rows of A in a Python loop. The result is right, but a million rows take a
million steps of Python.
"""

FAILS = ("test_large",)
SEE = "Without loops"


def pairwise_distances(A, B):
    return torch.stack([torch.linalg.vector_norm(a - B, dim=1) for a in A])
