"""Without any names there is no combination at all. But one way is left in which nothing is chosen: [{}]."""

FAILS = ("test_grid",)
SEE = "All combinations"


def grid(**choices):
    if not choices:
        return []
    return [dict(zip(choices, values)) for values in itertools.product(*choices.values())]
