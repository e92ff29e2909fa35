"""All parameters that do not begin with the prefix are made to learn again, even if they had been frozen before.
They should stay as they are."""

FAILS = ("test_freeze",)
SEE = "Freezing"


def freeze(model, prefix):
    found = 0
    for name, p in model.named_parameters():
        p.requires_grad = not name.startswith(prefix)
        found += name.startswith(prefix)
    if not found:
        raise ValueError(prefix)
    return found
