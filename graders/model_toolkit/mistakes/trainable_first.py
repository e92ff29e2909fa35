"""The two numbers come in the wrong order: first the total, then what can learn."""

FAILS = ("test_count_parameters",)
SEE = "Counting parameters"


def count_parameters(model):
    sizes = [(p.numel(), p.requires_grad) for p in model.parameters()]
    return sum(n for n, learns in sizes if learns), sum(n for n, _ in sizes)
