"""Named layers; the measured loss is a mean over batches."""

import torch
import torch.nn as nn
import torch.nn.functional as F
from torch import Tensor
from torch.utils.data import DataLoader, Dataset

print("torch", torch.__version__)


class MNISTNet(nn.Module):
    def __init__(self, p: float = 0.2) -> None:
        super().__init__()
        self.p = p
        self.fc3 = nn.Linear(128, 10)
        self.fc2 = nn.Linear(256, 128)
        self.fc1 = nn.Linear(784, 256)
        for layer in (self.fc1, self.fc2):
            nn.init.kaiming_normal_(layer.weight, nonlinearity="relu")
            nn.init.zeros_(layer.bias)

    def forward(self, x: Tensor) -> Tensor:
        h = x.view(x.size(0), -1)
        h = F.dropout(F.relu(self.fc1(h)), p=self.p, training=self.training)
        h = F.dropout(F.relu(self.fc2(h)), p=self.p, training=self.training)
        return self.fc3(h)


def _score(logits: Tensor, y: Tensor) -> int:
    _, predicted = torch.max(logits, 1)
    return int(predicted.eq(y).sum())


def train_epoch(model: nn.Module, loader: DataLoader, criterion, optimizer, device="cpu") -> tuple[float, float]:
    model.train(True)
    n = len(loader.dataset)
    running, right = 0.0, 0
    for images, labels in loader:
        images = images.to(device, non_blocking=True)
        labels = labels.to(device, non_blocking=True)
        logits = model(images)
        loss = criterion(logits, labels)
        loss.backward()
        optimizer.step()
        optimizer.zero_grad(set_to_none=False)
        running += float(loss) * labels.size(0)
        right += _score(logits, labels)
    return running / n, right / n


@torch.no_grad()
def evaluate(model: nn.Module, loader: DataLoader, criterion, device="cpu") -> tuple[float, float]:
    was_training = model.training
    model.train(False)
    n = len(loader.dataset)
    running, right = 0.0, 0
    for images, labels in loader:
        images, labels = images.to(device), labels.to(device)
        logits = model(images)
        running += float(criterion(logits, labels))
        right += _score(logits, labels)
    model.train(was_training)
    return running / len(loader), right / n


def confusion_matrix(y_true: Tensor, y_pred: Tensor, n_classes: int = 10) -> Tensor:
    matrix = torch.zeros((n_classes, n_classes), dtype=torch.long)
    for truth, guess in zip(y_true.tolist(), y_pred.tolist(), strict=True):
        matrix[truth, guess] += 1
    return matrix


def per_class_accuracy(matrix: Tensor) -> Tensor:
    accuracies = []
    for i in range(matrix.size(0)):
        total = matrix[i].sum().item()
        accuracies.append(matrix[i, i].item() / total if total > 0 else float("nan"))
    return torch.tensor(accuracies)


def fit(
    train_set: Dataset,
    val_set: Dataset,
    epochs: int = 5,
    batch_size: int = 64,
    lr: float = 1e-3,
    weight_decay: float = 1e-4,
    device="cpu",
    seed: int = 0,
    verbose: bool = False,
) -> tuple[nn.Module, dict[str, list[float]]]:
    torch.manual_seed(seed)
    net = MNISTNet()
    net.to(device)
    loss_fn = nn.CrossEntropyLoss()
    adam = torch.optim.Adam(net.parameters(), lr, weight_decay=weight_decay)
    train_loader = DataLoader(train_set, shuffle=True, batch_size=batch_size)
    val_loader = DataLoader(val_set, shuffle=False, batch_size=batch_size)
    history: dict[str, list[float]] = {k: [] for k in ("train_loss", "train_accuracy", "val_loss", "val_accuracy")}
    for epoch in range(epochs):
        row = (*train_epoch(net, train_loader, loss_fn, adam, device), *evaluate(net, val_loader, loss_fn, device))
        for key, value in zip(history, row, strict=True):
            history[key].append(value)
        if verbose:
            print(epoch, row)
    return net, history
