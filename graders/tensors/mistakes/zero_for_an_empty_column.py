"""`masked_mean` gives 0 for a column of which the mask lets nothing through. Nothing has no mean: asked for is nan."""

FAILS = ("test_masked_mean",)
SEE = "Masks"


def masked_mean(X, mask):
    return torch.where(mask, X, 0.0).sum(dim=0) / mask.sum(dim=0).clamp(min=1)
