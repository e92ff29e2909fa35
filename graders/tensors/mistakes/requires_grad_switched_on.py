"""`gradient` switches `requires_grad` on for the caller's x, and leaves it so. Everything that the caller computes
from x is then recorded.
"""

FAILS = ("test_callers_x",)
SEE = "The caller's tensors"


def gradient(f, x):
    x.requires_grad_(True)
    with torch.enable_grad():
        return torch.autograd.grad(f(x), x)[0]
