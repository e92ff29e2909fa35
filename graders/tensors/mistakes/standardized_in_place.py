"""`standardize` writes its result into the X that it was given. The caller's data are then gone, and autograd forbids
it for a leaf.
"""

FAILS = ("test_autograd_follows",)
SEE = "The caller's tensors"


def standardize(X):
    equal = (X[:1] == X).all(dim=0)
    X -= X.mean(dim=0)
    X[:, equal] = 0.0
    X /= X.std(dim=0, correction=0).masked_fill(equal, 1.0)
    return X
