import torch
from torch import nn


class Perceptron(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc = nn.Linear(2, 1)

    def forward(self, X):
        return self.fc(X).sigmoid()


def train(model, X, y, lr=0.1, epochs=1000):
    opt, bce, losses = torch.optim.SGD(model.parameters(), lr), nn.BCELoss(), []
    for _ in range(epochs):
        opt.zero_grad()
        loss = bce(model(X), y)
        loss.backward()
        opt.step()
        losses.append(loss.item())
    return losses


@torch.no_grad()
def predict(model, X):
    return (model(X) > 0.5).float()
