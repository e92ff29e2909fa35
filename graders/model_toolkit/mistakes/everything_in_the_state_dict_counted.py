"""Everything in the state_dict is counted: buffers, too, and a parameter once for every name that it has there."""

FAILS = ("test_count_parameters",)
SEE = "Counting parameters"


def count_parameters(model):
    total = sum(value.numel() for value in model.state_dict().values())
    return total, sum(p.numel() for p in model.parameters() if p.requires_grad)
