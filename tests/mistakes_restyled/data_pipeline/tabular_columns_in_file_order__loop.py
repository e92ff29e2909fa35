"""Looks for features along the line of the names."""

import csv
import os
import random

import torch
from PIL import Image
from torch.utils.data import DataLoader, Dataset, Sampler, Subset


class XORDataset(Dataset):
    def __init__(self, n_samples=1000, seed=0):
        super().__init__()
        generator = random.Random(seed)
        points = []
        labels = []
        for _ in range(n_samples):
            a = generator.gauss(0, 1)
            b = generator.gauss(0, 1)
            points.append([a, b])
            if (a > 0 and b <= 0) or (a <= 0 and b > 0):
                labels.append([1.0])
            else:
                labels.append([0.0])
        self.X = torch.tensor(points)
        self.y = torch.tensor(labels)

    def __len__(self):
        return len(self.y)

    def __getitem__(self, idx):
        x = self.X[idx, :]
        y = self.y[idx, :]
        return x, y


class TabularDataset(Dataset):
    def __init__(self, csv_file, features, target):
        file = open(csv_file, newline="")
        reader = csv.reader(file)
        names = next(reader)
        positions = []
        for feature in features:
            if feature not in names:
                file.close()
                raise KeyError("missing column: " + feature)
        for position, name in enumerate(names):
            if name in features:
                positions.append(position)
        if target not in names:
            file.close()
            raise KeyError("missing column: " + target)
        target_position = names.index(target)
        self.samples = []
        row_number = 0
        for row in reader:
            row_number = row_number + 1
            x = []
            for position in positions:
                x.append(self.to_number(row[position], row_number, names[position]))
            y = self.to_number(row[target_position], row_number, target)
            self.samples.append((torch.tensor(x), torch.tensor(round(y))))
        file.close()

    def to_number(self, text, row_number, name):
        try:
            return float(text)
        except ValueError:
            raise ValueError("row " + str(row_number) + ", column " + name + " is not a number: " + text)

    def __len__(self):
        return len(self.samples)

    def __getitem__(self, idx):
        return self.samples[idx]


class DrawnDigits(Dataset):
    def __init__(self, folder, dark_on_light=False):
        self.paths = []
        self.labels = []
        for name in sorted(os.listdir(folder)):
            if not name.endswith(".png"):
                continue
            start, underscore, rest = name.partition("_")
            if underscore == "" or len(start) != 1 or start not in "0123456789":
                raise ValueError("bad file name: " + name)
            self.paths.append(os.path.join(folder, name))
            self.labels.append(int(start))
        self.dark_on_light = dark_on_light

    def __len__(self):
        return len(self.paths)

    def __getitem__(self, idx):
        picture = Image.open(self.paths[idx])
        picture = picture.convert("L")
        picture = picture.resize((28, 28), Image.BILINEAR)
        rows = []
        for row in range(28):
            for column in range(28):
                value = picture.getpixel((column, row))
                if self.dark_on_light:
                    value = 255 - value
                rows.append(value / 255)
        image = torch.tensor(rows).reshape(1, 28, 28)
        return image, torch.tensor(self.labels[idx])


def statistics(dataset):
    n = len(dataset)
    channels = dataset[0][0].shape[0]
    mean = torch.zeros(channels)
    for i in range(n):
        mean += dataset[i][0].mean(dim=(1, 2)) / n
    variance = torch.zeros(channels)
    for i in range(n):
        image = dataset[i][0]
        for c in range(channels):
            variance[c] += ((image[c] - mean[c]) ** 2).mean() / n
    return mean, torch.sqrt(variance)


class Normalized(Dataset):
    def __init__(self, dataset, mean, std):
        self.images = []
        self.labels = []
        for i in range(len(dataset)):
            image, label = dataset[i]
            image = image.clone()
            for c in range(image.shape[0]):
                image[c] = (image[c] - mean[c]) / std[c]
            self.images.append(image)
            self.labels.append(label)

    def __len__(self):
        return len(self.images)

    def __getitem__(self, idx):
        return self.images[idx], self.labels[idx]


def split(dataset, fractions=(0.7, 0.15, 0.15), seed=0):
    total = 0
    for fraction in fractions:
        total += fraction
    if total < 1 - 1e-6 or total > 1 + 1e-6:
        raise ValueError("the fractions must add up to 1")
    n = len(dataset)
    sizes = []
    for fraction in fractions:
        sizes.append(int(fraction * n + 1e-9))
    sizes[0] += n - sum(sizes)
    numbers = list(range(n))
    random.Random(seed).shuffle(numbers)
    parts = []
    for size in sizes:
        parts.append(Subset(dataset, sorted(numbers[:size])))
        numbers = numbers[size:]
    return parts


class Shuffled(Sampler):
    def __init__(self, n, seed):
        self.n = n
        self.seed = seed
        self.epoch = 0

    def __len__(self):
        return self.n

    def __iter__(self):
        numbers = list(range(self.n))
        random.Random(1000 * self.seed + self.epoch).shuffle(numbers)
        self.epoch += 1
        return iter(numbers)


def loaders(train, val, test, batch_size=32, seed=0):
    train_loader = DataLoader(train, batch_size=batch_size, sampler=Shuffled(len(train), seed))
    val_loader = DataLoader(val, batch_size=batch_size)
    test_loader = DataLoader(test, batch_size=batch_size)
    return train_loader, val_loader, test_loader
