"""The update `w = w - lr * w.grad` under `no_grad` makes a new tensor that autograd does not watch. The first
epoch works, and the second `backward()` says that nothing requires a gradient.
"""

FAILS = (
    "test_fit_returns_two_floats_and_a_list",
    "test_first_loss",
    "test_few_epochs",
    "test_defaults",
    "test_finds_a_new_line",
    "test_a_second_fit_starts_anew",
    "test_data_stay_as_they_are",
    "test_too_large_a_rate",
)
SEE = "What autograd does"


def fit(x, y, lr=0.01, epochs=500):
    w = torch.zeros((), device=x.device, requires_grad=True)
    b = torch.zeros((), device=x.device, requires_grad=True)
    losses = []
    for _ in range(epochs):
        loss = mse_loss(predict(x, w, b), y)
        loss.backward()
        losses.append(loss.item())
        with torch.no_grad():
            w = w - lr * w.grad
            b = b - lr * b.grad
        w.grad = b.grad = None
    return w.item(), b.item(), losses
