"""Raw parameters, matrices laid out (inputs, outputs), batches cut by hand."""

import math
from pathlib import Path

import torch
import torch.nn.functional as F


class SimpleCNN(torch.nn.Module):
    def __init__(self, n_classes: int = 10):
        super().__init__()
        self.b4 = torch.nn.Parameter(torch.zeros(n_classes))
        self.W4 = self._draw(128, n_classes, fan_in=128)
        self.b3 = torch.nn.Parameter(torch.zeros(128))
        self.W3 = self._draw(64 * 7 * 7, 128, fan_in=64 * 7 * 7)
        self.K2, self.b2 = self._draw(64, 32, 3, 3, fan_in=32 * 9), torch.nn.Parameter(torch.zeros(64))
        self.K1, self.b1 = self._draw(32, 1, 3, 3, fan_in=9), torch.nn.Parameter(torch.zeros(32))

    @staticmethod
    def _draw(*shape: int, fan_in: int) -> torch.nn.Parameter:
        return torch.nn.Parameter(torch.randn(*shape) / math.sqrt(fan_in))

    def forward(self, images: torch.Tensor) -> torch.Tensor:
        maps = F.relu(F.max_pool2d(F.conv2d(images, self.K1, self.b1, padding=1), 2))
        maps = F.relu(F.max_pool2d(F.conv2d(maps, self.K2, self.b2, padding=1), 2))
        maps = F.dropout(maps, p=0.25, training=self.training)
        hidden = F.relu(maps.reshape(len(images), -1) @ self.W3 + self.b3)
        hidden = F.dropout(hidden, p=0.5, training=self.training)
        return hidden @ self.W4 + self.b4


class EarlyStopping:
    def __init__(self, patience: int = 3, min_delta: float = 0.0):
        self.patience, self.min_delta = patience, min_delta
        self.seen: list[float] = []
        self.counter = 0

    @property
    def best_loss(self):
        return self.seen[-1] if self.seen else None

    @property
    def early_stop(self) -> bool:
        return self.counter >= self.patience

    def __call__(self, val_loss: float) -> bool:
        if self.early_stop:
            return True
        better = not self.seen or self.best_loss - val_loss > self.min_delta
        if better:
            self.seen.append(val_loss)
        self.counter += not better
        return self.early_stop


def save_checkpoint(path, model, optimizer, epoch, loss, accuracy, **more) -> None:
    torch.save(
        dict(
            model_state_dict=model.state_dict(),
            optimizer_state_dict=optimizer.state_dict(),
            epoch=epoch,
            loss=loss,
            accuracy=accuracy,
            format=1,
            **more,
        ),
        path,
    )


def load_checkpoint(path, model, optimizer=None, device="cpu") -> dict:
    content = torch.load(Path(path), weights_only=True, map_location=lambda storage, location: storage)
    model.load_state_dict(content.pop("model_state_dict"))
    state = content.pop("optimizer_state_dict")
    if optimizer is not None:
        optimizer.load_state_dict(state)
    return content


def batches(data, size: int, device, shuffled: bool):
    order = torch.randperm(len(data)) if shuffled else torch.arange(len(data))
    for chosen in order.split(size):
        pairs = [data[int(i)] for i in chosen]
        yield torch.stack([x for x, _ in pairs]).to(device), torch.tensor([int(y) for _, y in pairs]).to(device)


def sweep(model, data, size: int, device, optimizer=None) -> tuple[float, float]:
    model.train(optimizer is not None)
    losses, hits = [], []
    with torch.set_grad_enabled(optimizer is not None):
        for x, y in batches(data, size, device, shuffled=optimizer is not None):
            scores = model(x)
            each = F.cross_entropy(scores, y, reduction="none")
            if optimizer is not None:
                for parameter in model.parameters():
                    parameter.grad = None
                each.mean().backward()
                optimizer.step()
            losses.append(each.detach().double())
            hits.append((scores.argmax(-1) == y).double())
    return float(torch.cat(losses).mean()), float(torch.cat(hits).mean())


def fit(
    train_set, val_set, checkpoint_dir, epochs=5, batch_size=64, lr=1e-3, patience=5, device="cpu", seed=0, log=None
):
    torch.manual_seed(seed)
    model = SimpleCNN().to(device)
    adam = torch.optim.Adam(model.parameters(), lr)
    plateau = torch.optim.lr_scheduler.ReduceLROnPlateau(adam, factor=0.5, patience=2)
    stopping, rows, epoch = EarlyStopping(patience), [], 0
    best = Path(checkpoint_dir, "best.pt")
    best.parent.mkdir(parents=True, exist_ok=True)
    while epoch < epochs and not stopping.early_stop:
        rate = adam.param_groups[0]["lr"]
        row = (*sweep(model, train_set, batch_size, device, adam), *sweep(model, val_set, batch_size, device), rate)
        if all(row[2] < earlier[2] for earlier in rows):
            save_checkpoint(best, model, adam, epoch, row[2], row[3])
        rows.append(row)
        plateau.step(row[2])
        stopping(row[2])
        if log is not None:
            log(row)
        epoch += 1
    load_checkpoint(best, model)
    columns = [list(column) for column in zip(*rows)]
    return model, dict(zip(("train_loss", "train_accuracy", "val_loss", "val_accuracy", "lr"), columns))
