"""What a worker may touch, how much it may use, and how it and all its children are ended."""

import contextlib
import ctypes
import os
import resource
import signal
import sys
import tempfile
import time
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import psutil


@dataclass(frozen=True)
class Limits:
    """What one worker may use. Sizes in bytes, `cpu_seconds` over its whole life, counts as counts."""

    memory: int = 2 * 2**30
    cpu_seconds: int = 1800
    file_size: int = 256 * 2**20
    files: int = 256
    threads: int = 1

    def to_wire(self) -> dict[str, Any]:
        return asdict(self)


def enter(limits: Limits, scratch: str, keep: set[int]) -> None:
    """Puts this process, freshly forked, behind the walls: called before the first byte of a submission is read.

    `keep` are the descriptors that stay open. The address space is not limited, since importing torch maps 3.5 GB of
    it; resident memory is watched from outside.
    """
    os.setsid()
    os.umask(0o077)
    os.chdir(scratch)
    _close_all_but(keep)
    os.environ.clear()
    os.environ.update(HOME=scratch, TMPDIR=scratch, PATH=os.defpath, LANG="C.UTF-8", MPLBACKEND="Agg")
    for what, value in (
        (resource.RLIMIT_CPU, limits.cpu_seconds),
        (resource.RLIMIT_FSIZE, limits.file_size),
        (resource.RLIMIT_NOFILE, limits.files),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(what, (value, value))
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)  # a file too large is an OSError, not the end
    signal.signal(signal.SIGINT, signal.default_int_handler)


def _close_all_but(keep: set[int]) -> None:
    """Closes what was inherited; standard input reads nothing, standard output and error go nowhere."""
    nowhere = os.open(os.devnull, os.O_RDWR)
    for standard in (0, 1, 2):
        os.dup2(nowhere, standard)
    for name in os.listdir("/proc/self/fd") if sys.platform == "linux" else range(3, 256):
        if int(name) > 2 and int(name) not in keep:
            with contextlib.suppress(OSError):  # the listing's own descriptor is closed by now
                os.close(int(name))


def resident_memory(pid: int, shared: int = 0) -> int:
    """Bytes that a process and its descendants keep in memory, `shared` bytes taken off for each of them.

    A forked process starts with all of its parent's pages, which cost nothing until it writes them.
    """
    return sum(max(0, _resident(process) - shared) for process in _family(pid))


def _resident(process: psutil.Process) -> int:
    try:
        return process.memory_info().rss
    except psutil.Error:
        return 0


def own_memory() -> int:
    """Bytes that this process keeps in memory."""
    return _resident(psutil.Process())


def _family(pid: int) -> list[psutil.Process]:
    try:
        root = psutil.Process(pid)
        return [root, *root.children(recursive=True)]
    except psutil.Error:
        return []


def end_children(deadline: float = 5.0) -> None:
    """Kills every descendant of this process, also those whose own parents are gone, until none is left.

    Needs this process to be the reaper of its orphans (`adopt_orphans`).
    """
    until = time.monotonic() + deadline
    while (children := psutil.Process().children(recursive=True)) and time.monotonic() < until:
        for child in children:
            with contextlib.suppress(psutil.Error):  # gone meanwhile
                child.kill()
        _reap()
        time.sleep(0.002)


def _reap() -> None:
    with contextlib.suppress(ChildProcessError):
        while os.waitpid(-1, os.WNOHANG)[0]:
            pass


def adopt_orphans() -> None:
    """Makes this process the parent of every descendant whose own parent ends (Linux 3.4)."""
    PR_SET_CHILD_SUBREAPER = 36
    if ctypes.CDLL(None, use_errno=True).prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0) != 0:
        raise OSError(ctypes.get_errno(), "prctl(PR_SET_CHILD_SUBREAPER)")


def make_scratch() -> Path:
    """A private folder for one submission, readable by its owner alone."""
    return Path(tempfile.mkdtemp(prefix="torchgrade-"))
