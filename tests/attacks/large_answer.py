"""Returns more than any right answer has. The judge would have no memory left."""

LOST = {"test_doubles"}
SAYS = "more than the 64 MiB allowed"


def double(x):
    return torch.zeros(20_000_000)
