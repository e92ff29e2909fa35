"""Regularisation, with torch.nn.functional."""

import torch
import torch.nn.functional as F
from torch import Tensor, nn
from torch.utils.data import DataLoader, Dataset


class NetworkWithDropout(nn.Module):
    def __init__(self, input_size: int, hidden_size: int, output_size: int, dropout_prob: float = 0.5):
        super().__init__()
        self.a = nn.Linear(input_size, hidden_size)
        self.b = nn.Linear(hidden_size, hidden_size)
        self.c = nn.Linear(hidden_size, output_size)
        self.dropout_prob = dropout_prob

    def forward(self, x: Tensor) -> Tensor:
        h = F.dropout(F.relu(self.a(x)), p=self.dropout_prob, training=self.training)
        h = F.dropout(F.relu(self.b(h)), p=self.dropout_prob, training=self.training)
        return torch.sigmoid(self.c(h))


class NetworkWithBatchNorm(nn.Module):
    def __init__(self, input_size: int, hidden_size: int, output_size: int):
        super().__init__()
        self.a = nn.Linear(input_size, hidden_size)
        self.b = nn.Linear(hidden_size, hidden_size)
        self.c = nn.Linear(hidden_size, output_size)
        self.norm_a = nn.BatchNorm1d(hidden_size)
        self.norm_b = nn.BatchNorm1d(hidden_size)

    def forward(self, x: Tensor) -> Tensor:
        h = F.relu(self.norm_a(self.a(x)))
        h = F.relu(self.norm_b(self.b(h)))
        return torch.sigmoid(self.c(h))


class NetworkWithBoth(nn.Module):
    def __init__(self, input_size: int, hidden_size: int, output_size: int, dropout_prob: float = 0.5):
        super().__init__()
        self.a = nn.Linear(input_size, hidden_size)
        self.b = nn.Linear(hidden_size, hidden_size)
        self.c = nn.Linear(hidden_size, output_size)
        self.norm_a = nn.BatchNorm1d(hidden_size)
        self.norm_b = nn.BatchNorm1d(hidden_size)
        self.dropout_prob = dropout_prob

    def forward(self, x: Tensor) -> Tensor:
        h = F.relu(self.norm_a(self.a(x)))
        h = F.dropout(h, p=self.dropout_prob, training=self.training)
        h = F.relu(self.norm_b(self.b(h)))
        h = F.dropout(h, p=self.dropout_prob, training=self.training)
        return torch.sigmoid(self.c(h))


def l2_penalty(model: nn.Module, strength: float) -> Tensor:
    norms = [torch.linalg.norm(m.weight) for m in model.modules() if isinstance(m, nn.Linear)]
    return strength * sum(norms, torch.zeros(()))


def right_answers(p, y):
    """How many probabilities are on the side of 0.5 where the label is."""
    return (p.round() == y).sum().item()


def train_pass(model, loader, optimizer):
    model.train()
    loss_sum, right, n = 0.0, 0, 0
    for x, y in loader:
        p = model(x)
        loss = F.binary_cross_entropy(p, y)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        loss_sum, right, n = loss_sum + loss.item() * len(x), right + right_answers(p, y), n + len(x)
    return loss_sum / n, right / n


def val_pass(model, loader):
    model.eval()
    loss_sum, right, n = 0.0, 0, 0
    with torch.no_grad():
        for x, y in loader:
            p = model(x)
            loss_sum += F.binary_cross_entropy(p, y, reduction="sum").item() / y.shape[1]
            right += right_answers(p, y)
            n += len(x)
    return loss_sum / n, right / n


def snapshot(model):
    return {key: value.detach().clone() for key, value in model.state_dict().items()}


def train_with_validation(
    model: nn.Module,
    train_loader: DataLoader,
    val_loader: DataLoader,
    epochs: int = 100,
    lr: float = 1e-3,
    patience: int = 10,
    min_delta: float = 1e-3,
) -> dict:
    optimizer = torch.optim.Adam(model.parameters(), lr=lr)
    rows = []
    best_epoch, best_loss, best_state = None, None, None
    for epoch in range(epochs):
        rows.append(train_pass(model, train_loader, optimizer) + val_pass(model, val_loader))
        val_loss = rows[-1][2]
        if best_epoch is None or val_loss < best_loss - min_delta:
            best_epoch, best_loss, best_state = epoch, val_loss, snapshot(model)
        elif epoch - best_epoch >= patience:
            break
    if best_state is not None:
        model.load_state_dict(best_state)
    columns = [list(column) for column in zip(*rows)]
    history = dict(zip(("train_loss", "train_acc", "val_loss", "val_acc"), columns))
    history["best_epoch"] = best_epoch
    return history


def compare(
    train_set: Dataset, val_set: Dataset, epochs: int = 30, batch_size: int = 32, seed: int = 0
) -> dict[str, dict]:
    # dropout with probability 0 is no dropout: that is the baseline
    makers = {
        "Baseline": lambda: NetworkWithDropout(2, 64, 1, dropout_prob=0.0),
        "Dropout": lambda: NetworkWithDropout(2, 64, 1, dropout_prob=0.3),
        "BatchNorm": lambda: NetworkWithBatchNorm(2, 64, 1),
        "Both": lambda: NetworkWithBoth(2, 64, 1, dropout_prob=0.3),
    }
    histories = {}
    for name, make in makers.items():
        torch.manual_seed(seed)
        model = make()
        g = torch.Generator()
        g.manual_seed(seed + 1)
        train_loader = DataLoader(train_set, batch_size, shuffle=True, generator=g)
        val_loader = DataLoader(val_set, batch_size=256)
        histories[name] = train_with_validation(model, train_loader, val_loader, epochs, patience=epochs + 1)
    return histories


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
