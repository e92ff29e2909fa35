"""A single number comes back. The caller wants two, (total, trainable)."""

FAILS = ("test_count_parameters",)
SEE = "Counting parameters"


def count_parameters(model):
    return sum(p.numel() for p in model.parameters())
