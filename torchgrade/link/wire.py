"""Values to bytes and back: msgpack with raw tensors and arrays, bounded in size and depth, plain types only.

What is not plain (a module, an optimizer, a generator) stays where it lives and crosses as a `Ref`. Decoding is
total: any bytes give a value or a `WireError`, and never import, evaluate or unpickle anything.
"""

import math
import numbers
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

Container = list[Any] | tuple[Any, ...] | dict[Any, Any]
Hold = Callable[[Any], "Ref"]  # keeps what is not plain
Resolve = Callable[["Ref"], object]  # gives what stands for a reference

TUPLE, TENSOR, ARRAY, REF, SLICE, DTYPE = range(1, 7)

NUMBERS = "float16 bfloat16 float32 float64 complex64 complex128 bool uint8 int8 int16 int32 int64"
DTYPES: dict[str, torch.dtype] = {name: getattr(torch, name) for name in NUMBERS.split()}
ARRAY_KINDS = "biufc"


class WireError(ValueError):
    """These bytes are no value, or this value cannot cross."""


@dataclass(frozen=True)
class Ref:
    """Something that stayed in the worker: its number there and the name of its type."""

    number: int
    kind: str


def encode(value: object, hold: Hold | None = None) -> bytes:
    """The bytes of a value. `hold` gives a `Ref` for what is not plain; without it that is a `WireError`."""
    try:
        return _pack(value, hold, MAX_DEPTH)
    except (ValueError, OverflowError, RecursionError) as error:
        if hold is None or isinstance(value, Ref):
            raise WireError(f"{type(value).__name__}: {error}") from error
        return _pack(hold(value), None, MAX_DEPTH)  # too deep, cyclic, or a number beyond 64 bits


def _pack(value: object, hold: Hold | None, depth: int) -> bytes:
    if depth == 0:
        raise WireError("nested too deeply")

    packed: bytes = msgpack.packb(value, default=lambda item: _extension(item, hold, depth), strict_types=True)
    return packed


def _extension(value: object, hold: Hold | None, depth: int) -> object:
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


def _plain(value: object) -> object:
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
    # One number is contiguous to torch whatever its stride is; only with a stride of 1 can it be seen as bytes.
    flat = plain.as_strided((plain.numel(),), (1,), plain.storage_offset())
    raw = flat.view(torch.uint8).numpy().tobytes() if plain.numel() else b""
    stays = bool(getattr(value, "stays_on_cpu", False))
    return _pack([_NAMES[plain.dtype], list(plain.shape), raw, stays], None, 1)


def decode(data: bytes | bytearray, resolve: Resolve = lambda ref: ref, device: str = "cpu") -> Any:
    """The value of some bytes. `resolve` turns each `Ref` into what stands for it; tensors land on `device`."""
    try:
        return _shallow(_unpack(data, resolve, device, MAX_DEPTH, _at_most(MAX_ITEMS)))
    except WireError:
        raise
    except Exception as error:  # msgpack documents ValueError and its own family, and raises more than that
        raise WireError(f"{type(error).__name__}: {error}") from error


def _shallow(value: object) -> object:
    """The value, unless its containers are nested deeper than whoever walks through it should have to go."""
    level: list[Container] = [[value]]
    for _ in range(MAX_DEPTH + 1):
        within = (item for one in level for item in (one.values() if isinstance(one, dict) else one))
        level = [item for item in within if type(item) in (list, dict, tuple)]
        if not level:
            return value
    raise WireError("nested too deeply")


def _at_most(items: int) -> Callable[[Container], Container]:
    """Lets containers through until they hold that many items together: an empty list takes one byte here, 64 there."""
    left = items

    def counted(container: Container) -> Container:
        nonlocal left
        left -= 1 + len(container)
        if left < 0:
            raise WireError(f"more than {items:,} items")
        return container

    return counted


def _unpack(
    data: bytes | bytearray, resolve: Resolve, device: str, depth: int, counted: Callable[[Container], Container]
) -> Any:
    if depth == 0:
        raise WireError("nested too deeply")

    def extension(code: int, body: bytes) -> object:
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
        data,
        ext_hook=extension,
        list_hook=counted,
        object_hook=counted,
        strict_map_key=False,
        max_array_len=MAX_ITEMS,
        max_map_len=MAX_ITEMS,
    )


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
