"""A word that average does not know is taken for "macro". A slip of the keyboard then gives a wrong number and no
complaint."""

FAILS = ("test_average",)
SEE = "One number for all classes"


def average(values, y_true, how="macro"):
    if how == "macro":
        return values.mean().item()
    if how == "weighted":
        counts = torch.bincount(y_true, minlength=len(values))
        return ((values * counts).sum() / counts.sum()).item()
    return values.mean().item()
