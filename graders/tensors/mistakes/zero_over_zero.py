"""`standardize` divides by the deviation of a column of equal values as well. That is 0 / 0, which is nan, or two
rounding errors over each other, which may be anything.
"""

FAILS = ("test_equal_values",)
SEE = "Columns of equal values"


def standardize(X):
    return (X - X.mean(dim=0)) / X.std(dim=0, correction=0)
