"""w and b are updated after every single point. Full batch means: one loss over all points, one update, in
each epoch.
"""

FAILS = (
    "test_one_update",
    "test_few_epochs",
    "test_defaults",
    "test_a_second_fit_starts_anew",
    "test_too_large_a_rate",
)
SEE = "The descent"


def fit(x, y, lr=0.01, epochs=500):
    w = torch.zeros((), device=x.device, requires_grad=True)
    b = torch.zeros((), device=x.device, requires_grad=True)
    losses = []
    for _ in range(epochs):
        losses.append(mse_loss(predict(x, w, b), y).item())
        for i in range(len(x)):
            mse_loss(predict(x[i], w, b), y[i]).backward()
            with torch.no_grad():
                w -= lr * w.grad
                b -= lr * b.grad
            w.grad = b.grad = None
    return w.item(), b.item(), losses
