"""The four files of MNIST on disk: found, checked, loaded as arrays, and fetched; torch is not loaded for it."""

import gzip
import hashlib
import math
import os
import queue
import socket
import tempfile
import threading
import time
import urllib.request
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import numpy as np


class DataError(ValueError):
    """Data that is missing, damaged or out of reach; the message says what to do about it."""


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


def is_there(root: Path) -> bool:
    """Whether any file of MNIST lies under the data root, whole or not."""
    return any(find(root, file) for file in FILES)


def find(root: Path, file: IdxFile) -> Path | None:
    plain, packed = _raw(root) / file.name, _raw(root) / f"{file.name}.gz"
    return next((path for path in (plain, packed) if path.is_file()), None)


def files(flag: str | None = None) -> dict[str, Path]:
    """The files of MNIST that lie under the data root, by their path in it."""
    found = filter(None, (find(data_root(flag), file) for file in FILES))
    return {path.relative_to(data_root(flag)).as_posix(): path for path in found}


def load(root: Path, file: IdxFile) -> np.ndarray:
    """The checked content of one file, bytes in the file's shape; raises DataError."""
    path = find(root, file)
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
        raise DataError(f"{root} cannot be written ({error}): choose another folder with --data") from error
    return True


def _whole(root: Path) -> bool:
    try:
        for file in FILES:
            load(root, file)
    except DataError:
        return False
    return True


def _fetch(folder: Path, root: Path) -> None:
    """Let torchvision download into `folder`, with its progress bar, and check what came."""
    from torchvision import datasets

    first, _ = datasets.MNIST.resources[0]
    if not _reachable([mirror + first for mirror in datasets.MNIST.mirrors]):
        raise DataError(
            f"no server that offers MNIST answers from here (until one does, the digits stand-in is used): "
            f"when there is a network, {_advice(root)}"
        )
    try:
        with _socket_timeout(seconds=10):
            datasets.MNIST(folder, download=True)
        for file in FILES:
            load(folder, file)
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


def fetch(flag: str | None = None) -> str:
    """Fetches MNIST into the data root, and says in a sentence where it is; raises DataError where that fails."""
    root = data_root(flag)
    fetched = download(root)
    return f"MNIST {'is now' if fetched else 'is already'} in {_raw(root)}, whole and checked."
