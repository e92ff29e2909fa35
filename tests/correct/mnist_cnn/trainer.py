"""A trainer class, blocks as modules, and much said on the way."""

import pathlib
from collections import defaultdict

import numpy as np
import torch
from torch import nn
from torch.optim.lr_scheduler import ReduceLROnPlateau
from torch.utils.data import DataLoader

print("training on", "cuda" if torch.cuda.is_available() else "cpu")
torch.manual_seed(1234)


class ConvBlock(nn.Module):
    def __init__(self, n_in, n_out):
        super().__init__()
        self.conv = nn.Conv2d(n_in, n_out, kernel_size=(3, 3), padding="same")
        self.act = nn.ReLU(inplace=True)
        self.pool = nn.MaxPool2d(kernel_size=2, stride=2)

    def forward(self, x):
        return self.pool(self.act(self.conv(x)))


class SimpleCNN(nn.Module):
    def __init__(self):
        super().__init__()
        self.blocks = nn.ModuleList([ConvBlock(1, 32), ConvBlock(32, 64)])
        self.drop = nn.ModuleDict({"features": nn.Dropout(0.25), "hidden": nn.Dropout(0.5)})
        self.fc = nn.ModuleList([nn.Linear(3136, 128), nn.Linear(128, 10)])
        for layer in self.fc:
            nn.init.kaiming_uniform_(layer.weight, nonlinearity="relu")

    def forward(self, x):
        for block in self.blocks:
            x = block(x)
        x = torch.flatten(self.drop["features"](x), 1)
        x = torch.relu(self.fc[0](x))
        return self.fc[1](self.drop["hidden"](x))


class EarlyStopping:
    """Stops when nothing gets better."""

    def __init__(self, patience=3, min_delta=0.0, verbose=False):
        self.patience, self.min_delta, self.verbose = patience, min_delta, verbose
        self.best_loss, self.counter, self.early_stop = None, 0, False

    def __call__(self, val_loss):
        if self.best_loss is None:
            self.best_loss = val_loss
        elif val_loss >= self.best_loss - self.min_delta:
            self.counter = self.counter + 1
            if self.verbose:
                print(f"{self.counter} of {self.patience}")
            self.early_stop = self.early_stop or self.counter == self.patience
        else:
            self.best_loss = val_loss
            self.counter = 0
        return self.early_stop


def save_checkpoint(path, model, optimizer, epoch, loss, accuracy):
    state = {key: value.clone() for key, value in model.state_dict().items()}
    with open(path, "wb") as file:
        torch.save(
            {
                "model_state_dict": state,
                "optimizer_state_dict": optimizer.state_dict(),
                "epoch": epoch,
                "loss": float(loss),
                "accuracy": float(accuracy),
            },
            file,
        )


def load_checkpoint(path, model, optimizer=None, device="cpu"):
    with open(path, "rb") as file:
        saved = torch.load(file, map_location=device, weights_only=True)
    model.load_state_dict(saved["model_state_dict"], strict=True)
    if optimizer is not None:
        optimizer.load_state_dict(saved["optimizer_state_dict"])
    return {k: v for k, v in saved.items() if not k.endswith("_state_dict")}


class Trainer:
    def __init__(self, train_set, val_set, batch_size, lr, device, seed):
        self.device = torch.device(device)
        torch.manual_seed(seed)
        np.random.seed(seed % 2**32)
        order = torch.Generator().manual_seed(seed)
        self.train_loader = DataLoader(train_set, batch_size, shuffle=True, generator=order)
        self.val_loader = DataLoader(val_set, 2 * batch_size)
        self.model = SimpleCNN().to(self.device)
        self.loss = nn.CrossEntropyLoss(reduction="sum")
        self.optimizer = torch.optim.Adam(self.model.parameters(), lr=lr)
        self.history = defaultdict(list)

    def train_epoch(self):
        self.model.train()
        total, hits, seen = 0.0, 0, 0
        for x, y in self.train_loader:
            x, y = x.to(self.device, non_blocking=True), y.to(self.device, non_blocking=True)
            self.optimizer.zero_grad(set_to_none=True)
            logits = self.model(x)
            loss = self.loss(logits, y)
            (loss / len(y)).backward()
            self.optimizer.step()
            total, hits, seen = total + loss.item(), hits + int((logits.argmax(1) == y).sum()), seen + len(y)
        return total / seen, hits / seen

    @torch.inference_mode()
    def evaluate(self):
        self.model.eval()
        total, hits, seen = 0.0, 0, 0
        for x, y in self.val_loader:
            logits = self.model(x.to(self.device)).cpu()
            total, hits, seen = (
                total + self.loss(logits, y).item(),
                hits + int((logits.argmax(1) == y).sum()),
                seen + len(y),
            )
        return total / seen, hits / seen

    def record(self, **numbers):
        for name, number in numbers.items():
            self.history[name].append(np.float64(number))


def fit(
    train_set,
    val_set,
    checkpoint_dir,
    epochs=5,
    batch_size=64,
    lr=1e-3,
    patience=5,
    device="cpu",
    seed=0,
    verbose=False,
):
    trainer = Trainer(train_set, val_set, batch_size, lr, device, seed)
    scheduler = ReduceLROnPlateau(trainer.optimizer, "min", 0.5, 2)
    stopper, lowest = EarlyStopping(patience, verbose=verbose), None
    folder = pathlib.Path(checkpoint_dir)
    folder.mkdir(parents=True, exist_ok=True)
    for epoch in range(epochs):
        current_lr = trainer.optimizer.param_groups[0]["lr"]
        train_loss, train_accuracy = trainer.train_epoch()
        val_loss, val_accuracy = trainer.evaluate()
        trainer.record(
            train_loss=train_loss,
            train_accuracy=train_accuracy,
            val_loss=val_loss,
            val_accuracy=val_accuracy,
            lr=current_lr,
        )
        if lowest is None or val_loss < lowest:
            lowest = val_loss
            save_checkpoint(folder / "best.pt", trainer.model, trainer.optimizer, epoch, val_loss, val_accuracy)
        scheduler.step(val_loss)
        stopper(val_loss)
        if stopper.early_stop:
            if verbose:
                print("stopped after epoch", epoch)
            break
    load_checkpoint(folder / "best.pt", trainer.model, trainer.optimizer, device)
    trainer.model.eval()
    return trainer.model, dict(trainer.history)
