"""A convolutional network reads handwritten digits, trained with checkpoints, a scheduler and early stopping."""

from pathlib import Path

import torch
from torch import Tensor, nn
from torch.nn import functional as F
from torch.optim import Optimizer
from torch.optim.lr_scheduler import ReduceLROnPlateau
from torch.utils.data import DataLoader, Dataset


class SimpleCNN(nn.Module):
    """Two convolutions and two linear layers; 421,642 parameters.

    Convolution 1 -> 32, ReLU, 2x2 max-pool; convolution 32 -> 64, ReLU, 2x2 max-pool; Dropout(0.25);
    linear 3136 -> 128, ReLU, Dropout(0.5); linear 128 -> 10. Both convolutions are 3x3 with padding 1.
    """

    def __init__(self) -> None:
        super().__init__()
        # BEGIN SOLUTION  the layers
        self.conv1 = nn.Conv2d(1, 32, kernel_size=3, padding=1)
        self.conv2 = nn.Conv2d(32, 64, kernel_size=3, padding=1)
        self.hidden = nn.Linear(64 * 7 * 7, 128)
        self.output = nn.Linear(128, 10)
        self.dropout1 = nn.Dropout(0.25)
        self.dropout2 = nn.Dropout(0.5)
        # END SOLUTION

    def forward(self, x: Tensor) -> Tensor:
        """Images (N, 1, 28, 28) -> raw logits (N, 10)."""
        # BEGIN SOLUTION  from images to logits
        x = F.max_pool2d(self.conv1(x).relu(), 2)  # (N, 32, 14, 14)
        x = F.max_pool2d(self.conv2(x).relu(), 2)  # (N, 64, 7, 7)
        x = self.dropout1(x.flatten(start_dim=1))  # (N, 3136)
        return self.output(self.dropout2(self.hidden(x).relu()))
        # END SOLUTION


class EarlyStopping:
    """Says when the validation loss has not improved for `patience` epochs.

    `best_loss` is the loss of the last improvement, `counter` the number of calls since then, `early_stop` whether
    training should stop. `patience` is at least 1.
    """

    def __init__(self, patience: int = 3, min_delta: float = 0.0) -> None:
        # BEGIN SOLUTION  what has to be remembered between two calls
        self.patience, self.min_delta = patience, min_delta
        self.best_loss: float | None = None
        self.counter, self.early_stop = 0, False
        # END SOLUTION

    def __call__(self, val_loss: float) -> bool:
        """Take the validation loss of one more epoch; returns True when training should stop, else False.

        The first call is always an improvement; later on a loss is one when it is lower than `best_loss - min_delta`.
        An improvement becomes the best loss and sets the counter to 0, any other call adds 1 to the counter, and
        training should stop when the counter reaches `patience`. Once stopped it stays stopped.
        """
        # BEGIN SOLUTION  improvement or not, and what follows from it
        if self.best_loss is None or val_loss < self.best_loss - self.min_delta:
            self.best_loss, self.counter = val_loss, 0
        else:
            self.counter += 1
        self.early_stop = self.early_stop or self.counter >= self.patience
        return self.early_stop
        # END SOLUTION


def save_checkpoint(
    path: str | Path, model: nn.Module, optimizer: Optimizer, epoch: int, loss: float, accuracy: float
) -> None:
    """Write all that is needed to go on training to the file `path`, whose folder exists.

    The file holds one dict with the keys "model_state_dict", "optimizer_state_dict", "epoch", "loss" and "accuracy",
    and `torch.load(path, weights_only=True)` can read it.
    """
    # BEGIN SOLUTION  one dict, one file
    torch.save(
        {
            "model_state_dict": model.state_dict(),
            "optimizer_state_dict": optimizer.state_dict(),
            "epoch": epoch,
            "loss": loss,
            "accuracy": accuracy,
        },
        path,
    )
    # END SOLUTION


def load_checkpoint(
    path: str | Path, model: nn.Module, optimizer: Optimizer | None = None, device: str = "cpu"
) -> dict:
    """Bring `model`, and `optimizer` where one is given, to the state that `save_checkpoint` wrote.

    Returns {"epoch", "loss", "accuracy"}. Works wherever the file was written: what it holds is loaded to `device`,
    and only weights and plain data are read from it. Raises RuntimeError when the parameters in the file do not have
    the names and shapes of the model's.
    """
    # BEGIN SOLUTION  read the file, restore both, return the rest
    checkpoint = torch.load(path, map_location=device, weights_only=True)
    model.load_state_dict(checkpoint["model_state_dict"])
    if optimizer is not None:
        optimizer.load_state_dict(checkpoint["optimizer_state_dict"])
    return {key: checkpoint[key] for key in ("epoch", "loss", "accuracy")}
    # END SOLUTION


