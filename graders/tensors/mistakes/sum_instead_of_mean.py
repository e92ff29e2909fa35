"""`masked_mean` returns the sums of what the mask lets through."""

FAILS = ("test_masked_mean", "test_autograd_follows", "test_large")
SEE = "Masks"


def masked_mean(X, mask):
    return torch.where(mask, X, 0.0).sum(dim=0)
