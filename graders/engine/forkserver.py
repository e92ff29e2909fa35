"""Starts workers: forked from a server that has torch loaded already, or spawned where there is no fork.

    judge ── control ──> server ──fork──> keeper ──fork──> worker
      └──────────────── line and channel, made by the judge ───┘

The server is a process of its own with an empty environment, started once per judge. For each worker it forks a
keeper, which forks the worker, watches its memory, and ends it with all its descendants when told to or when the
judge goes away. The standard library's forkserver is not used: it runs the caller's main module in every child and
hands it the caller's arguments and authentication key.
"""

import contextlib
import gc
import os
import select
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgpack

from graders.engine import sandbox
from graders.engine.preload import load

KEPT = ("CUDA_VISIBLE_DEVICES", "LD_LIBRARY_PATH", "NVIDIA_VISIBLE_DEVICES", "SYSTEMROOT")
PRELOADED = (
    "torch", "torch._dynamo", "torch.utils.data", "torchvision", "matplotlib.pyplot", "landlockpy",
    "assignments.datasets", "graders.engine.worker",
)  # fmt: skip
# Plots need no window. Threads that wait must not spin: on a busy machine that costs more than threads bring.
ADDED = {"MPLBACKEND": "Agg", "OMP_WAIT_POLICY": "PASSIVE"}
POLL = 0.1  # seconds
ROOT = str(Path(__file__).resolve().parents[2])


class MachineError(Exception):
    """The machine, and neither the submission nor the course, is in the way: try again, never a mark."""


class Process:
    """A running worker: the channel to it, and the line to its keeper."""

    def __init__(self, sock: socket.socket, line: socket.socket):
        self.sock, self._line = sock, line
        self._ending: str | None = None

    def interrupt(self) -> None:
        """Sends the worker what Ctrl-C sends."""
        self._tell(b"interrupt")

    def stop(self) -> None:
        """Ends the worker and all its descendants without waiting; any thread may call it, `end` must still follow."""
        self._tell(b"end")

    def end(self, gone: bool = False) -> str:
        """Ends the worker and all its descendants, if they still run, and says how the worker ended.

        "" for an ordinary end, otherwise a clause such as "was ended by signal SIGSEGV". `gone` says that the worker
        has hung up already, so that its own end is worth a moment's waiting.
        """
        if self._ending is None:
            self._tell(b"gone" if gone else b"end")
            self._line.settimeout(10)
            try:
                self._ending = self._line.recv(1024).decode()
            except OSError:
                self._ending = "could not be followed to its end"
            self._line.close()
            self.sock.close()
        return self._ending

    def _tell(self, word: bytes) -> None:
        with contextlib.suppress(OSError):  # the keeper is through already and its last word waits to be read
            self._line.send(word)


class ForkServer:
    """The judge's hold on its server of workers, which is started again should it ever end.

    With the `address` of a `shared` server, that one forks it, and it need not load anything.
    """

    def __init__(self, address: str | None = None) -> None:
        self._launch(address)

    def _launch(self, address: str | None = None) -> None:
        if address is not None:
            self._control = socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET)
            with contextlib.suppress(OSError):
                self._control.connect(address)
                self._process = None
                return
        self._control, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        with theirs:
            self._process = _popen(theirs)

    def start(self, limits: sandbox.Limits, scratch: Path, device: str) -> Process:
        """A new worker, waiting for its first request; a `MachineError` when none can be had."""
        order = msgpack.packb([limits.to_wire(), str(scratch), device])
        try:
            return self._order(order)
        except OSError:
            self.close()
            self._launch()
        try:
            return self._order(order)
        except OSError as error:
            raise MachineError(f"no worker could be started ({error}): is the machine out of memory?") from error

    def _order(self, order: bytes) -> Process:
        sock, worker_end = socket.socketpair()
        line, keeper_end = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        with worker_end, keeper_end, contextlib.ExitStack() as ours:
            ours.enter_context(sock)
            ours.enter_context(line)
            socket.send_fds(self._control, [order], [worker_end.fileno(), keeper_end.fileno()])
            if self._control.recv(16) != b"started":
                raise OSError("the server of workers ended")
            ours.pop_all()
        return Process(sock, line)

    def close(self) -> None:
        self._control.close()
        if self._process is not None:
            self._process.wait()


def _popen(*sockets: socket.socket) -> subprocess.Popen[bytes]:
    """The server's process, with nothing of this one's but what it needs."""
    environment = {name: os.environ[name] for name in KEPT if name in os.environ} | ADDED
    code = f"import sys; sys.path.insert(0, {ROOT!r}); from graders.engine import forkserver; forkserver.main()"
    descriptors = [one.fileno() for one in sockets]
    return subprocess.Popen(
        [sys.executable, "-I", "-B", "-c", code, *map(str, descriptors)],
        stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, pass_fds=descriptors, env=environment, cwd="/",
    )  # fmt: skip


