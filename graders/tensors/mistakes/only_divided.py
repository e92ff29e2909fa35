"""`standardize` divides by the deviation without taking away the mean first."""

FAILS = ("test_standardize", "test_equal_values", "test_autograd_follows")
SEE = "Columns"


def standardize(X):
    equal = (X[:1] == X).all(dim=0)
    return X.masked_fill(equal, 0.0) / X.std(dim=0, correction=0).masked_fill(equal, 1.0)
