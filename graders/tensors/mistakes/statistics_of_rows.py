"""`standardize` takes mean and deviation of each row. A row is a sample, and its numbers are of different kinds; what
is averaged are the samples, in each column.
"""

FAILS = ("test_standardize", "test_equal_values", "test_autograd_follows", "test_large")
SEE = "Columns"


def standardize(X):
    equal = (X[:, :1] == X).all(dim=1, keepdim=True)
    centred = (X - X.mean(dim=1, keepdim=True)).masked_fill(equal, 0.0)
    return centred / X.std(dim=1, keepdim=True, correction=0).masked_fill(equal, 1.0)
