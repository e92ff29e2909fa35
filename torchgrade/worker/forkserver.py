"""Starts workers: forked from a server that has torch loaded already (Linux).

    judge ── control ──> server ──fork──> keeper ──fork──> worker
      └──────────────── line and channel, made by the judge ───┘

The server is a process of its own with an empty environment, started once per judge; what it does is in `keeper.py`.
The standard library's forkserver is not used: it runs the caller's main module in every child and hands it the
caller's arguments and authentication key.
"""

import contextlib
import os
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import msgpack

import torchgrade
from torchgrade.course import Course
from torchgrade.errors import MachineError
from torchgrade.link.server import Limits
from torchgrade.worker.keeper import ADDED

KEPT = ("CUDA_VISIBLE_DEVICES", "LD_LIBRARY_PATH", "NVIDIA_VISIBLE_DEVICES", "SYSTEMROOT")


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
    """The judge's hold on its server of workers for a course, which is started again should it ever end.

    With the `address` of a `shared` server, that one forks it, and it need not load anything.
    """

    def __init__(self, course: Course | None, address: str | None = None) -> None:
        self._course = course
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
            self._process = _popen(self._course, theirs)

    def start(self, limits: Limits, scratch: Path, device: str) -> Process:
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
        """Hangs up on the server, which ends then."""
        self._control.close()
        if self._process is not None:
            self._process.wait()


def _popen(course: Course | None, *sockets: socket.socket) -> subprocess.Popen[bytes]:
    """The server's process, with nothing of this one's but what it needs."""
    environment = {name: os.environ[name] for name in KEPT if name in os.environ} | ADDED
    descriptors = [one.fileno() for one in sockets]
    root, preloaded = (str(course.root), course.preloaded) if course else ("", [])
    paths = [str(Path(torchgrade.__file__).parents[1]), *filter(None, [root])]
    code = f"import sys; sys.path[:0] = {paths!r}; from torchgrade.worker.keeper import main; "
    return subprocess.Popen(
        [sys.executable, "-I", "-B", "-c", f"{code}main({descriptors!r}, {root!r}, {preloaded!r}, {paths!r})"],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        pass_fds=descriptors,
        env=environment,
        cwd="/",
    )


@contextlib.contextmanager
def shared(course: Course) -> Iterator[str]:
    """The address of a server for many judges: it loads everything once, and forks a server for each that connects."""
    with tempfile.TemporaryDirectory(prefix="torchgrade-") as folder, contextlib.ExitStack() as stack:
        listener = stack.enter_context(socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET))
        listener.bind(address := f"{folder}/servers")
        listener.listen()
        ours, theirs = map(stack.enter_context, socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET))
        process = _popen(course, theirs, listener)
        try:
            yield address
        finally:
            ours.close()
            theirs.close()
            process.wait()
