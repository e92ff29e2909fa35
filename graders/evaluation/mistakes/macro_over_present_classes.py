"""The macro mean leaves out the classes that do not occur. It counts every class, with the value that it has."""

FAILS = ("test_absent_classes",)
SEE = "One number for all classes"


def average(values, y_true, how="macro"):
    if how == "macro":
        return values[torch.bincount(y_true, minlength=len(values)) > 0].mean().item()
    if how == "weighted":
        counts = torch.bincount(y_true, minlength=len(values))
        return ((values * counts).sum() / counts.sum()).item()
    raise ValueError(f"how is 'macro' or 'weighted', not {how!r}")
