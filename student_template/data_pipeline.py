"""From raw data to batches: points, a table and drawn digits as datasets; statistics, splits and loaders."""

import csv
import itertools
import math
from pathlib import Path

import numpy as np
import torch
from PIL import Image
from torch import Tensor
from torch.utils.data import DataLoader, Dataset, Subset


class XORDataset(Dataset):
    """`n_samples` random points of the plane; the label is 1.0 where exactly one of the two coordinates is > 0.

    The points come from a standard normal distribution and are drawn once, when the dataset is made. The same `seed`
    gives the same points, whatever was drawn before, and the global random generators of torch, NumPy and Python stay
    as they are. Attributes: X (n_samples, 2) and y (n_samples, 1), both float32.
    """

    def __init__(self, n_samples: int = 1000, seed: int = 0):
        # TODO: draw X from a generator of its own, and work out y
        raise NotImplementedError("data_pipeline: XORDataset.__init__")

    def __len__(self) -> int:
        """The number of points."""
        # TODO: how many are there?
        raise NotImplementedError("data_pipeline: XORDataset.__len__")

    def __getitem__(self, index: int) -> tuple[Tensor, Tensor]:
        """The point x (2,) float32 and its label y (1,) float32."""
        # TODO: one row of each
        raise NotImplementedError("data_pipeline: XORDataset.__getitem__")


class TabularDataset(Dataset):
    """The rows of a CSV file: the columns `features` as numbers, the column `target` as a class.

    The first line holds the names of the columns; they stand in any order, and there may be others, even with text.
    The file is read once, when the dataset is made: afterwards nothing asks for it.

    Making it raises KeyError, which names the column, when one that is asked for is missing; and ValueError, which
    names row and column, when a cell of these columns is no number or is empty. The first row below the names is row 1.
    """

    def __init__(self, csv_file: str, features: list[str], target: str):
        # TODO: read the file, see that every column is there, and turn cells into numbers
        raise NotImplementedError("data_pipeline: TabularDataset.__init__")

    def __len__(self) -> int:
        """The number of rows, that of the names not counted."""
        # TODO: how many are there?
        raise NotImplementedError("data_pipeline: TabularDataset.__len__")

    def __getitem__(self, index: int) -> tuple[Tensor, Tensor]:
        """x (F,) float32, in the order of `features`, and the class y, a 0-d int64 tensor."""
        # TODO: one row
        raise NotImplementedError("data_pipeline: TabularDataset.__getitem__")


class DrawnDigits(Dataset):
    """The PNG files "<digit>_<anything>.png" of a folder, in the order in which `sorted` gives their names.

    Files of any size and of Pillow's modes 1, L, LA, P, RGB and RGBA. Everything in the folder whose name does not end
    in ".png" is ignored. `dark_on_light` says that the digits are dark on light paper: such images are inverted.

    Making it raises FileNotFoundError when there is no such folder, and ValueError, which names the file, when the
    name of a PNG does not begin with one digit and "_".
    """

    def __init__(self, folder: str, dark_on_light: bool = False):
        # TODO: the files in order, and the label of each
        raise NotImplementedError("data_pipeline: DrawnDigits.__init__")

    def __len__(self) -> int:
        """The number of images."""
        # TODO: how many are there?
        raise NotImplementedError("data_pipeline: DrawnDigits.__len__")

    def __getitem__(self, index: int) -> tuple[Tensor, Tensor]:
        """The image (1, 28, 28) float32, ink 1 and paper 0, and its label, a 0-d int64 tensor.

        Grey is 0.299 red + 0.587 green + 0.114 blue, transparency is ignored. The grey image is resized bilinearly,
        with antialiasing, and 0 to 255 become 0 to 1.
        """
        # TODO: open the file, make it grey, then small, then a tensor
        raise NotImplementedError("data_pipeline: DrawnDigits.__getitem__")


def statistics(dataset: Dataset) -> tuple[Tensor, Tensor]:
    """Mean (C,) and standard deviation (C,) of each channel, over all pixels of all images of `dataset`.

    dataset: gives samples (image, label); the images (C, H, W) float32 all have the same shape.
    The deviation is that of the population: the sum of squares is divided by the number of pixels.
    """
    # TODO: all pixels of a channel in one row, then mean and deviation of each row
    raise NotImplementedError("data_pipeline: statistics")


class Normalized(Dataset):
    """The samples of `dataset` with every image (C, H, W) normalised: (image - mean) / std, channel by channel.

    mean (C,) and std (C,) are tensors, as `statistics` gives them, of whichever images. Labels stay as they are, and
    so does everything in `dataset`.
    """

    def __init__(self, dataset: Dataset, mean: Tensor, std: Tensor):
        # TODO: keep what is needed later
        raise NotImplementedError("data_pipeline: Normalized.__init__")

    def __len__(self) -> int:
        """The number of samples."""
        # TODO: how many are there?
        raise NotImplementedError("data_pipeline: Normalized.__len__")

    def __getitem__(self, index: int) -> tuple[Tensor, Tensor]:
        """The normalised image (C, H, W), and the label of the sample."""
        # TODO: the sample of the dataset, with a new image
        raise NotImplementedError("data_pipeline: Normalized.__getitem__")


def split(dataset: Dataset, fractions: tuple[float, ...] = (0.7, 0.15, 0.15), seed: int = 0) -> list[Subset]:
    """Cut `dataset`, of n samples, at random into disjoint parts that together are all of it; one `Subset` each.

    A part has floor(fraction * n + 1e-9) samples, and the samples that are then left over go to the first part.
    The same `seed` gives the same split, whatever was drawn before, and the global random generators stay as they are.
    Raises ValueError unless the fractions add up to 1, give or take 1e-6.
    """
    # TODO: the sizes, a random order, and a piece of it for each part
    raise NotImplementedError("data_pipeline: split")


def loaders(
    train: Dataset, val: Dataset, test: Dataset, batch_size: int = 32, seed: int = 0
) -> tuple[DataLoader, DataLoader, DataLoader]:
    """A loader for each of three datasets, with batches of `batch_size` samples; the last one may be smaller.

    Every sample comes once in each epoch. The train loader shuffles anew in each epoch, from a generator of its own:
    the same `seed` gives the same orders, whatever else is drawn or loaded meanwhile. The other two keep the order of
    their dataset. Making loaders leaves the global random generators as they are.
    """
    # TODO: one that shuffles, two that do not
    raise NotImplementedError("data_pipeline: loaders")


if __name__ == "__main__":
    import tempfile

    from assignments import datasets

    points = XORDataset()
    print(f"{len(points)} XOR points, the first is {points[0]}; {int(points.y.sum())} have the label 1")

    data = datasets.images()
    with tempfile.TemporaryDirectory() as folder:
        datasets.save_drawings(data.train_images[:100], data.train_labels[:100], folder)
        digits = DrawnDigits(folder, dark_on_light=True)
        print(f"{len(digits)} drawings of digits ({data.source})")
        train, val, test = split(digits)
        mean, std = statistics(train)
        print(f"{len(train)} to train with, {len(val)} and {len(test)} held out; mean {mean}, deviation {std}")
        normalized = [Normalized(part, mean, std) for part in (train, val, test)]
        for name, loader in zip(("train", "val", "test"), loaders(*normalized), strict=True):
            print(f"{name}: {len(loader)} batches, of the shapes {[tuple(images.shape) for images, _ in loader]}")
        before = datasets.read_drawings(folder)[train.indices]
        after, labels = (torch.stack(part) for part in zip(*normalized[0], strict=True))
