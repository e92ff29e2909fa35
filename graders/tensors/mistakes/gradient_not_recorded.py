"""`gradient` does not switch recording on. Called inside `torch.no_grad()` it finds nothing to differentiate."""

FAILS = ("test_callers_x",)
SEE = "Inside no_grad"


def gradient(f, x):
    leaf = x.detach().clone().requires_grad_()
    return torch.autograd.grad(f(leaf), leaf)[0]
