"""Data of the course: a noisy line, logic gates, spiral arms, and MNIST or its stand-in.

Run as a program, `python -m assignments.datasets --root DIR`, it fetches MNIST (`make data` does that).
"""

import argparse
import gzip
import hashlib
import math
import os
import queue
import socket
import sys
import tempfile
import threading
import time
import urllib.request
import zlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from torch import Tensor
from torch.utils.data import TensorDataset

GATES = {"and": (0, 0, 0, 1), "or": (0, 1, 1, 1), "nand": (1, 1, 1, 0), "xor": (0, 1, 1, 0)}
MNIST = "MNIST"
STANDIN = "digits stand-in"


class DataError(ValueError):
    """Data that is missing, damaged or out of reach; the message says what to do about it."""


# ---- assignment 1: a line ----


def line(
    slope: float = 2.0, intercept: float = 1.0, n: int = 50, noise: float = 0.5, seed: int = 42
) -> tuple[Tensor, Tensor]:
    """x evenly from 0 to 5 and y = slope * x + intercept + noise * N(0, 1); both (n,) float32."""
    x = torch.linspace(0, 5, n)
    random = torch.Generator().manual_seed(seed)
    return x, slope * x + intercept + noise * torch.randn(n, generator=random)


# ---- assignments 2 and 3: gates ----


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


# ---- assignment 4: spiral arms ----


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


# ---- assignments 5 and 6: images of digits ----


@dataclass(frozen=True)
class Images:
    """Images (N, 1, 28, 28) float32 in [0, 1], labels (N,) int64 from 0 to 9, and where they come from."""

    train_images: Tensor
    train_labels: Tensor
    test_images: Tensor
    test_labels: Tensor
    source: str

    @property
    def official(self) -> bool:
        """Whether this is MNIST itself, which an official run asks for."""
        return self.source == MNIST


def images(root: str | Path | None = None) -> Images:
    """MNIST where it lies under the data root, the digits stand-in where no file of it does.

    Raises DataError when MNIST is there in part or damaged: the stand-in never hides that.
    """
    folder = data_root(root)
    return mnist(folder) if any(_find(folder, file) for file in FILES) else standin()


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
    train_images, train_labels, test_images, test_labels = (_load(data_root(root), file) for file in FILES)
    return Images(
        _scaled(train_images),
        torch.from_numpy(train_labels.astype(np.int64)),
        _scaled(test_images),
        torch.from_numpy(test_labels.astype(np.int64)),
        MNIST,
    )


def _scaled(pixels: np.ndarray) -> Tensor:
    """Bytes (N, 28, 28) -> float32 (N, 1, 28, 28) in [0, 1], as torchvision's ToTensor gives them."""
    return torch.from_numpy(pixels.astype(np.float32)).unsqueeze(1).div_(255)


# ---- the files of MNIST ----


@dataclass(frozen=True)
class IdxFile:
    """One file of unsigned bytes in IDX form: what its header says, and the MD5 sum of all of it."""

    name: str
    shape: tuple[int, ...]
    md5: str

    @property
    def header(self) -> bytes:
        """Two zeros, 8 for "unsigned byte", the number of axes; then each size, 4 bytes, big end first."""
        sizes = b"".join(size.to_bytes(4, "big") for size in self.shape)
        return bytes([0, 0, 8, len(self.shape)]) + sizes


FILES = (
    IdxFile("train-images-idx3-ubyte", (60_000, 28, 28), "6bbc9ace898e44ae57da46a324031adb"),
    IdxFile("train-labels-idx1-ubyte", (60_000,), "a25bea736e30d166cdddb491f175f624"),
    IdxFile("t10k-images-idx3-ubyte", (10_000, 28, 28), "2646ac647ad5339dbf082846283269ea"),
    IdxFile("t10k-labels-idx1-ubyte", (10_000,), "27ae3e4e09519cfbb04c329615203637"),
)


def data_root(flag: str | Path | None = None) -> Path:
    """The folder that holds the data: `flag`, else $TORCHGRADE_DATA, else `data/` of the project."""
    project = Path(__file__).resolve().parent.parent
    return Path(flag or os.environ.get("TORCHGRADE_DATA") or project / "data").expanduser()


def _raw(root: Path) -> Path:
    return root / "MNIST" / "raw"


def _find(root: Path, file: IdxFile) -> Path | None:
    plain, packed = _raw(root) / file.name, _raw(root) / f"{file.name}.gz"
    return next((path for path in (plain, packed) if path.is_file()), None)


def _load(root: Path, file: IdxFile) -> np.ndarray:
    """The checked content of one file, bytes in the file's shape; raises DataError."""
    path = _find(root, file)
    if path is None:
        raise DataError(f"{_raw(root) / file.name} is missing: {_advice(root)}")
    content = _read(path, root)
    problem = _damage(content, file)
    if problem:
        raise DataError(f"{path} is damaged ({problem}): delete it, then {_advice(root)}")
    return np.frombuffer(content, np.uint8, offset=len(file.header)).reshape(file.shape)


