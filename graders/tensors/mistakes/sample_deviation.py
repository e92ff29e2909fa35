"""`standardize` divides by the sample deviation, which has N - 1 in it. Asked for is the population deviation, with
N.
"""

FAILS = ("test_standardize", "test_equal_values", "test_autograd_follows")
SEE = "Columns"


def standardize(X):
    equal = (X[:1] == X).all(dim=0)
    return (X - X.mean(dim=0)).masked_fill(equal, 0.0) / X.std(dim=0).masked_fill(equal, 1.0)
