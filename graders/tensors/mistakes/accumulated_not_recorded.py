"""`accumulated` does not switch recording on. Called inside `torch.no_grad()` it finds nothing to differentiate."""

FAILS = ("test_callers_x",)
SEE = "Inside no_grad"


def accumulated(f, x, times):
    leaf = x.detach().clone().requires_grad_()
    for _ in range(times):
        f(leaf).backward()
    return leaf.grad
