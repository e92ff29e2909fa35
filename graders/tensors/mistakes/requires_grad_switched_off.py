"""`gradient` switches `requires_grad` of the caller's x off when it is done, even where it was on before."""

FAILS = ("test_callers_x",)
SEE = "The caller's tensors"


def gradient(f, x):
    x.requires_grad_(True)
    with torch.enable_grad():
        slope = torch.autograd.grad(f(x), x)[0]
    x.requires_grad_(False)
    return slope
