"""w and b start at random numbers. They should start at 0, so that every run takes the same path."""

FAILS = (
    "test_first_loss",
    "test_one_update",
    "test_few_epochs",
    "test_defaults",
    "test_a_second_fit_starts_anew",
    "test_too_large_a_rate",
)
SEE = "The descent"


def fit(x, y, lr=0.01, epochs=500):
    w = torch.randn((), device=x.device, requires_grad=True)
    b = torch.randn((), device=x.device, requires_grad=True)
    losses = []
    for _ in range(epochs):
        loss = mse_loss(predict(x, w, b), y)
        loss.backward()
        losses.append(loss.item())
        with torch.no_grad():
            w -= lr * w.grad
            b -= lr * b.grad
        w.grad = b.grad = None
    return w.item(), b.item(), losses
