"""Frozen parameters are left out of the total. They do not learn, but they are there."""

FAILS = ("test_count_parameters",)
SEE = "Counting parameters"


def count_parameters(model):
    learning = sum(p.numel() for p in model.parameters() if p.requires_grad)
    return learning, learning
