"""Judges on a Dask cluster, as an executor like any other. Needs the extra `torchgrade[cluster]`."""

from collections.abc import Iterator
from concurrent.futures import Executor
from contextlib import contextmanager

from torchgrade.errors import MachineError

SECONDS = 10  # that a scheduler gets to answer


@contextmanager
def executor(address: str) -> Iterator[Executor]:
    """The cluster behind the scheduler at `address`; its workers need the course installed, and one thread each.

    A worker that goes away is replaced by another: Dask gives its tasks to those that are left.
    """
    try:
        from distributed import Client
    except ImportError as error:
        raise MachineError("a cluster needs Dask: pip install 'torchgrade[cluster]'") from error
    try:
        client = Client(address, timeout=SECONDS)
    except OSError as error:
        raise MachineError(f"no Dask scheduler answers at {address} ({error})") from error
    with client, client.get_executor(pure=False) as pool:
        yield pool
