"""MNIST with an MLP: a Meter counts, a Trainer trains."""

from collections import defaultdict

import torch
from torch import nn
from torch.utils.data import DataLoader, TensorDataset


class HiddenLayer(nn.Module):
    def __init__(self, n_in, n_out, p=0.2):
        super().__init__()
        self.linear = nn.Linear(n_in, n_out)
        self.activation = nn.ReLU()
        self.dropout = nn.Dropout(p)

    def forward(self, x):
        return self.dropout(self.activation(self.linear(x)))


class MNISTNet(nn.Module):
    SIZES = (784, 256, 128, 10)

    def __init__(self):
        super().__init__()
        self.hidden1 = HiddenLayer(self.SIZES[0], self.SIZES[1])
        self.hidden2 = HiddenLayer(self.SIZES[1], self.SIZES[2])
        self.head = nn.Linear(self.SIZES[2], self.SIZES[3])

    def forward(self, x):
        x = x.reshape(x.shape[0], -1)
        return self.head(self.hidden2(self.hidden1(x)))


class Meter:
    """Adds up losses and right answers; every sample counts the same."""

    def __init__(self):
        self.loss_sum = 0.0
        self.right = 0
        self.seen = 0

    def add(self, loss, logits, labels):
        size = labels.shape[0]
        self.loss_sum += loss.item() * size
        self.right += int(torch.sum(torch.argmax(logits, dim=1) == labels))
        self.seen += size

    @property
    def loss(self):
        return self.loss_sum / self.seen

    @property
    def accuracy(self):
        return self.right / self.seen


def train_epoch(model, loader, criterion, optimizer, device="cpu"):
    meter = Meter()
    model.train()
    for images, labels in loader:
        images, labels = images.to(device), labels.to(device)
        optimizer.zero_grad()
        logits = model(images)
        loss = criterion(logits, labels)
        loss.backward()
        optimizer.step()
        meter.add(loss, logits, labels)
    return meter.loss, meter.accuracy


def evaluate(model, loader, criterion, device="cpu"):
    meter = Meter()
    model.eval()
    with torch.no_grad():
        for images, labels in loader:
            images, labels = images.to(device), labels.to(device)
            logits = model(images)
            meter.add(criterion(logits, labels), logits, labels)
    return meter.loss, meter.accuracy * 100


def confusion_matrix(y_true, y_pred, n_classes=10):
    matrix = torch.zeros((n_classes, n_classes), dtype=torch.int64, device=y_true.device)
    ones = torch.ones_like(y_true)
    matrix.index_put_((y_true, y_pred), ones, accumulate=True)
    return matrix


def per_class_accuracy(matrix):
    right = torch.diagonal(matrix).double()
    samples = matrix.sum(dim=1).double()
    return right / samples


class Trainer:
    def __init__(self, device, lr, weight_decay):
        self.device = device
        self.model = MNISTNet().to(device)
        self.criterion = nn.CrossEntropyLoss()
        self.optimizer = torch.optim.Adam(self.model.parameters(), lr=lr, weight_decay=weight_decay)
        self.history = defaultdict(list)

    def record(self, **numbers):
        for name, number in numbers.items():
            self.history[name].append(number)

    def epoch(self, train_loader, val_loader):
        loss, accuracy = train_epoch(self.model, train_loader, self.criterion, self.optimizer, self.device)
        self.record(train_loss=loss, train_accuracy=accuracy)
        loss, accuracy = evaluate(self.model, val_loader, self.criterion, self.device)
        self.record(val_loss=loss, val_accuracy=accuracy)


def fit(train_set, val_set, epochs=5, batch_size=64, lr=1e-3, weight_decay=1e-4, device="cpu", seed=0):
    torch.manual_seed(seed)
    generator = torch.Generator().manual_seed(seed)
    train_loader = DataLoader(train_set, batch_size=batch_size, shuffle=True, generator=generator)
    val_loader = DataLoader(val_set, batch_size=batch_size)
    trainer = Trainer(device, lr, weight_decay)
    for _ in range(epochs):
        trainer.epoch(train_loader, val_loader)
    return trainer.model, dict(trainer.history)


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
