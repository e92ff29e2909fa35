"""`accumulated` makes one backward pass and multiplies. The number is right, but asked for is to see gradients add up,
by as many passes.
"""

FAILS = ("test_accumulated",)
SEE = "Gradients add up"


def accumulated(f, x, times):
    return times * gradient(f, x)