@contextlib.contextmanager
def shared() -> Iterator[str]:
    """The address of a server for many judges: it loads everything once, and forks a server for each that connects."""
    with tempfile.TemporaryDirectory(prefix="torchgrade-") as folder, contextlib.ExitStack() as stack:
        listener = stack.enter_context(socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET))
        listener.bind(address := f"{folder}/servers")
        listener.listen()
        ours, theirs = map(stack.enter_context, socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET))
        process = _popen(theirs, listener)
        try:
            yield address
        finally:
            ours.close()
            theirs.close()
            process.wait()


def main() -> None:
    """The server as a program of its own: loads what workers will need, then serves."""
    control, *listeners = (socket.socket(fileno=int(descriptor)) for descriptor in sys.argv[1:])
    _preload()
    serve(control, *listeners)


def serve(control: socket.socket, *listeners: socket.socket) -> None:
    """Forks a keeper for each order until the judge hangs up, and never returns.

    A shared server forks one for each judge that connects, and ends when its owner hangs up.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C in a terminal reaches the judge, which ends us
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # keepers need no burial
    for listener in listeners:
        control = _one_for_each(control, listener)
    while True:
        order, descriptors, _, _ = socket.recv_fds(control, 65536, 2)
        if not order:
            os._exit(0)
        if os.fork() == 0:
            control.close()
            try:
                keep(msgpack.unpackb(order), *descriptors)
            finally:
                os._exit(1)  # a keeper is never a second server
        for descriptor in descriptors:
            os.close(descriptor)
        control.send(b"started")


def _one_for_each(owner: socket.socket, listener: socket.socket) -> socket.socket:
    """Forks a server for each connection, which gets its control socket from here; the shared one never returns."""
    while True:
        ready, _, _ = select.select([owner, listener], [], [])
        if owner in ready:
            os._exit(0)
        control, _ = listener.accept()
        if os.fork() == 0:
            owner.close()
            listener.close()
            return control
        control.close()


def _preload() -> None:
    """Everything that torch would import on first use, so that no worker has to."""
    load(*PRELOADED)
    sys.path.remove(ROOT)
    gc.freeze()  # what is loaded stays: no worker's collector need look at it


def keep(order: list[Any], channel: int, line_descriptor: int) -> None:
    """The keeper's whole life: fork the worker, watch it, end it and its descendants, say how it ended."""
    settings, scratch, device = order
    limits = sandbox.Limits(**settings)
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    sandbox.adopt_orphans()
    if limits.walls:
        with contextlib.suppress(OSError):  # strict runs have tried this before; others do with what there is
            sandbox.enter_namespaces()
    worker = os.fork()
    if worker == 0:
        os.close(line_descriptor)
        _work(limits, scratch, device, channel)
    os.close(channel)
    line = socket.socket(fileno=line_descriptor)
    try:
        ending = _watch(worker, line, limits, scratch)
    except Exception as error:  # whatever it was: a worker that nobody watches must not run on
        ending = f"could not be watched any longer ({type(error).__name__})"
    sandbox.end_children()
    with contextlib.suppress(OSError):  # the judge may be gone
        line.send(ending.encode())
    os._exit(0)


def _work(limits: sandbox.Limits, scratch: str, device: str, channel: int) -> None:
    from graders.engine import worker

    sandbox.end_with_parent()
    watch = worker.Watch(sandbox.readable(device) if limits.walls else ["/"], [scratch, "/dev"])
    sandbox.enter(limits, scratch, device, keep={channel})
    worker.serve(socket.socket(fileno=channel), device, watch)


def _watch(worker: int, line: socket.socket, limits: sandbox.Limits, scratch: str) -> str:
    """Waits for the worker's end, the judge's word or an excess; returns the clause that `Process.end` gives."""
    ended = os.pidfd_open(worker)
    shared = sandbox.own_memory()
    watched: list[Any] = [ended, line]
    deadline = float("inf")
    while time.monotonic() < deadline:
        ready, _, _ = select.select(watched, [], [], POLL)
        if ended in ready:
            return how_it_ended(os.waitstatus_to_exitcode(os.waitpid(worker, 0)[1]))
        if line in ready:
            match line.recv(16):
                case b"interrupt":
                    os.kill(worker, signal.SIGINT)
                case b"gone":
                    watched.remove(line)
                    deadline = time.monotonic() + 1.0
                case _:
                    return ""
        if excess := sandbox.excess(worker, scratch, limits, shared):
            return excess
    return "hung up on its judge"


def how_it_ended(code: int) -> str:
    """A clause for an exit code as `os.waitstatus_to_exitcode` gives it."""
    if code < 0:
        return f"was ended by signal {signal.Signals(-code).name}"
    return f"ended itself with exit code {code}" if code else "ended itself, as os._exit(0) does"
