"""Data of the course: a noisy line, logic gates, spiral arms, images of digits and of clothes, and more."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import torch
from torch import Tensor
from torch.utils.data import TensorDataset

from assignments import mnist_files
from assignments.mnist_files import data_root

GATES = {"and": (0, 0, 0, 1), "or": (0, 1, 1, 1), "nand": (1, 1, 1, 0), "xor": (0, 1, 1, 0)}
MNIST = "MNIST"
FASHION = "Fashion-MNIST"
STANDIN = "digits stand-in"
# What the labels 0 to 9 of Fashion-MNIST mean.
CLOTHES = ("T-shirt", "trouser", "pullover", "dress", "coat", "sandal", "shirt", "sneaker", "bag", "ankle boot")


# ---- a line ----


def line(
    slope: float = 2.0, intercept: float = 1.0, n: int = 50, noise: float = 0.5, seed: int = 42
) -> tuple[Tensor, Tensor]:
    """x evenly from 0 to 5 and y = slope * x + intercept + noise * N(0, 1); both (n,) float32."""
    x = torch.linspace(0, 5, n)
    random = torch.Generator().manual_seed(seed)
    return x, slope * x + intercept + noise * torch.randn(n, generator=random)


# ---- gates ----


def truth_table(outputs: Sequence[int]) -> tuple[Tensor, Tensor]:
    """The four inputs 00, 01, 10, 11 as X (4, 2) and the given outputs as y (4, 1), both float32.

    Raises ValueError unless `outputs` are four numbers, each 0 or 1.
    """
    if len(outputs) != 4 or any(bit not in (0, 1) for bit in outputs):
        raise ValueError(f"a truth table needs four outputs, each 0 or 1, and got {list(outputs)}")
    X = torch.tensor([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]])
    return X, torch.tensor(outputs, dtype=torch.float32).reshape(4, 1)


def gate(name: str) -> tuple[Tensor, Tensor]:
    """The truth table of "and", "or", "nand" or "xor": X (4, 2) and y (4, 1), both float32.

    Raises ValueError for any other name.
    """
    if name not in GATES:
        raise ValueError(f"there is no gate {name!r}; the gates are {', '.join(GATES)}")
    return truth_table(GATES[name])


# ---- spiral arms ----


def spiral_arms(
    n_per_arm: int = 150, n_arms: int = 3, noise: float = 0.25, seed: int = 42
) -> tuple[np.ndarray, np.ndarray]:
    """Points on `n_arms` spiral arms: X (2, N) float64 and y (N,) int64, arm after arm, not shuffled.

    Along arm k the radius r grows evenly from 0.2 to 1 and the angle t, in radians, from 4k to 4(k + 1), with
    noise * N(0, 1) added to each angle; a point is (r cos t, r sin t).
    """
    random = np.random.default_rng(seed)
    r = np.tile(np.linspace(0.2, 1.0, n_per_arm), n_arms)
    t = np.concatenate([np.linspace(4 * k, 4 * (k + 1), n_per_arm) for k in range(n_arms)])
    t = t + noise * random.standard_normal(t.size)
    return np.stack([r * np.cos(t), r * np.sin(t)]), np.repeat(np.arange(n_arms), n_per_arm)


def spiral_split(X: np.ndarray, y: np.ndarray, seed: int = 42) -> tuple[np.ndarray, ...]:
    """Shuffle X (2, N), y (N,) and split off int(0.15 N) points each for validation and test.

    Returns (X_train, y_train, X_val, y_val, X_test, y_test), points in columns as before; of 450 points these
    are 316, 67 and 67.
    """
    order = np.random.default_rng(seed).permutation(y.size)
    held_out = int(0.15 * y.size)
    train, val, test = np.split(order, [y.size - 2 * held_out, y.size - held_out])
    return X[:, train], y[train], X[:, val], y[val], X[:, test], y[test]


# ---- images of digits ----


@dataclass(frozen=True)
class Images:
    """Images (N, 1, 28, 28) float32 in [0, 1], labels (N,) int64 from 0 to 9, and where they come from."""

    train_images: Tensor
    train_labels: Tensor
    test_images: Tensor
    test_labels: Tensor
    source: str
    asked: str = MNIST

    @property
    def official(self) -> bool:
        """Whether these are the images that were asked for, and not what stands in for them."""
        return self.source == self.asked


def images(root: str | Path | None = None) -> Images:
    """MNIST where it lies under the data root, the digits stand-in where no file of it does.

    Raises DataError when MNIST is there in part or damaged: the stand-in never hides that.
    """
    folder = data_root(root)
    return mnist(folder) if mnist_files.is_there(folder) else standin()


def train_set(images: Images, limit: int | None = None) -> TensorDataset:
    """The training images and labels (the first `limit` of them) as a dataset of pairs for a `DataLoader`."""
    return TensorDataset(images.train_images[:limit], images.train_labels[:limit])


def standin() -> Images:
    """Where there is no MNIST: the 1,797 real 8x8 digits of scikit-learn, split 1,297 / 500, always the same.

    Scaled to 20x20 and padded to 28x28, as MNIST is; far fewer images, so not for official marks.
    """
    from sklearn.datasets import load_digits

    pixels, labels = load_digits(return_X_y=True)
    small = torch.from_numpy(pixels).float().reshape(-1, 1, 8, 8) / 16
    large = torch.nn.functional.interpolate(small, size=20, mode="bilinear", align_corners=False)
    digits = torch.nn.functional.pad(large, (4, 4, 4, 4))
    order = torch.randperm(len(digits), generator=torch.Generator().manual_seed(42))
    train, test = order[:1297], order[1297:]
    classes = torch.from_numpy(labels).long()
    return Images(digits[train], classes[train], digits[test], classes[test], STANDIN)


def mnist(root: str | Path | None = None) -> Images:
    """MNIST from the four files in `root`/MNIST/raw, as torchvision lays them out, plain or .gz.

    Raises DataError, which says what to do, when a file is missing or is not byte for byte the original.
    The data are from LeCun, Cortes and Burges, "The MNIST database of handwritten digits" (CC BY-SA 3.0).
    """
    return _from_files(root, mnist_files.FILES, MNIST)


def _from_files(root: str | Path | None, files: Sequence[mnist_files.IdxFile], source: str) -> Images:
    train_images, train_labels, test_images, test_labels = (mnist_files.load(data_root(root), file) for file in files)
    return Images(
        _scaled(train_images),
        torch.from_numpy(train_labels.astype(np.int64)),
        _scaled(test_images),
        torch.from_numpy(test_labels.astype(np.int64)),
        source,
    )


def _scaled(pixels: np.ndarray) -> Tensor:
    """Bytes (N, 28, 28) -> float32 (N, 1, 28, 28) in [0, 1], as torchvision's ToTensor gives them."""
    return torch.from_numpy(pixels.astype(np.float32)).unsqueeze(1).div_(255)


