"""A submission's own folder: made, measured, emptied and removed, whatever was left in it."""

import contextlib
import itertools
import math
import os
import secrets
import stat
import tempfile
from pathlib import Path

DEEPEST = 64  # folders within folders in a scratch folder


def make_scratch() -> Path:
    """A private folder for one submission, readable by its owner alone."""
    return Path(tempfile.mkdtemp(prefix="torchgrade-"))


def folder_size(folder: str) -> float:
    """Bytes on disk under a folder, at least 4 KiB for each entry; links are not followed.

    Infinite when folders are nested more than `DEEPEST` deep: such a tree is made to break who walks through it.
    """
    total, waiting = 0, [(folder, 0)]
    while waiting:
        here, depth = waiting.pop()
        if depth > DEEPEST:
            return math.inf
        with contextlib.suppress(OSError), os.scandir(here) as entries:
            for entry in entries:
                with contextlib.suppress(OSError):  # gone meanwhile
                    status = entry.stat(follow_symlinks=False)
                    total += max(4096, _bytes_on_disk(status) if stat.S_ISREG(status.st_mode) else 0)
                    if stat.S_ISDIR(status.st_mode):
                        waiting.append((entry.path, depth + 1))
    return total


def _bytes_on_disk(status: os.stat_result) -> int:
    return getattr(status, "st_blocks", -(-status.st_size // 512)) * 512  # Windows counts no blocks


def remove_folder(folder: Path) -> None:
    """Removes a scratch folder, whatever a submission left in it."""
    empty_folder(folder)
    with contextlib.suppress(OSError):
        os.rmdir(folder)


def empty_folder(folder: Path) -> None:
    """Removes everything in a folder: trees of any depth, folders that nobody may enter.

    Every folder is first moved up to the top, so nothing here recurses and no path grows long.
    """
    waiting, moved = [str(folder)], itertools.count()
    while waiting:
        here = waiting.pop()
        with contextlib.suppress(OSError):
            os.chmod(here, 0o700)
            for entry in list(os.scandir(here)):
                if entry.is_dir(follow_symlinks=False):
                    os.chmod(entry.path, 0o700)  # a folder moves only when its ".." may be written
                    up = f"{folder}/.{next(moved)}-{secrets.token_hex(8)}"
                    os.rename(entry.path, up)
                    waiting.append(up)
                else:
                    os.unlink(entry.path)
            if here != str(folder):
                os.rmdir(here)
