"""Datasets and loaders."""

import csv
import math
import os

import numpy as np
import torch
from PIL import Image
from torch.utils.data import DataLoader, Dataset, Subset


class XORDataset(Dataset):
    def __init__(self, n_samples=1000, seed=0):
        # own generator, so that nobody else is disturbed
        generator = torch.Generator()
        generator.manual_seed(seed)
        self.X = torch.randn(n_samples, 2, generator=generator)

        # the label
        first = self.X[:, 0] > 0
        second = self.X[:, 1] > 0
        label = first != second
        label = label.float()
        self.y = label.reshape(n_samples, 1)

    def __len__(self):
        return len(self.X)

    def __getitem__(self, index):
        x = self.X[index]
        y = self.y[index]
        return x, y


class TabularDataset(Dataset):
    def __init__(self, csv_file, features, target):
        # read all rows of the file
        with open(csv_file, newline="", encoding="utf-8") as file:
            reader = csv.DictReader(file)
            names = reader.fieldnames
            rows = list(reader)

        # are all columns there?
        for name in list(features) + [target]:
            if names is None or name not in names:
                raise KeyError("the column " + name + " is missing")

        # convert the cells to numbers
        all_x = []
        all_y = []
        row_number = 0
        for row in rows:
            row_number = row_number + 1
            x = []
            for name in features:
                cell = row[name]
                if cell == "":
                    cell = "0"
                try:
                    number = float(cell)
                except (TypeError, ValueError):
                    raise ValueError(f"row {row_number}, column {name}: {cell!r} is no number")
                if math.isnan(number) or math.isinf(number):
                    raise ValueError(f"row {row_number}, column {name}: {cell!r} is no number")
                x.append(number)
            cell = row[target]
            if cell == "":
                cell = "0"
            try:
                label = int(cell)
            except (TypeError, ValueError):
                raise ValueError(f"row {row_number}, column {target}: {cell!r} is no class")
            all_x.append(x)
            all_y.append(label)

        self.X = torch.tensor(all_x, dtype=torch.float32).reshape(len(all_x), len(features))
        self.y = torch.tensor(all_y, dtype=torch.int64)

    def __len__(self):
        return len(self.y)

    def __getitem__(self, index):
        return self.X[index], self.y[index]


class DrawnDigits(Dataset):
    def __init__(self, folder, dark_on_light=False):
        self.folder = folder
        self.dark_on_light = dark_on_light
        self.names = []
        self.labels = []

        if not os.path.isdir(folder):
            raise FileNotFoundError("no such folder: " + str(folder))

        for name in sorted(os.listdir(folder)):
            if not name.endswith(".png"):
                continue
            if name[0] not in "0123456789" or name[1] != "_":
                raise ValueError("the name of this file does not begin with a digit and _: " + name)
            self.names.append(name)
            self.labels.append(int(name[0]))

    def __len__(self):
        return len(self.names)

    def __getitem__(self, index):
        path = os.path.join(self.folder, self.names[index])
        image = Image.open(path)
        image = image.convert("L")
        image = image.resize((28, 28), Image.BILINEAR)
        pixels = np.array(image)
        pixels = pixels / 255
        if self.dark_on_light:
            pixels = 1 - pixels
        x = torch.tensor(pixels, dtype=torch.float32)
        x = x.unsqueeze(0)
        y = torch.tensor(self.labels[index])
        return x, y


def statistics(dataset):
    # collect all images
    images = []
    for i in range(len(dataset)):
        image, label = dataset[i]
        images.append(image)
    images = torch.stack(images)  # (N, C, H, W)
    images = images.double()

    mean = images.mean(dim=(0, 2, 3))
    std = images.std(dim=(0, 2, 3), correction=0)
    return mean.float(), std.float()


class Normalized(Dataset):
    def __init__(self, dataset, mean, std):
        self.dataset = dataset
        self.mean = mean
        self.std = std

    def __len__(self):
        return len(self.dataset)

    def __getitem__(self, index):
        image, label = self.dataset[index]
        mean = self.mean.reshape(-1, 1, 1)
        std = self.std.reshape(-1, 1, 1)
        new_image = (image - mean) / std
        return new_image, label


def split(dataset, fractions=(0.7, 0.15, 0.15), seed=0):
    total = sum(fractions)
    if abs(total - 1) > 1e-6:
        raise ValueError("the fractions must add up to 1")

    n = len(dataset)
    sizes = []
    for fraction in fractions:
        size = math.floor(fraction * n + 1e-9)
        sizes.append(size)
    # the rest goes to the first part
    rest = n - sum(sizes)
    sizes[0] = sizes[0] + rest

    # a random order
    generator = torch.Generator()
    generator.manual_seed(seed)
    order = torch.randperm(n, generator=generator).tolist()

    parts = []
    start = 0
    for size in sizes:
        end = start + size
        part = Subset(dataset, order[start:end])
        parts.append(part)
        start = end
    return parts


def loaders(train, val, test, batch_size=32, seed=0):
    generator = torch.Generator()
    generator.manual_seed(seed)
    train_loader = DataLoader(train, batch_size=batch_size, shuffle=True, generator=generator)
    val_loader = DataLoader(val, batch_size=batch_size, shuffle=False)
    test_loader = DataLoader(test, batch_size=batch_size, shuffle=False)
    return train_loader, val_loader, test_loader


if __name__ == "__main__":
    points = XORDataset()
    print(len(points), "points")
    print(points[0])
    train_part, val_part, test_part = split(points)
    print(len(train_part), len(val_part), len(test_part))
