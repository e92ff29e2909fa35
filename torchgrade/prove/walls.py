"""Shows which walls this machine has, and whether each held when a submission tried to get past it."""

import contextlib
import os
import secrets
import tempfile
from collections.abc import Callable

import psutil
from rich.console import Console
from rich.table import Table

from torchgrade.judge.session import Isolated
from torchgrade.link.failures import StudentError
from torchgrade.link.server import Limits, Server
from torchgrade.submission import Submission
from torchgrade.worker.sandbox import WALLS, Wall, missing_walls
from torchgrade.worker.servers import make_server

PROBE = """
import ctypes, os, socket, time
def files(path):
    open(path).close()
def network():
    socket.socket(socket.AF_UNIX).close()
def tracing():
    text, libc = ctypes.create_string_buffer(8), ctypes.CDLL(None, use_errno=True)
    part = (ctypes.c_void_p * 2)(ctypes.addressof(text), 8)
    if libc.process_vm_readv(os.getpid(), part, 1, part, 1, 0) < 0:
        raise OSError(ctypes.get_errno(), "process_vm_readv")
def signals(process):
    os.kill(process, 0)
def processes(name):
    if os.fork() == 0:
        os.setsid()
        if os.fork() == 0:
            ctypes.CDLL(None).prctl(15, name.encode(), 0, 0, 0)
            time.sleep(30)
        os._exit(0)
    os.wait()
"""


def rows() -> list[tuple[Wall, bool, bool]]:
    """Every wall of `sandbox.WALLS`: whether this machine has it, and whether it (or a stand-in) held when tried."""
    missing = missing_walls()
    with contextlib.closing(make_server(None)) as server:
        return [(wall, wall not in missing, held(wall.name, server, walls=not missing)) for wall in WALLS]


def held(name: str, server: Server, walls: bool) -> bool:
    """Whether a submission was kept from what the wall of that name forbids."""
    probe = Submission((("probe.py", PROBE),))
    session = Isolated(server, "probe", probe, Limits(walls=walls), "cpu", load_seconds=60)
    with contextlib.closing(session):
        session.begin(seed=0, seconds=60)
        student = session.student()
        match name:
            case "files":
                with tempfile.NamedTemporaryFile() as file:
                    return _refused(student.files, file.name)
            case "signals":
                return _refused(student.signals, os.getpid())
            case "processes":
                return _ended_with_it(student.processes, session)
        return _refused(getattr(student, name))


def _refused(probe: Callable[..., object], *arguments: object) -> bool:
    try:
        probe(*arguments)
    except StudentError as error:
        return "OSError" in error.kinds
    return False


def _ended_with_it(probe: Callable[[str], object], session: Isolated) -> bool:
    name = f"tg-{secrets.token_hex(4)}"
    probe(name)
    session.close()
    return all(process.info["name"] != name for process in psutil.process_iter(["name"]))


def show(console: Console) -> bool:
    """Prints the walls as a table, and below it what is missing; whether all are there and held."""
    found = rows()
    table = Table("wall", "here", "held", "keeps a submission from", box=None, pad_edge=False)
    for wall, here, holds in found:
        table.add_row(wall.name, *("[green]yes[/]" if good else "[red]NO[/]" for good in (here, holds)), wall.forbids)
    console.print(table)
    for wall, here, holds in found:
        if not here:
            console.print(f"\n{wall.name} needs {wall.needs}. Until then: {wall.elsewhere}.", markup=False)
        elif not holds:
            console.print(f"\n{wall.name} did not hold, though the kernel offers it.", markup=False)
    return all(here and holds for _, here, holds in found)
