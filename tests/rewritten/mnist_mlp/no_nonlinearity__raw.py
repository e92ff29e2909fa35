"""Digits with weight matrices of my own."""

import torch
from torch import nn
from torch.nn import functional as F
from torch.utils.data import DataLoader, TensorDataset


def uniform(shape, fan_in):
    bound = fan_in**-0.5
    return nn.Parameter(torch.empty(shape).uniform_(-bound, bound))


class MNISTNet(nn.Module):
    def __init__(self):
        super().__init__()
        self.w1, self.b1 = uniform((784, 256), 784), uniform((256,), 784)
        self.w2, self.b2 = uniform((256, 128), 256), uniform((128,), 256)
        self.w3, self.b3 = uniform((128, 10), 128), uniform((10,), 128)

    def forward(self, x):
        x = x.view(-1, 784) if x.is_contiguous() else x.reshape(-1, 784)
        h = F.dropout(x @ self.w1 + self.b1, 0.2, self.training)
        h = F.dropout(h @ self.w2 + self.b2, 0.2, self.training)
        return h @ self.w3 + self.b3


def train_epoch(model, loader, criterion, optimizer, device="cpu"):
    model.train()
    sums = torch.zeros(3, dtype=torch.float64)  # loss, right answers, samples
    for x, y in loader:
        x, y = x.to(device), y.to(device)
        for p in model.parameters():
            p.grad = None
        out = model(x)
        loss = criterion(out, y)
        loss.backward()
        optimizer.step()
        right = (out.detach().max(dim=1).indices == y).sum().item()
        sums += torch.tensor([loss.item() * len(y), right, len(y)], dtype=torch.float64)
    return (sums[0] / sums[2]).item(), (sums[1] / sums[2]).item()


def evaluate(model, loader, criterion, device="cpu"):
    model.eval()
    sums = torch.zeros(3, dtype=torch.float64)
    with torch.no_grad():
        for x, y in loader:
            x, y = x.to(device), y.to(device)
            out = model(x)
            right = (out.max(dim=1).indices == y).sum().item()
            sums += torch.tensor([criterion(out, y).item() * len(y), right, len(y)], dtype=torch.float64)
    return (sums[0] / sums[2]).item(), (sums[1] / sums[2]).item()


def confusion_matrix(y_true, y_pred, n_classes=10):
    # one-hot (N, C) transposed times one-hot (N, C)
    rows = F.one_hot(y_true, n_classes)
    columns = F.one_hot(y_pred, n_classes)
    return rows.T.double().matmul(columns.double()).round().long()


def per_class_accuracy(matrix):
    return torch.stack([row[i] / row.sum() for i, row in enumerate(matrix.float())])


def fit(train_set, val_set, epochs=5, batch_size=64, lr=1e-3, weight_decay=1e-4, device="cpu", seed=0):
    torch.manual_seed(seed)
    model = MNISTNet().to(device)
    optimizer = torch.optim.Adam(model.parameters(), lr=lr, weight_decay=weight_decay)
    train_loader = DataLoader(train_set, batch_size=batch_size, shuffle=True)
    val_loader = DataLoader(val_set, batch_size=batch_size)

    train_loss, train_accuracy, val_loss, val_accuracy = [], [], [], []
    for epoch in range(epochs):
        loss, acc = train_epoch(model, train_loader, F.cross_entropy, optimizer, device)
        train_loss.append(loss)
        train_accuracy.append(acc)
        loss, acc = evaluate(model, val_loader, F.cross_entropy, device)
        val_loss.append(loss)
        val_accuracy.append(acc)
    return model, dict(
        train_loss=train_loss, train_accuracy=train_accuracy, val_loss=val_loss, val_accuracy=val_accuracy
    )


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
