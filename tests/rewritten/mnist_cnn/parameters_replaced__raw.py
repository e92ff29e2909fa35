"""A CNN whose parameters are written out one by one."""

from pathlib import Path

import torch
from torch import Tensor, nn
from torch.nn import functional as F
from torch.optim import Optimizer
from torch.optim.lr_scheduler import ReduceLROnPlateau
from torch.utils.data import DataLoader, Dataset


def parameter(*shape: int, fan_in: int) -> nn.Parameter:
    bound = 1 / fan_in**0.5
    return nn.Parameter((2 * torch.rand(*shape) - 1) * bound)


class SimpleCNN(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.kernel1 = parameter(32, 1, 3, 3, fan_in=9)
        self.shift1 = parameter(32, fan_in=9)
        self.kernel2 = parameter(64, 32, 3, 3, fan_in=32 * 9)
        self.shift2 = parameter(64, fan_in=32 * 9)
        self.W1 = parameter(3136, 128, fan_in=3136)
        self.b1 = parameter(128, fan_in=3136)
        self.W2 = parameter(128, 10, fan_in=128)
        self.b2 = parameter(10, fan_in=128)

    def forward(self, x: Tensor) -> Tensor:
        x = F.max_pool2d(torch.relu(F.conv2d(x, self.kernel1, self.shift1, padding=1)), kernel_size=2)
        x = F.max_pool2d(torch.relu(F.conv2d(x, self.kernel2, self.shift2, padding=1)), kernel_size=2)
        x = F.dropout(x, p=0.25, training=self.training)
        x = torch.relu(x.flatten(start_dim=1) @ self.W1 + self.b1)
        x = F.dropout(x, p=0.5, training=self.training)
        return x @ self.W2 + self.b2


class EarlyStopping:
    def __init__(self, patience: int = 3, min_delta: float = 0.0) -> None:
        self.patience = patience
        self.min_delta = min_delta
        self.losses: list[float] = []
        self.best_loss = float("inf")
        self.counter = 0
        self.early_stop = False

    def __call__(self, val_loss: float) -> bool:
        if self.early_stop:
            return True
        first = not self.losses
        self.losses.append(val_loss)
        if first or self.best_loss - self.min_delta > val_loss:
            self.best_loss = val_loss
            self.counter = 0
        else:
            self.counter += 1
        if self.counter == self.patience:
            self.early_stop = True
        return self.early_stop


def save_checkpoint(
    path: str | Path, model: nn.Module, optimizer: Optimizer, epoch: int, loss: float, accuracy: float
) -> None:
    checkpoint = {
        "model_state_dict": {name: tensor.detach().clone() for name, tensor in model.state_dict().items()},
        "optimizer_state_dict": optimizer.state_dict(),
        "epoch": epoch,
        "loss": loss,
        "accuracy": accuracy,
    }
    torch.save(checkpoint, path)


def load_checkpoint(
    path: str | Path, model: nn.Module, optimizer: Optimizer | None = None, device: str = "cpu"
) -> dict:
    checkpoint = torch.load(path, map_location=device, weights_only=True)
    saved, own = checkpoint["model_state_dict"], model.state_dict()
    if saved.keys() != own.keys():
        raise RuntimeError(f"other parameters in the file: {sorted(saved.keys() ^ own.keys())}")
    for name, tensor in own.items():
        if saved[name].shape != tensor.shape:
            raise RuntimeError(f"{name} has the shape {tuple(saved[name].shape)} in the file")
    for name, _ in list(model.named_parameters()):
        module_name, _, last = name.rpartition(".")
        setattr(model.get_submodule(module_name), last, nn.Parameter(saved[name]))
    for name, buffer in model.named_buffers():
        buffer.copy_(saved[name])
    if optimizer is not None:
        optimizer.load_state_dict(checkpoint["optimizer_state_dict"])
    return {"epoch": checkpoint["epoch"], "loss": checkpoint["loss"], "accuracy": checkpoint["accuracy"]}


def train_epoch(model: nn.Module, loader: DataLoader, optimizer: Optimizer, device: str) -> tuple[float, float]:
    model.train()
    loss_sum = right = seen = 0
    for x, y in loader:
        x, y = x.to(device), y.to(device)
        optimizer.zero_grad()
        out = model(x)
        loss = F.cross_entropy(out, y)
        loss.backward()
        optimizer.step()
        loss_sum += float(loss.detach()) * y.numel()
        right += int((out.argmax(dim=1) == y).sum())
        seen += y.numel()
    return loss_sum / seen, right / seen


@torch.no_grad()
def evaluate(model: nn.Module, loader: DataLoader, device: str) -> tuple[float, float]:
    model.eval()
    loss_sum = right = seen = 0
    for x, y in loader:
        x, y = x.to(device), y.to(device)
        out = model(x)
        loss_sum += float(F.cross_entropy(out, y)) * y.numel()
        right += int((out.argmax(dim=1) == y).sum())
        seen += y.numel()
    return loss_sum / seen, right / seen


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
    checkpoint_dir = Path(checkpoint_dir)
    checkpoint_dir.mkdir(parents=True, exist_ok=True)
    model = SimpleCNN().to(device)
    adam = torch.optim.Adam(model.parameters(), lr=lr)
    plateau = ReduceLROnPlateau(adam, factor=0.5, patience=2)
    stopping = EarlyStopping(patience)
    history: dict[str, list[float]] = {
        "train_loss": [],
        "train_accuracy": [],
        "val_loss": [],
        "val_accuracy": [],
        "lr": [],
    }
    for epoch in range(epochs):
        history["lr"].append(adam.param_groups[0]["lr"])
        loader = DataLoader(train_set, batch_size=batch_size, shuffle=True)
        loss, accuracy = train_epoch(model, loader, adam, device)
        history["train_loss"].append(loss)
        history["train_accuracy"].append(accuracy)
        loss, accuracy = evaluate(model, DataLoader(val_set, batch_size=batch_size), device)
        if epoch == 0 or loss < min(history["val_loss"]):
            save_checkpoint(checkpoint_dir / "best.pt", model, adam, epoch, loss, accuracy)
        history["val_loss"].append(loss)
        history["val_accuracy"].append(accuracy)
        plateau.step(loss)
        if stopping(loss):
            break
    load_checkpoint(checkpoint_dir / "best.pt", model, device=device)
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
