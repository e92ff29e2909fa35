import torch


class Line:
    def __init__(self, device):
        self.w = torch.tensor(0.0, device=device).requires_grad_()
        self.b = torch.tensor(0.0, device=device).requires_grad_()

    def __call__(self, x):
        return predict(x, self.w, self.b)

    @torch.no_grad()
    def step(self, lr):
        for p in (self.w, self.b):
            p.add_(p.grad, alpha=-lr)
            p.grad.zero_()


def predict(x, w, b):
    return x.mul(w).add(b)


def mse_loss(y_pred, y_true):
    return (y_pred - y_true).pow(2).sum()


def fit(x, y, lr=0.01, epochs=500):
    line = Line(x.device)

    def one_epoch():
        loss = mse_loss(line(x), y)
        loss.backward()
        line.step(lr)
        return loss.item()

    losses = [one_epoch() for _ in range(epochs)]
    return line.w.item(), line.b.item(), losses
