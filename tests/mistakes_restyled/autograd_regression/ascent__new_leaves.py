import torch


def predict(x, w, b):
    return x * w + b


def mse_loss(y_pred, y_true):
    return torch.mean(torch.square(y_pred - y_true))


def new_leaf(value):
    return value.detach().clone().requires_grad_(True)


def fit(x, y, lr=0.01, epochs=500):
    """Every epoch begins with new leaves, so there is never a gradient to clear."""
    parameters = [new_leaf(torch.tensor([0.0], device=x.device)) for _ in range(2)]
    losses, done = [], 0
    while done < epochs:
        loss = mse_loss(predict(x, *parameters), y)
        loss.backward()
        parameters = [new_leaf(p + lr * p.grad) for p in parameters]
        losses += [loss.item()]
        done += 1
    w, b = parameters
    return float(w), float(b), losses
