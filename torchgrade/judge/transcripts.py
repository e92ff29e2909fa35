"""Transcripts: everything that a submission answered during a check, kept as prints that can be compared.

Prints are small plain data, the same whatever the attribute names and the layer grouping behind them.
"""

import hashlib
import json
import math
import numbers
import os
import re
import tempfile
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor

from torchgrade.course import Assignment
from torchgrade.judge.source import judging_files
from torchgrade.link.failures import StudentError
from torchgrade.link.remote import Answer

TOLERANCE = 2e-4  # of max(1, |value|): between float noise of two right styles and the smallest mistake's effect
SAMPLES = 200  # numbers kept of a tensor
TELLING = 5  # numbers of an answer that two programs do not give twice by chance
MOST_FILES = 4000  # transcripts kept on disk

Print = list[Any]  # [path, kind, structure, numbers]: a list, since that is what JSON has
Transcript = list[Print]  # of one check
Transcripts = dict[str, Transcript]  # by the check's name


def prints(answers: Iterable[Answer]) -> Transcript:
    """What is kept of a transcript: [path, kind, structure, numbers] for each answer."""
    kept = []
    for path, kind, value in answers:
        found: list[float] = []
        structure = _error(value) if isinstance(value, StudentError) else _structure(value, found)
        kept.append([path, kind, structure, found])
    return kept


def _error(error: StudentError) -> str:
    """Type and text of an exception, without names, which differ between styles, and without paths."""
    nameless = re.sub(r"""(['"`])[^'"`]*\1|\S*/\S+""", "", error.message)
    return f"{error.kinds[0]}: {nameless[:200]}"


def _structure(value: object, found: list[float]) -> object:
    """The shape of a value as plain data; its numbers go to `found`."""
    match value:
        case None | bool() | str():
            return str(value)[:200]
        case numbers.Real():
            found.append(float(value))
            return "number"
        case Tensor() | np.ndarray():
            found += _sample(_as_array(value))
            return [str(value.dtype), list(value.shape)]
        case Mapping() if value and all(isinstance(item, Tensor) for item in value.values()):
            return _structure([_upright(item) for item in sorted(value.values(), key=_by_shape)], found)
        case Mapping():
            return {
                str(key): _structure(item, found) for key, item in sorted(value.items(), key=lambda pair: str(pair[0]))
            }
        case list() if all(isinstance(item, float | int) for item in value):
            found += _sample(np.asarray(value, dtype=float))
            return ["numbers", len(value)]
        case list() | tuple():
            return [_structure(item, found) for item in value]
    return "object"


def _as_array(value: Tensor | np.ndarray) -> np.ndarray:
    if not isinstance(value, Tensor):
        return value
    return np.asarray(value.detach().float() if value.dtype == torch.bfloat16 else value.detach())  # NumPy has no such


def _by_shape(tensor: Tensor) -> list[int]:
    return sorted(tensor.shape)


def _upright(tensor: Tensor) -> Tensor:
    return tensor.T if tensor.ndim == 2 and tensor.shape[0] < tensor.shape[1] else tensor


def _sample(values: np.ndarray) -> list[float]:
    """Up to SAMPLES of the numbers, evenly spread, always with the last; complex ones by their size.

    Large whole numbers are followed by their last digits: for them, the tolerance is too wide.
    """
    flat = np.abs(values).ravel() if np.iscomplexobj(values) else values.ravel()
    if flat.size > SAMPLES:
        flat = flat[np.linspace(0, flat.size - 1, SAMPLES).astype(int)]
    digits = flat % 1000 if flat.dtype.kind in "iu" and (np.abs(flat) >= 1000).any() else flat[:0]
    return [float(number) for number in (*flat.astype(float), *digits.astype(float))]


def chance(first: Transcript, second: Transcript) -> list[bool]:
    """For each answer of the reference from two random starts: whether its numbers depend on the start."""
    longer = max(len(first), len(second))
    return [not (i < len(first) and i < len(second) and _near(first[i][3], second[i][3])) for i in range(longer)]


def same(one: Transcript, other: Transcript, by_chance: Sequence[bool]) -> bool:
    """Whether two transcripts agree; the numbers of answers that depend on chance are left out."""
    return len(one) == len(other) and agree(one, other, by_chance)


def agree(one: Transcript, other: Transcript, by_chance: Sequence[bool]) -> bool:
    """Whether two transcripts agree as far as both go: that one check ended earlier is no evidence."""
    return all(
        same_answer(a, b, i < len(by_chance) and by_chance[i]) for i, (a, b) in enumerate(zip(one, other, strict=False))
    )


def same_answer(one: Print, other: Print | None, by_chance: bool) -> bool:
    """Whether two answers agree; where they depend on chance, in all but their numbers."""
    return other is not None and one[:3] == other[:3] and (by_chance or _near(one[3], other[3]))


def _near(one: Sequence[float], other: Sequence[float]) -> bool:
    return len(one) == len(other) and all(map(near_numbers, one, other))


def near_numbers(one: float, other: float) -> bool:
    """Whether two numbers are the same but for the noise of another style."""
    if one == other or (math.isnan(one) and math.isnan(other)):
        return True
    return abs(one - other) <= TOLERANCE * max(1.0, abs(one), abs(other))


def repeats(prints: Transcript) -> list[int]:
    """For each answer the number of the first that is the same, perhaps its own; of answers that tell something."""
    telling = [answer for answer in prints if len(answer[3]) >= TELLING]
    return [
        next(i for i, other in enumerate(telling) if other[1:3] == answer[1:3] and _near(other[3], answer[3]))
        for answer in telling
    ]


class Cache:
    """Transcripts on disk, one file per program, course and seed; shared by runs and processes."""

    def __init__(self, folder: Path):
        self._folder = folder

    def get(self, key: str, checks: frozenset[str], compute: Callable[[frozenset[str]], Transcripts]) -> Transcripts:
        """The transcripts of these checks; those not on disk are computed and kept."""
        path = self._folder / f"{key}.json"
        known = self._read(path)
        if missing := checks - known.keys():
            known |= compute(missing)
            self._write(path, known)
        return {check: known[check] for check in checks if check in known}

    def _read(self, path: Path) -> Transcripts:
        try:
            known: Transcripts = json.loads(path.read_text())
            return known
        except (OSError, ValueError):
            return {}

    def _write(self, path: Path, known: Transcripts) -> None:
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            with tempfile.NamedTemporaryFile("w", dir=self._folder, delete=False) as file:
                json.dump(known, file)
            os.replace(file.name, path)
            for old in sorted(self._folder.glob("*.json"), key=os.path.getmtime)[:-MOST_FILES]:
                old.unlink(missing_ok=True)
        except OSError:
            pass  # a folder that cannot be written costs time, nothing else


def key(assignment: Assignment, program: str, source: str, *settings: object) -> str:
    """What a program's transcripts depend on, as one name: its source, the checks, the tool, the settings."""
    digest = hashlib.sha256(TOOL)
    for part in (source, *settings, *(path.read_text() for path in (*assignment.checks, assignment.reference))):
        digest.update(repr(part).encode())
    return f"{assignment.slug}-{program.replace(' ', '-')}-{digest.hexdigest()[:24]}"


TOOL = b"".join(path.read_bytes() for path in judging_files())  # as it was when this process loaded it
