"""Watches, from outside, what one process cannot be limited to alone: memory, time, processes and disk of a family."""

import contextlib
import math
import os
import stat
from collections.abc import Callable

import psutil

from torchgrade.link.server import Limits
from torchgrade.worker.scratch import DEEPEST, folder_size


def own_memory() -> int:
    """Bytes that this process keeps in memory."""
    return psutil.Process().memory_info().rss


def excess(pid: int, scratch: str, limits: Limits, shared: int) -> str:
    """What the family of a process uses too much of, as a clause; "" while it keeps within its limits.

    `shared` bytes are taken off the memory of each process: a forked one starts with all its parent's pages, which
    cost nothing until it writes them.
    """
    family = _family(pid)
    if len(family) > limits.processes:
        return f"started more than {limits.processes} processes"
    if sum(_number(p, lambda p: p.num_threads()) for p in family) > 16 * limits.processes:
        return f"started more than {16 * limits.processes} threads"
    if sum(max(0, _number(p, lambda p: p.memory_info().rss) - shared) for p in family) > limits.memory:
        return f"used more than {limits.memory / 2**30:g} GiB of memory"
    if sum(_number(p, _processor_seconds) for p in family) > limits.cpu_seconds:
        return f"used more than {limits.cpu_seconds:g} s of processor time"
    size = folder_size(scratch)
    if size == math.inf:
        return f"nested more than {DEEPEST} folders in its folder"
    if size + nameless_size(family) > limits.scratch:
        return f"wrote more than {limits.scratch / 2**20:g} MiB to its folder"
    return ""


def _processor_seconds(process: psutil.Process) -> float:
    times = process.cpu_times()
    return times.user + times.system + times.children_user + times.children_system


def _number(process: psutil.Process, of: Callable[[psutil.Process], float]) -> float:
    try:
        return of(process)
    except psutil.Error:  # gone meanwhile
        return 0


def _family(pid: int) -> list[psutil.Process]:
    try:
        root = psutil.Process(pid)
        return [root, *root.children(recursive=True)]
    except psutil.Error:
        return []


def nameless_size(family: list[psutil.Process]) -> int:
    """Bytes in files that these processes hold open and that no folder lists any more, or never did (memfd)."""
    sizes: dict[tuple[int, int], int] = {}
    for process in family:
        with contextlib.suppress(OSError):
            for entry in os.scandir(f"/proc/{process.pid}/fd"):
                with contextlib.suppress(OSError):  # closed meanwhile
                    status = os.stat(entry.path)
                    if stat.S_ISREG(status.st_mode) and status.st_nlink == 0:
                        sizes[status.st_dev, status.st_ino] = status.st_blocks * 512
    return sum(sizes.values())
