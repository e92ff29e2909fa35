"""Drops the last batch of training."""

import csv
import re
from pathlib import Path

import torch
from PIL import Image
from torch import nn
from torch.utils.data import DataLoader, Dataset, TensorDataset, random_split
from torchvision.transforms import v2

PREPARE = v2.Compose(
    [
        v2.Lambda(lambda picture: picture.convert("L")),
        v2.PILToTensor(),
        v2.Resize((28, 28), antialias=True),
        v2.ToDtype(torch.float32, scale=True),
    ]
)


class XORDataset(TensorDataset):
    def __init__(self, n_samples: int = 1000, seed: int = 0):
        with torch.random.fork_rng(devices=[]):
            torch.manual_seed(seed)
            X = torch.normal(0.0, 1.0, (n_samples, 2))
        y = torch.where(X.prod(dim=1, keepdim=True) < 0, 1.0, 0.0)
        super().__init__(X, y)

    @property
    def X(self):
        return self.tensors[0]

    @property
    def y(self):
        return self.tensors[1]


class TabularDataset(TensorDataset):
    def __init__(self, csv_file, features, target):
        rows = list(csv.DictReader(Path(csv_file).read_text(encoding="utf-8").splitlines()))
        missing = [name for name in [*features, target] if rows and name not in rows[0]]
        if missing:
            raise KeyError(f"{csv_file} has no column called {', '.join(missing)}")
        columns = {name: [self._cell(row, name, i) for i, row in enumerate(rows, 1)] for name in [*features, target]}
        x = torch.tensor([columns[name] for name in features], dtype=torch.float64).T.float()
        super().__init__(x, torch.tensor(columns[target]).to(torch.int64))

    @staticmethod
    def _cell(row, name, number):
        try:
            return float(row[name])
        except ValueError:
            message = (
                f"Row {number} (line {number + 1} of the file): column '{name}' holds {row[name]!r}, not a number."
            )
            raise ValueError(message) from None


class DrawnDigits(Dataset):
    pattern = re.compile(r"([0-9])_.*\.png")

    def __init__(self, folder, dark_on_light=False):
        folder = Path(folder)
        if not folder.is_dir():
            raise FileNotFoundError(folder)
        self.samples = []
        for path in sorted(folder.glob("*.png")):
            match = self.pattern.fullmatch(path.name)
            if match is None:
                raise ValueError(f"{path} should begin with a digit and _")
            self.samples.append((path, int(match[1])))
        self.finish = v2.Lambda(lambda image: 1 - image) if dark_on_light else nn.Identity()

    def __len__(self):
        return len(self.samples)

    def __getitem__(self, index):
        path, label = self.samples[index]
        return self.finish(PREPARE(Image.open(path))), torch.tensor(label, dtype=torch.long)


def statistics(dataset):
    loader = DataLoader(dataset, batch_size=64)
    images = torch.cat([batch for batch, _ in loader]).double()
    variance, mean = torch.var_mean(images, dim=(0, 2, 3), unbiased=False)
    return mean.float(), variance.sqrt().float()


class Normalized(Dataset):
    def __init__(self, dataset, mean, std):
        self.dataset = dataset
        self.transform = v2.Normalize(mean.tolist(), std.tolist())

    def __getitem__(self, index):
        image, *rest = self.dataset[index]
        return self.transform(image), *rest

    def __len__(self):
        return len(self.dataset)


def split(dataset, fractions=(0.7, 0.15, 0.15), seed=0):
    if not -1e-6 <= 1 - sum(fractions) <= 1e-6:
        raise ValueError(f"{fractions} do not add up to 1")
    lengths = [int(fraction * len(dataset) + 1e-9) for fraction in fractions]
    lengths[0] = len(dataset) - sum(lengths[1:])
    return random_split(dataset, lengths, generator=torch.Generator().manual_seed(seed))


def loaders(train, val, test, batch_size=32, seed=0):
    own = torch.Generator()
    own.manual_seed(seed)
    options = {"batch_size": batch_size, "drop_last": False}
    return DataLoader(train, shuffle=True, generator=own, **{**options, "drop_last": True}), *(
        DataLoader(d, **options) for d in (val, test)
    )
