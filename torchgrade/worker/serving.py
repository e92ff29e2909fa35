"""A worker's life: requests come in, answers go out, until the judge hangs up. It judges nothing and knows nothing.

Requests are [number, verb, arguments]; answers [number, "value", value, seconds, attempts] or [number, "error",
details, seconds, attempts].
"""

import functools
import inspect
import os
import socket
import sys
import time

from torch.utils.data import DataLoader

from torchgrade.link.channel import Channel, Closed
from torchgrade.link.wire import MAX_REQUEST, decode, encode
from torchgrade.worker.attempts import Watch
from torchgrade.worker.desk import Desk, answer, describe


def serve_judge(sock: socket.socket, device: str, watch: Watch) -> None:
    """Answers requests until the judge hangs up."""
    channel, desk = Channel(sock), Desk()
    load_data_in_this_process()
    sys.addaudithook(watch.see)
    while True:
        try:
            frame = channel.receive(MAX_REQUEST)
        except Closed:
            os._exit(0)
        number, verb, arguments = decode(frame, lambda ref: desk.held[ref.number], device)
        started = time.process_time()  # processor time: what else the machine does must not count
        kind, outcome = answer(getattr(desk, verb), arguments)
        seconds = time.process_time() - started
        try:
            reply = encode([number, kind, outcome, seconds, watch.attempts], desk.hold)
        except Exception as error:  # a __reduce__, a property or a float that raises while it is looked at
            reply = encode([number, "error", describe(error), seconds, watch.attempts])
        channel.send(reply)


def load_data_in_this_process() -> None:
    """Makes every DataLoader work without processes of its own, whatever `num_workers` says: the batches are the same.

    Those processes need sockets, which the walls forbid, and cost more than they bring on data of this size.
    """
    original, signature = DataLoader.__init__, inspect.signature(DataLoader.__init__)
    ours = ("num_workers", "prefetch_factor", "persistent_workers", "timeout", "multiprocessing_context")

    @functools.wraps(original)
    def __init__(*arguments: object, **options: object) -> None:
        given = signature.bind(*arguments, **options).arguments
        original(**{name: value for name, value in given.items() if name not in ours})

    DataLoader.__init__ = __init__  # type: ignore[method-assign]
