"""The weighted sum is divided by the number of classes. By what do the weights add up?"""

FAILS = ("test_average", "test_absent_classes")
SEE = "One number for all classes"


def average(values, y_true, how="macro"):
    if how == "macro":
        return values.mean().item()
    if how == "weighted":
        counts = torch.bincount(y_true, minlength=len(values))
        return ((values * counts).sum() / len(values)).item()
    raise ValueError(f"how is 'macro' or 'weighted', not {how!r}")
