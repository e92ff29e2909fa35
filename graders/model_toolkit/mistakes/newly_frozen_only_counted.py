"""Tensors that were frozen before are not counted. They have such a name, too."""

FAILS = ("test_freeze",)
SEE = "Freezing"


def freeze(model, prefix):
    found = [p for name, p in model.named_parameters() if name.startswith(prefix)]
    if not found:
        raise ValueError(prefix)
    new = sum(p.requires_grad for p in found)
    for p in found:
        p.requires_grad = False
    return new
