"""Assignment 8: an MLP that reads digits."""

import torch
from torch import nn
from torch.utils.data import DataLoader, TensorDataset


class MNISTNet(nn.Module):
    """784 -> 256 -> 128 -> 10"""

    def __init__(self):
        super().__init__()
        self.flatten = nn.Flatten()
        self.layer1 = nn.Linear(784, 256)
        self.layer2 = nn.Linear(256, 128)
        self.layer3 = nn.Linear(128, 10)
        self.relu = nn.ReLU()
        self.dropout = nn.Dropout(0.2)

    def forward(self, x):
        # (N, 1, 28, 28) becomes (N, 784), and (N, 784) stays as it is
        x = self.flatten(x)
        # first hidden layer
        x = self.layer1(x)
        x = self.relu(x)
        x = self.dropout(x)
        # second hidden layer
        x = self.layer2(x)
        x = self.relu(x)
        x = self.dropout(x)
        # logits, no softmax
        x = self.layer3(x)
        return x


def train_epoch(model, loader, criterion, optimizer, device="cpu"):
    """One update per batch. Returns the mean loss and the accuracy."""
    model.train()
    total_loss = 0.0
    total_correct = 0
    total_samples = 0
    for images, labels in loader:
        images = images.to(device)
        labels = labels.to(device)

        # forward
        logits = model(images)
        loss = criterion(logits, labels)

        # backward and update
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()

        # book-keeping
        with torch.no_grad():
            logits = model(images)
            loss = criterion(logits, labels)
        batch_size = labels.size(0)
        predictions = logits.argmax(dim=1)
        correct = (predictions == labels).sum().item()
        total_loss += loss.item() * batch_size
        total_correct += correct
        total_samples += batch_size

    mean_loss = total_loss / total_samples
    accuracy = total_correct / total_samples
    return mean_loss, accuracy


def evaluate(model, loader, criterion, device="cpu"):
    """Mean loss and accuracy without training."""
    model.eval()
    total_loss = 0.0
    total_correct = 0
    total_samples = 0
    with torch.no_grad():
        for images, labels in loader:
            images = images.to(device)
            labels = labels.to(device)
            logits = model(images)
            loss = criterion(logits, labels)
            batch_size = labels.size(0)
            predictions = logits.argmax(dim=1)
            correct = (predictions == labels).sum().item()
            total_loss += loss.item() * batch_size
            total_correct += correct
            total_samples += batch_size

    mean_loss = total_loss / total_samples
    accuracy = total_correct / total_samples
    return mean_loss, accuracy


def confusion_matrix(y_true, y_pred, n_classes=10):
    """Row: true class, column: predicted class."""
    matrix = torch.zeros(n_classes, n_classes, dtype=torch.int64)
    for i in range(len(y_true)):
        true_class = int(y_true[i])
        predicted_class = int(y_pred[i])
        matrix[true_class, predicted_class] += 1
    return matrix


def per_class_accuracy(matrix):
    """Right answers of each class divided by the samples of that class."""
    n_classes = matrix.shape[0]
    result = torch.zeros(n_classes)
    for c in range(n_classes):
        samples = int(matrix[c, :].sum())
        right = int(matrix[c, c])
        if samples == 0:
            result[c] = float("nan")
        else:
            result[c] = right / samples
    return result


def fit(train_set, val_set, epochs=5, batch_size=64, lr=1e-3, weight_decay=1e-4, device="cpu", seed=0):
    """Train a new network and measure it after every epoch."""
    torch.manual_seed(seed)

    model = MNISTNet()
    model = model.to(device)
    train_loader = DataLoader(train_set, batch_size=batch_size, shuffle=True)
    val_loader = DataLoader(val_set, batch_size=batch_size, shuffle=False)
    criterion = nn.CrossEntropyLoss()
    optimizer = torch.optim.Adam(model.parameters(), lr=lr, weight_decay=weight_decay)

    history = {"train_loss": [], "train_accuracy": [], "val_loss": [], "val_accuracy": []}
    for epoch in range(epochs):
        train_loss, train_accuracy = train_epoch(model, train_loader, criterion, optimizer, device)
        val_loss, val_accuracy = evaluate(model, val_loader, criterion, device)
        history["train_loss"].append(train_loss)
        history["train_accuracy"].append(train_accuracy)
        history["val_loss"].append(val_loss)
        history["val_accuracy"].append(val_accuracy)
    return model, history


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
