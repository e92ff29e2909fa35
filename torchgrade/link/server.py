"""What the judge asks of whatever starts its workers, and how much they may use."""

import socket
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Protocol


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

    def to_wire(self) -> dict[str, float]:
        """The limits as plain data."""
        return asdict(self)


class Ending(Protocol):
    """What ends a worker's work."""

    def interrupt(self) -> None:
        """Sends the worker what Ctrl-C sends."""

    def end(self, gone: bool = False) -> str:
        """Ends the worker and its descendants, and says how it ended."""


class Process(Ending, Protocol):
    """A running worker, reached over `sock`."""

    sock: socket.socket

    def stop(self) -> None:
        """Ends the worker and its descendants without waiting; any thread may call it."""


class Server(Protocol):
    """Starts workers."""

    def start(self, limits: Limits, scratch: Path, device: str) -> Process:
        """A new worker, waiting for its first request; a `MachineError` when none can be had."""

    def close(self) -> None:
        """Starts no more."""
