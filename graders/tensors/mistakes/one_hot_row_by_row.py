"""`one_hot` goes through the labels in a Python loop. The result is right, but a million labels take a million steps
of Python.
"""

FAILS = ("test_large",)
SEE = "Without loops"


def one_hot(y, n_classes):
    rows = torch.zeros(len(y), n_classes, device=y.device)
    for i, label in enumerate(y.tolist()):
        rows[i, label] = 1.0
    return rows
