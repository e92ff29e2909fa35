"""`accumulated` uses the caller's x, and sets its `.grad` to None when it is done. What the caller had there is
lost.
"""

FAILS = ("test_callers_x",)
SEE = "The caller's tensors"


def accumulated(f, x, times):
    before, x.grad = x.requires_grad, None
    x.requires_grad_(True)
    with torch.enable_grad():
        for _ in range(times):
            f(x).backward()
    found, x.grad = x.grad, None
    x.requires_grad_(before)
    return found
