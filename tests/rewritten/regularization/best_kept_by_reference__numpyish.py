"""Regularisation; the bookkeeping is done in NumPy."""

import numpy as np
import torch
from torch import Tensor, nn
from torch.utils.data import DataLoader, Dataset, Sampler


class NetworkWithDropout(nn.Module):
    def __init__(self, input_size: int, hidden_size: int, output_size: int, dropout_prob: float = 0.5):
        super().__init__()
        sizes = np.array([input_size, hidden_size, hidden_size])
        self.hidden = nn.ModuleList(nn.Linear(int(a), int(b)) for a, b in zip(sizes[:-1], sizes[1:]))
        self.dropout = nn.Dropout(dropout_prob)  # has no parameters, so one is enough
        self.last = nn.Linear(hidden_size, output_size)

    def forward(self, x: Tensor) -> Tensor:
        for linear in self.hidden:
            x = self.dropout(torch.relu(linear(x)))
        return torch.sigmoid(self.last(x))


class NetworkWithBatchNorm(nn.Module):
    def __init__(self, input_size: int, hidden_size: int, output_size: int):
        super().__init__()
        self.hidden = nn.ModuleList([nn.Linear(input_size, hidden_size), nn.Linear(hidden_size, hidden_size)])
        self.norms = nn.ModuleList([nn.BatchNorm1d(hidden_size), nn.BatchNorm1d(hidden_size)])
        self.last = nn.Linear(hidden_size, output_size)

    def forward(self, x: Tensor) -> Tensor:
        for linear, norm in zip(self.hidden, self.norms):
            x = torch.relu(norm(linear(x)))
        return torch.sigmoid(self.last(x))


class NetworkWithBoth(nn.Module):
    def __init__(self, input_size: int, hidden_size: int, output_size: int, dropout_prob: float = 0.5):
        super().__init__()
        self.hidden = nn.ModuleList([nn.Linear(input_size, hidden_size), nn.Linear(hidden_size, hidden_size)])
        self.norms = nn.ModuleList([nn.BatchNorm1d(hidden_size), nn.BatchNorm1d(hidden_size)])
        self.dropout = nn.Dropout(dropout_prob)
        self.last = nn.Linear(hidden_size, output_size)

    def forward(self, x: Tensor) -> Tensor:
        for linear, norm in zip(self.hidden, self.norms):
            x = self.dropout(torch.relu(norm(linear(x))))
        return torch.sigmoid(self.last(x))


def l2_penalty(model: nn.Module, strength: float) -> Tensor:
    flat = [m.weight.reshape(-1) for m in model.modules() if isinstance(m, nn.Linear)]
    w = torch.cat(flat) if flat else torch.zeros(0)
    return strength * torch.dot(w, w)


def measure(losses, sizes, right):
    """Means over samples of what was collected batch by batch."""
    losses, sizes, right = np.array(losses), np.array(sizes), np.array(right)
    return float(np.sum(losses * sizes) / np.sum(sizes)), float(np.sum(right) / np.sum(sizes))


def n_right(out: Tensor, y: Tensor) -> int:
    p, t = out.detach().cpu().numpy(), y.cpu().numpy()
    return int(np.sum((p > 0.5) == (t > 0.5)))


def train_with_validation(
    model: nn.Module,
    train_loader: DataLoader,
    val_loader: DataLoader,
    epochs: int = 100,
    lr: float = 1e-3,
    patience: int = 10,
    min_delta: float = 1e-3,
) -> dict:
    criterion = nn.BCELoss()
    optimizer = torch.optim.Adam(model.parameters(), lr=lr)
    table = np.zeros((epochs, 4))
    best_epoch, best_loss, best_arrays = 0, np.inf, None
    n_run = 0
    for epoch in range(epochs):
        losses, sizes, right = [], [], []
        model.train()
        for x, y in train_loader:
            out = model(x)
            loss = criterion(out, y)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            losses.append(loss.item())
            sizes.append(len(x))
            right.append(n_right(out, y))
        table[epoch, :2] = measure(losses, sizes, right)

        losses, sizes, right = [], [], []
        model.eval()
        with torch.no_grad():
            for x, y in val_loader:
                out = model(x)
                losses.append(criterion(out, y).item())
                sizes.append(len(x))
                right.append(n_right(out, y))
        table[epoch, 2:] = measure(losses, sizes, right)
        n_run = epoch + 1

        if epoch == 0 or table[epoch, 2] < best_loss - min_delta:
            best_epoch, best_loss = epoch, table[epoch, 2]
            best_arrays = {name: tensor.cpu().numpy() for name, tensor in model.state_dict().items()}
        elif epoch - best_epoch == patience:
            break

    if best_arrays is not None:
        model.load_state_dict({name: torch.from_numpy(array) for name, array in best_arrays.items()})
    names = ["train_loss", "train_acc", "val_loss", "val_acc"]
    history = {name: table[:n_run, i].tolist() for i, name in enumerate(names)}
    history["best_epoch"] = best_epoch
    return history


class NumpyOrder(Sampler):
    """A new permutation each time it is asked for, from a NumPy generator of its own."""

    def __init__(self, n, seed):
        self.n = n
        self.rng = np.random.default_rng(seed)

    def __iter__(self):
        return iter(self.rng.permutation(self.n).tolist())

    def __len__(self):
        return self.n


def compare(
    train_set: Dataset, val_set: Dataset, epochs: int = 30, batch_size: int = 32, seed: int = 0
) -> dict[str, dict]:
    out = {}
    for name in ("Baseline", "Dropout", "BatchNorm", "Both"):
        torch.manual_seed(seed)
        if name == "BatchNorm":
            model = NetworkWithBatchNorm(2, 64, 1)
        elif name == "Both":
            model = NetworkWithBoth(2, 64, 1, 0.3)
        else:
            model = NetworkWithDropout(2, 64, 1, 0.3 if name == "Dropout" else 0.0)
        train_loader = DataLoader(train_set, batch_size=batch_size, sampler=NumpyOrder(len(train_set), seed))
        val_loader = DataLoader(val_set, batch_size=batch_size)
        out[name] = train_with_validation(model, train_loader, val_loader, epochs=epochs, patience=epochs + 1)
    return out


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
