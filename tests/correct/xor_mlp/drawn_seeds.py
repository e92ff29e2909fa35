"""Named layers, a keyword-only criterion, a drawn seed for every start, a sigmoid written out."""

from collections import OrderedDict

import numpy as np
import torch
from torch import Tensor, nn

LEARNED = 0.5


class XORMLP(nn.Module):
    """2 -> h -> 1."""

    def __init__(self, n_hidden=4, activation=torch.relu):
        super().__init__()
        self.activation = activation
        self.out = nn.Linear(n_hidden, 1)
        self.inner = nn.Sequential(OrderedDict(lin=nn.Linear(2, n_hidden)))

    def forward(self, X: Tensor) -> Tensor:
        logits = self.out(self.activation(self.inner(X)))
        return 1 / (1 + torch.exp(-logits))


def train(model, X, y, lr=1e-2, epochs=5_000, *, criterion=None):
    criterion = criterion or nn.BCELoss()
    opt = torch.optim.Adam(list(model.parameters()), lr=lr, foreach=False)
    losses = torch.zeros(epochs)
    for i in range(epochs):
        loss = criterion(model(X), y)
        losses[i] = loss.detach()
        loss.backward()
        opt.step()
        opt.zero_grad()
    return losses.tolist()


def attempt(X, y):
    model = XORMLP().to(X)
    train(model, X, y, lr=0.02, epochs=600)
    wrong = ((model(X) - y).abs() >= LEARNED).any()
    return None if wrong else model


def solve(X, y, max_restarts=20, seed=0):
    rng = np.random.default_rng(seed)
    for start_seed in rng.integers(2**31, size=max_restarts):
        torch.manual_seed(int(start_seed))
        model = attempt(X, y)
        if model is not None:
            return model
    raise RuntimeError(f"no luck in {max_restarts} starts")


def manual_gradients(params, X, y):
    H = X @ params["W1"].T + params["b1"]
    A = H.clip(0)
    P = 1 / (1 + np.exp(-A @ params["W2"].T - params["b2"]))
    G2 = (P - y) / y.size
    G1 = G2 @ params["W2"]
    G1 = G1 * (A > 0)
    ones = np.ones((1, len(X)))
    return {"W1": (X.T @ G1).T, "b1": (ones @ G1).ravel(), "W2": (A.T @ G2).T, "b2": (ones @ G2).ravel()}
