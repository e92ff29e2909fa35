"""The gradients are thrown away once, and the next backward pass makes new ones. requires_grad is what keeps a
parameter as it is."""

FAILS = ("test_freeze",)
TWINS = ("attribute_of_the_module_set",)
SEE = "Freezing"


def freeze(model, prefix):
    found = [p for name, p in model.named_parameters() if name.startswith(prefix)]
    if not found:
        raise ValueError(prefix)
    for p in found:
        p.grad = None
    return len(found)
