"""Regularisation with layers made by hand, to see what is inside."""

import math

import torch
from torch import Tensor, nn
from torch.utils.data import DataLoader, Dataset


def new_weight(rows, columns):
    bound = 1 / math.sqrt(rows)
    return nn.Parameter((torch.rand(rows, columns) * 2 - 1) * bound)


def new_bias(rows, columns):
    bound = 1 / math.sqrt(rows)
    return nn.Parameter((torch.rand(columns) * 2 - 1) * bound)


class Norm(nn.Module):
    """Batch norm: gamma and beta learn, the running statistics are buffers."""

    def __init__(self, size):
        super().__init__()
        self.gamma = nn.Parameter(torch.ones(size))
        self.beta = nn.Parameter(torch.zeros(size))
        self.register_buffer("mean", torch.zeros(size))
        self.register_buffer("var", torch.ones(size))

    def forward(self, z):
        if self.training:
            n = z.shape[0]
            mean = z.mean(dim=0)
            var = ((z - mean) ** 2).mean(dim=0)
            with torch.no_grad():
                self.mean.copy_(0.9 * self.mean + 0.1 * mean)
                self.var.copy_(0.9 * self.var + 0.1 * var * n / (n - 1))
        else:
            mean, var = self.mean, self.var
        return self.gamma * (z - mean) / torch.sqrt(var + 0.00001) + self.beta


def drop(h, p, training):
    if not training or p == 0:
        return h
    mask = (torch.rand_like(h) >= p).float()
    return h * mask / (1 - p)


class NetworkWithDropout(nn.Module):
    def __init__(self, input_size: int, hidden_size: int, output_size: int, dropout_prob: float = 0.5):
        super().__init__()
        self.p = dropout_prob
        self.W1 = new_weight(input_size, hidden_size)
        self.b1 = new_bias(input_size, hidden_size)
        self.W2 = new_weight(hidden_size, hidden_size)
        self.b2 = new_bias(hidden_size, hidden_size)
        self.W3 = new_weight(hidden_size, output_size)
        self.b3 = new_bias(hidden_size, output_size)

    def forward(self, x: Tensor) -> Tensor:
        h = drop((x @ self.W1 + self.b1).clamp(min=0), self.p, self.training)
        h = drop((h @ self.W2 + self.b2).clamp(min=0), self.p, self.training)
        return torch.sigmoid(h @ self.W3 + self.b3)


class NetworkWithBatchNorm(nn.Module):
    def __init__(self, input_size: int, hidden_size: int, output_size: int):
        super().__init__()
        self.W1 = new_weight(input_size, hidden_size)
        self.b1 = new_bias(input_size, hidden_size)
        self.norm1 = Norm(hidden_size)
        self.W2 = new_weight(hidden_size, hidden_size)
        self.b2 = new_bias(hidden_size, hidden_size)
        self.norm2 = Norm(hidden_size)
        self.W3 = new_weight(hidden_size, output_size)
        self.b3 = new_bias(hidden_size, output_size)

    def forward(self, x: Tensor) -> Tensor:
        h = self.norm1(x @ self.W1 + self.b1).clamp(min=0)
        h = self.norm2(h @ self.W2 + self.b2).clamp(min=0)
        return torch.sigmoid(h @ self.W3 + self.b3)


class NetworkWithBoth(nn.Module):
    def __init__(self, input_size: int, hidden_size: int, output_size: int, dropout_prob: float = 0.5):
        super().__init__()
        self.p = dropout_prob
        self.W1 = new_weight(input_size, hidden_size)
        self.b1 = new_bias(input_size, hidden_size)
        self.norm1 = Norm(hidden_size)
        self.W2 = new_weight(hidden_size, hidden_size)
        self.b2 = new_bias(hidden_size, hidden_size)
        self.norm2 = Norm(hidden_size)
        self.W3 = new_weight(hidden_size, output_size)
        self.b3 = new_bias(hidden_size, output_size)

    def forward(self, x: Tensor) -> Tensor:
        h = drop(self.norm1(x @ self.W1 + self.b1).clamp(min=0), self.p, self.training)
        h = drop(self.norm2(h @ self.W2 + self.b2).clamp(min=0), self.p, self.training)
        return torch.sigmoid(h @ self.W3 + self.b3)


OWN_NETWORKS = (NetworkWithDropout, NetworkWithBatchNorm, NetworkWithBoth)


def l2_penalty(model: nn.Module, strength: float) -> Tensor:
    penalty = torch.tensor(0.0)
    for part in model.modules():
        if isinstance(part, nn.Linear):
            penalty = penalty + (part.weight * part.weight).sum()
        elif isinstance(part, OWN_NETWORKS):
            for W in (part.W1, part.W2, part.W3):
                penalty = penalty + (W * W).sum()
    return strength * penalty


def count_right(probabilities, y):
    return ((probabilities > 0.5).float() == y).sum().item()


def train_with_validation(
    model: nn.Module,
    train_loader: DataLoader,
    val_loader: DataLoader,
    epochs: int = 100,
    lr: float = 1e-3,
    patience: int = 10,
    min_delta: float = 1e-3,
) -> dict:
    bce = nn.BCELoss()
    adam = torch.optim.Adam(model.parameters(), lr=lr)
    history = {"train_loss": [], "val_loss": [], "train_acc": [], "val_acc": [], "best_epoch": 0}
    best = float("inf")
    kept = None
    waiting = 0
    epoch = 0
    while epoch < epochs and waiting < patience:
        model.train()
        losses, right, n = 0.0, 0, 0
        for x, y in train_loader:
            adam.zero_grad()
            out = model(x)
            loss = bce(out, y)
            loss.backward()
            adam.step()
            losses += loss.item() * len(y)
            right += count_right(out.detach(), y)
            n += len(y)
        history["train_loss"].append(losses / n)
        history["train_acc"].append(right / n)

        model.eval()
        losses, right, n = 0.0, 0, 0
        with torch.no_grad():
            for x, y in val_loader:
                out = model(x)
                losses += bce(out, y).item() * len(y)
                right += count_right(out, y)
                n += len(y)
        history["val_loss"].append(losses / n)
        history["val_acc"].append(right / n)

        if epoch == 0 or history["val_loss"][-1] < best - min_delta:
            best = history["val_loss"][-1]
            history["best_epoch"] = epoch
            kept = {k: v.clone() for k, v in model.state_dict().items()}
            waiting = 0
        else:
            waiting += 1
        epoch += 1

    if kept is not None:
        with torch.no_grad():
            for k, v in model.state_dict().items():
                v.copy_(kept[k])
    return history


def compare(
    train_set: Dataset, val_set: Dataset, epochs: int = 30, batch_size: int = 32, seed: int = 0
) -> dict[str, dict]:
    nets = [
        ("Baseline", NetworkWithDropout, {"dropout_prob": 0.0}),
        ("Dropout", NetworkWithDropout, {"dropout_prob": 0.3}),
        ("BatchNorm", NetworkWithBatchNorm, {}),
        ("Both", NetworkWithBoth, {"dropout_prob": 0.3}),
    ]
    val_loader = DataLoader(val_set, batch_size=len(val_set))
    result = {}
    for i, (name, kind, options) in enumerate(nets):
        order = torch.Generator()
        order.manual_seed(seed)
        train_loader = DataLoader(train_set, batch_size=batch_size, shuffle=True, generator=order)
        torch.manual_seed(seed + i)
        net = kind(2, 64, 1, **options)
        result[name] = train_with_validation(net, train_loader, val_loader, epochs=epochs, patience=10**9)
    return result


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
