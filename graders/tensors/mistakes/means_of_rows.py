"""`masked_mean` takes the mean of each row. Asked for is that of each column: (D,)."""

FAILS = ("test_masked_mean", "test_autograd_follows", "test_large")
SEE = "Masks"


def masked_mean(X, mask):
    return torch.where(mask, X, 0.0).sum(dim=1) / mask.sum(dim=1)