# ---- images of clothes ----


def clothes(root: str | Path | None = None) -> Images:
    """Fashion-MNIST where it lies under the data root; where no file of it does, MNIST; else the digits stand-in.

    Of Fashion-MNIST label k means CLOTHES[k]; `source` says which of the three it is. Raises DataError when
    Fashion-MNIST is there in part or damaged: neither of the others hides that.
    """
    found = fashion(root) if mnist_files.fashion_is_there(data_root(root)) else images(root)
    return replace(found, asked=FASHION)


def fashion(root: str | Path | None = None) -> Images:
    """Fashion-MNIST from the four files in `root`/FashionMNIST/raw, as torchvision lays them out, plain or .gz.

    Raises DataError, which says what to do, when a file is missing or is not of the right form and size; .gz files
    must also have the published MD5 sums, which are not known for the unpacked ones.
    The data are from Xiao, Rasul and Vollgraf, "Fashion-MNIST: a novel image dataset for benchmarking machine learning
    algorithms" (MIT licence).
    """
    return _from_files(root, mnist_files.FASHION_FILES, FASHION)


# ---- thinking in tensors: two columns of unlike size ----


def people(n: int = 60, seed: int = 42) -> np.ndarray:
    """Invented people as an array (n, 2) of float64: height in metres, about 1.7, and weight in kilograms, about 70."""
    random = np.random.default_rng(seed)
    height = random.normal(1.7, 0.1, n)
    weight = 70 + 90 * (height - 1.7) + random.normal(0, 7, n)
    return np.column_stack([height, weight])


# ---- drawings of digits as files ----


def save_drawings(images: Tensor, labels: Tensor, folder: str | Path, side: int = 84) -> None:
    """Writes images (N, 1, 28, 28), labels (N,) as drawings on white paper: PNG files "<label>_<number>.png".

    The drawings are in colour, `side` pixels wide and high, the ink dark blue; `folder` must be there.
    """
    from PIL import Image

    large = torch.nn.functional.interpolate(images, size=(side, side), mode="bilinear", align_corners=False)
    ink = torch.tensor([20.0, 30.0, 90.0]).reshape(3, 1, 1)
    for number, (image, label) in enumerate(zip(large, labels.tolist(), strict=True)):
        pixels = (255 - image * (255 - ink)).round().to(torch.uint8).permute(1, 2, 0)  # (side, side, 3)
        Image.fromarray(pixels.numpy()).save(Path(folder) / f"{label}_{number:03}.png")


def read_drawings(folder: str | Path) -> Tensor:
    """What `save_drawings` wrote, in the order of the names: (N, 3, side, side) float32 from 0 to 1."""
    from PIL import Image

    pixels = [np.array(Image.open(path).convert("RGB")) for path in sorted(Path(folder).glob("*.png"))]
    return torch.from_numpy(np.stack(pixels)).permute(0, 3, 1, 2) / 255


# ---- regularisation: exclusive or, with labels that lie ----


def noisy_xor(n: int = 80, flipped: float = 0.2, seed: int = 0) -> TensorDataset:
    """Pairs (x (2,), y (1,)), both float32: n points from a standard normal, 1.0 where exactly one coordinate is > 0.

    The share `flipped` of the labels, drawn by lot, is the wrong one.
    """
    random = torch.Generator().manual_seed(seed)
    X = torch.randn(n, 2, generator=random)
    wrong = torch.rand(n, generator=random) < flipped
    return TensorDataset(X, ((X[:, 0] > 0) ^ (X[:, 1] > 0) ^ wrong).float().unsqueeze(1))
