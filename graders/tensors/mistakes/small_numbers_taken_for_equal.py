"""`standardize` takes a column for one of equal values when its deviation is small. What is small depends on the unit:
the same lengths in metres and in nanometres should give the same result.
"""

FAILS = ("test_equal_values",)
SEE = "Columns of equal values"


def standardize(X):
    deviation = X.std(dim=0, correction=0)
    return torch.where(deviation < 1e-6, 0.0, (X - X.mean(dim=0)) / deviation)
