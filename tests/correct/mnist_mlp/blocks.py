"""Blocks with dropout before ReLU, one loop for training and measuring, history entries collected as they come."""

import contextlib

import numpy
import torch
import torch.utils.data


def block(n_in, n_out):
    return torch.nn.Sequential(torch.nn.Linear(n_in, n_out), torch.nn.Dropout(p=0.2), torch.nn.ReLU(inplace=True))


class MNISTNet(torch.nn.Module):
    def __init__(self):
        torch.nn.Module.__init__(self)
        self.body = torch.nn.ModuleList([block(784, 256), block(256, 128)])
        self.head = torch.nn.Linear(128, 10)

    def forward(self, x):
        x = torch.flatten(x, start_dim=1)
        for part in self.body:
            x = part(x)
        return self.head(x)


def _pass(model, loader, criterion, device, optimizer=None):
    model.train(optimizer is not None)
    total = torch.zeros(3, dtype=torch.float64)  # loss, right answers, samples
    with contextlib.nullcontext() if optimizer else torch.set_grad_enabled(False):
        for batch, target in loader:
            batch, target = batch.to(device), target.to(device)
            if optimizer:
                optimizer.zero_grad()
            out = model(batch)
            loss = criterion(out, target)
            if optimizer:
                loss.backward()
                optimizer.step()
            right = (out.argmax(1) == target).sum().item()
            total += torch.tensor([loss.item() * target.numel(), right, target.numel()], dtype=torch.float64)
    return (total[0] / total[2]).item(), (total[1] / total[2]).item()


def train_epoch(model, loader, criterion, optimizer, device="cpu"):
    return _pass(model, loader, criterion, device, optimizer)


def evaluate(model, loader, criterion, device="cpu"):
    return _pass(model, loader, criterion, device)


def confusion_matrix(y_true, y_pred, n_classes=10):
    m = numpy.zeros((n_classes, n_classes), dtype=numpy.int64)
    numpy.add.at(m, (y_true.cpu().numpy(), y_pred.cpu().numpy()), 1)
    return torch.from_numpy(m)


def per_class_accuracy(matrix):
    right, total = matrix.diagonal().float(), matrix.sum(1).float()
    return torch.where(total > 0, right / total.clamp(min=1), torch.nan)


def fit(train_set, val_set, epochs=5, batch_size=64, lr=1e-3, weight_decay=1e-4, device="cpu", seed=0):
    torch.manual_seed(seed)
    device = torch.device(device)
    model = MNISTNet().to(device)
    sampler = torch.utils.data.RandomSampler(train_set)
    train_loader = torch.utils.data.DataLoader(train_set, sampler=sampler, batch_size=batch_size)
    val_loader = torch.utils.data.DataLoader(val_set, batch_size=256)
    loss = torch.nn.CrossEntropyLoss()
    optimizer = torch.optim.Adam([{"params": model.parameters()}], lr=lr, weight_decay=weight_decay)
    history = {}
    for _ in range(epochs):
        for name, run in (("train", (train_loader, optimizer)), ("val", (val_loader, None))):
            value, share = _pass(model, run[0], loss, device, run[1])
            history.setdefault(f"{name}_loss", []).append(value)
            history.setdefault(f"{name}_accuracy", []).append(share)
    return model, history
