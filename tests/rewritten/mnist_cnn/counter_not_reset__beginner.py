"""Assignment 10: a CNN that reads digits."""

import os
from pathlib import Path

import torch
from torch import Tensor, nn
from torch.nn import functional as F
from torch.optim import Optimizer
from torch.optim.lr_scheduler import ReduceLROnPlateau
from torch.utils.data import DataLoader, Dataset


class SimpleCNN(nn.Module):
    """Two convolutions and two linear layers."""

    def __init__(self) -> None:
        super().__init__()
        # convolutions
        self.conv1 = nn.Conv2d(in_channels=1, out_channels=32, kernel_size=3, padding=1)
        self.conv2 = nn.Conv2d(in_channels=32, out_channels=64, kernel_size=3, padding=1)
        self.pool = nn.MaxPool2d(kernel_size=2, stride=2)
        # dropouts
        self.dropout1 = nn.Dropout(0.25)
        self.dropout2 = nn.Dropout(0.5)
        # linear layers
        self.fc1 = nn.Linear(3136, 128)
        self.fc2 = nn.Linear(128, 10)

    def forward(self, x: Tensor) -> Tensor:
        x = self.conv1(x)  # (N, 32, 28, 28)
        x = torch.relu(x)
        x = self.pool(x)  # (N, 32, 14, 14)
        x = self.conv2(x)  # (N, 64, 14, 14)
        x = torch.relu(x)
        x = self.pool(x)  # (N, 64, 7, 7)
        x = self.dropout1(x)
        x = torch.flatten(x, 1)  # (N, 3136)
        x = self.fc1(x)  # (N, 128)
        x = torch.relu(x)
        x = self.dropout2(x)
        x = self.fc2(x)  # (N, 10)
        return x


class EarlyStopping:
    """Stops when the validation loss has not improved for some epochs."""

    def __init__(self, patience: int = 3, min_delta: float = 0.0) -> None:
        self.patience = patience
        self.min_delta = min_delta
        self.best_loss = None  # nothing seen yet
        self.counter = 0
        self.early_stop = False

    def __call__(self, val_loss: float) -> bool:
        # a stop is final
        if self.early_stop == True:
            return True

        if self.best_loss is None:
            # first call
            self.best_loss = val_loss
        elif val_loss < self.best_loss - self.min_delta:
            # improvement
            self.best_loss = val_loss
        else:
            # no improvement
            self.counter = self.counter + 1

        if self.counter >= self.patience:
            self.early_stop = True
        return self.early_stop


def save_checkpoint(
    path: str | Path, model: nn.Module, optimizer: Optimizer, epoch: int, loss: float, accuracy: float
) -> None:
    checkpoint = {}
    checkpoint["model_state_dict"] = model.state_dict()
    checkpoint["optimizer_state_dict"] = optimizer.state_dict()
    checkpoint["epoch"] = epoch
    checkpoint["loss"] = loss
    checkpoint["accuracy"] = accuracy
    torch.save(checkpoint, path)


def load_checkpoint(
    path: str | Path, model: nn.Module, optimizer: Optimizer | None = None, device: str = "cpu"
) -> dict:
    checkpoint = torch.load(path, map_location=torch.device(device), weights_only=True)
    model.load_state_dict(checkpoint["model_state_dict"])
    if optimizer is not None:
        optimizer.load_state_dict(checkpoint["optimizer_state_dict"])
    result = {}
    result["epoch"] = checkpoint["epoch"]
    result["loss"] = checkpoint["loss"]
    result["accuracy"] = checkpoint["accuracy"]
    return result


def train_epoch(model: nn.Module, loader: DataLoader, optimizer: Optimizer, device: str) -> tuple[float, float]:
    model.train()
    total_loss = 0.0
    total_correct = 0
    total = 0
    for images, labels in loader:
        images = images.to(device)
        labels = labels.to(device)
        optimizer.zero_grad()
        outputs = model(images)
        loss = F.cross_entropy(outputs, labels)
        loss.backward()
        optimizer.step()
        # count
        total_loss += loss.item() * images.size(0)
        predicted = outputs.argmax(dim=1)
        total_correct += (predicted == labels).sum().item()
        total += images.size(0)
    return total_loss / total, total_correct / total


