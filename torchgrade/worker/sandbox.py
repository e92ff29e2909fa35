"""The walls: what the kernel keeps from a worker, raised after the fork and before a submission's first byte is read.

`WALLS` is the table of them. Limits that need somebody to watch are in `usage`.
"""

import contextlib
import os
import signal
import site
import sys
import sysconfig
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from torchgrade.course import FILE
from torchgrade.link.server import Limits
from torchgrade.worker import seccomp
from torchgrade.worker.family import enter_namespaces

if sys.platform != "win32":
    import resource


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
    Wall(
        "files",
        "reading checks, references, other hand-ins, home directories; writing outside the scratch folder",
        "Landlock version 3: Linux 6.2, with landlock among the kernel's security modules",
        "nothing: the files of the account that grades can be read",
        lambda: landlock_version() >= 3,
    ),
    Wall(
        "network",
        "sockets of every kind: TCP, UDP, unix, abstract, netlink",
        "seccomp: Linux 3.17 on x86-64 or 64-bit Arm",
        "nothing",
        seccomp.supported,
    ),
    Wall(
        "tracing",
        "looking into or writing to the memory of other processes, changing namespaces, mounting",
        "seccomp: Linux 3.17 on x86-64 or 64-bit Arm",
        "nothing",
        seccomp.supported,
    ),
    Wall(
        "signals",
        "sending signals to processes outside its own family",
        "Landlock version 6: Linux 6.12; or namespaces of its own",
        "nothing",
        lambda: landlock_version() >= 6 or own_namespaces_work(),
    ),
    Wall(
        "processes",
        "outliving its end: all it started ends at once with it, whatever it forked",
        "user and PID namespaces: kernel.unprivileged_userns_clone=1, user.max_user_namespaces > 0",
        "its descendants are looked for and killed one by one",
        own_namespaces_work,
    ),
)


SYSTEM = (
    "/lib",
    "/lib64",
    "/usr/lib",
    "/usr/lib64",
    "/usr/share/fonts",
    "/usr/share/zoneinfo",
    "/etc/localtime",
    "/etc/ld.so.cache",
    "/etc/fonts",
    "/etc/mime.types",
    "/proc/self",
    "/proc/cpuinfo",
    "/proc/meminfo",
    "/sys/devices/system",
)


def missing_walls() -> list[Wall]:
    """The walls that this machine does not have."""
    return [wall for wall in WALLS if not (sys.platform == "linux" and wall.available())]


def enter(limits: Limits, scratch: str, device: str, keep: set[int], root: Path | None) -> None:
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
        _raise_landlock(scratch, readable(device, root), device)
        seccomp.apply()


def readable(device: str, root: Path | None) -> list[str]:
    """What a submission may read: Python and its packages, system libraries and fonts, `assignments/` of its course."""
    packages = [sys.prefix, sys.base_prefix, *site.getsitepackages(), *sysconfig.get_paths().values()]
    packages += [path for path in sys.path if not _in_a_course(Path(path).resolve(), root)]
    gpu = ["/proc/driver", "/sys", "/proc/modules"] if device == "cuda" else []
    found = [path for path in {*packages, *SYSTEM, *gpu} if os.path.exists(path) and not _holds(path, root)]
    return found + [str(path) for path in [root and root / "assignments"] if path and path.exists()]


def _in_a_course(path: Path, root: Path | None) -> bool:
    """Whether a place of Python's is a course, this one or another; the way to one may lie in `sys.path`."""
    return (path / FILE).is_file() or (root is not None and path.is_relative_to(root))


def _holds(path: str, root: Path | None) -> bool:
    """Whether the course itself lies under a folder that would otherwise be readable."""
    return root is not None and root.is_relative_to(Path(path).resolve())


def _raise_landlock(scratch: str, readable: list[str], device: str) -> None:
    from landlockpy import AccessFS, Ruleset, Scope

    read = AccessFS.READ_FILE | AccessFS.READ_DIR | AccessFS.EXECUTE
    every = ~AccessFS.NONE & ~AccessFS.MAKE_SOCK & ~AccessFS.MAKE_FIFO & ~AccessFS.MAKE_CHAR & ~AccessFS.MAKE_BLOCK
    devices = ["/dev/null", "/dev/zero", "/dev/urandom", "/dev/random", "/dev/full"]
    if device == "cuda":
        devices += [f"/dev/{name}" for name in os.listdir("/dev") if name.startswith("nvidia")]
    with Ruleset(scoped=Scope.SIGNAL | Scope.ABSTRACT_UNIX_SOCKET) as rules:
        for path in readable:
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
