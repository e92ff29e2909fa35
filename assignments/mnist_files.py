"""The files of MNIST and Fashion-MNIST on disk: found, checked, loaded as arrays; torch is not loaded for it."""

import gzip
import hashlib
import math
import os
import zlib
from dataclasses import dataclass
from pathlib import Path

import numpy as np


class DataError(ValueError):
    """Data that is missing, damaged or out of reach; the message says what to do about it."""


@dataclass(frozen=True)
class IdxFile:
    """One file of unsigned bytes in IDX form: what its header says, and the MD5 sums of all of it and of its .gz form.

    A sum that is "" is not known, and not compared. `folder` is that of its data set below the data root.
    """

    name: str
    shape: tuple[int, ...]
    md5: str
    packed_md5: str = ""
    folder: str = "MNIST"

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

# Published are the sums of the .gz forms (those that torchvision knows): files that lie there unpacked are held against
# header and size only. That sees a download that was cut off, and misses a wrong byte.
FASHION_SUMS = (
    "8d4fb7e6c68d591d4c3dfef9ec88bf0d",
    "25c81989df183df01b3e8a0aad5dffbe",
    "bef4ecab320f06d8554ea6380940ec79",
    "bb300cfdad3c16e7a12a480ee83cd310",
)
FASHION_FILES = tuple(
    IdxFile(file.name, file.shape, "", packed_md5, "FashionMNIST")
    for file, packed_md5 in zip(FILES, FASHION_SUMS, strict=True)
)


def data_root(flag: str | Path | None = None) -> Path:
    """The folder that holds the data: `flag`, else $TORCHGRADE_DATA, else `data/` of the project."""
    project = Path(__file__).resolve().parent.parent
    return Path(flag or os.environ.get("TORCHGRADE_DATA") or project / "data").expanduser()


def raw(root: Path, folder: str = "MNIST") -> Path:
    """Where torchvision keeps the files of a data set below the data root."""
    return root / folder / "raw"


def is_there(root: Path) -> bool:
    """Whether any file of MNIST lies under the data root, whole or not."""
    return any(find(root, file) for file in FILES)


def fashion_is_there(root: Path) -> bool:
    """Whether any file of Fashion-MNIST lies under the data root, whole or not."""
    return any(find(root, file) for file in FASHION_FILES)


def find(root: Path, file: IdxFile) -> Path | None:
    """Where the file lies under the data root, plain rather than packed; None where it does not."""
    plain, packed = raw(root, file.folder) / file.name, raw(root, file.folder) / f"{file.name}.gz"
    return next((path for path in (plain, packed) if path.is_file()), None)


def files(flag: str | None = None) -> dict[str, Path]:
    """The files of MNIST and Fashion-MNIST that lie under the data root, by their path in it."""
    root = data_root(flag)
    found = filter(None, (find(root, file) for file in (*FILES, *FASHION_FILES)))
    return {path.relative_to(root).as_posix(): path for path in found}


def load(root: Path, file: IdxFile) -> np.ndarray:
    """The checked content of one file, bytes in the file's shape; raises DataError."""
    path = find(root, file)
    if path is None:
        raise DataError(f"{raw(root, file.folder) / file.name} is missing: {advice(root, file.folder)}")
    try:
        content, problem = _read(path, file)
    except (OSError, EOFError, zlib.error) as error:
        raise DataError(f"{path} cannot be read ({error}): delete it, then {advice(root, file.folder)}") from error
    if problem:
        raise DataError(f"{path} is damaged ({problem}): delete it, then {advice(root, file.folder)}")
    return np.frombuffer(content, np.uint8, offset=len(file.header)).reshape(file.shape)


def _read(path: Path, file: IdxFile) -> tuple[bytes, str | None]:
    """(what is in the file at `path`, unpacked; what is wrong with it, or None)."""
    found = path.read_bytes()
    if path.suffix != ".gz":
        return found, _damage(found, file)
    content = gzip.decompress(found)
    return content, _damage(content, file) or _other_sum(found, file.packed_md5)


def _damage(content: bytes, file: IdxFile) -> str | None:
    """What is wrong with a file's content, the plainest reason first; None when it is whole."""
    header, size = file.header, len(file.header) + math.prod(file.shape)
    if content[:4] != header[:4]:
        return f"it starts with {content[:4].hex(' ')}, not with the magic number {header[:4].hex(' ')}"
    if content[: len(header)] != header:
        return f"its header does not announce the shape {file.shape}"
    if len(content) != size:
        return f"it has {len(content):,} bytes, not {size:,}"
    return _other_sum(content, file.md5)


def _other_sum(content: bytes, known: str) -> str | None:
    # Against accidents, not against forgery: MD5 is what the originals are published with.
    md5 = hashlib.md5(content, usedforsecurity=False).hexdigest()
    return f"its MD5 sum is {md5}, not {known}" if known and md5 != known else None


def advice(root: Path, folder: str = "MNIST") -> str:
    """What to do where files of a data set are missing."""
    names = ", ".join(file.name for file in FILES)
    return f"run `make data`, or copy {names} (or their .gz forms) into {raw(root, folder)}"
