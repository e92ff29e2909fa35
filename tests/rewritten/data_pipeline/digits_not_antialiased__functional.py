"""Data on their way to a network. Pictures are made small with torch.nn.functional."""

import csv
import math
import os

import numpy as np
import torch
import torch.nn.functional as F
from PIL import Image
from torch import Tensor
from torch.utils.data import DataLoader, Dataset, Subset, random_split

SIDE = 28


def exclusive_or(X: Tensor) -> Tensor:
    """(n, 2) -> (n, 1), 1.0 where the signs differ."""
    a, b = (X > 0).unbind(dim=1)
    return torch.logical_xor(a, b).float().unsqueeze(1)


class XORDataset(Dataset):
    def __init__(self, n_samples: int = 1000, seed: int = 0):
        generator = torch.Generator().manual_seed(seed)
        self.X = torch.normal(0.0, 1.0, size=(n_samples, 2), generator=generator)
        self.y = exclusive_or(self.X)

    def __len__(self) -> int:
        return self.X.shape[0]

    def __getitem__(self, index: int) -> tuple[Tensor, Tensor]:
        return self.X[index], self.y[index]


def parse(text, kind, row: int, column: str):
    try:
        value = kind(text)
    except (TypeError, ValueError) as error:
        raise ValueError(f"{text!r} in row {row} of column {column!r} is no number") from error
    if math.isnan(value) or math.isinf(value):
        raise ValueError(f"{text!r} in row {row} of column {column!r} is no number")
    return value


class TabularDataset(Dataset):
    def __init__(self, csv_file: str, features: list[str], target: str):
        with open(csv_file, newline="", encoding="utf-8") as f:
            reader = csv.DictReader(f)
            rows = list(reader)
            columns = reader.fieldnames or []
        missing = [name for name in [*features, target] if name not in columns]
        if missing:
            raise KeyError(f"no column {', '.join(missing)} in {csv_file}")
        samples = []
        for number, row in enumerate(rows, start=1):
            x = [parse(row[name], float, number, name) for name in features]
            y = parse(row[target], int, number, target)
            samples.append((torch.tensor(x, dtype=torch.float32), torch.tensor(y, dtype=torch.int64)))
        self.samples = samples

    def __len__(self) -> int:
        return len(self.samples)

    def __getitem__(self, index: int) -> tuple[Tensor, Tensor]:
        return self.samples[index]


def read_grey(path: str) -> Tensor:
    """A picture as (1, 1, H, W), from 0 to 1."""
    grey = np.array(Image.open(path).convert("L"), dtype=np.float32) / 255
    return torch.from_numpy(grey)[None, None]


def shrink(picture: Tensor) -> Tensor:
    """(1, 1, H, W) -> (1, 28, 28)"""
    small = F.interpolate(picture, size=(SIDE, SIDE), mode="bilinear", align_corners=False)
    return small[0].clamp(0, 1)


class DrawnDigits(Dataset):
    def __init__(self, folder: str, dark_on_light: bool = False):
        if not os.path.isdir(folder):
            raise FileNotFoundError(f"there is no folder {folder}")
        self.names = sorted(name for name in os.listdir(folder) if name.endswith(".png"))
        for name in self.names:
            if name[:1] not in list("0123456789") or name[1:2] != "_":
                raise ValueError(f"{name}: expected <digit>_<anything>.png")
        self.folder = folder
        self.dark_on_light = dark_on_light

    def __len__(self) -> int:
        return len(self.names)

    def __getitem__(self, index: int) -> tuple[Tensor, Tensor]:
        name = self.names[index]
        picture = shrink(read_grey(os.path.join(self.folder, name)))
        if self.dark_on_light:
            picture = 1 - picture
        return picture, torch.tensor(int(name[0]), dtype=torch.int64)


def statistics(dataset: Dataset) -> tuple[Tensor, Tensor]:
    images = torch.stack([dataset[i][0] for i in range(len(dataset))])
    var, mean = torch.var_mean(images.double(), dim=(0, 2, 3), correction=0)
    return mean.float(), var.sqrt().float()


class Normalized(Dataset):
    def __init__(self, dataset: Dataset, mean: Tensor, std: Tensor):
        self.dataset = dataset
        self.mean = mean
        self.std = std

    def __len__(self) -> int:
        return len(self.dataset)

    def __getitem__(self, index: int) -> tuple[Tensor, Tensor]:
        image, label = self.dataset[index]
        return (image - self.mean.view(-1, 1, 1)).div(self.std.view(-1, 1, 1)), label


def split(dataset: Dataset, fractions: tuple[float, ...] = (0.7, 0.15, 0.15), seed: int = 0) -> list[Subset]:
    if not math.isclose(math.fsum(fractions), 1.0, rel_tol=0, abs_tol=1e-6):
        raise ValueError(f"fractions add up to {sum(fractions)}")
    others = [int(fraction * len(dataset) + 1e-9) for fraction in fractions[1:]]
    lengths = [len(dataset) - sum(others), *others]
    return random_split(dataset, lengths, generator=torch.Generator().manual_seed(seed))


def loaders(train: Dataset, val: Dataset, test: Dataset, batch_size: int = 32, seed: int = 0):
    own = torch.Generator().manual_seed(seed)
    train_loader = DataLoader(train, batch_size=batch_size, shuffle=True, generator=own)
    return train_loader, DataLoader(val, batch_size=batch_size), DataLoader(test, batch_size=batch_size)
