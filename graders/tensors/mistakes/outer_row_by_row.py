"""`outer` goes through the rows in a Python loop. The result is right, but a million rows take a million steps of
Python.
"""

FAILS = ("test_large",)
SEE = "Without loops"


def outer(A, B):
    return torch.stack([torch.outer(a, b) for a, b in zip(A, B)])
