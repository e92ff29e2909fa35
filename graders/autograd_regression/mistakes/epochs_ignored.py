"""The loop always runs 500 times, whatever `epochs` says."""

FAILS = (
    "test_fit_returns_two_floats_and_a_list",
    "test_one_update",
    "test_few_epochs",
    "test_a_second_fit_starts_anew",
    "test_too_large_a_rate",
)
SEE = "The descent"


def fit(x, y, lr=0.01, epochs=500):
    w = torch.zeros((), device=x.device, requires_grad=True)
    b = torch.zeros((), device=x.device, requires_grad=True)
    losses = []
    for _ in range(500):
        loss = mse_loss(predict(x, w, b), y)
        loss.backward()
        losses.append(loss.item())
        with torch.no_grad():
            w -= lr * w.grad
            b -= lr * b.grad
        w.grad = b.grad = None
    return w.item(), b.item(), losses