def evaluate(model: nn.Module, loader: DataLoader, device: str) -> tuple[float, float]:
    model.eval()
    total_loss = 0.0
    total_correct = 0
    total = 0
    with torch.no_grad():
        for images, labels in loader:
            images = images.to(device)
            labels = labels.to(device)
            outputs = model(images)
            loss = F.cross_entropy(outputs, labels)
            # count
            total_loss += loss.item() * images.size(0)
            predicted = outputs.argmax(dim=1)
            total_correct += (predicted == labels).sum().item()
            total += images.size(0)
    return total_loss / total, total_correct / total


def fit(
    train_set: Dataset,
    val_set: Dataset,
    checkpoint_dir: str | Path,
    epochs: int = 5,
    batch_size: int = 64,
    lr: float = 1e-3,
    patience: int = 5,
    device: str = "cpu",
    seed: int = 0,
) -> tuple[nn.Module, dict]:
    # everything random comes after this line
    torch.manual_seed(seed)

    os.makedirs(checkpoint_dir, exist_ok=True)
    best_path = os.path.join(checkpoint_dir, "best.pt")

    train_loader = DataLoader(train_set, batch_size=batch_size, shuffle=True)
    val_loader = DataLoader(val_set, batch_size=batch_size, shuffle=False)

    model = SimpleCNN()
    model.to(device)
    optimizer = torch.optim.Adam(model.parameters(), lr=lr)
    scheduler = ReduceLROnPlateau(optimizer, mode="min", factor=0.5, patience=2)
    early_stopping = EarlyStopping(patience=patience)

    train_losses = []
    train_accuracies = []
    val_losses = []
    val_accuracies = []
    rates = []

    best_val_loss = float("inf")
    for epoch in range(epochs):
        current_rate = optimizer.param_groups[0]["lr"]

        train_loss, train_accuracy = train_epoch(model, train_loader, optimizer, device)
        val_loss, val_accuracy = evaluate(model, val_loader, device)

        train_losses.append(train_loss)
        train_accuracies.append(train_accuracy)
        val_losses.append(val_loss)
        val_accuracies.append(val_accuracy)
        rates.append(current_rate)

        # keep the best one
        if epoch == 0 or val_loss < best_val_loss:
            best_val_loss = val_loss
            save_checkpoint(best_path, model, optimizer, epoch, val_loss, val_accuracy)

        scheduler.step(val_loss)
        early_stopping(val_loss)
        if early_stopping.early_stop:
            break

    # back to the best weights
    load_checkpoint(best_path, model, device=device)

    history = {
        "train_loss": train_losses,
        "train_accuracy": train_accuracies,
        "val_loss": val_losses,
        "val_accuracy": val_accuracies,
        "lr": rates,
    }
    return model, history


if __name__ == "__main__":
    import tempfile

    from torch.utils.data import TensorDataset

    from assignments import datasets

    data = datasets.images()
    n_val = min(2000, len(data.train_images) // 5)
    n_train = min(10_000, len(data.train_images) - n_val)
    train_set = TensorDataset(data.train_images[n_val : n_val + n_train], data.train_labels[n_val : n_val + n_train])
    val_set = TensorDataset(data.train_images[:n_val], data.train_labels[:n_val])
    with tempfile.TemporaryDirectory() as folder:
        model, history = fit(train_set, val_set, folder, epochs=3)
        print(f"{data.source}: {n_train} training images, {n_val} validation images")
        for epoch, losses in enumerate(zip(history["train_loss"], history["val_loss"], strict=True)):
            print(f"epoch {epoch}: training loss {losses[0]:.4f}, validation loss {losses[1]:.4f}")
        print("best checkpoint:", load_checkpoint(Path(folder) / "best.pt", model))
    model.eval()
    with torch.no_grad():
        predicted = model(data.test_images).argmax(dim=1)
    print(f"test accuracy {(predicted == data.test_labels).float().mean():.4f}")
