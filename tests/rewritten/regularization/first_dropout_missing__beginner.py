"""Assignment 7: regularisation."""

import copy

import torch
from torch import Tensor, nn
from torch.utils.data import DataLoader, Dataset


class NetworkWithDropout(nn.Module):
    """Linear, ReLU, Dropout, twice, then Linear and sigmoid."""

    def __init__(self, input_size: int, hidden_size: int, output_size: int, dropout_prob: float = 0.5):
        super().__init__()
        self.fc1 = nn.Linear(input_size, hidden_size)
        self.relu1 = nn.ReLU()
        self.drop1 = nn.Dropout(dropout_prob)
        self.fc2 = nn.Linear(hidden_size, hidden_size)
        self.relu2 = nn.ReLU()
        self.drop2 = nn.Dropout(dropout_prob)
        self.fc3 = nn.Linear(hidden_size, output_size)
        self.sigmoid = nn.Sigmoid()

    def forward(self, x: Tensor) -> Tensor:
        # first hidden layer
        x = self.fc1(x)
        x = self.relu1(x)
        x = self.drop1(x)
        # second hidden layer
        x = self.fc2(x)
        x = self.relu2(x)
        x = self.drop2(x)
        # output
        x = self.fc3(x)
        x = self.sigmoid(x)
        return x


class NetworkWithBatchNorm(nn.Module):
    """Linear, BatchNorm, ReLU, twice, then Linear and sigmoid."""

    def __init__(self, input_size: int, hidden_size: int, output_size: int):
        super().__init__()
        self.fc1 = nn.Linear(input_size, hidden_size)
        self.bn1 = nn.BatchNorm1d(hidden_size)
        self.relu1 = nn.ReLU()
        self.fc2 = nn.Linear(hidden_size, hidden_size)
        self.bn2 = nn.BatchNorm1d(hidden_size)
        self.relu2 = nn.ReLU()
        self.fc3 = nn.Linear(hidden_size, output_size)
        self.sigmoid = nn.Sigmoid()

    def forward(self, x: Tensor) -> Tensor:
        x = self.fc1(x)
        x = self.bn1(x)
        x = self.relu1(x)
        x = self.fc2(x)
        x = self.bn2(x)
        x = self.relu2(x)
        x = self.fc3(x)
        x = self.sigmoid(x)
        return x


class NetworkWithBoth(nn.Module):
    """Linear, BatchNorm, ReLU, Dropout, twice, then Linear and sigmoid."""

    def __init__(self, input_size: int, hidden_size: int, output_size: int, dropout_prob: float = 0.5):
        super().__init__()
        self.fc1 = nn.Linear(input_size, hidden_size)
        self.bn1 = nn.BatchNorm1d(hidden_size)
        self.relu1 = nn.ReLU()
        self.fc2 = nn.Linear(hidden_size, hidden_size)
        self.bn2 = nn.BatchNorm1d(hidden_size)
        self.relu2 = nn.ReLU()
        self.drop = nn.Dropout(dropout_prob)
        self.fc3 = nn.Linear(hidden_size, output_size)
        self.sigmoid = nn.Sigmoid()

    def forward(self, x: Tensor) -> Tensor:
        x = self.fc1(x)
        x = self.bn1(x)
        x = self.relu1(x)
        x = self.fc2(x)
        x = self.bn2(x)
        x = self.relu2(x)
        x = self.drop(x)
        x = self.fc3(x)
        x = self.sigmoid(x)
        return x


def l2_penalty(model: nn.Module, strength: float) -> Tensor:
    """strength * sum of squares of the weights of all Linear layers."""
    total = torch.tensor(0.0)
    for layer in model.modules():
        if isinstance(layer, nn.Linear):
            squares = layer.weight ** 2
            total = total.to(squares.device) + squares.sum()
    penalty = strength * total
    return penalty


