"""One affine map for all images."""

from __future__ import annotations

import io
import pathlib
from dataclasses import dataclass, field

import torch
from torch import Tensor, nn
from torch.nn import functional as F
from torch.utils.data import DataLoader, default_collate

KNOWN: dict[str, type[nn.Module]] = {}


def known(cls: type[nn.Module]) -> type[nn.Module]:
    KNOWN[cls.__name__] = cls
    return cls


class Hidden(nn.Sequential):
    def __init__(self, n_in: int, n_out: int, p: float = 0.3):
        super().__init__(nn.Linear(n_in, n_out), nn.BatchNorm1d(n_out), nn.ReLU(inplace=True), nn.Dropout(p))


class Maps(nn.Module):
    def __init__(self, n_in: int, n_out: int):
        super().__init__()
        self.norm = nn.BatchNorm2d(n_out)
        self.conv = nn.Conv2d(n_in, n_out, kernel_size=(3, 3), padding="same")

    def forward(self, x: Tensor) -> Tensor:
        return F.max_pool2d(F.relu(self.norm(self.conv(x))), kernel_size=2)


@known
class FashionMNISTNet(nn.Module):
    def __init__(self, sizes: tuple[int, ...] = (784, 256, 128), n_classes: int = 10):
        super().__init__()
        self.head = nn.Linear(sizes[-1], n_classes)
        self.hidden = nn.ModuleList(Hidden(a, b) for a, b in zip(sizes, sizes[1:]))

    def forward(self, x: Tensor) -> Tensor:
        x = torch.flatten(x, start_dim=1)
        for block in self.hidden:
            x = block(x)
        return self.head(x)


@known
class FashionCNN(nn.Module):
    def __init__(self):
        super().__init__()
        self.head = nn.Sequential(nn.LazyLinear(128), nn.ReLU(), nn.Dropout(0.3), nn.Linear(128, 10))
        self.body = nn.Sequential(Maps(1, 32), Maps(32, 64), nn.Flatten())
        self.eval()
        with torch.no_grad():
            self(torch.zeros(1, 1, 28, 28))
        self.train()

    def forward(self, x: Tensor) -> Tensor:
        return self.head(self.body(x))


def normalize(train_images: Tensor, *others: Tensor) -> tuple[Tensor, ...]:
    std, mean = torch.std_mean(train_images, correction=0)
    return tuple(images.sub(mean).div(std) for images in (train_images, *others))


def augment(images, max_shift=2, max_degrees=0.0, generator=None):
    n, _, height, width = images.shape
    draws = torch.rand(3, n, generator=generator)
    dy, dx = (draws[:2, :1] * (2 * max_shift + 1)).floor().expand(2, n) - max_shift
    angle = torch.deg2rad((2 * draws[2] - 1) * max_degrees)
    theta = torch.zeros(n, 2, 3)
    theta[:, 0, 0] = theta[:, 1, 1] = angle.cos()
    theta[:, 0, 1], theta[:, 1, 0] = -angle.sin() * height / width, angle.sin() * width / height
    # Shifted first, then turned about the middle: the shift is subtracted behind the turn.
    theta[:, 0, 2], theta[:, 1, 2] = -2 * dx / width, -2 * dy / height
    grid = F.affine_grid(theta, list(images.shape), align_corners=False)
    return F.grid_sample(images, grid, align_corners=False)


@dataclass
class Trainer:
    model: nn.Module
    optimizer: torch.optim.Optimizer
    device: str = "cpu"
    history: dict = field(default_factory=lambda: {"best_epoch": 0})
    kept: bytes = b""

    def sweep(self, loader: DataLoader, training: bool) -> dict[str, float]:
        self.model.train(training)
        sums = torch.zeros(3, dtype=torch.float64)
        with torch.set_grad_enabled(training):
            for x, y in loader:
                y = y.to(self.device)
                logits = self.model(x.to(self.device))
                loss = nn.CrossEntropyLoss(reduction="sum")(logits, y)
                if training:
                    self.optimizer.zero_grad(set_to_none=False)
                    (loss / y.numel()).backward()
                    self.optimizer.step()
                sums += torch.tensor([loss.item(), (logits.argmax(1) == y).sum().item(), len(y)])
        total, right, seen = sums.tolist()
        return {"loss": total / seen, "accuracy": right / seen}

    def epoch(self, train_loader: DataLoader, val_loader: DataLoader) -> None:
        for part, loader in (("train", train_loader), ("val", val_loader)):
            for name, value in self.sweep(loader, part == "train").items():
                self.history.setdefault(f"{part}_{name}", []).append(value)
        losses = self.history["val_loss"]
        if losses[-1] < min(losses[:-1], default=float("inf")):
            self.history["best_epoch"] = len(losses) - 1
            file = io.BytesIO()
            torch.save(self.model.state_dict(), file)
            self.kept = file.getvalue()


def fit(
    model, train_set, val_set, epochs=20, batch_size=64, lr=1e-3, augmented=False, device="cpu", seed=0, quiet=True
):
    torch.manual_seed(seed)
    generator = torch.Generator()
    generator.manual_seed(seed + 1)

    def moved(samples):
        x, y = default_collate(samples)
        return augment(x, generator=generator), y

    trainer = Trainer(model.to(device), torch.optim.Adam(model.parameters(), lr=lr, betas=(0.9, 0.999)), device)
    train_loader = DataLoader(
        train_set, batch_size, shuffle=True, collate_fn=moved if augmented else None, generator=generator
    )
    val_loader = DataLoader(val_set, batch_size)
    for _ in range(epochs):
        trainer.epoch(train_loader, val_loader)
    model.load_state_dict(torch.load(io.BytesIO(trainer.kept), weights_only=True))
    return trainer.history


def save(path, model, history):
    torch.save(dict(model_state_dict=model.state_dict(), **{"class": type(model).__qualname__}, history=history), path)


def test_model(path, test_set, device="cpu"):
    content = _content(pathlib.Path(path))
    cls = KNOWN.get(content["class"])
    if cls is None:
        raise ValueError(f"no such network: {content['class']!r}")
    model = cls().to(device)
    model.load_state_dict(content["model_state_dict"])
    return Trainer(model, None, device).sweep(DataLoader(test_set, 100), training=False)["accuracy"]


def _content(path: pathlib.Path) -> dict:
    raw = path.read_bytes()
    try:
        content = torch.load(io.BytesIO(raw), weights_only=True, map_location="cpu")
        return {key: content[key] for key in ("class", "model_state_dict")}
    except Exception as error:
        raise ValueError(f"{path.name} is no saved network") from error
