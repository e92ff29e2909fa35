"""`to_tensor` copies only where the type changes. A float32 or int64 array is left in the array's own memory, so that
later changes of the array show in the tensor.
"""

FAILS = ("test_to_tensor",)
SEE = "Memory"


def to_tensor(array):
    tensor = torch.from_numpy(array)
    return tensor.float() if tensor.is_floating_point() else tensor.long()
