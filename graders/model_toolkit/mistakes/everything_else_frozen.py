"""The parameters that begin with the prefix go on learning, and all others are frozen. It should be the other way
round."""

FAILS = ("test_freeze",)
SEE = "Freezing"


def freeze(model, prefix):
    found = [p for name, p in model.named_parameters() if not name.startswith(prefix)]
    if not found:
        raise ValueError(prefix)
    for p in found:
        p.requires_grad = False
    return len(found)
