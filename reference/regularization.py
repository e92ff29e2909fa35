"""Regularisation: dropout, batch normalisation, a penalty on weights, and training that watches a validation set."""

import copy
import math

import torch
from torch import Tensor, nn
from torch.utils.data import DataLoader, Dataset


class NetworkWithDropout(nn.Module):
    """Linear, ReLU, Dropout, twice, then Linear and sigmoid; 4,417 parameters for the sizes 2, 64, 1.

    Both hidden layers have `hidden_size` units. `dropout_prob` is the probability with which each of them is silenced,
    drawn anew for every unit and sample, in train mode only.
    """

    def __init__(self, input_size: int, hidden_size: int, output_size: int, dropout_prob: float = 0.5):
        super().__init__()
        # BEGIN SOLUTION  make the layers
        self.layers = nn.Sequential(
            nn.Linear(input_size, hidden_size),
            nn.ReLU(),
            nn.Dropout(dropout_prob),
            nn.Linear(hidden_size, hidden_size),
            nn.ReLU(),
            nn.Dropout(dropout_prob),
            nn.Linear(hidden_size, output_size),
            nn.Sigmoid(),
        )
        # END SOLUTION

    def forward(self, x: Tensor) -> Tensor:
        """x (N, input_size) -> probabilities (N, output_size), between 0 and 1."""
        # BEGIN SOLUTION  send x through the layers
        return self.layers(x)
        # END SOLUTION


class NetworkWithBatchNorm(nn.Module):
    """Linear, BatchNorm, ReLU, twice, then Linear and sigmoid; 4,673 parameters for the sizes 2, 64, 1.

    Both hidden layers have `hidden_size` units. The running statistics are part of `state_dict()`.
    """

    def __init__(self, input_size: int, hidden_size: int, output_size: int):
        super().__init__()
        # BEGIN SOLUTION  make the layers; each batch norm has parameters and statistics of its own
        self.layers = nn.Sequential(
            nn.Linear(input_size, hidden_size),
            nn.BatchNorm1d(hidden_size),
            nn.ReLU(),
            nn.Linear(hidden_size, hidden_size),
            nn.BatchNorm1d(hidden_size),
            nn.ReLU(),
            nn.Linear(hidden_size, output_size),
            nn.Sigmoid(),
        )
        # END SOLUTION

    def forward(self, x: Tensor) -> Tensor:
        """x (N, input_size) -> probabilities (N, output_size); in train mode N is 2 or more."""
        # BEGIN SOLUTION  send x through the layers
        return self.layers(x)
        # END SOLUTION


class NetworkWithBoth(nn.Module):
    """Linear, BatchNorm, ReLU, Dropout, twice, then Linear and sigmoid; 4,673 parameters for the sizes 2, 64, 1."""

    def __init__(self, input_size: int, hidden_size: int, output_size: int, dropout_prob: float = 0.5):
        super().__init__()
        # BEGIN SOLUTION  make the layers
        self.layers = nn.Sequential(
            nn.Linear(input_size, hidden_size),
            nn.BatchNorm1d(hidden_size),
            nn.ReLU(),
            nn.Dropout(dropout_prob),
            nn.Linear(hidden_size, hidden_size),
            nn.BatchNorm1d(hidden_size),
            nn.ReLU(),
            nn.Dropout(dropout_prob),
            nn.Linear(hidden_size, output_size),
            nn.Sigmoid(),
        )
        # END SOLUTION

    def forward(self, x: Tensor) -> Tensor:
        """x (N, input_size) -> probabilities (N, output_size); in train mode N is 2 or more."""
        # BEGIN SOLUTION  send x through the layers
        return self.layers(x)
        # END SOLUTION


def l2_penalty(model: nn.Module, strength: float) -> Tensor:
    """`strength` times the sum of the squares of all weights of the Linear layers in `model`, however nested.

    Biases and the parameters of batch norm do not count. Returns a 0-d tensor whose `backward()` reaches the weights.
    """
    # BEGIN SOLUTION  add up the squares, layer by layer
    linear = [module for module in model.modules() if isinstance(module, nn.Linear)]
    return strength * sum((layer.weight**2).sum() for layer in linear)
    # END SOLUTION


