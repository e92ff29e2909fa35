"""`masked_mean` takes the mean of what the mask leaves out. What is True is let through."""

FAILS = ("test_masked_mean", "test_autograd_follows", "test_large")
SEE = "Masks"


def masked_mean(X, mask):
    return torch.where(mask, 0.0, X).sum(dim=0) / (~mask).sum(dim=0)
