"""When no name begins with the prefix, 0 comes back. A slip in the prefix then goes unnoticed: it should be a
ValueError."""

FAILS = ("test_freeze",)
SEE = "Freezing"


def freeze(model, prefix):
    found = [p for name, p in model.named_parameters() if name.startswith(prefix)]
    for p in found:
        p.requires_grad = False
    return len(found)
