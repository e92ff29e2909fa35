"""MNIST CNN: the run is an object."""

from dataclasses import dataclass, field
from pathlib import Path

import torch
from torch import Tensor, nn
from torch.optim import Adam, Optimizer
from torch.optim.lr_scheduler import ReduceLROnPlateau
from torch.utils.data import DataLoader, Dataset


class ConvPool(nn.Module):
    def __init__(self, channels_in: int, channels_out: int) -> None:
        super().__init__()
        self.conv = nn.Conv2d(channels_in, channels_out, 3, padding="same")
        self.pool = nn.MaxPool2d(2)

    def forward(self, x: Tensor) -> Tensor:
        return self.pool(self.conv(x).relu())


class Head(nn.Module):
    def __init__(self, n_in: int, n_hidden: int, n_out: int, p: float) -> None:
        super().__init__()
        self.hidden = nn.Linear(n_in, n_hidden)
        self.drop = nn.Dropout(p)
        self.out = nn.Linear(n_hidden, n_out)

    def forward(self, x: Tensor) -> Tensor:
        return self.out(self.drop(self.hidden(x).relu()))


class SimpleCNN(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.block1 = ConvPool(1, 32)
        self.block2 = ConvPool(32, 64)
        self.drop = nn.Dropout(0.25)
        self.head = Head(64 * 7 * 7, 128, 10, p=0.5)

    def forward(self, x: Tensor) -> Tensor:
        maps = self.drop(self.block2(self.block1(x)))
        return self.head(maps.flatten(1))


@dataclass
class EarlyStopping:
    patience: int = 3
    min_delta: float = 0.0
    best_loss: float | None = field(default=None, init=False)
    counter: int = field(default=0, init=False)
    early_stop: bool = field(default=False, init=False)

    def improved(self, val_loss: float) -> bool:
        return self.best_loss is None or val_loss < self.best_loss - self.min_delta

    def __call__(self, val_loss: float) -> bool:
        if not self.early_stop:
            if self.improved(val_loss):
                self.best_loss, self.counter = val_loss, 0
            else:
                self.counter += 1
            self.early_stop = self.counter >= self.patience
        return self.early_stop


def save_checkpoint(
    path: str | Path, model: nn.Module, optimizer: Optimizer, epoch: int, loss: float, accuracy: float
) -> None:
    torch.save(
        dict(
            model_state_dict=model.state_dict(),
            optimizer_state_dict=optimizer.state_dict(),
            epoch=epoch,
            loss=loss,
            accuracy=accuracy,
        ),
        path,
    )


def load_checkpoint(
    path: str | Path, model: nn.Module, optimizer: Optimizer | None = None, device: str = "cpu"
) -> dict:
    state = torch.load(path, weights_only=True)
    weights = {name: tensor.to(device) for name, tensor in state.pop("model_state_dict").items()}
    model.load_state_dict(weights)
    optimizer_state = state.pop("optimizer_state_dict")
    if optimizer is not None:
        optimizer.load_state_dict(optimizer_state)
    return state


class Sums:
    def __init__(self) -> None:
        self.loss = self.right = self.n = 0

    def add(self, loss: Tensor, logits: Tensor, y: Tensor) -> None:
        self.loss += loss.item() * len(y)
        self.right += (logits.argmax(1) == y).sum().item()
        self.n += len(y)

    def means(self) -> tuple[float, float]:
        return self.loss / self.n, self.right / self.n


def train_epoch(model: nn.Module, loader: DataLoader, optimizer: Optimizer, device: str) -> tuple[float, float]:
    model.train()
    sums = Sums()
    for x, y in loader:
        x, y = x.to(device), y.to(device)
        logits = model(x)
        loss = nn.functional.cross_entropy(logits, y)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        sums.add(loss, logits, y)
    return sums.means()


@torch.no_grad()
def evaluate(model: nn.Module, loader: DataLoader, device: str) -> tuple[float, float]:
    model.eval()
    sums = Sums()
    for x, y in loader:
        x, y = x.to(device), y.to(device)
        logits = model(x)
        sums.add(nn.functional.cross_entropy(logits, y), logits, y)
    return sums.means()


class Run:
    """One training run."""

    def __init__(self, folder: Path, lr: float, patience: int, device: str) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.best_file = folder / "best.pt"
        self.device = device
        self.model = SimpleCNN().to(device)
        self.optimizer = Adam(self.model.parameters(), lr=lr)
        self.scheduler = ReduceLROnPlateau(self.optimizer, factor=0.5, patience=2)
        self.stopping = EarlyStopping(patience)
        self.lowest: float | None = None
        self.history = {"train_loss": [], "train_accuracy": [], "val_loss": [], "val_accuracy": [], "lr": []}

    @property
    def rate(self) -> float:
        return self.optimizer.param_groups[0]["lr"]

    def write_down(self, **numbers: float) -> None:
        for name, number in numbers.items():
            self.history[name].append(number)

    def keep_if_best(self, epoch: int, loss: float, accuracy: float) -> None:
        if self.lowest is None or loss < self.lowest:
            self.lowest = loss
            save_checkpoint(self.best_file, self.model, self.optimizer, epoch, loss, accuracy)

    def epoch(self, number: int, train_loader: DataLoader, val_loader: DataLoader) -> bool:
        """One epoch; True when it was the last one."""
        train_loss, train_accuracy = train_epoch(self.model, train_loader, self.optimizer, self.device)
        val_loss, val_accuracy = evaluate(self.model, val_loader, self.device)
        self.write_down(train_loss=train_loss, train_accuracy=train_accuracy, lr=self.rate)
        self.write_down(val_loss=val_loss, val_accuracy=val_accuracy)
        self.keep_if_best(number, val_loss, val_accuracy)
        self.scheduler.step(val_loss)
        return self.stopping(val_loss)

    def finish(self) -> tuple[nn.Module, dict]:
        load_checkpoint(self.best_file, self.model, device=self.device)
        return self.model, self.history


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
    run = Run(Path(checkpoint_dir), lr, patience, device)
    train_loader = DataLoader(train_set, batch_size, shuffle=True, generator=torch.Generator().manual_seed(seed))
    val_loader = DataLoader(val_set, batch_size)
    for number in range(epochs):
        if run.epoch(number, train_loader, val_loader):
            break
    return run.finish()


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
