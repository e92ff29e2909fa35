"""The update `w = w - lr * w.grad` is recorded by autograd and puts a new tensor, a result, in the place of
the leaf w. Results keep no `.grad`, so the second epoch finds None there.
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
        w = w - lr * w.grad
        b = b - lr * b.grad
    return w.item(), b.item(), losses
