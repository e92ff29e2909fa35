"""`to_tensor` makes everything float32, whole numbers too. Labels are no quantities: they should be int64."""

FAILS = ("test_to_tensor",)
SEE = "Types of numbers"


def to_tensor(array):
    return torch.tensor(array, dtype=torch.float32)