def train_epoch(model: nn.Module, loader: DataLoader, optimizer: Optimizer, device: str) -> tuple[float, float]:
    """One pass of training over `loader`; returns (mean cross-entropy, accuracy) over the samples seen.

    Only `fit` calls this: change it as you like, it is not judged by itself.
    """
    # BEGIN SOLUTION  as in mnist_mlp
    model.train()
    total, correct, seen = 0.0, 0, 0
    for images, labels in loader:
        images, labels = images.to(device), labels.to(device)
        logits = model(images)
        loss = F.cross_entropy(logits, labels)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        total += loss.item() * len(labels)
        correct += (logits.argmax(dim=1) == labels).sum().item()
        seen += len(labels)
    return total / seen, correct / seen
    # END SOLUTION


def evaluate(model: nn.Module, loader: DataLoader, device: str) -> tuple[float, float]:
    """(mean cross-entropy, accuracy) over all samples of `loader`, nothing dropped out, no gradients.

    Only `fit` calls this: change it as you like, it is not judged by itself.
    """
    # BEGIN SOLUTION  as in mnist_mlp
    model.eval()
    total, correct, seen = 0.0, 0, 0
    with torch.no_grad():
        for images, labels in loader:
            images, labels = images.to(device), labels.to(device)
            logits = model(images)
            total += F.cross_entropy(logits, labels, reduction="sum").item()
            correct += (logits.argmax(dim=1) == labels).sum().item()
            seen += len(labels)
    return total / seen, correct / seen
    # END SOLUTION


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
    """Train a new SimpleCNN with Adam on `device`, at most `epochs` epochs (at least 1); returns (model, history).

    The datasets hold pairs of an image (1, 28, 28) and a label, on the CPU; the training batches are shuffled anew in
    every epoch. After each epoch `ReduceLROnPlateau(factor=0.5, patience=2)` and `EarlyStopping(patience)` are told
    the validation loss. At each new lowest validation loss a checkpoint with that epoch's number, validation loss and
    validation accuracy is written to `checkpoint_dir`/"best.pt"; the folder is made when it is missing, its parents
    too. In the end the best weights are in the model, whether training stopped early or not.

    history = {"train_loss", "train_accuracy", "val_loss", "val_accuracy", "lr"}: a list of floats each, one number for
    each epoch that was run. Losses are means over samples, accuracies fractions; "lr" is the rate used in that
    epoch. The same `seed` gives the same result on the CPU.
    """
    # BEGIN SOLUTION  the whole training run
    torch.manual_seed(seed)
    best = Path(checkpoint_dir) / "best.pt"
    best.parent.mkdir(parents=True, exist_ok=True)
    train_loader = DataLoader(train_set, batch_size=batch_size, shuffle=True)
    val_loader = DataLoader(val_set, batch_size=batch_size)
    model = SimpleCNN().to(device)
    optimizer = torch.optim.Adam(model.parameters(), lr=lr)
    scheduler = ReduceLROnPlateau(optimizer, factor=0.5, patience=2)
    stopping = EarlyStopping(patience)
    history: dict = {name: [] for name in ("train_loss", "train_accuracy", "val_loss", "val_accuracy", "lr")}
    lowest = float("inf")

    for epoch in range(epochs):
        history["lr"].append(optimizer.param_groups[0]["lr"])
        train_loss, train_accuracy = train_epoch(model, train_loader, optimizer, device)
        val_loss, val_accuracy = evaluate(model, val_loader, device)
        history["train_loss"].append(train_loss)
        history["train_accuracy"].append(train_accuracy)
        history["val_loss"].append(val_loss)
        history["val_accuracy"].append(val_accuracy)

        if epoch == 0 or val_loss < lowest:
            lowest = val_loss
            save_checkpoint(best, model, optimizer, epoch, val_loss, val_accuracy)
        if stopping(val_loss):
            break
        scheduler.step(val_loss)

    load_checkpoint(best, model, device=device)
    return model, history
    # END SOLUTION


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
