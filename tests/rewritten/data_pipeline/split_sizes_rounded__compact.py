import csv
from itertools import accumulate
from math import isfinite
from pathlib import Path

import torch
from PIL import Image
from torch.utils.data import DataLoader, Dataset, Subset
from torchvision.transforms.v2 import functional as TF


class XORDataset(Dataset):
    def __init__(self, n_samples=1000, seed=0):
        self.X = torch.randn(n_samples, 2, generator=torch.Generator().manual_seed(seed))
        self.y = ((self.X > 0).sum(1, keepdim=True) == 1).float()

    def __len__(self):
        return len(self.y)

    def __getitem__(self, i):
        return self.X[i], self.y[i]


class TabularDataset(Dataset):
    def __init__(self, csv_file, features, target):
        with open(csv_file, encoding="utf-8", newline="") as f:
            header, *rows = filter(None, csv.reader(f))
        for name in [*features, target]:
            if name not in header:
                raise KeyError(name)
        at = {name: header.index(name) for name in [*features, target]}

        def cell(number, row, name, kind):
            try:
                value = kind(row[at[name]])
            except (ValueError, IndexError):
                raise ValueError(f"no number in row {number}, column {name!r}") from None
            if not isfinite(value):
                raise ValueError(f"no finite number in row {number}, column {name!r}")
            return value

        table = [[cell(n, row, name, float) for name in features] for n, row in enumerate(rows, 1)]
        self.X = torch.tensor(table, dtype=torch.float32).view(len(rows), len(features))
        self.y = torch.tensor([cell(n, row, target, int) for n, row in enumerate(rows, 1)], dtype=torch.long)

    def __len__(self):
        return len(self.y)

    def __getitem__(self, i):
        return self.X[i], self.y[i]


class DrawnDigits(Dataset):
    def __init__(self, folder, dark_on_light=False):
        self.dark = dark_on_light
        if not Path(folder).is_dir():
            raise FileNotFoundError(folder)
        self.files = sorted(p for p in Path(folder).iterdir() if p.name.endswith(".png"))
        for p in self.files:
            if p.name[0] not in "0123456789" or p.name[1] != "_":
                raise ValueError(f"not a digit and '_': {p.name}")

    def __len__(self):
        return len(self.files)

    def __getitem__(self, i):
        with Image.open(self.files[i]) as image:
            small = image.convert("L").resize((28, 28), Image.Resampling.BILINEAR)
        x = TF.pil_to_tensor(small).float() / 255
        return 1 - x if self.dark else x, torch.tensor(int(self.files[i].name[0]))


def statistics(dataset):
    pixels = torch.stack([dataset[i][0] for i in range(len(dataset))]).double().transpose(0, 1).flatten(1)
    return pixels.mean(1).float(), pixels.std(1, unbiased=False).float()


class Normalized(Dataset):
    def __init__(self, dataset, mean, std):
        self.dataset, self.mean, self.std = dataset, mean[:, None, None], std[:, None, None]

    def __len__(self):
        return len(self.dataset)

    def __getitem__(self, i):
        x, y = self.dataset[i]
        return (x - self.mean) / self.std, y


def split(dataset, fractions=(0.7, 0.15, 0.15), seed=0):
    if abs(sum(fractions) - 1) > 1e-6:
        raise ValueError(f"{fractions} do not add up to 1")
    n = len(dataset)
    sizes = [round(f * n) for f in fractions]
    sizes[0] += n - sum(sizes)
    order = torch.randperm(n, generator=torch.Generator().manual_seed(seed)).tolist()
    return [Subset(dataset, order[end - size : end]) for size, end in zip(sizes, accumulate(sizes))]


def loaders(train, val, test, batch_size=32, seed=0):
    g = torch.Generator().manual_seed(seed)
    return (
        DataLoader(train, batch_size, shuffle=True, generator=g),
        DataLoader(val, batch_size),
        DataLoader(test, batch_size),
    )
