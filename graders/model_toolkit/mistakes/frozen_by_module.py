"""Only a module of exactly this name is frozen. A prefix may end anywhere in a name: 'layer1' begins
'layer10.weight', too."""

FAILS = ("test_freeze",)
SEE = "Freezing"


def freeze(model, prefix):
    found = [p for name, p in model.named_parameters() if name == prefix or name.startswith(prefix + ".")]
    if not found:
        raise ValueError(prefix)
    for p in found:
        p.requires_grad = False
    return len(found)
