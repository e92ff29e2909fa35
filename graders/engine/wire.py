"""Values to bytes and back: msgpack with raw tensors and arrays, bounded in size and depth, plain types only.

What is not plain (a module, an optimizer, a generator) stays where it lives and crosses as a `Ref`. Decoding is
total: any bytes give a value or a `WireError`, and never import, evaluate or unpickle anything.
"""

import math
import numbers
import socket
import struct
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import msgpack
import numpy as np
import torch

MAX_DEPTH = 24
MAX_ITEMS = 1_000_000
MAX_ANSWER = 64 * 2**20  # bytes; the largest right answer, an optimizer's state for a CNN, is 5 MiB
MAX_REQUEST = 1024 * 2**20

TUPLE, TENSOR, ARRAY, REF, SLICE, DTYPE = range(1, 7)

DTYPES = {str(dtype).removeprefix("torch."): dtype for dtype in (
    torch.float16, torch.bfloat16, torch.float32, torch.float64, torch.complex64, torch.complex128, torch.bool,
    torch.uint8, torch.int8, torch.int16, torch.int32, torch.int64,
)}  # fmt: skip
ARRAY_KINDS = "biufc"


class WireError(ValueError):
    """These bytes are no value, or this value cannot cross."""


@dataclass(frozen=True)
class Ref:
    """Something that stayed in the worker: its number there and the name of its type."""

    number: int
    kind: str


Hold = Callable[[Any], Ref]


def encode(value: Any, hold: Hold | None = None) -> bytes:
    """The bytes of a value. `hold` gives a `Ref` for what is not plain; without it that is a `WireError`."""
    try:
        return _pack(value, hold, MAX_DEPTH)
    except (ValueError, OverflowError, RecursionError) as error:
        if hold is None or isinstance(value, Ref):
            raise WireError(f"{type(value).__name__}: {error}") from error
        return _pack(hold(value), None, MAX_DEPTH)  # too deep, cyclic, or a number beyond 64 bits


def _pack(value: Any, hold: Hold | None, depth: int) -> bytes:
    if depth == 0:
        raise WireError("nested too deeply")

    def other(item: Any) -> Any:
        return _extension(item, hold, depth)

    return msgpack.packb(value, default=other, strict_types=True)


def _extension(value: Any, hold: Hold | None, depth: int) -> Any:
    """What stands for a value that msgpack does not know: a plainer one, or an extension."""
    match value:
        case Ref():
            return msgpack.ExtType(REF, msgpack.packb([value.number, value.kind]))
        case tuple():
            return msgpack.ExtType(TUPLE, _pack(list(value), hold, depth - 1))
        case torch.Tensor() if _crosses(value):
            return msgpack.ExtType(TENSOR, _tensor_bytes(value))
        case np.ndarray() if value.dtype.kind in ARRAY_KINDS:
            raw = np.ascontiguousarray(value)
            return msgpack.ExtType(ARRAY, msgpack.packb([value.dtype.str, list(value.shape), raw.tobytes()]))
        case slice():
            return msgpack.ExtType(SLICE, _pack([value.start, value.stop, value.step], hold, depth - 1))
        case torch.dtype():
            return msgpack.ExtType(DTYPE, str(value).removeprefix("torch.").encode())
    plain = _plain(value)
    if plain is not value:
        return plain
    if hold is None:
        raise WireError(f"a {type(value).__name__} cannot cross")
    return _extension(hold(value), None, depth)


def _plain(value: Any) -> Any:
    """Subclasses of plain types, and NumPy's numbers, as the plain type; anything else as it is."""
    match value:
        case bool() | np.bool_():
            return bool(value)
        case numbers.Integral():
            return int(value)
        case numbers.Real() if isinstance(value, float | np.floating):
            return float(value)
        case str():
            return str.__str__(value)
        case bytes() | bytearray():
            return bytes(value)
        case Mapping() if isinstance(value, dict):
            return dict(value)
        case list():
            return list(value)
    return value


def _crosses(value: torch.Tensor) -> bool:
    return value.layout == torch.strided and not value.is_meta and not value.is_quantized and value.dtype in _NAMES


_NAMES = {dtype: name for name, dtype in DTYPES.items()}


