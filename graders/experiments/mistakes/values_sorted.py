"""The values of each list are sorted, so that the combinations come in another order than asked for."""

FAILS = ("test_grid",)
SEE = "All combinations"


def grid(**choices):
    return [dict(zip(choices, values)) for values in itertools.product(*map(sorted, choices.values()))]
