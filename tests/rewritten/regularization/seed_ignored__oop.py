"""Regularisation: dropout, batch norm, weight penalty, early stopping, all behind a small Trainer class."""

import copy
import math

import torch
from torch import Tensor, nn
from torch.utils.data import DataLoader, Dataset


class _TwoHiddenLayers(nn.Module):
    """Common parent: subclasses say what stands between the Linear layers."""

    def __init__(self, input_size: int, hidden_size: int, output_size: int):
        super().__init__()
        self.layers = nn.ModuleList([nn.Linear(input_size, hidden_size), nn.Linear(hidden_size, hidden_size)])
        self.between = nn.ModuleList([self.make_between(hidden_size), self.make_between(hidden_size)])
        self.out = nn.Linear(hidden_size, output_size)

    def make_between(self, size: int) -> nn.Module:
        return nn.ReLU()

    def forward(self, x: Tensor) -> Tensor:
        for layer, between in zip(self.layers, self.between):
            x = between(layer(x))
        return torch.sigmoid(self.out(x))


class PlainNetwork(_TwoHiddenLayers):
    pass


class NetworkWithDropout(_TwoHiddenLayers):
    def __init__(self, input_size: int, hidden_size: int, output_size: int, dropout_prob: float = 0.5):
        self._p = dropout_prob
        super().__init__(input_size, hidden_size, output_size)

    def make_between(self, size):
        return nn.Sequential(nn.ReLU(), nn.Dropout(p=self._p))


class NetworkWithBatchNorm(_TwoHiddenLayers):
    def make_between(self, size):
        return nn.Sequential(nn.BatchNorm1d(size), nn.ReLU())


class NetworkWithBoth(_TwoHiddenLayers):
    def __init__(self, input_size: int, hidden_size: int, output_size: int, dropout_prob: float = 0.5):
        self._p = dropout_prob
        super().__init__(input_size, hidden_size, output_size)

    def make_between(self, size):
        return nn.Sequential(nn.BatchNorm1d(size), nn.ReLU(), nn.Dropout(p=self._p))


def l2_penalty(model: nn.Module, strength: float) -> Tensor:
    weights = [m.weight for m in model.modules() if isinstance(m, nn.Linear)]
    return strength * sum((w.square().sum() for w in weights), start=torch.tensor(0.0))


class Average:
    """Running mean over samples."""

    def __init__(self):
        self.loss = 0.0
        self.right = 0
        self.count = 0

    def update(self, loss: Tensor, probabilities: Tensor, y: Tensor) -> None:
        n = len(y)
        self.loss += float(loss.detach()) * n
        self.right += int(((probabilities.detach() >= 0.5) == (y >= 0.5)).sum())
        self.count += n

    def result(self):
        return self.loss / self.count, self.right / self.count


class Best:
    """Remembers the best epoch and counts those that were none."""

    def __init__(self, patience: int, min_delta: float):
        self.patience = patience
        self.min_delta = min_delta
        self.loss = math.inf
        self.epoch = -1
        self.bad = 0
        self.state = None

    def look_at(self, epoch: int, val_loss: float, model: nn.Module) -> bool:
        """True when it is time to stop."""
        if self.state is None or val_loss < self.loss - self.min_delta:
            self.loss, self.epoch, self.bad = val_loss, epoch, 0
            self.state = copy.deepcopy(model.state_dict())
        else:
            self.bad += 1
        return self.bad >= self.patience


