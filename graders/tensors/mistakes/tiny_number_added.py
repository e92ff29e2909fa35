"""`standardize` adds a small number to the deviation. That avoids 0 / 0, but equal values do not become 0 when their
mean is rounded, and a column of small numbers is scaled wrongly.
"""

FAILS = ("test_equal_values",)
SEE = "Columns of equal values"


def standardize(X):
    return (X - X.mean(dim=0)) / (X.std(dim=0, correction=0) + 1e-8)
