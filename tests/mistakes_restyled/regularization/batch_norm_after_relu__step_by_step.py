"""The order of the calls is the wrong one."""

import copy

import torch
import torch.nn as nn
import torch.nn.functional as F
import torch.optim as optim
from torch.utils.data import DataLoader

print("PyTorch", torch.__version__)


class Baseline(nn.Module):
    def __init__(self, input_size, hidden_size, output_size):
        super().__init__()
        self.fc1 = nn.Linear(input_size, hidden_size)
        self.fc2 = nn.Linear(hidden_size, hidden_size)
        self.fc3 = nn.Linear(hidden_size, output_size)

    def forward(self, x):
        x = F.relu(self.fc1(x))
        x = F.relu(self.fc2(x))
        return torch.sigmoid(self.fc3(x))


class NetworkWithDropout(nn.Module):
    def __init__(self, input_size, hidden_size, output_size, dropout_prob=0.5):
        super().__init__()
        self.dropout_prob = dropout_prob
        self.fc1 = nn.Linear(input_size, hidden_size)
        self.fc2 = nn.Linear(hidden_size, hidden_size)
        self.fc3 = nn.Linear(hidden_size, output_size)

    def forward(self, x):
        x = self.fc1(x)
        x = F.relu(x)
        x = F.dropout(x, self.dropout_prob, training=self.training)
        x = self.fc2(x)
        x = F.relu(x)
        x = F.dropout(x, self.dropout_prob, training=self.training)
        x = self.fc3(x)
        return torch.sigmoid(x)


class NetworkWithBatchNorm(nn.Module):
    def __init__(self, input_size, hidden_size, output_size):
        super().__init__()
        self.fc1 = nn.Linear(input_size, hidden_size)
        self.fc2 = nn.Linear(hidden_size, hidden_size)
        self.fc3 = nn.Linear(hidden_size, output_size)
        self.bn1 = nn.BatchNorm1d(hidden_size)
        self.bn2 = nn.BatchNorm1d(hidden_size)
        self.relu = nn.ReLU()
        self.sigmoid = nn.Sigmoid()

    def forward(self, x):
        x = self.bn1(self.relu(self.fc1(x)))
        x = self.bn2(self.relu(self.fc2(x)))
        return self.sigmoid(self.fc3(x))


class NetworkWithBoth(nn.Module):
    def __init__(self, input_size, hidden_size, output_size, dropout_prob=0.5):
        super().__init__()
        self.dropout1 = nn.Dropout(dropout_prob)
        self.dropout2 = nn.Dropout(dropout_prob)
        self.bn2 = nn.BatchNorm1d(hidden_size)
        self.bn1 = nn.BatchNorm1d(hidden_size)
        self.fc3 = nn.Linear(hidden_size, output_size)
        self.fc2 = nn.Linear(hidden_size, hidden_size)
        self.fc1 = nn.Linear(input_size, hidden_size)

    def forward(self, x):
        x = self.dropout1(F.relu(self.bn1(self.fc1(x))))
        x = self.dropout2(F.relu(self.bn2(self.fc2(x))))
        return torch.sigmoid(self.fc3(x))


def l2_penalty(model, strength):
    device = next(model.parameters()).device
    penalty = torch.tensor(0.0, device=device)
    for module in model.modules():
        if isinstance(module, nn.Linear):
            penalty = penalty + module.weight.norm() ** 2
    return strength * penalty


def train_with_validation(model, train_loader, val_loader, epochs=100, lr=1e-3, patience=10, min_delta=1e-3):
    criterion = nn.BCELoss()
    optimizer = optim.Adam(model.parameters(), lr=lr)
    train_losses = []
    val_losses = []
    train_accs = []
    val_accs = []
    best_val_loss = float("inf")
    best_epoch = 0
    best_model = None
    no_improvement = 0

    for epoch in range(epochs):
        model.train()
        total_loss = 0.0
        total_right = 0
        total_seen = 0
        for inputs, labels in train_loader:
            optimizer.zero_grad()
            outputs = model(inputs)
            loss = criterion(outputs, labels)
            loss.backward()
            optimizer.step()
            total_loss += loss.item() * inputs.size(0)
            predicted = (outputs > 0.5).float()
            total_right += (predicted == labels).sum().item()
            total_seen += inputs.size(0)
        train_losses.append(total_loss / total_seen)
        train_accs.append(total_right / total_seen)

        model.eval()
        total_loss = 0.0
        total_right = 0
        total_seen = 0
        with torch.no_grad():
            for inputs, labels in val_loader:
                outputs = model(inputs)
                total_loss += criterion(outputs, labels).item() * inputs.size(0)
                predicted = (outputs > 0.5).float()
                total_right += (predicted == labels).sum().item()
                total_seen += inputs.size(0)
        val_loss = total_loss / total_seen
        val_losses.append(val_loss)
        val_accs.append(total_right / total_seen)

        if val_loss < best_val_loss - min_delta:
            best_val_loss = val_loss
            best_epoch = epoch
            best_model = copy.deepcopy(model)
            no_improvement = 0
        else:
            no_improvement += 1
            if no_improvement == patience:
                break

    if best_model is not None:
        model.load_state_dict(best_model.state_dict())
    return {
        "train_loss": train_losses,
        "val_loss": val_losses,
        "train_acc": train_accs,
        "val_acc": val_accs,
        "best_epoch": best_epoch,
    }


class SameOrder:
    """A loader that is shuffled by seed and epoch alone."""

    def __init__(self, dataset, batch_size, seed):
        self.dataset = dataset
        self.batch_size = batch_size
        self.seed = seed
        self.epoch = 0

    def __iter__(self):
        generator = torch.Generator()
        generator.manual_seed(self.seed * 1000 + self.epoch)
        self.epoch += 1
        return iter(DataLoader(self.dataset, batch_size=self.batch_size, shuffle=True, generator=generator))


def compare(train_set, val_set, epochs=30, batch_size=32, seed=0):
    results = {}
    for name in ["Baseline", "Dropout", "BatchNorm", "Both"]:
        torch.manual_seed(seed)
        if name == "Baseline":
            model = Baseline(2, 64, 1)
        elif name == "Dropout":
            model = NetworkWithDropout(2, 64, 1, dropout_prob=0.3)
        elif name == "BatchNorm":
            model = NetworkWithBatchNorm(2, 64, 1)
        else:
            model = NetworkWithBoth(2, 64, 1, dropout_prob=0.3)
        train_loader = SameOrder(train_set, batch_size, seed)
        val_loader = DataLoader(val_set, batch_size=batch_size, shuffle=False)
        results[name] = train_with_validation(model, train_loader, val_loader, epochs=epochs, patience=10**9)
    return results
