"""`shared` copies an array that is a view, such as the transpose of another one, to put its numbers in order. A tensor
can look at memory in any order, as the view does.
"""

FAILS = ("test_shared",)
SEE = "Memory"


def shared(array):
    return torch.from_numpy(np.ascontiguousarray(array))
