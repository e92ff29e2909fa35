"""`gradient` takes a small step in each direction and looks how much f rises. In float32 most digits of such a
difference are rounding errors. Autograd gives the gradient itself.
"""

FAILS = ("test_gradient", "test_callers_x")
SEE = "Gradients"


def gradient(f, x):
    step, slopes = 1e-3, torch.zeros(x.numel(), device=x.device)
    for i in range(x.numel()):
        move = torch.zeros(x.numel(), device=x.device)
        move[i] = step
        slopes[i] = (f(x.detach() + move.reshape(x.shape)) - f(x.detach())) / step
    return slopes.reshape(x.shape)
