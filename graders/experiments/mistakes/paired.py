"""The lists are walked in step, first with first and second with second: most combinations are missing."""

FAILS = ("test_grid",)
SEE = "All combinations"


def grid(**choices):
    return [dict(zip(choices, values)) for values in zip(*choices.values())]