class Trainer:
    def __init__(self, model: nn.Module, lr: float):
        self.model = model
        self.criterion = nn.BCELoss()
        self.optimizer = torch.optim.Adam(model.parameters(), lr=lr)

    def train(self, loader):
        self.model.train()
        average = Average()
        for x, y in loader:
            p = self.model(x)
            loss = self.criterion(p, y)
            self.optimizer.zero_grad()
            loss.backward()
            self.optimizer.step()
            average.update(loss, p, y)
        return average.result()

    @torch.no_grad()
    def validate(self, loader):
        self.model.eval()
        average = Average()
        for x, y in loader:
            p = self.model(x)
            average.update(self.criterion(p, y), p, y)
        return average.result()

    def run(self, train_loader, val_loader, epochs, patience, min_delta):
        history = {"train_loss": [], "train_acc": [], "val_loss": [], "val_acc": []}
        best = Best(patience, min_delta)
        for epoch in range(epochs):
            train_loss, train_acc = self.train(train_loader)
            val_loss, val_acc = self.validate(val_loader)
            history["train_loss"].append(train_loss)
            history["train_acc"].append(train_acc)
            history["val_loss"].append(val_loss)
            history["val_acc"].append(val_acc)
            if best.look_at(epoch, val_loss, self.model):
                break
        if best.state is not None:
            self.model.load_state_dict(best.state)
        history["best_epoch"] = best.epoch
        return history


def train_with_validation(
    model: nn.Module,
    train_loader: DataLoader,
    val_loader: DataLoader,
    epochs: int = 100,
    lr: float = 1e-3,
    patience: int = 10,
    min_delta: float = 1e-3,
) -> dict:
    return Trainer(model, lr).run(train_loader, val_loader, epochs, patience, min_delta)


class Comparison:
    FACTORIES = {
        "Baseline": lambda: PlainNetwork(2, 64, 1),
        "Dropout": lambda: NetworkWithDropout(2, 64, 1, 0.3),
        "BatchNorm": lambda: NetworkWithBatchNorm(2, 64, 1),
        "Both": lambda: NetworkWithBoth(2, 64, 1, 0.3),
    }

    def __init__(self, train_set, val_set, batch_size, seed=0):
        self.train_set = train_set
        self.val_set = val_set
        self.batch_size = batch_size
        self.seed = seed

    def loaders(self):
        generator = torch.Generator().manual_seed(self.seed)
        return (
            DataLoader(self.train_set, batch_size=self.batch_size, shuffle=True, generator=generator),
            DataLoader(self.val_set, batch_size=self.batch_size),
        )

    def one(self, name, epochs):
        torch.manual_seed(self.seed)
        model = self.FACTORIES[name]()
        return train_with_validation(model, *self.loaders(), epochs=epochs, patience=epochs + 1)


def compare(
    train_set: Dataset, val_set: Dataset, epochs: int = 30, batch_size: int = 32, seed: int = 0
) -> dict[str, dict]:
    comparison = Comparison(train_set, val_set, batch_size)
    return {name: comparison.one(name, epochs) for name in Comparison.FACTORIES}


if __name__ == "__main__":
    from assignments.datasets import noisy_xor

    # Few points, a fifth of them labelled wrongly: something to learn by heart. The validation labels are all right.
    train_set, val_set = noisy_xor(), noisy_xor(400, flipped=0.0, seed=1)
    histories = compare(train_set, val_set, epochs=150, batch_size=8)
    for name, history in histories.items():
        best = history["best_epoch"]
        print(
            f"{name:9}  best epoch {best:3}, validation loss {history['val_loss'][best]:.3f} there, "
            f"{history['val_loss'][-1]:.3f} at the end; training loss {history['train_loss'][-1]:.3f}"
        )

    nets = {
        "Baseline": NetworkWithDropout(2, 64, 1, dropout_prob=0.0),
        "Dropout": NetworkWithDropout(2, 64, 1, dropout_prob=0.3),
        "BatchNorm": NetworkWithBatchNorm(2, 64, 1),
        "Both": NetworkWithBoth(2, 64, 1, dropout_prob=0.3),
    }
    for name, net in nets.items():  # once more with patience, to look at the nets
        train_loader, val_loader = DataLoader(train_set, batch_size=8, shuffle=True), DataLoader(val_set, 400)
        history = train_with_validation(net, train_loader, val_loader, epochs=150)
        print(f"{name:9}  stopped after {len(history['val_loss'])} epochs, the best was {history['best_epoch']}")
        net.eval()
