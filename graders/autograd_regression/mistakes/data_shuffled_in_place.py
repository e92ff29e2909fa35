"""x and y are shuffled in place. The fit does not suffer, but the caller's own tensors have changed: `x[:] =
...` writes into the memory that was handed in.
"""

FAILS = ("test_data_stay_as_they_are",)
SEE = "The data"


def fit(x, y, lr=0.01, epochs=500):
    w = torch.zeros((), device=x.device, requires_grad=True)
    b = torch.zeros((), device=x.device, requires_grad=True)
    losses = []
    order = torch.randperm(len(x), device=x.device)
    x[:], y[:] = x[order], y[order]
    for _ in range(epochs):
        loss = mse_loss(predict(x, w, b), y)
        loss.backward()
        losses.append(loss.item())
        with torch.no_grad():
            w -= lr * w.grad
            b -= lr * b.grad
        w.grad = b.grad = None
    return w.item(), b.item(), losses
