"""`to_tensor` makes bools floats. True and False count as whole numbers here: 1 and 0, int64."""

FAILS = ("test_to_tensor",)
SEE = "Types of numbers"


def to_tensor(array):
    return torch.tensor(array, dtype=torch.int64 if array.dtype.kind in "iu" else torch.float32)
