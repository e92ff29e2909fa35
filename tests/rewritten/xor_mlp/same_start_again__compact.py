import numpy as np
import torch
import torch.nn.functional as F
from torch import nn


class XORMLP(nn.Module):
    def __init__(self, n_hidden=4):
        super().__init__()
        self.fc1, self.fc2 = nn.Linear(2, n_hidden), nn.Linear(n_hidden, 1)

    def forward(self, X):
        return torch.sigmoid(self.fc2(F.relu(self.fc1(X))))


def train(model, X, y, lr=0.01, epochs=5000):
    opt, losses = torch.optim.Adam(model.parameters(), lr=lr), []
    for _ in range(epochs):
        loss = F.binary_cross_entropy(model(X), y)
        opt.zero_grad()
        loss.backward()
        opt.step()
        losses.append(loss.item())
    return losses


def solve(X, y, max_restarts=20, seed=0):
    for _ in range(max_restarts):
        torch.manual_seed(seed)
        model = XORMLP()
        train(model, X, y, epochs=3000)
        if torch.equal(model(X) > 0.5, y > 0.5):
            return model
    raise RuntimeError(f"{max_restarts} starts, none of them solved it")


def manual_gradients(params, X, y):
    W1, b1, W2, b2 = (params[k] for k in ("W1", "b1", "W2", "b2"))
    Z = X @ W1.T + b1
    A = Z.clip(min=0)
    P = 1 / (1 + np.exp(-(A @ W2.T + b2)))
    ds = (P - y) / len(X)
    dZ = ds @ W2 * (Z > 0)
    return {"W1": dZ.T @ X, "b1": dZ.sum(0), "W2": ds.T @ A, "b2": ds.sum(0)}
