"""Frames of bytes between a judge and a worker, over a stream socket, with a deadline for each."""

import socket
import struct
import time

from torchgrade.link.wire import WireError


class Closed(Exception):
    """The other end of a channel is gone."""


class Channel:
    """Frames over a stream socket: eight bytes of length, then that many bytes."""

    def __init__(self, sock: socket.socket):
        self.sock = sock

    def send(self, frame: bytes, deadline: float | None = None) -> None:
        """Sends a whole frame, or raises TimeoutError past the deadline, `Closed` where nobody listens."""
        self._wait_until(deadline)
        try:
            self.sock.sendall(struct.pack(">Q", len(frame)))
            self.sock.sendall(frame)
        except TimeoutError:
            raise
        except OSError as error:
            raise Closed from error

    def receive(self, limit: int, deadline: float | None = None) -> bytearray:
        """One whole frame. Past the deadline (of `time.monotonic`) a TimeoutError, beyond the limit a WireError."""
        (size,) = struct.unpack(">Q", self._exactly(8, deadline))
        if size > limit:
            raise WireError(f"an answer of {size / 2**20:.0f} MiB, more than the {limit / 2**20:.0f} MiB allowed")
        return self._exactly(size, deadline)

    def _exactly(self, count: int, deadline: float | None) -> bytearray:
        data = bytearray(count)
        view, have = memoryview(data), 0
        while have < count:
            self._wait_until(deadline)
            try:
                got = self.sock.recv_into(view[have:])
            except TimeoutError:
                raise
            except OSError as error:
                raise Closed from error
            if got == 0:
                raise Closed
            have += got
        return data

    def _wait_until(self, deadline: float | None) -> None:
        remaining = None if deadline is None else deadline - time.monotonic()
        if remaining is not None and remaining <= 0:
            raise TimeoutError
        self.sock.settimeout(remaining)
