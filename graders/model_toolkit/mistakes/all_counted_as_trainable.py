"""The second number is the total again: frozen parameters are counted as trainable."""

FAILS = ("test_count_parameters",)
SEE = "Counting parameters"


def count_parameters(model):
    total = sum(p.numel() for p in model.parameters())
    return total, total
