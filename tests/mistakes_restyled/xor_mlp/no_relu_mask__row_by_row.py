"""Row by row; every hidden unit passes the error on."""

import copy
import random

import numpy as np
import torch
from torch import nn, optim


class XORMLP(nn.Module):
    def __init__(self, n_hidden=4):
        super().__init__()
        self.layers = nn.ModuleList([nn.Linear(2, n_hidden), nn.Linear(n_hidden, 1)])
        self.activation = nn.ReLU()

    def forward(self, x):
        first, last = self.layers
        return torch.sigmoid(last(self.activation(first(x))))

    def reset(self):
        for layer in self.layers:
            nn.init.xavier_uniform_(layer.weight)
            nn.init.zeros_(layer.bias)


def bce(p, y):
    return -(y * torch.log(p) + (1 - y) * torch.log(1 - p)).mean()


def one_step(model, optimizer, X, y):
    optimizer.zero_grad(set_to_none=False)
    loss = bce(model(X).clamp(1e-7, 1 - 1e-7), y)
    loss.backward()
    optimizer.step()
    return loss.detach().cpu().double().item()


def train(model, X, y, lr=0.01, epochs=5000):
    optimizer = optim.Adam(model.parameters(), lr=lr, betas=(0.9, 0.999))
    return [one_step(model, optimizer, X, y) for _ in range(epochs)]


def solve(X, y, max_restarts=20, seed=0, chunk=250, chunks=8):
    random.seed(seed)
    np.random.seed(seed)
    torch.manual_seed(seed)
    model = XORMLP().to(X.device)
    for _attempt in range(max_restarts):
        model.reset()
        for _ in range(chunks):
            train(model, X, y, epochs=chunk)
            with torch.no_grad():
                n_right = ((model(X) > 0.5).int() == y.int()).sum().item()
            if n_right == y.numel():
                return copy.deepcopy(model)
    raise RuntimeError("max_restarts used up")


def manual_gradients(params, X, y):
    total = {name: np.zeros_like(value) for name, value in params.items()}
    for x, target in zip(X, y):
        z = params["W1"] @ x + params["b1"]
        a = np.maximum(0, z)
        p = 1 / (1 + np.exp(-(params["W2"] @ a + params["b2"])))
        delta2 = p - target
        delta1 = params["W2"].T @ delta2
        total["W2"] += np.outer(delta2, a)
        total["b2"] += delta2
        total["W1"] += np.outer(delta1, x)
        total["b1"] += delta1
    return {name: value / len(X) for name, value in total.items()}
