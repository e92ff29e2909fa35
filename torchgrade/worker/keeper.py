"""The server of workers in its own process, and the keepers that it forks: one for each worker.

A keeper forks the worker, watches its memory, and ends it with all its descendants when told to or when the judge
goes away.
"""

import contextlib
import os
import select
import signal
import socket
import sys
import time
from pathlib import Path

import msgpack

from torchgrade.link.server import Limits
from torchgrade.worker import family, sandbox, usage
from torchgrade.worker.preload import load

# What torch would import on first use, so that no worker has to, and what submissions use.
PRELOADED = (
    "torch",
    "torch._dynamo",
    "torch.utils.data",
    "torchvision",
    "matplotlib.pyplot",
    "landlockpy",
    "torchgrade.worker.serving",
)
# Plots need no window. Threads that wait must not spin: on a busy machine that costs more than threads bring.
ADDED = {"MPLBACKEND": "Agg", "OMP_WAIT_POLICY": "PASSIVE"}  # to the environment of every worker
POLL = 0.1  # seconds


def main(descriptors: list[int], root: str, preloaded: list[str], added_paths: list[str]) -> None:
    """The server as a program of its own: loads what workers will need, then serves.

    `root` is the course ("" without one), `preloaded` are modules of it; the `added_paths` of `sys.path` go again.
    """
    control, *listeners = (socket.socket(fileno=descriptor) for descriptor in descriptors)
    load(*PRELOADED, *preloaded)
    for path in added_paths:
        sys.path.remove(path)
    serve(Path(root) if root else None, control, *listeners)


def serve(root: Path | None, control: socket.socket, *listeners: socket.socket) -> None:
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
                keep(order, descriptors[0], descriptors[1], root)
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


def keep(order: bytes, channel: int, line_descriptor: int, root: Path | None) -> None:
    """The keeper's whole life: fork the worker, watch it, end it and its descendants, say how it ended."""
    settings, scratch, device = msgpack.unpackb(order)
    limits = Limits(**settings)
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    family.adopt_orphans()
    if limits.walls:
        with contextlib.suppress(OSError):  # strict runs have tried this before; others do with what there is
            family.enter_namespaces()
    worker = os.fork()
    if worker == 0:
        os.close(line_descriptor)
        _work(limits, scratch, device, channel, root)
    os.close(channel)
    line = socket.socket(fileno=line_descriptor)
    try:
        ending = _watch(worker, line, limits, scratch)
    except Exception as error:  # whatever it was: a worker that nobody watches must not run on
        ending = f"could not be watched any longer ({type(error).__name__})"
    family.end_children()
    with contextlib.suppress(OSError):  # the judge may be gone
        line.send(ending.encode())
    os._exit(0)


def _work(limits: Limits, scratch: str, device: str, channel: int, root: Path | None) -> None:
    from torchgrade.worker.attempts import Watch
    from torchgrade.worker.serving import serve_judge

    family.end_with_parent()
    watch = Watch(sandbox.readable(device, root) if limits.walls else ["/"], [scratch, "/dev"])
    sandbox.enter(limits, scratch, device, {channel}, root)
    serve_judge(socket.socket(fileno=channel), device, watch)


def _watch(worker: int, line: socket.socket, limits: Limits, scratch: str) -> str:
    """Waits for the worker's end, the judge's word or an excess; returns the clause that `Process.end` gives."""
    ended = os.pidfd_open(worker)
    shared = usage.own_memory()
    watched: list[int | socket.socket] = [ended, line]
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
        if excess := usage.excess(worker, scratch, limits, shared):
            return excess
    return "hung up on its judge"


def how_it_ended(code: int) -> str:
    """A clause for an exit code as `os.waitstatus_to_exitcode` gives it."""
    if code < 0:
        return f"was ended by signal {signal.Signals(-code).name}"
    return f"ended itself with exit code {code}" if code else "ended itself, as os._exit(0) does"
