"""Calls the functional dropout without telling it the mode."""

import numpy as np
import torch
import torch.nn.functional as F
from torch import nn

print("torch", torch.__version__)


def to_tensors(X, y):
    features = torch.from_numpy(np.ascontiguousarray(X.T)).float()
    return features, torch.from_numpy(np.asarray(y)).long()


class SpiralNet(nn.Module):
    def __init__(self, n_hidden=100, dropout=0.2, activation=F.relu):
        super().__init__()
        self.output = nn.Linear(n_hidden, 3)
        self.hidden = nn.Linear(2, n_hidden)
        self.p = dropout
        self.activation = activation

    def forward(self, x):
        h = self.activation(self.hidden(x))
        h = F.dropout(h, p=self.p)
        return self.output(h)


def train(
    model, X_train, y_train, X_val, y_val, lr=0.01, weight_decay=0.005, max_epochs=5000, patience=200, verbose=False
):
    adam = torch.optim.Adam(params=model.parameters(), lr=lr, weight_decay=weight_decay)
    log = {"train_loss": [], "val_loss": [], "best_epoch": 0}
    lowest, waited, epoch = float("inf"), 0, 0
    kept = {name: value.clone() for name, value in model.state_dict().items()}
    while epoch < max_epochs and waited < patience:
        model.train()
        adam.zero_grad(set_to_none=False)
        loss = F.cross_entropy(model(X_train), y_train)
        loss.backward()
        adam.step()

        model.eval()
        with torch.no_grad():
            val = F.cross_entropy(model(X_val).double(), y_val)
        log["train_loss"].append(float(loss))
        log["val_loss"].append(float(val))
        if float(val) < lowest:
            lowest, waited = float(val), 0
            kept = {name: value.clone() for name, value in model.state_dict().items()}
            log["best_epoch"] = epoch
        else:
            waited += 1
        if verbose:
            print(epoch, float(loss), float(val))
        epoch += 1
    model.load_state_dict(kept)
    return log


@torch.no_grad()
def accuracy(model, X, y):
    mode = model.training
    predicted = torch.softmax(model.eval()(X), dim=-1).max(dim=-1).indices
    model.train(mode)
    return int((predicted == y).sum()) / y.shape[0]
