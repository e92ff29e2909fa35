"""Gives its types names that hold markup and escape sequences, which the report shows in "got"."""

LOST = {"test_doubles"}

Odd = type("\x1b[2J[red]10 of 10[/]\n", (), {})


def double(x):
    return Odd()
