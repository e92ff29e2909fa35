"""x is normalised in place. The caller's tensor has changed, and w and b belong to the normalised x, not to
the one that was handed in.
"""

FAILS = (
    "test_one_update",
    "test_few_epochs",
    "test_defaults",
    "test_finds_a_new_line",
    "test_a_second_fit_starts_anew",
    "test_data_stay_as_they_are",
    "test_too_large_a_rate",
)
SEE = "The data"


def fit(x, y, lr=0.01, epochs=500):
    w = torch.zeros((), device=x.device, requires_grad=True)
    b = torch.zeros((), device=x.device, requires_grad=True)
    losses = []
    x -= x.mean()
    x /= x.std()
    for _ in range(epochs):
        loss = mse_loss(predict(x, w, b), y)
        loss.backward()
        losses.append(loss.item())
        with torch.no_grad():
            w -= lr * w.grad
            b -= lr * b.grad
        w.grad = b.grad = None
    return w.item(), b.item(), losses
