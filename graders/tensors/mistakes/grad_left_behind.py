"""`gradient` leaves what it found in the `.grad` of the caller's x. The next `backward` of the caller adds to it."""

FAILS = ("test_callers_x",)
SEE = "The caller's tensors"


def gradient(f, x):
    before = x.requires_grad
    x.requires_grad_(True)
    with torch.enable_grad():
        f(x).backward()
    x.requires_grad_(before)
    return x.grad
