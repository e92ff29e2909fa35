"""`shared` changes the type to float32. Numbers of another type need other memory, so nothing is shared."""

FAILS = ("test_shared",)
SEE = "Memory"


def shared(array):
    return torch.from_numpy(array).float()
