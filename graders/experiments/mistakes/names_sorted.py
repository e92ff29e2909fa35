"""The names are sorted by the alphabet first, and with them the order of the combinations."""

FAILS = ("test_grid",)
SEE = "All combinations"


def grid(**choices):
    choices = dict(sorted(choices.items()))
    return [dict(zip(choices, values)) for values in itertools.product(*choices.values())]
