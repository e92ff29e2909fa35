"""The choice of what starts workers on this machine."""

import contextlib
import sys
from collections.abc import Iterator

from torchgrade.course import Course
from torchgrade.link.server import Server


def make_server(course: Course | None, address: str | None = None) -> Server:
    """Forks workers where that is safe and the kernel helps to follow them (Linux); spawns them elsewhere.

    What they may read and import of a course is that one's. `address` is that of a shared server, see `shared_server`.
    """
    if sys.platform == "linux":
        from torchgrade.worker.forkserver import ForkServer

        return ForkServer(course, address)
    from torchgrade.worker.spawnserver import SpawnServer

    return SpawnServer(course)


@contextlib.contextmanager
def shared_server(course: Course) -> Iterator[str | None]:
    """The address of one server for many judges, which saves each the loading; `None` where there is no such thing."""
    if sys.platform != "linux":
        yield None
        return
    from torchgrade.worker.forkserver import shared

    with shared(course) as address:
        yield address