def train_with_validation(
    model: nn.Module,
    train_loader: DataLoader,
    val_loader: DataLoader,
    epochs: int = 100,
    lr: float = 1e-3,
    patience: int = 10,
    min_delta: float = 1e-3,
) -> dict:
    """Train `model` in place; stop when the validation loss no longer improves, and go back to the best epoch.

    The loaders give batches (x (B, D) float32, y (B, 1) float32, 0.0 or 1.0) on the device of the model; the last batch
    may be smaller. `model` maps x to probabilities (B, 1). BCE loss; one Adam with `lr`.

    Every epoch, counted from 0, is one pass over `train_loader` in train mode, a step for each batch, then one over
    `val_loader` in eval mode, without a step. Epoch 0 is an improvement; after it an epoch is one when its validation
    loss is less than that of the last improvement minus `min_delta`. Training stops after `epochs` epochs, or earlier,
    when `patience` epochs in a row were no improvement. However it ended, `model` then has the state of the last
    improvement: parameters and running statistics.

    Returns a dict: lists of floats, one entry for every epoch that was run, "train_loss" and "train_acc" as measured
    while training, before each step, "val_loss" and "val_acc" as measured after it; means over samples, accuracies from
    0 to 1. "best_epoch", an int, is the epoch of the last improvement.
    """
    # BEGIN SOLUTION  for each epoch: train, validate, keep the state of an improvement, stop in time
    criterion = nn.BCELoss()
    optimizer = torch.optim.Adam(model.parameters(), lr=lr)
    device = next(model.parameters()).device

    def one_pass(loader: DataLoader) -> tuple[float, float]:
        """Mean loss and accuracy over the samples of `loader`, with a step for each batch if the model trains."""
        loss_sum, right, seen = 0.0, 0, 0
        for x, y in loader:
            x, y = x.to(device), y.to(device)
            answer = model(x)
            loss = criterion(answer, y)
            if model.training:
                optimizer.zero_grad()
                loss.backward()
                optimizer.step()
            loss_sum += loss.item() * len(y)  # a sum over samples: batches differ in size
            right += ((answer > 0.5) == (y > 0.5)).sum().item()
            seen += len(y)
        return loss_sum / seen, right / seen

    history = {"train_loss": [], "val_loss": [], "train_acc": [], "val_acc": [], "best_epoch": 0}
    best_loss, best_state = math.inf, copy.deepcopy(model.state_dict())
    for epoch in range(epochs):
        model.train()
        train_loss, train_acc = one_pass(train_loader)
        model.eval()
        with torch.no_grad():
            val_loss, val_acc = one_pass(val_loader)
        history["train_loss"].append(train_loss)
        history["train_acc"].append(train_acc)
        history["val_loss"].append(val_loss)
        history["val_acc"].append(val_acc)

        if val_loss < best_loss - min_delta:
            # state_dict() holds the running statistics, too, and only a copy of it lasts.
            best_loss, best_state = val_loss, copy.deepcopy(model.state_dict())
            history["best_epoch"] = epoch
        if epoch - history["best_epoch"] >= patience:
            break

    model.load_state_dict(best_state)
    return history
    # END SOLUTION


def compare(
    train_set: Dataset, val_set: Dataset, epochs: int = 30, batch_size: int = 32, seed: int = 0
) -> dict[str, dict]:
    """Train four nets on the same samples in the same order; they differ in nothing but their regularisation.

    The datasets give pairs (x (2,) float32, y (1,) float32). Every net has 64 units in each of its two hidden layers:
    "Baseline" has neither dropout nor batch norm, "Dropout", "BatchNorm" and "Both" are the three above, dropout 0.3.
    Each is trained by the rules of `train_with_validation`, for exactly `epochs` epochs. The training samples come in
    batches of `batch_size`, the smaller last one included, in a new random order in every epoch; the orders are
    determined by `seed`, and all four nets get the same ones.

    Returns a dict from the four names to the histories. The same seed gives the same histories on the CPU, whatever
    random numbers were drawn before the call.
    """
    # BEGIN SOLUTION  for each of the four: the same seed, a net, the same order of batches, a history
    x, _ = train_set[0]
    sizes, dropout = (len(x), 64, 1), 0.3
    makers = {
        "Baseline": lambda: NetworkWithDropout(*sizes, dropout_prob=0.0),
        "Dropout": lambda: NetworkWithDropout(*sizes, dropout_prob=dropout),
        "BatchNorm": lambda: NetworkWithBatchNorm(*sizes),
        "Both": lambda: NetworkWithBoth(*sizes, dropout_prob=dropout),
    }
    histories = {}
    for name, make in makers.items():
        torch.manual_seed(seed)
        net = make().to(x.device)
        # Dropout draws from torch's own generator, so the order of the samples needs one for itself.
        order = torch.Generator().manual_seed(seed)
        train_loader = DataLoader(train_set, batch_size=batch_size, shuffle=True, generator=order)
        val_loader = DataLoader(val_set, batch_size=batch_size)
        # As many epochs in a row as there are cannot be without improvement: the first one is one.
        histories[name] = train_with_validation(net, train_loader, val_loader, epochs=epochs, patience=epochs)
    return histories
    # END SOLUTION


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
