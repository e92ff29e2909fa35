"""What is counted is the tensors, not the numbers in them."""

FAILS = ("test_count_parameters",)
SEE = "Counting parameters"


def count_parameters(model):
    found = list(model.parameters())
    return len(found), len([p for p in found if p.requires_grad])
