"""`to_tensor` keeps the type of whole numbers. Labels must be int64 whatever the array holds, int32 or bools, say."""

FAILS = ("test_to_tensor",)
SEE = "Types of numbers"


def to_tensor(array):
    return torch.tensor(array, dtype=torch.float32) if array.dtype.kind == "f" else torch.tensor(array)
