"""CNN for digits, written with torch.nn.functional."""

from pathlib import Path

import torch
import torch.nn.functional as F
from torch import Tensor, nn
from torch.optim import Optimizer
from torch.optim.lr_scheduler import ReduceLROnPlateau
from torch.utils.data import DataLoader, Dataset


class SimpleCNN(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.conv1 = nn.Conv2d(1, 32, 3, padding=1)
        self.conv2 = nn.Conv2d(32, 64, 3, padding=1)
        self.lin1 = nn.Linear(64 * 7 * 7, 128)
        self.lin2 = nn.Linear(128, 10)

    def forward(self, x: Tensor) -> Tensor:
        h = F.max_pool2d(F.relu(self.conv1(x)), 2)
        h = F.max_pool2d(F.relu(self.conv2(h)), 2)
        h = F.dropout(h, 0.25, training=self.training)
        h = F.relu(self.lin1(h.reshape(len(h), -1)))
        h = F.dropout(h, 0.5, training=self.training)
        return self.lin2(h)


class EarlyStopping:
    def __init__(self, patience: int = 3, min_delta: float = 0.0) -> None:
        self.patience, self.min_delta = patience, min_delta
        self.best_loss = 100.0
        self.counter = 0
        self.early_stop = False

    def __call__(self, val_loss: float) -> bool:
        if self.early_stop:
            return True
        if val_loss < self.best_loss - self.min_delta:
            self.best_loss = val_loss
            self.counter = 0
        else:
            self.counter += 1
        self.early_stop = self.counter >= self.patience
        return self.early_stop


def save_checkpoint(
    path: str | Path, model: nn.Module, optimizer: Optimizer, epoch: int, loss: float, accuracy: float
) -> None:
    content = {"epoch": epoch, "loss": float(loss), "accuracy": float(accuracy)}
    content["model_state_dict"] = model.state_dict()
    content["optimizer_state_dict"] = optimizer.state_dict()
    torch.save(content, str(path))


def load_checkpoint(
    path: str | Path, model: nn.Module, optimizer: Optimizer | None = None, device: str = "cpu"
) -> dict:
    content = torch.load(str(path), map_location=device, weights_only=True)
    model.load_state_dict(content["model_state_dict"])
    if optimizer:
        optimizer.load_state_dict(content["optimizer_state_dict"])
    return {"epoch": content["epoch"], "loss": content["loss"], "accuracy": content["accuracy"]}


def batches(loader, device):
    for x, y in loader:
        yield x.to(device), y.to(device)


def summary(parts):
    """(loss sum, right, n) of each batch -> means over the samples."""
    loss, right, n = (sum(column) for column in zip(*parts))
    return loss / n, right / n


def train_epoch(model: nn.Module, loader: DataLoader, optimizer: Optimizer, device: str) -> tuple[float, float]:
    model.train()
    parts = []
    for x, y in batches(loader, device):
        logits = model(x)
        loss = F.cross_entropy(logits, y)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        parts.append((loss.item() * len(y), (logits.argmax(1) == y).sum().item(), len(y)))
    return summary(parts)


def evaluate(model: nn.Module, loader: DataLoader, device: str) -> tuple[float, float]:
    model.eval()
    parts = []
    with torch.no_grad():
        for x, y in batches(loader, device):
            logits = model(x)
            loss = F.cross_entropy(logits, y, reduction="sum").item()
            parts.append((loss, (logits.argmax(1) == y).sum().item(), len(y)))
    return summary(parts)


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
    torch.manual_seed(seed)
    best_file = Path(checkpoint_dir, "best.pt")
    best_file.parent.mkdir(parents=True, exist_ok=True)
    model = SimpleCNN().to(device)
    optimizer = torch.optim.Adam(model.parameters(), lr=lr)
    scheduler = ReduceLROnPlateau(optimizer, factor=0.5, patience=2)
    should_stop = EarlyStopping(patience=patience)
    train_loader = DataLoader(train_set, batch_size=batch_size, shuffle=True)
    val_loader = DataLoader(val_set, batch_size=256)
    rows = []
    for epoch in range(epochs):
        row = train_epoch(model, train_loader, optimizer, device) + evaluate(model, val_loader, device)
        rows.append(row + (scheduler.optimizer.param_groups[0]["lr"],))
        _, _, val_loss, val_accuracy = row
        if all(val_loss < earlier[2] for earlier in rows[:-1]):
            save_checkpoint(best_file, model, optimizer, epoch, val_loss, val_accuracy)
        scheduler.step(val_loss)
        if should_stop(val_loss):
            break
    load_checkpoint(best_file, model, device=device)
    keys = ("train_loss", "train_accuracy", "val_loss", "val_accuracy", "lr")
    return model, {key: list(column) for key, column in zip(keys, zip(*rows))}


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
