"""freeze returns how many numbers it froze. It should say how many tensors."""

FAILS = ("test_freeze",)
SEE = "Freezing"


def freeze(model, prefix):
    found = [p for name, p in model.named_parameters() if name.startswith(prefix)]
    if not found:
        raise ValueError(prefix)
    for p in found:
        p.requires_grad = False
    return sum(p.numel() for p in found)
