"""The defaults are not the promised ones: `fit(x, y)` should make 500 updates with a learning rate of 0.01."""

FAILS = ("test_defaults",)
SEE = "The descent"


def fit(x, y, lr=0.001, epochs=1000):
    w = torch.zeros((), device=x.device, requires_grad=True)
    b = torch.zeros((), device=x.device, requires_grad=True)
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
