"""Counts first, divides later; gradients pile up."""

import copy

import torch
from torch import nn, optim
from torch.utils.data import DataLoader


class MNISTNet(nn.Module):
    def __init__(self):
        super().__init__()
        self.first, self.second, self.third = nn.Linear(28 * 28, 256), nn.Linear(256, 128), nn.Linear(128, 10)
        self.drop = nn.Dropout(0.2)  # one module, used twice

    def forward(self, x):
        if x.dim() == 4:
            x = x.flatten(1)
        x = self.drop(torch.relu(self.first(x)))
        x = self.drop(torch.relu(self.second(x)))
        return self.third(x)


def train_epoch(model, loader, criterion, optimizer, device="cpu"):
    model.train()
    all_losses, all_right = [], []
    for x, y in loader:
        x, y = x.to(device), y.to(device)
        logits = model(x)
        loss = criterion(logits, y)
        loss.backward()
        optimizer.step()
        all_losses.append(loss.detach().double().repeat(len(y)))
        all_right.append(logits.detach().max(dim=1).indices == y)
    return torch.cat(all_losses).mean().item(), torch.cat(all_right).double().mean().item()


def evaluate(model, loader, criterion, device="cpu"):
    probe = copy.deepcopy(model).eval().requires_grad_(False)
    model.eval()
    all_losses, all_right = [], []
    for x, y in loader:
        x, y = x.to(device), y.to(device)
        logits = probe(x)
        all_losses += [criterion(logits, y).double()] * len(y)
        all_right.append(logits.max(dim=1).indices == y)
    return torch.stack(all_losses).mean().item(), torch.cat(all_right).double().mean().item()


def confusion_matrix(y_true, y_pred, n_classes=10):
    cells = [((y_true == i) & (y_pred == j)).sum() for i in range(n_classes) for j in range(n_classes)]
    return torch.stack(cells).view(n_classes, n_classes)


def per_class_accuracy(matrix):
    return torch.diag(matrix).to(torch.float64).div(matrix.sum(-1))


def fit(
    train_set, val_set, epochs=5, batch_size=64, lr=1e-3, weight_decay=1e-4, device="cpu", seed=0, **loader_options
):
    torch.manual_seed(seed)
    order = torch.Generator()
    order.manual_seed(seed + 1)
    model = MNISTNet().to(device)
    optimizer = optim.Adam(model.parameters(), lr=lr, weight_decay=weight_decay)
    loader = DataLoader(train_set, batch_size, shuffle=True, generator=order, **loader_options)
    train_loss, train_accuracy, val_loss, val_accuracy = [], [], [], []
    for _ in range(epochs):
        loss, accuracy = train_epoch(model, loader, nn.CrossEntropyLoss(), optimizer, device)
        train_loss.append(loss)
        train_accuracy.append(accuracy)
        loss, accuracy = evaluate(model, DataLoader(val_set, batch_size), nn.CrossEntropyLoss(reduction="mean"), device)
        val_loss.append(loss)
        val_accuracy.append(accuracy)
    history = {"train_loss": train_loss, "train_accuracy": train_accuracy}
    history |= {"val_loss": val_loss, "val_accuracy": val_accuracy}
    return model, history
