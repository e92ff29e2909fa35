"""`accumulated` divides the sum of the passes by their number. `backward` adds, and nothing divides."""

FAILS = ("test_accumulated", "test_callers_x")
TWINS = ("only_the_last_pass",)
SEE = "Gradients add up"


def accumulated(f, x, times):
    leaf = x.detach().clone().requires_grad_()
    with torch.enable_grad():
        for _ in range(times):
            f(leaf).backward()
    return leaf.grad / times
