"""The gradients are cut off at 1 before the step. Where the slope is steep, plain gradient descent takes a
long step, and here it does not.
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
        loss = mse_loss(predict(x, w, b), y)
        loss.backward()
        losses.append(loss.item())
        with torch.no_grad():
            w -= lr * w.grad.clamp(-1, 1)
            b -= lr * b.grad.clamp(-1, 1)
        w.grad = b.grad = None
    return w.item(), b.item(), losses
