"""Every parameter is frozen whose name has the prefix anywhere. A prefix stands at the beginning."""

FAILS = ("test_freeze",)
SEE = "Freezing"


def freeze(model, prefix):
    found = [p for name, p in model.named_parameters() if prefix in name]
    if not found:
        raise ValueError(prefix)
    for p in found:
        p.requires_grad = False
    return len(found)
