"""Image by image, downwards and to the right."""

import copy

import torch
import torch.nn as nn
import torch.optim as optim
from torch.utils.data import DataLoader, Dataset
from torchvision.transforms import InterpolationMode
from torchvision.transforms.functional import rotate


class FashionMNISTNet(nn.Module):
    def __init__(self, dropout=0.3):
        super().__init__()
        self.fc1 = nn.Linear(784, 256)
        self.fc2 = nn.Linear(256, 128)
        self.fc3 = nn.Linear(128, 10)
        self.bn1 = nn.BatchNorm1d(256)
        self.bn2 = nn.BatchNorm1d(128)
        self.relu = nn.ReLU()
        self.dropout = nn.Dropout(dropout)

    def forward(self, x):
        x = x.view(x.size(0), -1)
        x = self.fc1(x)
        x = self.bn1(x)
        x = self.relu(x)
        x = self.dropout(x)
        x = self.fc2(x)
        x = self.bn2(x)
        x = self.relu(x)
        x = self.dropout(x)
        x = self.fc3(x)
        return x


class FashionCNN(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv1 = nn.Conv2d(1, 32, 3, padding=1)
        self.bn1 = nn.BatchNorm2d(32)
        self.conv2 = nn.Conv2d(32, 64, 3, padding=1)
        self.bn2 = nn.BatchNorm2d(64)
        self.pool = nn.MaxPool2d(2, 2)
        self.fc1 = nn.Linear(64 * 7 * 7, 128)
        self.fc2 = nn.Linear(128, 10)
        self.dropout = nn.Dropout(0.3)

    def forward(self, x):
        x = self.pool(torch.relu(self.bn1(self.conv1(x))))
        x = self.pool(torch.relu(self.bn2(self.conv2(x))))
        x = x.view(-1, 64 * 7 * 7)
        x = self.dropout(torch.relu(self.fc1(x)))
        return self.fc2(x)


def normalize(train_images, *others):
    mean = train_images.mean()
    std = train_images.std()
    results = [(train_images - mean) / std]
    for images in others:
        results.append((images - mean) / std)
    return tuple(results)


def augment(images, max_shift=2, max_degrees=0.0, generator=None):
    result = torch.zeros_like(images)
    height = images.shape[2]
    width = images.shape[3]
    for i in range(len(images)):
        image = images[i]
        if max_degrees > 0:
            angle = (torch.rand(1, generator=generator).item() * 2 - 1) * max_degrees
            image = rotate(image, angle, interpolation=InterpolationMode.BILINEAR)
        dx = torch.randint(0, max_shift + 1, (1,), generator=generator).item()
        dy = torch.randint(0, max_shift + 1, (1,), generator=generator).item()
        from_y, to_y = max(0, -dy), min(height, height - dy)
        from_x, to_x = max(0, -dx), min(width, width - dx)
        result[i, :, from_y + dy : to_y + dy, from_x + dx : to_x + dx] = image[:, from_y:to_y, from_x:to_x]
    return result


class AugmentedDataset(Dataset):
    def __init__(self, dataset):
        self.dataset = dataset

    def __len__(self):
        return len(self.dataset)

    def __getitem__(self, index):
        image, label = self.dataset[index]
        return augment(image.unsqueeze(0)).squeeze(0), label


def fit(model, train_set, val_set, epochs=20, batch_size=64, lr=1e-3, augmented=False, device="cpu", seed=0):
    torch.manual_seed(seed)
    model = model.to(device)
    if augmented:
        train_set = AugmentedDataset(train_set)
    train_loader = DataLoader(train_set, batch_size=batch_size, shuffle=True)
    val_loader = DataLoader(val_set, batch_size=256, shuffle=False)
    criterion = nn.CrossEntropyLoss()
    optimizer = optim.Adam(model.parameters(), lr=lr)
    history = {"train_loss": [], "train_accuracy": [], "val_loss": [], "val_accuracy": []}
    best_loss = float("inf")
    best_model = copy.deepcopy(model)
    best_epoch = 0
    for epoch in range(epochs):
        model.train()
        running_loss = 0.0
        correct = 0
        total = 0
        for images, labels in train_loader:
            images = images.to(device)
            labels = labels.to(device)
            optimizer.zero_grad()
            outputs = model(images)
            loss = criterion(outputs, labels)
            loss.backward()
            optimizer.step()
            running_loss += loss.item() * images.size(0)
            _, predicted = torch.max(outputs, 1)
            correct += (predicted == labels).sum().item()
            total += labels.size(0)
        history["train_loss"].append(running_loss / total)
        history["train_accuracy"].append(correct / total)

        model.eval()
        running_loss = 0.0
        correct = 0
        total = 0
        with torch.no_grad():
            for images, labels in val_loader:
                images = images.to(device)
                labels = labels.to(device)
                outputs = model(images)
                running_loss += criterion(outputs, labels).item() * images.size(0)
                correct += (outputs.argmax(dim=1) == labels).sum().item()
                total += labels.size(0)
        val_loss = running_loss / total
        history["val_loss"].append(val_loss)
        history["val_accuracy"].append(correct / total)
        if val_loss < best_loss:
            best_loss = val_loss
            best_model = copy.deepcopy(model)
            best_epoch = epoch
    model.load_state_dict(best_model.state_dict())
    history["best_epoch"] = best_epoch
    return history


def save(path, model, history):
    checkpoint = {}
    checkpoint["model_state_dict"] = model.state_dict()
    checkpoint["class"] = type(model).__name__
    checkpoint["history"] = history
    torch.save(checkpoint, path)


def test_model(path, test_set, device="cpu"):
    try:
        checkpoint = torch.load(path, map_location=torch.device(device), weights_only=True)
    except OSError:
        raise
    except Exception as e:
        raise ValueError("broken file: " + str(e))
    if not isinstance(checkpoint, dict):
        raise ValueError("no dict in the file")
    for key in ["class", "model_state_dict"]:
        if key not in checkpoint:
            raise ValueError("no " + key + " in the file")
    if checkpoint["class"] == "FashionMNISTNet":
        model = FashionMNISTNet()
    elif checkpoint["class"] == "FashionCNN":
        model = FashionCNN()
    else:
        raise ValueError("unknown class: " + str(checkpoint["class"]))
    try:
        model.load_state_dict(checkpoint["model_state_dict"])
    except RuntimeError as e:
        raise ValueError("the weights do not fit: " + str(e))
    model = model.to(device)
    model.eval()
    correct = 0
    total = 0
    with torch.no_grad():
        for images, labels in DataLoader(test_set, batch_size=64):
            outputs = model(images.to(device))
            correct += (outputs.argmax(dim=1) == labels.to(device)).sum().item()
            total += len(labels)
    return correct / total
