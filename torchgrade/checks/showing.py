"""Values as people read them: short, bounded, on a line or two."""

import itertools
import numbers
from collections.abc import Mapping, Sequence

import numpy as np
from torch import Tensor


def show(value: object) -> str:
    """A value in at most a line or two: numbers to six digits, tensors by dtype and shape, with few values in full."""
    text = _show(value, depth=3)
    return text if len(text) <= 600 else f"{text[:560]} … {text[-30:]}"


def _show(value: object, depth: int) -> str:
    match value:
        case None | bool():
            return str(value)
        case numbers.Integral():
            return str(int(value))
        case numbers.Real():
            return f"{float(value):.6g}"
        case Tensor() | np.ndarray():
            return _show_array(value)
        case Mapping() | tuple() | list() if value and depth == 0:
            return "…"
        case str():
            return _short(value)
        case Mapping():
            first = itertools.islice(value.items(), 6)
            return "{" + ", ".join(f"{_show(k, depth - 1)}: {_show(v, depth - 1)}" for k, v in first) + "}"
        case tuple() | list():
            return _show_sequence(value, depth - 1)
    return _short(value)


def _short(value: object) -> str:
    text = repr(value)
    return text if len(text) <= 160 else f"{text[:120]} … {text[-30:]}"


def _show_array(value: Tensor | np.ndarray) -> str:
    kind = "tensor" if isinstance(value, Tensor) else "array"
    dtype = str(value.dtype).removeprefix("torch.")
    text = f"{dtype} {kind} of shape {tuple(value.shape)}"
    return f"{text}: {show(value.tolist())}" if 0 < np.prod(value.shape) <= 8 else text


def _show_sequence(value: Sequence[object], depth: int) -> str:
    opening, closing = "()" if isinstance(value, tuple) else "[]"
    if len(value) <= 6:
        return opening + ", ".join(_show(item, depth) for item in value) + closing
    first = ", ".join(_show(item, depth) for item in value[:3])
    return f"{opening}{first}, … {_show(value[-1], depth)}{closing} ({len(value)} values)"


def described(value: object) -> str:
    """A value of the wrong kind, with its kind: what stands after "got"."""
    if value is None:
        return "None: is a `return` missing?"
    shown = show(value)
    return shown if shown.startswith("<") or isinstance(value, Tensor) else f"{shown} (a {type(value).__name__})"
