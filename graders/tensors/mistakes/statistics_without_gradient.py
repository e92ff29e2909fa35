"""`standardize` computes mean and deviation without gradients. They depend on X too, and the gradient is wrong without
that part.
"""

FAILS = ("test_autograd_follows",)
SEE = "Nothing but tensors"


def standardize(X):
    equal = (X[:1] == X).all(dim=0)
    with torch.no_grad():
        mean, deviation = X.mean(dim=0), X.std(dim=0, correction=0).masked_fill(equal, 1.0)
    return (X - mean).masked_fill(equal, 0.0) / deviation
