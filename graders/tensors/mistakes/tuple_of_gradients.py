"""`gradient` returns what `torch.autograd.grad` returns: a tuple, with a gradient for each tensor that was asked for.
The gradient is its only entry.
"""

FAILS = ("test_gradient", "test_callers_x")
SEE = "Gradients"


def gradient(f, x):
    leaf = x.detach().clone().requires_grad_()
    with torch.enable_grad():
        return torch.autograd.grad(f(leaf), leaf)