def _tensor_bytes(value: torch.Tensor) -> bytes:
    plain = value.detach().as_subclass(torch.Tensor).cpu().resolve_conj().resolve_neg().contiguous()
    raw = plain.reshape(-1).view(torch.uint8).numpy().tobytes() if plain.numel() else b""
    stays = bool(getattr(value, "stays_on_cpu", False))
    return msgpack.packb([_NAMES[plain.dtype], list(plain.shape), raw, stays])


def decode(data: bytes | bytearray, resolve: Callable[[Ref], Any] = lambda ref: ref, device: str = "cpu") -> Any:
    """The value of some bytes. `resolve` turns each `Ref` into what stands for it; tensors land on `device`."""
    try:
        return _shallow(_unpack(data, resolve, device, MAX_DEPTH, _at_most(MAX_ITEMS)))
    except WireError:
        raise
    except Exception as error:  # msgpack documents ValueError and its own family, and raises more than that
        raise WireError(f"{type(error).__name__}: {error}") from error


def _shallow(value: Any) -> Any:
    """The value, unless its containers are nested deeper than whoever walks through it should have to go."""
    level: list[Any] = [[value]]
    for _ in range(MAX_DEPTH + 1):
        within = (item for one in level for item in (one.values() if isinstance(one, dict) else one))
        level = [item for item in within if type(item) in (list, dict, tuple)]
        if not level:
            return value
    raise WireError("nested too deeply")


def _at_most(items: int) -> Callable[[Any], Any]:
    """Lets containers through until they hold that many items together: an empty list takes one byte here, 64 there."""
    left = items

    def counted(container: Any) -> Any:
        nonlocal left
        left -= 1 + len(container)
        if left < 0:
            raise WireError(f"more than {items:,} items")
        return container

    return counted


def _unpack(
    data: bytes | bytearray, resolve: Callable[[Ref], Any], device: str, depth: int, counted: Callable[[Any], Any]
) -> Any:
    if depth == 0:
        raise WireError("nested too deeply")

    def extension(code: int, body: bytes) -> Any:
        counted(())
        match code:
            case 1:
                return tuple(_unpack(body, resolve, device, depth - 1, counted))
            case 2:
                return _tensor(device, *msgpack.unpackb(body))
            case 3:
                return _array(*msgpack.unpackb(body))
            case 4:
                number, kind = msgpack.unpackb(body)
                return resolve(Ref(int(number), str(kind)[:80]))
            case 5:
                return slice(*_unpack(body, resolve, device, depth - 1, counted))
            case 6:
                return DTYPES[body.decode()]
        raise WireError(f"unknown extension {code}")

    return msgpack.unpackb(
        data, ext_hook=extension, list_hook=counted, object_hook=counted, strict_map_key=False,
        max_array_len=MAX_ITEMS, max_map_len=MAX_ITEMS,
    )  # fmt: skip


def _tensor(device: str, dtype: str, shape: list[int], raw: bytes, stays: bool) -> torch.Tensor:
    kind = DTYPES[dtype]
    _check_size(shape, kind.itemsize, raw)
    if not raw:
        return torch.empty(shape, dtype=kind)
    value = torch.frombuffer(bytearray(raw), dtype=kind).reshape(shape)
    return value if stays else value.to(device)


def _array(dtype: str, shape: list[int], raw: bytes) -> np.ndarray:
    kind = np.dtype(dtype)
    if kind.kind not in ARRAY_KINDS:
        raise WireError(f"an array of {kind}")
    _check_size(shape, kind.itemsize, raw)
    return np.frombuffer(bytearray(raw), dtype=kind).reshape(shape)


def _check_size(shape: list[int], itemsize: int, raw: bytes) -> None:
    if len(shape) > 16 or any(type(side) is not int or side < 0 for side in shape):
        raise WireError("a shape that is none")
    if math.prod(shape) * itemsize != len(raw):
        raise WireError("shape and size disagree")


class Closed(Exception):
    """The other end of a channel is gone."""


class Channel:
    """Frames over a stream socket: eight bytes of length, then that many bytes."""

    def __init__(self, sock: socket.socket):
        self.sock = sock

    def send(self, frame: bytes, deadline: float | None = None) -> None:
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

    def close(self) -> None:
        self.sock.close()
