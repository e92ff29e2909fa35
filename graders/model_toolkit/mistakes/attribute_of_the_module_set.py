"""requires_grad is set on modules. A module takes any attribute without a word, and its parameters go on learning."""

FAILS = ("test_freeze",)
TWINS = ("gradients_dropped_instead",)
SEE = "Freezing"


def freeze(model, prefix):
    found = 0
    for name, module in model.named_modules():
        if name.startswith(prefix):
            module.requires_grad = False
            found += len(list(module.parameters(recurse=False)))
    if not found:
        raise ValueError(prefix)
    return found
