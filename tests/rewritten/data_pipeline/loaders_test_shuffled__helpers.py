"""Points, tables and drawings for a network."""

from __future__ import annotations

import csv
import math
import random
from collections.abc import Iterator, Sequence
from pathlib import Path

import torch
from PIL import Image
from torch import Tensor
from torch.utils.data import DataLoader, Dataset, Subset
from torchvision.transforms import v2

DIGITS = "0123456789"


def _generator(seed: int) -> torch.Generator:
    generator = torch.Generator()
    generator.manual_seed(seed)
    return generator


class XORDataset(Dataset):
    """Random points with their labels."""

    def __init__(self, n_samples: int = 1000, seed: int = 0) -> None:
        self.X = torch.randn((n_samples, 2), generator=_generator(seed))
        positive = self.X > 0
        self.y = (positive[:, :1] ^ positive[:, 1:]).to(torch.float32)

    def __len__(self) -> int:
        return len(self.X)

    def __getitem__(self, index: int) -> tuple[Tensor, Tensor]:
        return self.X[index], self.y[index]


def _read_table(csv_file: str) -> tuple[list[str], list[dict[str, str]]]:
    """Names of the columns, and the rows."""
    with Path(csv_file).open(newline="", encoding="utf-8") as stream:
        reader = csv.DictReader(stream)
        return list(reader.fieldnames or []), list(reader)


def _require_columns(names: Sequence[str], available: Sequence[str]) -> None:
    for name in names:
        if name not in available:
            raise KeyError(f"missing column: {name}")


def _bad_cell(row: int, column: str, text: str | None) -> ValueError:
    return ValueError(f"row {row}, column {column!r}: {text!r} is not a number")


def _as_float(text: str | None, row: int, column: str) -> float:
    try:
        value = float(text or "")
    except ValueError:
        raise _bad_cell(row, column, text) from None
    if not math.isfinite(value):
        raise _bad_cell(row, column, text)
    return value


def _as_class(text: str | None, row: int, column: str) -> int:
    try:
        return int(text or "")
    except ValueError:
        raise _bad_cell(row, column, text) from None


class TabularDataset(Dataset):
    """A CSV file in memory."""

    def __init__(self, csv_file: str, features: list[str], target: str) -> None:
        names, rows = _read_table(csv_file)
        _require_columns([*features, target], names)
        self.X = torch.empty(len(rows), len(features), dtype=torch.float32)
        self.y = torch.empty(len(rows), dtype=torch.int64)
        for i, row in enumerate(rows):
            for j, name in enumerate(features):
                self.X[i, j] = _as_float(row[name], i + 1, name)
            self.y[i] = _as_class(row[target], i + 1, target)

    def __len__(self) -> int:
        return len(self.y)

    def __getitem__(self, index: int) -> tuple[Tensor, Tensor]:
        return self.X[index], self.y[index]


def _png_files(folder: Path) -> list[Path]:
    if not folder.is_dir():
        raise FileNotFoundError(f"{folder} is no folder")
    return [folder / name for name in sorted(path.name for path in folder.iterdir()) if name.endswith(".png")]


def _label_of(path: Path) -> int:
    head, separator, _ = path.name.partition("_")
    if not separator or len(head) != 1 or head not in DIGITS:
        raise ValueError(f"{path.name} does not begin with a digit and '_'")
    return int(head)


_to_tensor = v2.Compose([v2.PILToTensor(), v2.ToDtype(torch.float32, scale=True)])


def _load_image(path: Path) -> Tensor:
    """(1, 28, 28), 0 to 1"""
    with Image.open(path) as image:
        grey = image.convert("L")
        small = grey.resize((28, 28), Image.Resampling.BILINEAR)
    return _to_tensor(small)


class DrawnDigits(Dataset):
    """Drawings of digits, opened when they are asked for."""

    def __init__(self, folder: str, dark_on_light: bool = False) -> None:
        self.paths = _png_files(Path(folder))
        self.labels = [_label_of(path) for path in self.paths]
        self.dark_on_light = dark_on_light

    def __len__(self) -> int:
        return len(self.paths)

    def __getitem__(self, index: int) -> tuple[Tensor, Tensor]:
        image = _load_image(self.paths[index])
        return (1.0 - image if self.dark_on_light else image), torch.tensor(self.labels[index])


def _images(dataset: Dataset) -> Iterator[Tensor]:
    for index in range(len(dataset)):
        yield dataset[index][0]


def statistics(dataset: Dataset) -> tuple[Tensor, Tensor]:
    """Mean and deviation of all pixels of a channel, in two passes."""
    count = sum(image[0].numel() for image in _images(dataset))
    mean = sum(image.double().sum(dim=(1, 2)) for image in _images(dataset)) / count
    squares = sum((image.double() - mean[:, None, None]).square().sum(dim=(1, 2)) for image in _images(dataset))
    return mean.float(), (squares / count).sqrt().float()


class Normalized(Dataset):
    """A dataset seen through (image - mean) / std."""

    def __init__(self, dataset: Dataset, mean: Tensor, std: Tensor) -> None:
        self.dataset = dataset
        self.transform = v2.Lambda(lambda image: (image - mean[:, None, None]) / std[:, None, None])

    def __len__(self) -> int:
        return len(self.dataset)

    def __getitem__(self, index: int) -> tuple[Tensor, Tensor]:
        image, label = self.dataset[index]
        return self.transform(image), label


def _sizes(n: int, fractions: Sequence[float]) -> list[int]:
    sizes = [math.floor(fraction * n + 1e-9) for fraction in fractions]
    return [n - sum(sizes[1:]), *sizes[1:]]


def split(dataset: Dataset, fractions: tuple[float, ...] = (0.7, 0.15, 0.15), seed: int = 0) -> list[Subset]:
    if abs(sum(fractions) - 1.0) > 1e-6:
        raise ValueError("fractions have to add up to 1")
    indices = list(range(len(dataset)))
    random.Random(seed).shuffle(indices)
    rest = iter(indices)
    return [Subset(dataset, [next(rest) for _ in range(size)]) for size in _sizes(len(indices), fractions)]


def loaders(
    train: Dataset, val: Dataset, test: Dataset, batch_size: int = 32, seed: int = 0
) -> tuple[DataLoader, DataLoader, DataLoader]:
    return (
        DataLoader(train, batch_size=batch_size, shuffle=True, generator=_generator(seed)),
        DataLoader(val, batch_size=batch_size, generator=_generator(seed)),
        DataLoader(test, batch_size=batch_size, shuffle=True, generator=_generator(seed)),
    )
