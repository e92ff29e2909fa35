"""Spiral classification."""

import copy

import numpy as np
import torch
from torch import nn


def to_tensors(X, y):
    # points from columns to rows
    X_rows = X.T
    X_rows = X_rows.astype(np.float32)
    X_tensor = torch.tensor(X_rows)
    y_tensor = torch.tensor(y, dtype=torch.long)
    return X_tensor, y_tensor


class SpiralNet(nn.Module):
    def __init__(self, n_hidden=100, dropout=0.2):
        super().__init__()
        self.fc1 = nn.Linear(2, n_hidden)
        self.relu = nn.ReLU()
        self.dropout = nn.Dropout(dropout)
        self.fc2 = nn.Linear(n_hidden, 3)

    def forward(self, x):
        x = self.fc1(x)
        x = self.relu(x)
        x = self.dropout(x)
        x = self.fc2(x)
        return x


def train(model, X_train, y_train, X_val, y_val, lr=0.01, weight_decay=0.005, max_epochs=5000, patience=200):
    criterion = nn.CrossEntropyLoss()
    optimizer = torch.optim.Adam(model.parameters(), lr=lr, weight_decay=weight_decay)

    train_losses = []
    val_losses = []
    best_loss = float("inf")
    best_epoch = 0
    best_weights = copy.deepcopy(model.state_dict())

    for epoch in range(max_epochs):
        # training step
        model.train()
        optimizer.zero_grad()
        output = model(X_train)
        loss = criterion(output, y_train)
        loss.backward()
        optimizer.step()
        train_losses.append(loss)

        # validation
        model.eval()
        with torch.no_grad():
            val_output = model(X_val)
            val_loss = criterion(val_output, y_val)
        val_losses.append(val_loss.item())

        # is it the best epoch so far?
        if val_losses[-1] < best_loss:
            best_loss = val_losses[-1]
            best_epoch = epoch
            best_weights = copy.deepcopy(model.state_dict())

        # early stopping
        if epoch - best_epoch >= patience:
            break

    # back to the best weights
    model.load_state_dict(best_weights)

    history = {}
    history["train_loss"] = train_losses
    history["val_loss"] = val_losses
    history["best_epoch"] = best_epoch
    return history


def accuracy(model, X, y):
    # remember the mode
    was_training = model.training
    model.eval()
    with torch.no_grad():
        logits = model(X)
    predicted = torch.argmax(logits, dim=1)
    right = (predicted == y).sum().item()
    # back to the old mode
    if was_training:
        model.train()
    return right / len(y)


if __name__ == "__main__":
    from assignments.datasets import spiral_arms, spiral_split

    X_train, y_train, X_val, y_val, X_test, y_test = spiral_split(*spiral_arms())
    X_train, y_train = to_tensors(X_train, y_train)
    X_val, y_val = to_tensors(X_val, y_val)
    X_test, y_test = to_tensors(X_test, y_test)

    torch.manual_seed(0)
    model = SpiralNet()
    history = train(model, X_train, y_train, X_val, y_val)
    print("best epoch:", history["best_epoch"])
    print("test accuracy:", accuracy(model, X_test, y_test))
