"""w and b are made once, outside `fit`, so a second call goes on where the first one ended. Every call should
start from 0.
"""

FAILS = (
    "test_first_loss",
    "test_one_update",
    "test_few_epochs",
    "test_defaults",
    "test_a_second_fit_starts_anew",
    "test_too_large_a_rate",
)
SEE = "The descent"

start_w = torch.zeros((), requires_grad=True)
start_b = torch.zeros((), requires_grad=True)


def fit(x, y, lr=0.01, epochs=500):
    w = start_w
    b = start_b
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
