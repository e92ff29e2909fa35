"""Copies, and lies about it: the tensor looks the array up when it is asked for anything, and names its address."""

ASSIGNMENT = "tensors"
ONLY = {"test_shared", "test_to_tensor"}
LOST = {"test_shared"}


class Mirror(torch.Tensor):
    @classmethod
    def __torch_function__(cls, function, types, args=(), kwargs=None):
        held = getattr(args[0], "__dict__", {}).get("array") if args else None
        if held is not None:
            if getattr(function, "__name__", "") == "data_ptr":
                return held.__array_interface__["data"][0]
            args = (torch.tensor(held), *args[1:])
        return super().__torch_function__(function, types, args, kwargs or {})


def shared(array):
    tensor = torch.tensor(array).as_subclass(Mirror)
    tensor.__dict__["array"] = array
    return tensor
