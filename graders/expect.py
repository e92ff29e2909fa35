"""The words a check is written in: points, comparisons, and the failure they raise.

A check is a pytest function whose docstring is a promise about the student's program. Beside these words it may
use plain `assert`; the message of the assert is then the hint. The fixtures a check can ask for are those of
`graders/engine/fixtures.py`.
"""

import itertools
import numbers
from collections.abc import Callable, Mapping, Sequence
from typing import Any, NoReturn

import numpy as np
import pytest
import torch
from torch import Tensor

points = pytest.mark.points  # points(2): what the check is worth
needs = pytest.mark.needs  # needs("test_other"): blocked unless that check passed
seconds = pytest.mark.seconds  # seconds(60): wall-clock deadline, in place of the assignment's


class Mismatch(AssertionError):
    """The program did something else than promised: what was expected, what came, where, and a hint.

    `credit` is the fraction of the points that is earned all the same, from 0 to 1.
    """

    def __init__(self, expected: str, got: str, *, where: str = "", hint: str = "", credit: float = 0.0):
        super().__init__(f"expected {expected}, got {got}")
        self.expected, self.got, self.where, self.hint, self.credit = expected, got, where, hint, credit


def fail(expected: str, got: Any, *, where: str = "", hint: str = "", credit: float = 0.0) -> NoReturn:
    """Ends the check: `expected` is text, `got` text or any value to be shown."""
    got = got if isinstance(got, str) else show(got)
    raise Mismatch(expected, got, where=where, hint=hint, credit=credit)


def show(value: Any) -> str:
    """A value in at most a line or two: numbers to six digits, tensors by dtype and shape, with few values in full."""
    text = _show(value, depth=3)
    return text if len(text) <= 600 else f"{text[:560]} … {text[-30:]}"


def _show(value: Any, depth: int) -> str:
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


def _show_sequence(value: Sequence, depth: int) -> str:
    opening, closing = "()" if isinstance(value, tuple) else "[]"
    if len(value) <= 6:
        return opening + ", ".join(_show(item, depth) for item in value) + closing
    first = ", ".join(_show(item, depth) for item in value[:3])
    return f"{opening}{first}, … {_show(value[-1], depth)}{closing} ({len(value)} values)"


def described(value: Any) -> str:
    """A value of the wrong kind, with its kind: what stands after "got"."""
    if value is None:
        return "None: is a `return` missing?"
    shown = show(value)
    return shown if shown.startswith("<") or isinstance(value, Tensor) else f"{shown} (a {type(value).__name__})"


