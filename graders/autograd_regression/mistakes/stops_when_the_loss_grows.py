"""The loop ends as soon as a loss is larger than the one before. With too large a rate that hides what
happened: one loss per epoch was promised, for every epoch.
"""

FAILS = ("test_too_large_a_rate",)
SEE = "The descent"


def fit(x, y, lr=0.01, epochs=500):
    w = torch.zeros((), device=x.device, requires_grad=True)
    b = torch.zeros((), device=x.device, requires_grad=True)
    losses = []
    for _ in range(epochs):
        loss = mse_loss(predict(x, w, b), y)
        loss.backward()
        losses.append(loss.item())
        if len(losses) > 1 and losses[-1] > losses[-2] + 1e-3:
            break
        with torch.no_grad():
            w -= lr * w.grad
            b -= lr * b.grad
        w.grad = b.grad = None
    return w.item(), b.item(), losses
