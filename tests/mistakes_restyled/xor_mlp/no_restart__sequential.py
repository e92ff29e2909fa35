"""One long training, whatever comes of it."""

import numpy as np
import torch
import torch.nn as nn


class XORMLP(nn.Module):
    def __init__(self, n_hidden=4):
        super().__init__()
        self.net = nn.Sequential(nn.Linear(2, n_hidden), nn.ReLU(), nn.Linear(n_hidden, 1), nn.Sigmoid())

    def forward(self, x):
        return self.net(x)


def train(model, X, y, lr=0.01, epochs=5000, verbose=False):
    model.train()
    criterion = nn.BCELoss()
    optimizer = torch.optim.Adam(model.parameters(), lr=lr)
    losses = []
    for epoch in range(epochs):
        predictions = model(X)
        loss = criterion(predictions, y)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
        if verbose and epoch % 500 == 0:
            print(epoch, loss.item())
    return losses


def solve(X, y, max_restarts=20, seed=0):
    torch.manual_seed(seed)
    net = XORMLP().to(X.device)
    train(net, X, y, epochs=2000)
    return net


def sigmoid(z):
    return 1 / (1 + np.exp(-z))


def manual_gradients(params, X, y):
    n = X.shape[0]
    # forward
    z1 = np.dot(X, params["W1"].T) + params["b1"]
    a1 = np.where(z1 > 0, z1, 0)
    z2 = np.dot(a1, params["W2"].T) + params["b2"]
    a2 = sigmoid(z2)
    # backward
    dL_da2 = (a2 - y) / (a2 * (1 - a2)) / n
    dL_dz2 = dL_da2 * a2 * (1 - a2)
    dL_dW2 = np.dot(dL_dz2.T, a1)
    dL_db2 = np.sum(dL_dz2, axis=0)
    dL_da1 = np.dot(dL_dz2, params["W2"])
    dL_dz1 = dL_da1 * np.where(z1 > 0, 1, 0)
    dL_dW1 = np.dot(dL_dz1.T, X)
    dL_db1 = np.sum(dL_dz1, axis=0)
    return {"W1": dL_dW1, "b1": dL_db1, "W2": dL_dW2, "b2": dL_db2}


print("assignment 3 loaded")
