"""Comparisons of what a submission answered, which end in a sentence whatever that is."""

import numbers
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np
import torch
from torch import Tensor

from torchgrade.checks.failing import Mismatch, fail
from torchgrade.checks.showing import described, show


def is_tensor(
    value: object, shape: Sequence[int], dtype: torch.dtype | None = None, *, where: str = "", hint: str = ""
) -> Tensor:
    """Returns `value` when it is a finite tensor of that shape (and dtype, where one is asked for)."""
    wanted = f"a {str(dtype or '').removeprefix('torch.')} tensor of shape {tuple(shape)}".replace("  ", " ")
    if not isinstance(value, Tensor):
        fail(wanted, described(value), where=where, hint=hint)
    if tuple(value.shape) != tuple(shape) or (dtype is not None and value.dtype != dtype):
        fail(wanted, value, where=where, hint=hint)
    if value.is_floating_point() and not bool(value.isfinite().all()):
        fail("finite numbers only", "nan or inf among them", where=where, hint=hint)
    return value


def is_number(value: object, *, where: str = "", hint: str = "") -> float:
    """Returns `value` as a float when it is a Python (or NumPy) number and finite; a tensor is none."""
    if isinstance(value, bool) or not isinstance(value, numbers.Real):
        fail("a Python float", described(value), where=where, hint=hint)
    if not np.isfinite(float(value)):
        fail("a finite number", value, where=where, hint=hint)
    return float(value)


def is_numbers(value: object, length: int | None = None, *, where: str = "", hint: str = "") -> list[float]:
    """Returns `value` as floats when it is a list (or tuple) of finite numbers, of that length where given."""
    if not isinstance(value, list | tuple):
        fail("a list of floats", described(value), where=where, hint=hint)
    if length is not None and len(value) != length:
        fail(f"{length} values", f"{len(value)} values", where=where, hint=hint)
    return [is_number(item, where=f"{where}[{i}]", hint=hint) for i, item in enumerate(value)]


def parts(value: object, count: int, *, where: str = "", hint: str = "") -> Sequence[Any]:
    """Returns `value` when it is a tuple (or list) of that many parts."""
    if not isinstance(value, list | tuple) or len(value) != count:
        fail(f"a tuple of {count} values", described(value), where=where, hint=hint)
    return value


def entries(value: object, keys: Sequence[str], *, where: str = "", hint: str = "") -> Mapping[Any, Any]:
    """Returns `value` when it is a dict with at least these keys."""
    if not isinstance(value, Mapping):
        fail(f"a dict with the keys {', '.join(map(str, keys))}", described(value), where=where, hint=hint)
    if missing := [key for key in keys if key not in value]:
        fail(f"the keys {', '.join(map(str, keys))}", f"no {', '.join(map(str, missing))}", where=where, hint=hint)
    return value


def close(got: object, expected: object, *, within: float, where: str = "", hint: str = "") -> None:
    """Passes when `got` has the structure of `expected` and every number in it is near enough.

    Near enough is |got - expected| <= within * max(1, |expected|); nan equals nan. Numbers, lists of numbers,
    tensors and arrays (same shape; dtypes may differ), and dicts and lists of these can be compared.
    """
    if isinstance(expected, Mapping):
        given = entries(got, list(expected), where=where, hint=hint)
        for key in expected:
            close(given[key], expected[key], within=within, where=f"{where}[{key!r}]", hint=hint)
    elif isinstance(expected, list | tuple) and not all(isinstance(item, numbers.Real) for item in expected):
        for i, (part, wanted) in enumerate(
            zip(parts(got, len(expected), where=where, hint=hint), expected, strict=True)
        ):
            close(part, wanted, within=within, where=f"{where}[{i}]", hint=hint)
    else:
        _close_numbers(got, expected, within, where, hint)


def _close_numbers(got: object, expected: object, within: float, where: str, hint: str) -> None:
    actual, wanted = _as_array(got, expected, where, hint), _float64(expected)
    if actual.shape != wanted.shape:
        fail(f"shape {wanted.shape}", f"shape {actual.shape}", where=where, hint=hint)
    allowed = within * np.maximum(1.0, np.abs(wanted))
    with np.errstate(invalid="ignore"):
        near = (np.abs(actual - wanted) <= allowed) | (actual == wanted) | (np.isnan(actual) & np.isnan(wanted))
    if not near.all():
        at = tuple(int(i) for i in np.argwhere(~near)[0])
        spot = "".join(f"[{i}]" for i in at)
        fail(show(wanted[at]), show(actual[at]), where=where + spot, hint=hint)


def _as_array(got: object, expected: object, where: str, hint: str) -> np.ndarray:
    if isinstance(expected, numbers.Real):
        if isinstance(got, bool) or not isinstance(got, numbers.Real):
            fail("a Python float", described(got), where=where, hint=hint)
    elif isinstance(expected, list | tuple):
        if not isinstance(got, list | tuple):
            fail("a list of floats", described(got), where=where, hint=hint)
        if odd := [item for item in got if isinstance(item, bool) or not isinstance(item, numbers.Real)]:
            fail("Python floats in the list", described(odd[0]), where=where, hint=hint)
        if len(got) != len(expected):
            fail(f"{len(expected)} values", f"{len(got)} values", where=where, hint=hint)
    elif not isinstance(got, Tensor if isinstance(expected, Tensor) else np.ndarray):
        kind = "tensor" if isinstance(expected, Tensor) else "NumPy array"
        fail(f"a {kind}", described(got), where=where, hint=hint)
    if got.is_complex() if isinstance(got, Tensor) else np.iscomplexobj(np.asarray(got)):
        fail("real numbers", got, where=where, hint=hint)
    try:
        return _float64(got)
    except (TypeError, ValueError):  # complex numbers, objects, strings
        fail("real numbers", show(got), where=where, hint=hint)


def _float64(value: object) -> np.ndarray:
    return np.asarray(value.detach().cpu() if isinstance(value, Tensor) else value, dtype=np.float64)


def raises(
    kind: str, call: Callable[..., object], *args: object, where: str = "", hint: str = "", **options: object
) -> None:
    """Passes when the student's `call` raises an exception of that class name (or a subclass of it)."""
    try:
        got = call(*args, **options)
    except Mismatch:
        raise
    except Exception as error:
        names = getattr(error, "kinds", [cls.__name__ for cls in type(error).__mro__])
        if names[0] == "NotImplementedError" or (hasattr(error, "outcome") and not hasattr(error, "kinds")):
            raise  # unfinished (a kind of RuntimeError to Python), or out of time, or crashed
        if kind in names:
            return
        fail(f"{kind} raised", f"{names[0]}: {error}", where=where, hint=hint)
    fail(f"{kind} raised", f"a return of {show(got)}", where=where, hint=hint)
