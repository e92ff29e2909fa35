"""`to_tensor` sends whole numbers through float32 on their way to int64. Beyond 16,777,216 float32 does not know every
whole number, so the last digits change.
"""

FAILS = ("test_to_tensor",)
SEE = "Types of numbers"


def to_tensor(array):
    tensor = torch.tensor(array, dtype=torch.float32)
    return tensor if array.dtype.kind == "f" else tensor.long()
