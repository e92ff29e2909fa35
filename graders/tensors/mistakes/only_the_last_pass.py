"""`accumulated` sets the gradient to zero before each pass, so that only the last one is left. Asked for is their
sum.
"""

FAILS = ("test_accumulated", "test_callers_x")
TWINS = ("averaged",)
SEE = "Gradients add up"


def accumulated(f, x, times):
    leaf = x.detach().clone().requires_grad_()
    with torch.enable_grad():
        for _ in range(times):
            leaf.grad = None
            f(leaf).backward()
    return leaf.grad
