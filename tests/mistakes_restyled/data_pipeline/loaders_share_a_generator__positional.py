"""Gives all three loaders one generator."""

import os

import numpy as np
import torch
import torch.nn.functional as F
from PIL import Image
from torch.utils.data import DataLoader, Dataset, RandomSampler, Subset

print("numpy", np.__version__)


class XORDataset(Dataset):
    def __init__(self, n_samples=1000, seed=0, noise=0.0):
        rng = np.random.default_rng(seed)
        points = rng.standard_normal(size=(n_samples, 2)).astype(np.float32)
        labels = np.logical_xor(points[:, 0] > 0, points[:, 1] > 0)
        self.X = torch.from_numpy(points)
        self.y = torch.from_numpy(labels[:, None].astype(np.float32))

    def __len__(self):
        return self.X.shape[0]

    def __getitem__(self, i):
        return [self.X[i].clone(), self.y[i].clone()]


class TabularDataset(Dataset):
    def __init__(self, csv_file, features, target, delimiter=","):
        import csv

        with open(csv_file, encoding="utf-8", newline="") as f:
            table = list(csv.reader(f, delimiter=delimiter))
        header, body = table[0], table[1:]
        where = {}
        for name in list(features) + [target]:
            if name not in header:
                raise KeyError(name)
            where[name] = header.index(name)
        self.values = np.zeros((len(body), len(where)))
        for r, row in enumerate(body, start=1):
            for c, name in enumerate(where):
                try:
                    self.values[r - 1, c] = float(row[where[name]])
                except ValueError as error:
                    raise ValueError(f"cannot read column {name} in row {r}") from error

    def __len__(self):
        return self.values.shape[0]

    def __getitem__(self, i):
        row = self.values[i]
        return torch.tensor(row[:-1], dtype=torch.float32), torch.tensor(int(row[-1]))


class DrawnDigits(Dataset):
    def __init__(self, folder, dark_on_light=False):
        names = [name for name in os.listdir(folder) if name[-4:] == ".png"]
        names.sort()
        images, labels = [], []
        for name in names:
            if name[0] not in "0123456789" or name[1] != "_":
                raise ValueError("not the name of a digit: " + name)
            labels.append(int(name[0]))
            colours = np.asarray(Image.open(os.path.join(folder, name)).convert("RGB"), dtype=np.float32) / 255
            grey = 0.299 * colours[..., 0] + 0.587 * colours[..., 1] + 0.114 * colours[..., 2]
            big = torch.from_numpy(grey)[None, None]
            images.append(F.interpolate(big, size=(28, 28), mode="bilinear", antialias=True, align_corners=False)[0])
        self.images = torch.stack(images)
        if dark_on_light:
            self.images = 1.0 - self.images
        self.labels = torch.tensor(labels)

    def __len__(self):
        return len(self.images)

    def __getitem__(self, i):
        return self.images[i], self.labels[i]


def statistics(dataset):
    count, total, squares = 0, 0.0, 0.0
    for image, _ in dataset:
        pixels = image.numpy().astype(np.float64).reshape(image.shape[0], -1)
        count += pixels.shape[1]
        total = total + pixels.sum(axis=1)
        squares = squares + (pixels**2).sum(axis=1)
    mean = total / count
    return torch.from_numpy(mean), torch.from_numpy(np.sqrt(squares / count - mean**2))


class Normalized(Dataset):
    def __init__(self, dataset, mean, std):
        self.base = dataset
        self.mean, self.std = np.asarray(mean), np.asarray(std)

    def __len__(self):
        return len(self.base)

    def __getitem__(self, i):
        image, label = self.base[i]
        array = (image.numpy() - self.mean[:, None, None]) / self.std[:, None, None]
        return torch.as_tensor(array, dtype=torch.float32), label


def split(dataset, fractions=(0.7, 0.15, 0.15), seed=0):
    fractions = np.asarray(fractions, dtype=float)
    if abs(fractions.sum() - 1) > 1e-6:
        raise ValueError("fractions must sum to one")
    n = len(dataset)
    sizes = np.floor(fractions * n + 1e-9).astype(int)
    sizes[0] = n - sizes[1:].sum()
    order = np.random.default_rng(seed).permutation(n)
    return [Subset(dataset, piece.tolist()) for piece in np.split(order, np.cumsum(sizes)[:-1])]


def loaders(train, val, test, batch_size=32, seed=0, num_workers=0):
    g = torch.Generator()
    g.manual_seed(seed)
    return [
        DataLoader(train, batch_size, sampler=RandomSampler(train, generator=g), generator=g, num_workers=num_workers),
        DataLoader(val, batch_size, shuffle=False, generator=g, num_workers=num_workers),
        DataLoader(test, batch_size, shuffle=False, generator=g, num_workers=num_workers),
    ]
