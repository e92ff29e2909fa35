"""Regularisation: three networks out of nn.Sequential, and the loop around them."""

import copy

import torch
from torch import Tensor, nn
from torch.utils.data import DataLoader, Dataset


def hidden(n_in, n_out, norm=False, p=None):
    """One hidden layer as a list of modules."""
    parts = [nn.Linear(n_in, n_out)]
    if norm:
        parts.append(nn.BatchNorm1d(n_out))
    parts.append(nn.ReLU())
    if p is not None:
        parts.append(nn.Dropout(p))
    return parts


def build(n_in, n_hidden, n_out, **kind):
    return nn.Sequential(
        *hidden(n_in, n_hidden, **kind),
        *hidden(n_hidden, n_hidden, **kind),
        nn.Linear(n_hidden, n_out),
        nn.Sigmoid(),
    )


class NetworkWithDropout(nn.Module):
    def __init__(self, input_size: int, hidden_size: int, output_size: int, dropout_prob: float = 0.5):
        super().__init__()
        self.net = build(input_size, hidden_size, output_size, p=dropout_prob)

    def forward(self, x: Tensor) -> Tensor:
        return self.net(x)


class NetworkWithBatchNorm(nn.Module):
    def __init__(self, input_size: int, hidden_size: int, output_size: int):
        super().__init__()
        self.net = build(input_size, hidden_size, output_size, norm=True)

    def forward(self, x: Tensor) -> Tensor:
        return self.net(x)


class NetworkWithBoth(nn.Module):
    def __init__(self, input_size: int, hidden_size: int, output_size: int, dropout_prob: float = 0.5):
        super().__init__()
        self.net = build(input_size, hidden_size, output_size, norm=True, p=dropout_prob)

    def forward(self, x: Tensor) -> Tensor:
        return self.net(x)


def l2_penalty(model: nn.Module, strength: float) -> Tensor:
    """Sum over all Linear layers, wherever they are."""
    penalty = torch.zeros((), device=next(model.parameters()).device)
    for module in model.modules():
        if isinstance(module, nn.Linear):
            penalty = penalty + torch.sum(module.weight**2)
    return strength * penalty


def one_pass(model, loader, criterion, optimizer=None):
    """Training with an optimizer, validation without one. Returns (loss, accuracy) over the samples."""
    training = optimizer is not None
    model.train()
    loss_sum = correct = count = 0
    with torch.set_grad_enabled(training):
        for x, y in loader:
            out = model(x)
            loss = criterion(out, y)
            if training:
                optimizer.zero_grad()
                loss.backward()
                optimizer.step()
            loss_sum += loss.item() * y.size(0)
            correct += ((out > 0.5) == (y > 0.5)).sum().item()
            count += y.size(0)
    return loss_sum / count, correct / count


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
    history = {key: [] for key in ("train_loss", "train_acc", "val_loss", "val_acc")}
    best_loss, best_epoch, best_state = float("inf"), 0, None

    for epoch in range(epochs):
        train_loss, train_acc = one_pass(model, train_loader, criterion, optimizer)
        val_loss, val_acc = one_pass(model, val_loader, criterion)
        for key, value in zip(history, (train_loss, train_acc, val_loss, val_acc)):
            history[key].append(value)

        if best_state is None or val_loss < best_loss - min_delta:
            best_loss, best_epoch = val_loss, epoch
            best_state = copy.deepcopy(model.state_dict())
        if epoch - best_epoch >= patience:
            break

    if best_state is not None:
        model.load_state_dict(best_state)
    history["best_epoch"] = best_epoch
    return history


def compare(
    train_set: Dataset, val_set: Dataset, epochs: int = 30, batch_size: int = 32, seed: int = 0
) -> dict[str, dict]:
    histories = {}
    for name in ("Baseline", "Dropout", "BatchNorm", "Both"):
        torch.manual_seed(seed)
        model = {
            "Baseline": lambda: build(2, 64, 1),
            "Dropout": lambda: NetworkWithDropout(2, 64, 1, dropout_prob=0.3),
            "BatchNorm": lambda: NetworkWithBatchNorm(2, 64, 1),
            "Both": lambda: NetworkWithBoth(2, 64, 1, dropout_prob=0.3),
        }[name]()
        train_loader = DataLoader(
            train_set, batch_size=batch_size, shuffle=True, generator=torch.Generator().manual_seed(seed)
        )
        val_loader = DataLoader(val_set, batch_size=batch_size)
        histories[name] = train_with_validation(model, train_loader, val_loader, epochs=epochs, patience=epochs + 1)
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
