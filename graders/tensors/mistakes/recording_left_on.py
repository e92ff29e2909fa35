"""`gradient` switches recording on and never back. A caller inside `torch.no_grad()` is recorded from then on."""

FAILS = ("test_callers_x",)
SEE = "Inside no_grad"


def gradient(f, x):
    torch.set_grad_enabled(True)
    leaf = x.detach().clone().requires_grad_()
    return torch.autograd.grad(f(leaf), leaf)[0]
