"""`masked_mean` multiplies by the mask to leave numbers out. 0 times nan is nan, so a nan that is left out comes
through all the same.
"""

FAILS = ("test_masked_mean",)
SEE = "Masks"


def masked_mean(X, mask):
    return (X * mask).sum(dim=0) / mask.sum(dim=0)
