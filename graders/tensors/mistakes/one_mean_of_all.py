"""`masked_mean` takes one mean of all that the mask lets through. Each column has its own."""

FAILS = ("test_masked_mean", "test_autograd_follows", "test_large")
SEE = "Masks"


def masked_mean(X, mask):
    return X[mask].mean()
