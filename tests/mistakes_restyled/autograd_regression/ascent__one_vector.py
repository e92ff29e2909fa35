import torch


def predict(x, w, b):
    return torch.add(b, torch.mul(x, w))


def mse_loss(y_pred, y_true):
    errors = y_true - y_pred
    return torch.dot(errors, errors) / errors.numel()


def fit(x, y, lr=0.01, epochs=500):
    line = torch.zeros(2, dtype=x.dtype, device=x.device, requires_grad=True)
    history = []
    for epoch in range(epochs):
        if epoch > 0:
            line.grad.zero_()
        loss = mse_loss(predict(x, line[0], line[1]), y)
        history.append(float(loss.detach()))
        loss.backward()
        line.data.add_(lr * line.grad)
    slope, intercept = line.tolist()
    return slope, intercept, history
