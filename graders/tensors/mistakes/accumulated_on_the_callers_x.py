"""`accumulated` makes its passes on the caller's x, not on a leaf of its own. They are left in the `.grad` of x, on
top of what was there.
"""

FAILS = ("test_callers_x",)
SEE = "The caller's tensors"


def accumulated(f, x, times):
    before = x.requires_grad
    x.requires_grad_(True)
    with torch.enable_grad():
        for _ in range(times):
            f(x).backward()
    x.requires_grad_(before)
    return x.grad