def train_with_validation(
    model: nn.Module,
    train_loader: DataLoader,
    val_loader: DataLoader,
    epochs: int = 100,
    lr: float = 1e-3,
    patience: int = 10,
    min_delta: float = 1e-3,
) -> dict:
    """Train with early stopping; the model ends with the state of the best epoch."""
    loss_function = nn.BCELoss()
    optimizer = torch.optim.Adam(model.parameters(), lr=lr)

    train_losses = []
    train_accuracies = []
    val_losses = []
    val_accuracies = []

    best_loss = None
    best_epoch = 0
    best_state = None
    epochs_without_improvement = 0

    for epoch in range(epochs):
        # ---------- training ----------
        model.train()
        loss_sum = 0.0
        number_right = 0
        number_of_samples = 0
        for x, y in train_loader:
            optimizer.zero_grad()
            probabilities = model(x)
            loss = loss_function(probabilities, y)
            loss.backward()
            optimizer.step()

            n = x.shape[0]
            loss_sum = loss_sum + loss.item() * n
            answers = probabilities.detach() > 0.5
            labels = y > 0.5
            number_right = number_right + (answers == labels).sum().item()
            number_of_samples = number_of_samples + n
        train_losses.append(loss_sum / number_of_samples)
        train_accuracies.append(number_right / number_of_samples)

        # ---------- validation ----------
        model.eval()
        loss_sum = 0.0
        number_right = 0
        number_of_samples = 0
        with torch.no_grad():
            for x, y in val_loader:
                probabilities = model(x)
                loss = loss_function(probabilities, y)

                n = x.shape[0]
                loss_sum = loss_sum + loss.item() * n
                answers = probabilities > 0.5
                labels = y > 0.5
                number_right = number_right + (answers == labels).sum().item()
                number_of_samples = number_of_samples + n
        val_loss = loss_sum / number_of_samples
        val_losses.append(val_loss)
        val_accuracies.append(number_right / number_of_samples)

        # ---------- early stopping ----------
        if best_loss is None or val_loss < best_loss - min_delta:
            best_loss = val_loss
            best_epoch = epoch
            best_state = copy.deepcopy(model.state_dict())
            epochs_without_improvement = 0
        else:
            epochs_without_improvement = epochs_without_improvement + 1
            if epochs_without_improvement >= patience:
                break

    # go back to the best epoch
    if best_state is not None:
        model.load_state_dict(best_state)

    history = {}
    history["train_loss"] = train_losses
    history["train_acc"] = train_accuracies
    history["val_loss"] = val_losses
    history["val_acc"] = val_accuracies
    history["best_epoch"] = best_epoch
    return history


class BaselineNetwork(nn.Module):
    """The same net without any regularisation."""

    def __init__(self):
        super().__init__()
        self.fc1 = nn.Linear(2, 64)
        self.fc2 = nn.Linear(64, 64)
        self.fc3 = nn.Linear(64, 1)

    def forward(self, x):
        x = torch.relu(self.fc1(x))
        x = torch.relu(self.fc2(x))
        return torch.sigmoid(self.fc3(x))


def compare(
    train_set: Dataset, val_set: Dataset, epochs: int = 30, batch_size: int = 32, seed: int = 0
) -> dict[str, dict]:
    """Train the four nets on the same batches."""
    results = {}
    for name in ["Baseline", "Dropout", "BatchNorm", "Both"]:
        # the same start for everybody
        torch.manual_seed(seed)
        if name == "Baseline":
            model = BaselineNetwork()
        elif name == "Dropout":
            model = NetworkWithDropout(2, 64, 1, dropout_prob=0.3)
        elif name == "BatchNorm":
            model = NetworkWithBatchNorm(2, 64, 1)
        else:
            model = NetworkWithBoth(2, 64, 1, dropout_prob=0.3)

        # the order gets its own generator, so dropout can not disturb it
        order = torch.Generator()
        order.manual_seed(seed)
        train_loader = DataLoader(train_set, batch_size=batch_size, shuffle=True, generator=order)
        val_loader = DataLoader(val_set, batch_size=batch_size, shuffle=False)

        # patience is so large that nothing stops early
        results[name] = train_with_validation(model, train_loader, val_loader, epochs=epochs, patience=epochs + 1)
    return results


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
