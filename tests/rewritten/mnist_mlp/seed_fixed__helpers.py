"""An MLP for MNIST in many small functions."""

from collections.abc import Callable, Iterable, Iterator

import torch
from torch import Tensor, nn
from torch.optim import Adam, Optimizer
from torch.utils.data import DataLoader, Dataset, TensorDataset

Batch = tuple[Tensor, Tensor]
Criterion = Callable[[Tensor, Tensor], Tensor]

HISTORY_KEYS = ("train_loss", "train_accuracy", "val_loss", "val_accuracy")


class MNISTNet(nn.Module):
    def __init__(self, sizes: tuple[int, ...] = (784, 256, 128, 10), dropout: float = 0.2) -> None:
        super().__init__()
        self.linears = nn.ModuleList(nn.Linear(a, b) for a, b in zip(sizes, sizes[1:]))
        self.dropout = nn.Dropout(dropout)

    def forward(self, x: Tensor) -> Tensor:
        x = torch.flatten(x, start_dim=1)
        *hidden, last = self.linears
        for linear in hidden:
            x = self.dropout(linear(x).relu())
        return last(x)


def moved(loader: Iterable[Batch], device: str) -> Iterator[Batch]:
    """The batches of the loader on the device."""
    for x, y in loader:
        yield x.to(device), y.to(device)


def count_right(logits: Tensor, y: Tensor) -> int:
    return int((logits.argmax(dim=-1) == y).sum())


def update(optimizer: Optimizer, loss: Tensor) -> None:
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()


def means(losses: list[float], rights: list[int], sizes: list[int]) -> tuple[float, float]:
    """From batch means and counts to means over all samples."""
    n = sum(sizes)
    return sum(loss * size for loss, size in zip(losses, sizes)) / n, sum(rights) / n


def train_epoch(
    model: nn.Module, loader: Iterable[Batch], criterion: Criterion, optimizer: Optimizer, device: str = "cpu"
) -> tuple[float, float]:
    model.train()
    losses, rights, sizes = [], [], []
    for x, y in moved(loader, device):
        logits = model(x)
        loss = criterion(logits, y)
        update(optimizer, loss)
        losses.append(loss.item())
        rights.append(count_right(logits, y))
        sizes.append(len(y))
    return means(losses, rights, sizes)


@torch.no_grad()
def evaluate(
    model: nn.Module, loader: Iterable[Batch], criterion: Criterion, device: str = "cpu"
) -> tuple[float, float]:
    model.eval()
    losses, rights, sizes = [], [], []
    for x, y in moved(loader, device):
        logits = model(x)
        losses.append(criterion(logits, y).item())
        rights.append(count_right(logits, y))
        sizes.append(len(y))
    return means(losses, rights, sizes)


def confusion_matrix(y_true: Tensor, y_pred: Tensor, n_classes: int = 10) -> Tensor:
    rows = [torch.bincount(y_pred[y_true == c], minlength=n_classes) for c in range(n_classes)]
    return torch.stack(rows)


def per_class_accuracy(matrix: Tensor) -> Tensor:
    samples = matrix.sum(dim=1)
    return torch.where(samples > 0, matrix.diagonal() / samples.clamp(min=1), torch.nan)


def make_loaders(train_set: Dataset, val_set: Dataset, batch_size: int) -> tuple[DataLoader, DataLoader]:
    return DataLoader(train_set, batch_size=batch_size, shuffle=True), DataLoader(val_set, batch_size=batch_size)


def make_optimizer(model: nn.Module, lr: float, weight_decay: float) -> Optimizer:
    return Adam(model.parameters(), lr=lr, weight_decay=weight_decay)


def set_seed(seed: int = 42) -> None:
    torch.manual_seed(seed)


def fit(
    train_set: Dataset,
    val_set: Dataset,
    epochs: int = 5,
    batch_size: int = 64,
    lr: float = 1e-3,
    weight_decay: float = 1e-4,
    device: str = "cpu",
    seed: int = 0,
) -> tuple[nn.Module, dict[str, list[float]]]:
    set_seed()
    model = MNISTNet().to(device)
    criterion = nn.CrossEntropyLoss()
    optimizer = make_optimizer(model, lr, weight_decay)
    train_loader, val_loader = make_loaders(train_set, val_set, batch_size)
    history: dict[str, list[float]] = {key: [] for key in HISTORY_KEYS}
    for _ in range(epochs):
        numbers = train_epoch(model, train_loader, criterion, optimizer, device)
        numbers += evaluate(model, val_loader, criterion, device)
        for key, number in zip(HISTORY_KEYS, numbers):
            history[key].append(number)
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
