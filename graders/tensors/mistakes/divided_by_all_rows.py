"""`masked_mean` divides by the number of all rows. The mean of what the mask lets through is divided by the number of
what it lets through.
"""

FAILS = ("test_masked_mean", "test_autograd_follows", "test_large")
SEE = "Masks"


def masked_mean(X, mask):
    return torch.where(mask, X, 0.0).mean(dim=0)
