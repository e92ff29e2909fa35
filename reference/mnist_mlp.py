"""Train a multi-layer perceptron on images of digits in mini-batches, and see which digits it confuses."""

import torch
from torch import nn
from torch.utils.data import DataLoader, TensorDataset


class MNISTNet(nn.Module):
    """784 -> 256 -> 128 -> 10, fully connected, with ReLU and Dropout(0.2) after both hidden layers.

    235,146 parameters. The pixels enter as they are: nothing is rescaled inside the network.
    """

    def __init__(self):
        super().__init__()
        # BEGIN SOLUTION  make the layers
        self.layers = nn.Sequential(
            nn.Flatten(),  # (N, 1, 28, 28) -> (N, 784); leaves (N, 784) as it is
            nn.Linear(784, 256),
            nn.ReLU(),
            nn.Dropout(0.2),
            nn.Linear(256, 128),
            nn.ReLU(),
            nn.Dropout(0.2),
            nn.Linear(128, 10),
        )
        # END SOLUTION

    def forward(self, x):
        """Images x, (N, 1, 28, 28) or (N, 784) float32, N >= 1 -> raw logits (N, 10) float32."""
        # BEGIN SOLUTION  send x through the layers
        return self.layers(x)
        # END SOLUTION


def train_epoch(model, loader, criterion, optimizer, device="cpu"):
    """Train `model`, which lies on `device`, for one pass over `loader`: one update per batch.

    loader: gives batches (x, y) of inputs and int64 labels (B,), on the CPU; the last batch may be smaller.
    criterion: called as criterion(logits, y), gives the mean loss over the samples of a batch, a 0-d tensor.
    optimizer: holds the parameters of `model`.
    Puts the model into train mode, in whatever mode it comes.
    Returns (loss, accuracy) as floats: the mean loss over all samples seen, and the fraction of them, in [0, 1],
    whose largest logit is that of the label. Both come from the logits that each update was made with.
    """
    # BEGIN SOLUTION  one update per batch, and a running total of loss and right answers
    model.train()
    total_loss, correct, seen = 0.0, 0, 0
    for x, y in loader:
        x, y = x.to(device), y.to(device)
        logits = model(x)
        loss = criterion(logits, y)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        total_loss += loss.item() * len(y)  # a sum over samples: batches differ in size
        correct += (logits.argmax(dim=1) == y).sum().item()
        seen += len(y)
    return total_loss / seen, correct / seen
    # END SOLUTION


def evaluate(model, loader, criterion, device="cpu"):
    """Measure `model`, which lies on `device`, on all samples of `loader`, and change none of its weights.

    loader, criterion: as for `train_epoch`.
    Puts the model into eval mode, in whatever mode it comes, and records no gradients.
    Returns (loss, accuracy) as floats: the mean loss over all samples, and the fraction of them, in [0, 1], that
    is classified right.
    """
    # BEGIN SOLUTION  the same totals as in training, without training
    model.eval()
    total_loss, correct, seen = 0.0, 0, 0
    with torch.no_grad():
        for x, y in loader:
            x, y = x.to(device), y.to(device)
            logits = model(x)
            total_loss += criterion(logits, y).item() * len(y)
            correct += (logits.argmax(dim=1) == y).sum().item()
            seen += len(y)
    return total_loss / seen, correct / seen
    # END SOLUTION


def confusion_matrix(y_true, y_pred, n_classes=10):
    """Count who is taken for whom.

    y_true, y_pred: (N,) int64, labels and predictions, each from 0 to n_classes - 1.
    Returns (n_classes, n_classes) int64: row i, column j counts the samples of true class i predicted as class j.
    """
    # BEGIN SOLUTION  count the pairs
    pairs = n_classes * y_true + y_pred  # one number for each cell of the matrix
    return torch.bincount(pairs, minlength=n_classes**2).reshape(n_classes, n_classes)
    # END SOLUTION


def per_class_accuracy(matrix):
    """The fraction of each true class that is predicted right.

    matrix: (C, C) int64, as `confusion_matrix` gives it.
    Returns (C,) float, values in [0, 1]; nan for a class without samples.
    """
    # BEGIN SOLUTION  right answers of a class over samples of that class
    return matrix.diag() / matrix.sum(dim=1)  # 0 / 0 is nan
    # END SOLUTION


def fit(train_set, val_set, epochs=5, batch_size=64, lr=1e-3, weight_decay=1e-4, device="cpu", seed=0):
    """Train a new MNISTNet and measure it on `val_set` after each epoch.

    train_set, val_set: datasets of pairs (image (1, 28, 28) float32, label int64), on the CPU.
    Cross-entropy loss; torch.optim.Adam with `lr` and `weight_decay`; batches of `batch_size`, the smaller last one
    included; the training samples come in a new random order every epoch. No other rule changes lr or stops early.
    seed: the same seed gives the same result on the CPU, whatever random numbers were drawn before the call.
    Returns (model, history). The model is the one of the last epoch, on `device`. history is a dict of four lists
    with one float per epoch: "train_loss" and "train_accuracy" as measured while training (`train_epoch`),
    "val_loss" and "val_accuracy" as measured afterwards (`evaluate`).
    """
    # BEGIN SOLUTION  seed, model, loaders, optimizer; then the epochs
    torch.manual_seed(seed)  # before the model: its first weights are random, too
    model = MNISTNet().to(device)
    train_loader = DataLoader(train_set, batch_size=batch_size, shuffle=True)
    val_loader = DataLoader(val_set, batch_size=batch_size)
    criterion = nn.CrossEntropyLoss()
    optimizer = torch.optim.Adam(model.parameters(), lr=lr, weight_decay=weight_decay)
    history = {"train_loss": [], "train_accuracy": [], "val_loss": [], "val_accuracy": []}
    for _ in range(epochs):
        train_loss, train_accuracy = train_epoch(model, train_loader, criterion, optimizer, device)
        val_loss, val_accuracy = evaluate(model, val_loader, criterion, device)
        history["train_loss"].append(train_loss)
        history["train_accuracy"].append(train_accuracy)
        history["val_loss"].append(val_loss)
        history["val_accuracy"].append(val_accuracy)
    return model, history
    # END SOLUTION


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
