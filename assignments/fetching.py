"""Fetches MNIST and Fashion-MNIST into the data root, file by file: what is whole is kept, what is damaged replaced."""

import os
import queue
import socket
import tempfile
import threading
import time
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from assignments import mnist_files
from assignments.mnist_files import DataError, IdxFile, advice, data_root, load, raw

INSTEAD = {"MNIST": "the digits stand-in", "Fashion-MNIST": "MNIST or the digits stand-in"}


def fetch(flag: str | None = None) -> str:
    """Fetches both data sets into the data root, and says where each is, a line for each.

    A set that cannot be had does not keep the other from being fetched; the DataError then speaks of both.
    """
    root, said, failed = data_root(flag), [], False
    for name, files in (("MNIST", mnist_files.FILES), ("Fashion-MNIST", mnist_files.FASHION_FILES)):
        try:
            fetched = download(root, name, files)
            is_there = "is now" if fetched else "is already"
            said.append(f"{name} {is_there} in {raw(root, files[0].folder)}, whole and checked.")
        except DataError as error:
            failed = True
            said.append(f"{error}.")
    if failed:
        raise DataError("\n".join(said))
    return "\n".join(said)


def download(root: str | Path, name: str, files: Sequence[IdxFile]) -> bool:
    """Fetch into `root` the files of a data set that are not there whole; returns whether anything was fetched.

    A file is fetched, unpacked and checked in a folder of its own and then moved in one step, before the next one is
    begun: whenever this is interrupted, what stands in the final place is whole, and the next run goes on there.
    Raises DataError, without a network within seconds; servers that fall silent halfway are given up within about a
    minute. A killed run leaves that folder behind, `.download-...`, which is never read and may be deleted.
    """
    root = Path(root).expanduser()
    lacking = [file for file in files if not _is_whole(root, file)]
    try:
        if lacking:
            _fetch(root, name, lacking)
    except OSError as error:
        raise DataError(f"{root} cannot be written ({error}): choose another folder with --data") from error
    return bool(lacking)


def _is_whole(root: Path, file: IdxFile) -> bool:
    try:
        load(root, file)
    except DataError:
        return False
    return True


def _fetch(root: Path, name: str, lacking: Sequence[IdxFile]) -> None:
    mirrors, folder = _mirrors(lacking[0].folder), lacking[0].folder
    if not _reachable([f"{mirror}{lacking[0].name}.gz" for mirror in mirrors]):
        raise DataError(
            f"no server that offers {name} answers from here (until one does, {INSTEAD[name]} is used): "
            f"when there is a network, {advice(root, folder)}"
        )
    raw(root, folder).mkdir(parents=True, exist_ok=True)
    for file in lacking:
        with tempfile.TemporaryDirectory(dir=root, prefix=".download-") as scratch:
            problems = _fetch_one(Path(scratch), file, mirrors)
            if problems:
                reason = "; ".join(problems)
                raise DataError(f"{name} could not be downloaded ({reason}): try again later, {advice(root, folder)}")
            os.replace(raw(Path(scratch), folder) / file.name, raw(root, folder) / file.name)


def _mirrors(folder: str) -> list[str]:
    from torchvision import datasets

    mirrors: list[str] = getattr(datasets, folder).mirrors
    return mirrors


def _fetch_one(scratch: Path, file: IdxFile, mirrors: Sequence[str]) -> list[str]:
    """Lets torchvision download a file into `scratch`, with its progress bar; what failed, empty when it is there."""
    from torchvision.datasets import utils

    packed, problems = f"{file.name}.gz", []
    for mirror in mirrors:
        try:
            with _socket_timeout(seconds=10):
                utils.download_and_extract_archive(
                    mirror + packed, str(raw(scratch, file.folder)), filename=packed, md5=file.packed_md5 or None
                )
            load(scratch, file)
            return []
        # Many kinds of error come out of a broken download, and a student can do the same about each.
        except Exception as error:
            problems.append(" ".join(str(error).split()))
    return problems


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
