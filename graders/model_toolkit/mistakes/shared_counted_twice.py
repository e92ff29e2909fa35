"""A parameter that two layers share is counted in both. It is one tensor: training changes it once."""

FAILS = ("test_count_parameters",)
SEE = "Counting parameters"


def count_parameters(model):
    found = [p for part in model.modules() for p in part.parameters(recurse=False)]
    return sum(p.numel() for p in found), sum(p.numel() for p in found if p.requires_grad)
