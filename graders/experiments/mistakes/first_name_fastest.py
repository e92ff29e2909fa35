"""The first name changes fastest instead of the last one."""

FAILS = ("test_grid",)
SEE = "All combinations"


def grid(**choices):
    return [dict(zip(choices, values[::-1])) for values in itertools.product(*list(choices.values())[::-1])]
