"""`gradient` returns what `backward` returns, which is nothing. It leaves the gradient in `.grad` of the leaf."""

FAILS = ("test_gradient", "test_callers_x")
SEE = "Gradients"


def gradient(f, x):
    leaf = x.detach().clone().requires_grad_()
    with torch.enable_grad():
        return f(leaf).backward()
