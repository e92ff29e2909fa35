"""Starts workers where there is no fork that is safe with torch (macOS, Windows): each a new interpreter.

    judge ── line and channel ──> worker

There is no keeper: a thread of the judge watches each worker, and whatever it has started, through psutil. One worker
is always started in advance, since loading torch takes seconds. A process that hides from its own parents within a
tenth of a second may outlive its worker here, and the kernel's walls are missing: isolation is "basic".
"""

import contextlib
import multiprocessing
import os
import signal
import socket
import sys
import tempfile
import threading
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from pathlib import Path

import psutil

from torchgrade.course import Course
from torchgrade.errors import MachineError
from torchgrade.link.server import Limits
from torchgrade.worker import sandbox, usage
from torchgrade.worker.keeper import ADDED, POLL, how_it_ended

READY_SECONDS = 120  # to load torch on a slow and busy machine
KEPT = ("SYSTEMROOT", "PATH")  # Windows opens no socket without the first


class SpawnedProcess:
    """A running worker, watched: the same to its user as `forkserver.Process`."""

    def __init__(self, pid: int, sock: socket.socket, limits: Limits, scratch: Path):
        self.sock, self._excess = sock, ""
        self._worker, self._family = psutil.Process(pid), {psutil.Process(pid)}
        self._ending: str | None = None
        self._over = threading.Event()
        self._watcher = threading.Thread(target=self._watch, args=(limits, str(scratch)), daemon=True)
        self._watcher.start()

    def interrupt(self) -> None:
        """Sends the worker what Ctrl-C sends, where one process can send that to another."""
        if os.name == "posix":
            self._worker.send_signal(signal.SIGINT)

    def stop(self) -> None:
        """Ends the worker and all that is known to descend from it, without waiting; may be called by any thread."""
        self._find_family()
        for process in list(self._family):
            with contextlib.suppress(psutil.Error):  # gone already
                process.kill()

    def end(self, gone: bool = False) -> str:
        """As `forkserver.Process.end`: ends the worker and its descendants, and says how the worker ended."""
        if self._ending is None:
            code = self._wait(1.0) if gone else None
            self._over.set()
            self._watcher.join()
            self.stop()
            self._wait(5.0)
            self.sock.close()
            self._ending = self._excess or (how_it_ended(code) if code is not None else "hung up on its judge" * gone)
        return self._ending

    def _wait(self, seconds: float) -> int | None:
        try:
            return self._worker.wait(seconds)
        except psutil.Error:  # still running
            return None

    def _find_family(self) -> None:
        with contextlib.suppress(psutil.Error):
            self._family.update(self._worker.children(recursive=True))

    def _watch(self, limits: Limits, scratch: str) -> None:
        shared = self._worker.memory_info().rss  # torch itself
        while not self._over.wait(POLL):
            self._find_family()
            if excess := usage.excess(self._worker.pid, scratch, limits, shared):
                self._excess = excess
                return self.stop()


class SpawnServer:
    """The judge's hold on its workers, with one spare."""

    def __init__(self, course: Course | None) -> None:
        self._root = str(course.root) if course else ""
        self._spare = _spawn(self._root)

    def start(self, limits: Limits, scratch: Path, device: str) -> SpawnedProcess:
        """A new worker, waiting for its first request; a `MachineError` when none can be had."""
        if limits.walls:
            raise MachineError("there are no walls on this system: use --isolation basic")
        (process, sock, line), self._spare = self._spare, _spawn(self._root)
        try:
            if not line.poll(READY_SECONDS):
                raise EOFError(f"not ready after {READY_SECONDS} s")
            line.recv()
            assert process.pid is not None  # it was started
            started = SpawnedProcess(process.pid, sock, limits, scratch)
            line.send([limits.to_wire(), str(scratch), device])
        except (OSError, EOFError, psutil.Error) as error:
            raise MachineError(f"no worker could be started ({error!r}): is the machine out of memory?") from error
        finally:
            line.close()
        return started

    def close(self) -> None:
        """Ends the spare."""
        process, sock, line = self._spare
        process.kill()
        process.join()
        sock.close()
        line.close()


def _spawn(root: str) -> tuple[BaseProcess, socket.socket, Connection]:
    """A process that loads torch and then waits for its order: the process, the channel and the line to it."""
    sock, worker_end = socket.socketpair()
    context = multiprocessing.get_context("spawn")
    line, order_end = context.Pipe()
    process = context.Process(target=_work, args=(worker_end, order_end, root), daemon=True)
    with worker_end, order_end:
        process.start()
    return process, sock, line


def _work(sock: socket.socket, line: Connection, root: str) -> None:
    """A worker's whole life; what lies in the course at `root` can be imported, as everywhere in it."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C in a terminal is for the judge
    os.environ.update(ADDED)
    sys.path[:0] = [root] if root else []
    from torchgrade.worker.attempts import Watch
    from torchgrade.worker.serving import serve_judge

    class Unwatched(Watch):
        """Any file may be read and written here, so none is worth a note."""

        def _opened(self, path: str, flags: int) -> None:
            pass

    try:
        line.send("ready")
        settings, scratch, device = line.recv()
    except (OSError, EOFError):  # the judge needs no more workers
        os._exit(0)
    line.close()
    _enter(Limits(**settings), scratch, device, sock)
    serve_judge(sock, device, Unwatched([], []))


def _enter(limits: Limits, scratch: str, device: str, sock: socket.socket) -> None:
    """What `sandbox.enter` does, as far as this system has it."""
    if os.name == "posix":
        return sandbox.enter(limits, scratch, device, {sock.fileno()}, None)
    kept = {name: os.environ[name] for name in KEPT if name in os.environ}
    os.environ.clear()
    os.environ.update(kept | ADDED | {"TEMP": scratch, "TMP": scratch, "HOME": scratch})
    os.chdir(scratch)
    tempfile.tempdir = scratch
    signal.signal(signal.SIGINT, signal.default_int_handler)
    nowhere = os.open(os.devnull, os.O_RDWR)
    for standard in (0, 1, 2):
        os.dup2(nowhere, standard)
