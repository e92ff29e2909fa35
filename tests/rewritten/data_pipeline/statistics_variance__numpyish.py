"""Data pipeline. Most of it happens in NumPy; tensors are made at the end."""

import csv
import pathlib

import numpy as np
import torch
from PIL import Image
from torch.utils.data import DataLoader, Dataset, Subset


class XORDataset(Dataset):
    def __init__(self, n_samples=1000, seed=0):
        rng = np.random.default_rng(seed)
        X = rng.standard_normal((n_samples, 2)).astype(np.float32)
        y = np.logical_xor(X[:, 0] > 0, X[:, 1] > 0).astype(np.float32)
        self.X = torch.from_numpy(X)
        self.y = torch.from_numpy(y[:, None])

    def __len__(self):
        return self.X.shape[0]

    def __getitem__(self, index):
        return self.X[index], self.y[index]


class TabularDataset(Dataset):
    def __init__(self, csv_file, features, target):
        with open(csv_file, encoding="utf-8", newline="") as f:
            table = [line for line in csv.reader(f) if line]
        header = table[0]
        body = table[1:]
        for name in list(features) + [target]:
            if name not in header:
                raise KeyError(f"column {name} not found, there are {header}")

        X = np.zeros((len(body), len(features)), dtype=np.float64)
        y = np.zeros(len(body), dtype=np.int64)
        for i in range(len(body)):
            for j in range(len(features)):
                X[i, j] = self._number(body, i, header.index(features[j]), features[j])
            y[i] = int(self._number(body, i, header.index(target), target, whole=True))
        self.X = X.astype(np.float32)
        self.y = y

    @staticmethod
    def _number(body, i, column, name, whole=False):
        text = body[i][column] if column < len(body[i]) else ""
        try:
            number = int(text) if whole else float(text)
        except ValueError:
            number = np.nan
        if not np.isfinite(number):
            raise ValueError(f"row {i + 1}, column {name}: not a number: {text!r}")
        return number

    def __len__(self):
        return self.y.shape[0]

    def __getitem__(self, index):
        return torch.from_numpy(self.X[index].copy()), torch.tensor(self.y[index])


class DrawnDigits(Dataset):
    def __init__(self, folder, dark_on_light=False):
        folder = pathlib.Path(folder)
        if not folder.is_dir():
            raise FileNotFoundError(str(folder))
        names = sorted(p.name for p in folder.iterdir())
        names = [n for n in names if n.endswith(".png")]
        images = []
        labels = []
        for n in names:
            digit, underscore = n[0], n[1]
            if digit not in "0123456789" or underscore != "_":
                raise ValueError(f"file {n} has no digit in front")
            images.append(self._load(folder / n))
            labels.append(int(digit))
        self.images = np.array(images, dtype=np.float32).reshape(-1, 1, 28, 28)
        if dark_on_light:
            self.images = 1 - self.images
        self.labels = np.array(labels, dtype=np.int64)

    @staticmethod
    def _load(path):
        colour = np.asarray(Image.open(path).convert("RGB"), dtype=np.float32)
        grey = colour @ np.array([0.299, 0.587, 0.114], dtype=np.float32)
        small = Image.fromarray(grey).resize((28, 28), resample=Image.Resampling.BILINEAR)
        return np.clip(np.asarray(small) / 255, 0, 1)

    def __len__(self):
        return len(self.labels)

    def __getitem__(self, index):
        return torch.from_numpy(self.images[index]), torch.tensor(self.labels[index])


def statistics(dataset):
    images = np.stack([dataset[i][0].numpy() for i in range(len(dataset))]).astype(np.float64)
    mean = images.mean(axis=(0, 2, 3))
    std = np.mean((images - mean.reshape(1, -1, 1, 1)) ** 2, axis=(0, 2, 3))
    return torch.from_numpy(mean.astype(np.float32)), torch.from_numpy(std.astype(np.float32))


class Normalized(Dataset):
    def __init__(self, dataset, mean, std):
        self.dataset = dataset
        self.mean = mean.numpy().reshape(-1, 1, 1)
        self.std = std.numpy().reshape(-1, 1, 1)

    def __len__(self):
        return len(self.dataset)

    def __getitem__(self, index):
        image, label = self.dataset[index]
        return torch.from_numpy((image.numpy() - self.mean) / self.std), label


def split(dataset, fractions=(0.7, 0.15, 0.15), seed=0):
    fractions = np.array(fractions, dtype=np.float64)
    if np.abs(fractions.sum() - 1) > 1e-6:
        raise ValueError(f"sum of the fractions is {fractions.sum()}, not 1")
    n = len(dataset)
    sizes = np.floor(fractions * n + 1e-9).astype(int)
    sizes[0] += n - sizes.sum()
    order = np.random.default_rng(seed).permutation(n)
    pieces = np.split(order, np.cumsum(sizes)[:-1])
    return [Subset(dataset, piece.tolist()) for piece in pieces]


def loaders(train, val, test, batch_size=32, seed=0):
    generator = torch.Generator()
    generator.manual_seed(seed)
    return (
        DataLoader(train, batch_size=batch_size, shuffle=True, generator=generator),
        DataLoader(val, batch_size=batch_size, generator=torch.Generator()),
        DataLoader(test, batch_size=batch_size, generator=torch.Generator()),
    )
