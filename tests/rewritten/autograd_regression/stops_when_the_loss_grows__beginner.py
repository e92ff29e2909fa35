"""Linear regression with autograd."""

import torch

from assignments import datasets


def predict(x, w, b):
    y_pred = w * x + b
    return y_pred


def mse_loss(y_pred, y_true):
    # error of every point
    error = y_pred - y_true
    squared_error = error**2
    loss = squared_error.mean()
    return loss


def fit(x, y, lr=0.01, epochs=500):
    # the two parameters, both start at zero
    w = torch.tensor(0.0, requires_grad=True, device=x.device)
    b = torch.tensor(0.0, requires_grad=True, device=x.device)

    losses = []

    for epoch in range(epochs):
        # forward
        y_pred = predict(x, w, b)
        loss = mse_loss(y_pred, y)
        losses.append(loss.item())

        # it does not get better any more
        if epoch > 0 and losses[epoch] > losses[epoch - 1]:
            break

        # backward
        loss.backward()

        # update
        with torch.no_grad():
            w -= lr * w.grad
            b -= lr * b.grad

        # set the gradients to zero for the next epoch
        w.grad.zero_()
        b.grad.zero_()

    return w.item(), b.item(), losses


if __name__ == "__main__":
    x, y = datasets.line()
    w, b, losses = fit(x, y)
    print("w =", w)
    print("b =", b)
    print("first loss:", losses[0])
    print("last loss:", losses[-1])
