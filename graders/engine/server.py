"""What the judge asks of whatever starts its workers, and the choice of the best that this machine has."""

import contextlib
import socket
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Protocol

from graders.engine.sandbox import Limits

# Plots need no window. Threads that wait must not spin: on a busy machine that costs more than threads bring.
ADDED = {"MPLBACKEND": "Agg", "OMP_WAIT_POLICY": "PASSIVE"}  # to the environment of every worker


class MachineError(Exception):
    """The machine, and neither the submission nor the course, is in the way: try again, never a mark."""


class Process(Protocol):
    """A running worker, reached over `sock`."""

    sock: socket.socket

    def interrupt(self) -> None:
        """Sends the worker what Ctrl-C sends."""

    def stop(self) -> None:
        """Ends the worker and its descendants without waiting; any thread may call it."""

    def end(self, gone: bool = False) -> str:
        """Ends the worker and its descendants, and says how it ended."""


class Server(Protocol):
    """Starts workers."""

    def start(self, limits: Limits, scratch: Path, device: str) -> Process:
        """A new worker, waiting for its first request; a `MachineError` when none can be had."""

    def close(self) -> None:
        """Starts no more."""


def make_server(address: str | None = None) -> Server:
    """Forks workers where that is safe and the kernel helps to follow them (Linux); spawns them elsewhere.

    `address` is that of a shared server, see `shared_server`.
    """
    if sys.platform == "linux":
        from graders.engine.forkserver import ForkServer

        return ForkServer(address)
    from graders.engine.spawnserver import SpawnServer

    return SpawnServer()


@contextlib.contextmanager
def shared_server() -> Iterator[str | None]:
    """The address of one server for many judges, which saves each the loading; `None` where there is no such thing."""
    if sys.platform != "linux":
        yield None
        return
    from graders.engine.forkserver import shared

    with shared() as address:
        yield address
