import torch


def predict(x, w, b):
    return x * b + w


def mse_loss(y_pred, y_true):
    return (y_pred - y_true).square().mean()


def fit(x, y, lr=0.01, epochs=500):
    params = w, b = [torch.zeros((), device=x.device, requires_grad=True) for _ in range(2)]
    losses = []
    for _ in range(epochs):
        w.grad = b.grad = None
        loss = mse_loss(predict(x, w, b), y)
        loss.backward()
        losses.append(loss.item())
        for p in params:
            p.data -= lr * p.grad
    return w.item(), b.item(), losses