def _read(path: Path, root: Path) -> bytes:
    try:
        return gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
    except (OSError, EOFError, zlib.error) as error:
        raise DataError(f"{path} cannot be read ({error}): delete it, then {_advice(root)}") from error


def _damage(content: bytes, file: IdxFile) -> str | None:
    """What is wrong with a file's content, the plainest reason first; None when it is whole."""
    header, size = file.header, len(file.header) + math.prod(file.shape)
    if content[:4] != header[:4]:
        return f"it starts with {content[:4].hex(' ')}, not with the magic number {header[:4].hex(' ')}"
    if content[: len(header)] != header:
        return f"its header does not announce the shape {file.shape}"
    if len(content) != size:
        return f"it has {len(content):,} bytes, not {size:,}"
    # Against accidents, not against forgery: MD5 is what the originals are published with.
    md5 = hashlib.md5(content, usedforsecurity=False).hexdigest()
    return None if md5 == file.md5 else f"its MD5 sum is {md5}, not {file.md5}"


def _advice(root: Path) -> str:
    names = ", ".join(file.name for file in FILES)
    return f"run `make data`, or copy {names} (or their .gz forms) into {_raw(root)}"


# ---- fetching MNIST ----


def download(root: str | Path) -> bool:
    """Fetch MNIST into `root` unless all of it is there; returns whether anything was fetched.

    Files are fetched and checked in a folder of their own and then moved, each in one step: whenever this is
    interrupted, what stands in the final place is whole. Raises DataError, without a network within seconds;
    servers that fall silent halfway are given up within about a minute. A killed run leaves that folder
    behind, `.download-...`, which is never read and may be deleted.
    """
    root = Path(root).expanduser()
    if _whole(root):
        return False
    try:
        root.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=root, prefix=".download-") as folder:
            _fetch(Path(folder), root)
            _move(Path(folder), root)
    except OSError as error:
        raise DataError(f"{root} cannot be written ({error}): choose another folder with --root") from error
    return True


def _whole(root: Path) -> bool:
    try:
        for file in FILES:
            _load(root, file)
    except DataError:
        return False
    return True


def _fetch(folder: Path, root: Path) -> None:
    """Let torchvision download into `folder`, with its progress bar, and check what came."""
    from torchvision import datasets

    first, _ = datasets.MNIST.resources[0]
    if not _reachable([mirror + first for mirror in datasets.MNIST.mirrors]):
        raise DataError(
            f"no server that offers MNIST answers from here (until one does, the {STANDIN} is used): "
            f"when there is a network, {_advice(root)}"
        )
    try:
        with _socket_timeout(seconds=10):
            datasets.MNIST(folder, download=True)
        for file in FILES:
            _load(folder, file)
    # Many kinds of error come out of a broken download, and a student can do the same about each.
    except Exception as error:
        reason = " ".join(str(error).split())
        raise DataError(f"MNIST could not be downloaded ({reason}): try again later, {_advice(root)}") from error


def _move(folder: Path, root: Path) -> None:
    _raw(root).mkdir(parents=True, exist_ok=True)
    for file in FILES:
        os.replace(_raw(folder) / file.name, _raw(root) / file.name)


def _reachable(urls: list[str], seconds: float = 5.0) -> bool:
    """Whether one of `urls` answers in time, all asked at once.

    In threads, because a name server that does not answer holds a look-up beyond any socket timeout.
    """
    answers: queue.SimpleQueue[bool] = queue.SimpleQueue()
    for url in urls:
        threading.Thread(target=lambda u: answers.put(_answers(u, seconds)), args=(url,), daemon=True).start()
    deadline = time.monotonic() + seconds
    try:
        return any(answers.get(timeout=max(0.0, deadline - time.monotonic())) for _ in urls)
    except queue.Empty:
        return False


def _answers(url: str, seconds: float) -> bool:
    # Not a bare connection: urllib goes through a proxy where the machine has one.
    try:
        urllib.request.urlopen(urllib.request.Request(url, method="HEAD"), timeout=seconds).close()
    except (OSError, ValueError):
        return False
    return True


@contextmanager
def _socket_timeout(seconds: float) -> Iterator[None]:
    """torchvision sets no timeout of its own, so a server that falls silent would hold it for ever."""
    before = socket.getdefaulttimeout()
    socket.setdefaulttimeout(seconds)
    try:
        yield
    finally:
        socket.setdefaulttimeout(before)


def main(arguments: list[str] | None = None) -> int:
    """Fetch MNIST; the exit code is 0 when it is there afterwards and 2 when it is not."""
    parser = argparse.ArgumentParser(prog="python -m assignments.datasets", description="Fetch MNIST, once.")
    parser.add_argument("--root", help="the data root (default: TORCHGRADE_DATA, else data/ of the project)")
    root = data_root(parser.parse_args(arguments).root)
    try:
        fetched = download(root)
    except DataError as error:
        print(error, file=sys.stderr)
        return 2
    print(f"MNIST {'is now' if fetched else 'is already'} in {_raw(root)}, whole and checked.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
