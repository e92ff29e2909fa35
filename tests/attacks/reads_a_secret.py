"""Reads a file outside its folder and puts what it says into an error, which the report shows."""

LOST = {"test_doubles"}
SAYS = "tried to read"


def double(x):
    raise RuntimeError(open("{SECRET}").read())
