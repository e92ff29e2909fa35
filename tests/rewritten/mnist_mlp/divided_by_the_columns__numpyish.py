"""MNIST MLP. The network is torch, the counting is NumPy."""

import numpy as np
import torch
import torch.nn as nn
import torch.nn.functional as F
from torch.utils.data import DataLoader, TensorDataset


class MNISTNet(nn.Module):
    def __init__(self, p=0.2):
        super().__init__()
        self.fc1 = nn.Linear(28 * 28, 256)
        self.fc2 = nn.Linear(256, 128)
        self.fc3 = nn.Linear(128, 10)
        self.p = p

    def forward(self, x):
        n = x.shape[0]
        x = x.reshape((n, 28 * 28))
        x = F.relu(self.fc1(x))
        x = F.dropout(x, p=self.p, training=self.training)
        x = F.relu(self.fc2(x))
        x = F.dropout(x, p=self.p, training=self.training)
        return self.fc3(x)


def to_numpy(t):
    return t.detach().cpu().numpy()


def weighted_mean(values, weights):
    return float(np.average(np.array(values, dtype=np.float64), weights=np.array(weights)))


def train_epoch(model, loader, criterion, optimizer, device="cpu"):
    model.train()
    losses, accs, sizes = [], [], []
    for x, y in loader:
        x = x.to(device)
        y = y.to(device)
        scores = model(x)
        loss = criterion(scores, y)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
        accs.append(np.mean(np.argmax(to_numpy(scores), axis=1) == to_numpy(y)))
        sizes.append(y.shape[0])
    return weighted_mean(losses, sizes), weighted_mean(accs, sizes)


def evaluate(model, loader, criterion, device="cpu"):
    model.eval()
    losses, accs, sizes = [], [], []
    with torch.no_grad():
        for x, y in loader:
            x = x.to(device)
            y = y.to(device)
            scores = model(x)
            losses.append(criterion(scores, y).item())
            accs.append(np.mean(np.argmax(to_numpy(scores), axis=1) == to_numpy(y)))
            sizes.append(y.shape[0])
    return weighted_mean(losses, sizes), weighted_mean(accs, sizes)


def confusion_matrix(y_true, y_pred, n_classes=10):
    matrix = np.zeros((n_classes, n_classes), dtype=np.int64)
    np.add.at(matrix, (to_numpy(y_true), to_numpy(y_pred)), 1)
    return torch.from_numpy(matrix)


def per_class_accuracy(matrix):
    m = to_numpy(matrix).astype(np.float64)
    with np.errstate(invalid="ignore", divide="ignore"):
        acc = np.diag(m) / m.sum(axis=0)
    return torch.from_numpy(acc).float()


def fit(train_set, val_set, epochs=5, batch_size=64, lr=1e-3, weight_decay=1e-4, device="cpu", seed=0):
    torch.manual_seed(seed)
    model = MNISTNet().to(device)
    criterion = nn.CrossEntropyLoss()
    optimizer = torch.optim.Adam(model.parameters(), lr=lr, weight_decay=weight_decay)
    train_loader = DataLoader(train_set, batch_size=batch_size, shuffle=True)
    val_loader = DataLoader(val_set, batch_size=batch_size, shuffle=False)
    results = np.empty((epochs, 4))
    for e in range(epochs):
        results[e, 0:2] = train_epoch(model, train_loader, criterion, optimizer, device)
        results[e, 2:4] = evaluate(model, val_loader, criterion, device)
    names = ("train_loss", "train_accuracy", "val_loss", "val_accuracy")
    return model, {name: column.tolist() for name, column in zip(names, results.T)}


if __name__ == "__main__":
    from assignments import datasets

    data = datasets.images()
    images, labels = data.train_images, data.train_labels
    n_val = len(images) // 6  # the first sixth is held out, to choose by; the test images are for the very end
    train_set = TensorDataset(images[n_val:], labels[n_val:])
    val_set = TensorDataset(images[:n_val], labels[:n_val])
    epochs = 5 if data.official else 20
    print(f"{data.source}: {len(train_set)} training, {n_val} validation and {len(data.test_images)} test images")

    model, history = fit(train_set, val_set, epochs=epochs)
    for epoch in range(epochs):
        print(f"epoch {epoch:2}  " + "  ".join(f"{name} {values[epoch]:.4f}" for name, values in history.items()))

    model.eval()
    with torch.no_grad():
        predicted = model(data.test_images).argmax(dim=1)
    matrix = confusion_matrix(data.test_labels, predicted)
    print(f"test accuracy {(predicted == data.test_labels).float().mean():.4f}")
    print("rows are true digits, columns predicted ones:", matrix, sep="\n")
    print("accuracy of each digit:", per_class_accuracy(matrix))

    if data.official:  # weights that know only the stand-in would fail on MNIST
        torch.save(model.state_dict(), "mnist_mlp.pt")
        print("weights saved in mnist_mlp.pt, to be handed in beside the code")
