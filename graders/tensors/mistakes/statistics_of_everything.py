"""`standardize` takes one mean and one deviation of all numbers together. Each column has its own."""

FAILS = ("test_standardize", "test_equal_values", "test_autograd_follows")
SEE = "Columns"


def standardize(X):
    equal = (X[:1] == X).all(dim=0)
    return ((X - X.mean()) / X.std(correction=0)).masked_fill(equal, 0.0)
