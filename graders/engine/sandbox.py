"""What a worker may touch, how much it may use, and how it and all its children are ended.

`WALLS` is the table of what the kernel enforces; it is raised in the worker, after the fork and before the first
byte of a submission is read. What one process cannot be limited to alone (memory, processor time, processes, disk of
a whole family) is watched from outside by the keeper.
"""

import contextlib
import ctypes
import itertools
import math
import os
import secrets
import signal
import site
import stat
import sys
import sysconfig
import tempfile
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import psutil

from graders.engine import seccomp

if sys.platform != "win32":
    import resource

ROOT = Path(__file__).resolve().parents[2]
DEEPEST = 64  # folders within folders in a scratch folder


@dataclass(frozen=True)
class Limits:
    """What one worker and its children may use together. Sizes in bytes, counts as counts, `cpu_seconds` in all."""

    memory: int = 2 * 2**30
    cpu_seconds: float = 1800
    scratch: int = 256 * 2**20
    files: int = 256
    processes: int = 32
    threads: int = 1
    walls: bool = True

    def to_wire(self) -> dict[str, Any]:
        return asdict(self)


@dataclass(frozen=True)
class Wall:
    """One thing that the kernel keeps from a submission.

    `available` says whether this machine has it, `needs` where it comes from, `elsewhere` what stands in for it.
    """

    name: str
    forbids: str
    needs: str
    elsewhere: str
    available: Callable[[], bool]


def landlock_version() -> int:
    """The kernel's Landlock version, 0 where there is none."""
    try:
        import landlockpy
    except ImportError:
        return 0
    return landlockpy.abi_version()


def own_namespaces_work() -> bool:
    """Whether a child may have namespaces of its own; tried in one, since there is no other way to know."""
    child = os.fork()
    if child == 0:
        try:
            enter_namespaces()
        except OSError:
            os._exit(1)
        os._exit(0)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0


WALLS = (
    Wall("files", "reading checks, references, other hand-ins, home directories; writing outside the scratch folder",
         "Landlock version 3: Linux 6.2, with landlock among the kernel's security modules",
         "nothing: the files of the account that grades can be read", lambda: landlock_version() >= 3),
    Wall("network", "sockets of every kind: TCP, UDP, unix, abstract, netlink",
         "seccomp: Linux 3.17 on x86-64 or 64-bit Arm", "nothing", seccomp.supported),
    Wall("tracing", "looking into or writing to the memory of other processes, changing namespaces, mounting",
         "seccomp: Linux 3.17 on x86-64 or 64-bit Arm", "nothing", seccomp.supported),
    Wall("signals", "sending signals to processes outside its own family",
         "Landlock version 6: Linux 6.12; or namespaces of its own", "nothing",
         lambda: landlock_version() >= 6 or own_namespaces_work()),
    Wall("processes", "outliving its end: all it started ends at once with it, whatever it forked",
         "user and PID namespaces: kernel.unprivileged_userns_clone=1, user.max_user_namespaces > 0",
         "its descendants are looked for and killed one by one", own_namespaces_work),
)  # fmt: skip


def missing_walls() -> list[Wall]:
    """The walls that this machine does not have."""
    return [wall for wall in WALLS if not (sys.platform == "linux" and wall.available())]


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


def enter(limits: Limits, scratch: str, device: str, keep: set[int]) -> None:
    """Puts this process, freshly forked, behind the walls. `keep` are the descriptors that stay open.

    The address space is not limited, since importing torch maps 3.5 GB of it.
    """
    os.setsid()
    os.umask(0o077)
    os.chdir(scratch)
    close_all_but(keep)
    os.environ.clear()
    os.environ.update(HOME=scratch, TMPDIR=scratch, PATH=os.defpath, LANG="C.UTF-8", MPLBACKEND="Agg")
    tempfile.tempdir = scratch
    for what, value in (
        (resource.RLIMIT_FSIZE, limits.scratch),
        (resource.RLIMIT_NOFILE, limits.files),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(what, (value, value))
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)  # a file too large is an OSError, not the end
    signal.signal(signal.SIGINT, signal.default_int_handler)
    if limits.walls:
        _raise_landlock(scratch, device)
        seccomp.apply()


def readable(device: str) -> list[str]:
    """What a submission may read: Python and its packages, system libraries and fonts, `assignments/`."""
    packages = [sys.prefix, sys.base_prefix, *site.getsitepackages(), *sysconfig.get_paths().values()]
    packages += [path for path in sys.path if not Path(path).resolve().is_relative_to(ROOT)]
    system = ["/lib", "/lib64", "/usr/lib", "/usr/lib64", "/usr/share/fonts", "/usr/share/zoneinfo", "/etc/localtime",
              "/etc/ld.so.cache", "/etc/fonts", "/etc/mime.types", "/proc/self", "/proc/cpuinfo", "/proc/meminfo",
              "/sys/devices/system"]  # fmt: skip
    gpu = ["/proc/driver", "/sys", "/proc/modules"] if device == "cuda" else []
    course = [str(ROOT / "assignments")]
    return [path for path in {*packages, *system, *gpu, *course} if os.path.exists(path) and not _holds_course(path)]


def _holds_course(path: str) -> bool:
    """Whether the course itself lies under a folder that would otherwise be readable."""
    return ROOT.is_relative_to(Path(path).resolve())


def _raise_landlock(scratch: str, device: str) -> None:
    from landlockpy import AccessFS, Ruleset, Scope

    read = AccessFS.READ_FILE | AccessFS.READ_DIR | AccessFS.EXECUTE
    every = ~AccessFS.NONE & ~AccessFS.MAKE_SOCK & ~AccessFS.MAKE_FIFO & ~AccessFS.MAKE_CHAR & ~AccessFS.MAKE_BLOCK
    devices = ["/dev/null", "/dev/zero", "/dev/urandom", "/dev/random", "/dev/full"]
    if device == "cuda":
        devices += [f"/dev/{name}" for name in os.listdir("/dev") if name.startswith("nvidia")]
    with Ruleset(scoped=Scope.SIGNAL | Scope.ABSTRACT_UNIX_SOCKET) as rules:
        for path in readable(device):
            rules.allow_path(path, read if os.path.isdir(path) else AccessFS.READ_FILE)
        for path in filter(os.path.exists, devices):
            rules.allow_path(path, AccessFS.READ_FILE | AccessFS.WRITE_FILE | AccessFS.IOCTL_DEV)
        rules.allow_path(scratch, every & ~AccessFS.EXECUTE)
        rules.restrict()


def close_all_but(keep: set[int]) -> None:
    """Closes what was inherited; standard input reads nothing, standard output and error go nowhere."""
    nowhere = os.open(os.devnull, os.O_RDWR)
    for standard in (0, 1, 2):
        os.dup2(nowhere, standard)
    for name in os.listdir("/proc/self/fd") if sys.platform == "linux" else range(3, 256):
        if int(name) > 2 and int(name) not in keep:
            with contextlib.suppress(OSError):  # the listing's own descriptor is closed by now
                os.close(int(name))


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


def make_scratch() -> Path:
    """A private folder for one submission, readable by its owner alone."""
    return Path(tempfile.mkdtemp(prefix="torchgrade-"))
