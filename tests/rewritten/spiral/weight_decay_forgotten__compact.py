from math import inf

import torch
from torch import nn


def to_tensors(X, y):
    return torch.tensor(X.T, dtype=torch.float32), torch.tensor(y, dtype=torch.int64)


class SpiralNet(nn.Module):
    def __init__(self, n_hidden=100, dropout=0.2):
        super().__init__()
        self.a, self.b, self.drop = nn.Linear(2, n_hidden), nn.Linear(n_hidden, 3), nn.Dropout(dropout)

    def forward(self, x):
        return self.b(self.drop(self.a(x).relu()))


def train(model, X_train, y_train, X_val, y_val, lr=0.01, weight_decay=0.005, max_epochs=5000, patience=200):
    ce = nn.CrossEntropyLoss()
    opt = torch.optim.Adam(model.parameters(), lr)
    history = {"train_loss": [], "val_loss": [], "best_epoch": 0}
    best, state = inf, None
    for epoch in range(max_epochs):
        model.train()
        loss = ce(model(X_train), y_train)
        opt.zero_grad()
        loss.backward()
        opt.step()
        model.eval()
        with torch.no_grad():
            val = ce(model(X_val), y_val).item()
        history["train_loss"].append(loss.item())
        history["val_loss"].append(val)
        if val < best:
            best, history["best_epoch"] = val, epoch
            state = {k: v.clone() for k, v in model.state_dict().items()}
        if epoch - history["best_epoch"] >= patience:
            break
    if state is not None:
        model.load_state_dict(state)
    return history


@torch.no_grad()
def accuracy(model, X, y):
    mode = model.training
    share = (model.eval()(X).argmax(1) == y).double().mean().item()
    model.train(mode)
    return share
