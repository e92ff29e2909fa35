"""`standardize` divides by the variance. The deviation is its root."""

FAILS = ("test_standardize", "test_equal_values", "test_autograd_follows")
SEE = "Columns"


def standardize(X):
    equal = (X[:1] == X).all(dim=0)
    return (X - X.mean(dim=0)).masked_fill(equal, 0.0) / X.var(dim=0, correction=0).masked_fill(equal, 1.0)
