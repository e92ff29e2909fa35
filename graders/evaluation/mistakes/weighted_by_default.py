"""When nothing is said the mean is weighted. Which word stands in the signature?"""

FAILS = ("test_average",)
SEE = "One number for all classes"


def average(values, y_true, how="weighted"):
    if how == "macro":
        return values.mean().item()
    if how == "weighted":
        counts = torch.bincount(y_true, minlength=len(values))
        return ((values * counts).sum() / counts.sum()).item()
    raise ValueError(f"how is 'macro' or 'weighted', not {how!r}")
