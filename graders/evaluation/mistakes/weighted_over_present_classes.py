"""The counts are those of the classes that occur, one after the other; where a class is missing, they belong to the
wrong values."""

FAILS = ("test_absent_classes",)
SEE = "One number for all classes"


def average(values, y_true, how="macro"):
    if how == "macro":
        return values.mean().item()
    if how == "weighted":
        counts = y_true.unique(return_counts=True)[1]
        values = values[: len(counts)]
        return ((values * counts).sum() / counts.sum()).item()
    raise ValueError(f"how is 'macro' or 'weighted', not {how!r}")
