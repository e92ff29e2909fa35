"""Buffers are counted as well. A running mean is part of the state, but no gradient ever moves it."""

FAILS = ("test_count_parameters",)
SEE = "Counting parameters"


def count_parameters(model):
    sizes = [(p.numel(), p.requires_grad) for p in model.parameters()]
    buffers = sum(b.numel() for b in model.buffers())
    return sum(n for n, _ in sizes) + buffers, sum(n for n, learns in sizes if learns)
