"""`to_tensor` keeps the float type of the array. NumPy computes in float64, the layers of a network in float32, and
the two do not mix.
"""

FAILS = ("test_to_tensor",)
SEE = "Types of numbers"


def to_tensor(array):
    return torch.tensor(array) if array.dtype.kind == "f" else torch.tensor(array, dtype=torch.int64)
