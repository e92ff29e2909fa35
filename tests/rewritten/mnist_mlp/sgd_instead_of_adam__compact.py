import torch
from torch import nn
from torch.utils.data import DataLoader, TensorDataset


class MNISTNet(nn.Sequential):
    def __init__(self):
        super().__init__(nn.Flatten(), nn.Linear(784, 256), nn.ReLU(), nn.Dropout(0.2),
                         nn.Linear(256, 128), nn.ReLU(), nn.Dropout(0.2), nn.Linear(128, 10))


def _go(model, loader, criterion, device, optimizer=None):
    loss_sum = hits = n = 0
    for x, y in loader:
        x, y = x.to(device), y.to(device)
        z = model(x)
        loss = criterion(z, y)
        if optimizer:
            optimizer.zero_grad(); loss.backward(); optimizer.step()
        loss_sum += loss.item() * len(y); hits += (z.argmax(1) == y).sum().item(); n += len(y)
    return loss_sum / n, hits / n


def train_epoch(model, loader, criterion, optimizer, device="cpu"):
    return _go(model.train(), loader, criterion, device, optimizer)


@torch.no_grad()
def evaluate(model, loader, criterion, device="cpu"):
    return _go(model.eval(), loader, criterion, device)


def confusion_matrix(y_true, y_pred, n_classes=10):
    return torch.bincount(y_true * n_classes + y_pred, minlength=n_classes**2).view(n_classes, n_classes)


def per_class_accuracy(matrix):
    return matrix.diag() / matrix.sum(dim=1)


def fit(train_set, val_set, epochs=5, batch_size=64, lr=1e-3, weight_decay=1e-4, device="cpu", seed=0):
    torch.manual_seed(seed)
    model, criterion = MNISTNet().to(device), nn.CrossEntropyLoss()
    optimizer = torch.optim.SGD(model.parameters(), lr=lr, weight_decay=weight_decay)
    train_loader, val_loader = DataLoader(train_set, batch_size, shuffle=True), DataLoader(val_set, batch_size)
    keys = "train_loss", "train_accuracy", "val_loss", "val_accuracy"
    rows = [train_epoch(model, train_loader, criterion, optimizer, device) + evaluate(model, val_loader, criterion, device)
            for _ in range(epochs)]
    return model, {k: [r[i] for r in rows] for i, k in enumerate(keys)}


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
