"""`shared` makes a copy: what is written into the array later does not show in the tensor."""

FAILS = ("test_shared",)
SEE = "Memory"


def shared(array):
    return torch.tensor(array)
