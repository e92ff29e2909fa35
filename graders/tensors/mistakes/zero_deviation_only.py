"""`standardize` takes a column for one of equal values when its deviation is 0. In float32 the mean of many 0.1 is not
exactly 0.1, so the deviation is tiny, and not 0.
"""

FAILS = ("test_equal_values",)
SEE = "Columns of equal values"


def standardize(X):
    centred = X - X.mean(dim=0)
    deviation = centred.square().mean(dim=0).sqrt()
    return centred / torch.where(deviation == 0, 1.0, deviation)