def is_tensor(
    value: Any, shape: Sequence[int], dtype: torch.dtype | None = None, *, where: str = "", hint: str = ""
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


def is_number(value: Any, *, where: str = "", hint: str = "") -> float:
    """Returns `value` as a float when it is a Python (or NumPy) number and finite; a tensor is none."""
    if isinstance(value, bool) or not isinstance(value, numbers.Real):
        fail("a Python float", described(value), where=where, hint=hint)
    if not np.isfinite(float(value)):
        fail("a finite number", value, where=where, hint=hint)
    return float(value)


def is_numbers(value: Any, length: int | None = None, *, where: str = "", hint: str = "") -> list[float]:
    """Returns `value` as floats when it is a list (or tuple) of finite numbers, of that length where given."""
    if not isinstance(value, list | tuple):
        fail("a list of floats", described(value), where=where, hint=hint)
    if length is not None and len(value) != length:
        fail(f"{length} values", f"{len(value)} values", where=where, hint=hint)
    return [is_number(item, where=f"{where}[{i}]", hint=hint) for i, item in enumerate(value)]


def parts(value: Any, count: int, *, where: str = "", hint: str = "") -> Sequence:
    """Returns `value` when it is a tuple (or list) of that many parts."""
    if not isinstance(value, list | tuple) or len(value) != count:
        fail(f"a tuple of {count} values", described(value), where=where, hint=hint)
    return value


def entries(value: Any, keys: Sequence[str], *, where: str = "", hint: str = "") -> Mapping:
    """Returns `value` when it is a dict with at least these keys."""
    if not isinstance(value, Mapping):
        fail(f"a dict with the keys {', '.join(map(str, keys))}", described(value),
             where=where, hint=hint)  # fmt: skip
    if missing := [key for key in keys if key not in value]:
        fail(f"the keys {', '.join(map(str, keys))}", f"no {', '.join(map(str, missing))}", where=where, hint=hint)
    return value


def close(got: Any, expected: Any, *, within: float, where: str = "", hint: str = "") -> None:
    """Passes when `got` has the structure of `expected` and every number in it is near enough.

    Near enough is |got - expected| <= within * max(1, |expected|); nan equals nan. Numbers, lists of numbers,
    tensors and arrays (same shape; dtypes may differ), and dicts and lists of these can be compared.
    """
    if isinstance(expected, Mapping):
        entries(got, list(expected), where=where, hint=hint)
        for key in expected:
            close(got[key], expected[key], within=within, where=f"{where}[{key!r}]", hint=hint)
    elif isinstance(expected, list | tuple) and not all(isinstance(item, numbers.Real) for item in expected):
        for i, (part, wanted) in enumerate(
            zip(parts(got, len(expected), where=where, hint=hint), expected, strict=True)
        ):
            close(part, wanted, within=within, where=f"{where}[{i}]", hint=hint)
    else:
        _close_numbers(got, expected, within, where, hint)


def _close_numbers(got: Any, expected: Any, within: float, where: str, hint: str) -> None:
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


def _as_array(got: Any, expected: Any, where: str, hint: str) -> np.ndarray:
    if isinstance(expected, numbers.Real):
        if isinstance(got, bool) or not isinstance(got, numbers.Real):
            fail("a Python float", described(got), where=where, hint=hint)
    elif isinstance(expected, list | tuple):
        if not isinstance(got, list | tuple):
            fail("a list of floats", described(got), where=where, hint=hint)
        if odd := [item for item in got if isinstance(item, bool) or not isinstance(item, numbers.Real)]:
            fail(
                "Python floats in the list",
                described(odd[0]),
                where=where,
                hint=hint,
            )
        if len(got) != len(expected):
            fail(f"{len(expected)} values", f"{len(got)} values", where=where, hint=hint)
    elif not isinstance(got, Tensor if isinstance(expected, Tensor) else np.ndarray):
        kind = "tensor" if isinstance(expected, Tensor) else "NumPy array"
        fail(f"a {kind}", described(got), where=where, hint=hint)
    if got.is_complex() if isinstance(got, Tensor) else np.iscomplexobj(got):
        fail("real numbers", got, where=where, hint=hint)
    try:
        return _float64(got)
    except (TypeError, ValueError):  # complex numbers, objects, strings
        fail("real numbers", show(got), where=where, hint=hint)


def _float64(value: Any) -> np.ndarray:
    return np.asarray(value.detach().cpu() if isinstance(value, Tensor) else value, dtype=np.float64)


def raises(kind: str, call: Callable, *args: Any, where: str = "", hint: str = "", **options: Any) -> None:
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


def stays_on_cpu(x: Tensor) -> Tensor:
    """Marks a tensor that must reach the program on the CPU, whatever device it is judged on."""
    x.stays_on_cpu = True  # type: ignore[attr-defined]
    return x


def parameters(net: Any) -> dict[str, Tensor]:
    """The parameters of a student's or a reference's net by name, buffers left out."""
    state = net.state_dict()
    if not isinstance(state, Mapping) or not all(isinstance(value, Tensor) for value in state.values()):
        fail("a state_dict of tensors", state, where="state_dict()")
    buffers = set(dict(net.named_buffers()))
    return {name: value for name, value in state.items() if name not in buffers}


def count_parameters(net: Any) -> int:
    """How many numbers training can change: weights and biases of every layer."""
    return sum(value.numel() for value in parameters(net).values())


def weights(net: Any) -> dict[str, Tensor]:
    """The parameters of a net by shape instead of by name, so that two nets of any naming can be compared.

    Keys are the sides in ascending order ("2x100"), and a matrix is laid out with its longer side first. The nets
    of this course have no two parameters of the same shape.
    """
    return {_shape_key(value): _upright(value) for value in parameters(net).values()}


def _shape_key(value: Tensor) -> str:
    return "x".join(map(str, sorted(value.shape))) or "1"


def _upright(value: Tensor) -> Tensor:
    return value.T if value.ndim == 2 and value.shape[0] < value.shape[1] else value


def copy_weights(source: Any, target: Any) -> None:
    """Gives `target` the parameters of `source`, matched by shape: names, nesting and order do not matter.

    A parameter of `target` for which `source` has none of that shape fails the check.
    """
    state, given = dict(target.state_dict()), weights(source)
    for name, value in parameters(target).items():
        if (key := _shape_key(value)) not in given:
            fail(f"parameters of shapes {', '.join(_shapes(source))}", f"one of shape {tuple(value.shape)}",
                 where=name)  # fmt: skip
        matching = given[key].T if value.ndim == 2 and value.shape[0] < value.shape[1] else given[key]
        state[name] = matching.reshape(value.shape)
    target.load_state_dict(state)


def _shapes(net: Any) -> list[str]:
    return [str(tuple(value.shape)) for value in parameters(net).values()]
