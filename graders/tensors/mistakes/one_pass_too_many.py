"""`accumulated` makes one backward pass more than it was asked for."""

FAILS = ("test_accumulated", "test_callers_x")
SEE = "Gradients add up"


def accumulated(f, x, times):
    leaf = x.detach().clone().requires_grad_()
    with torch.enable_grad():
        f(leaf).backward()
        for _ in range(times):
            f(leaf).backward()
    return leaf.grad
