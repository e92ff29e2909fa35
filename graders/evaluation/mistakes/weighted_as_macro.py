"""The weighted mean gives every class the same weight. A class is to count as often as it occurs."""

FAILS = ("test_average", "test_absent_classes")
SEE = "One number for all classes"


def average(values, y_true, how="macro"):
    if how == "macro":
        return values.mean().item()
    if how == "weighted":
        counts = torch.bincount(y_true, minlength=len(values))
        return (values.mean()).item()
    raise ValueError(f"how is 'macro' or 'weighted', not {how!r}")
