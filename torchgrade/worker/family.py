"""A worker and all that descends from it: held together, told apart from others, and ended."""

import contextlib
import ctypes
import os
import signal
import time
from pathlib import Path

import psutil


def enter_namespaces() -> None:
    """Gives the children of this process a process table of their own, whose end ends them all."""
    CLONE_NEWUSER, CLONE_NEWPID = 0x10000000, 0x20000000
    user, group = os.getuid(), os.getgid()
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.unshare(CLONE_NEWUSER | CLONE_NEWPID) != 0:
        raise OSError(ctypes.get_errno(), "unshare")
    Path("/proc/self/setgroups").write_text("deny")
    Path("/proc/self/uid_map").write_text(f"{user} {user} 1")
    Path("/proc/self/gid_map").write_text(f"{group} {group} 1")


def end_children(seconds: float = 5.0) -> None:
    """Kills every descendant of this process, also those whose own parents are gone, until none is left.

    Needs this process to be the reaper of its orphans (`adopt_orphans`).
    """
    until = time.monotonic() + seconds
    while (children := psutil.Process().children(recursive=True)) and time.monotonic() < until:
        for child in children:
            with contextlib.suppress(psutil.Error):  # gone meanwhile
                child.kill()
        with contextlib.suppress(ChildProcessError):
            while os.waitpid(-1, os.WNOHANG)[0]:
                pass
        time.sleep(0.002)


def adopt_orphans() -> None:
    """Makes this process the parent of every descendant whose own parent ends (Linux 3.4)."""
    PR_SET_CHILD_SUBREAPER = 36
    if ctypes.CDLL(None, use_errno=True).prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0) != 0:
        raise OSError(ctypes.get_errno(), "prctl(PR_SET_CHILD_SUBREAPER)")


def end_with_parent() -> None:
    """Lets the kernel kill this process when its parent ends."""
    PR_SET_PDEATHSIG = 1
    ctypes.CDLL(None, use_errno=True).prctl(PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
