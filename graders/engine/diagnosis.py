"""Names the mistake: what a submission returned in a failing check, held against what known mistakes return there.

A transcript is the list of everything that a submission answered during a check. It is kept as prints: small plain
data by which two transcripts can be compared whatever the attribute names and the layer grouping behind them. Where
the reference itself answers differently from another random start, agreement of the shapes is enough.
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

from graders.engine.catalog import Assignment, Mistake

TOLERANCE = 2e-4  # of max(1, |value|): between float noise of two right styles and the smallest mistake's effect
CHEAP = 2.0  # processor seconds of a check that is run again for every possible mistake
SAMPLES = 200  # numbers kept of a tensor
TELLING = 5  # numbers of an answer that two programs do not give twice by chance
MOST_FILES = 4000  # transcripts kept on disk

Answer = tuple[str, str, Any]  # path, "value" or "error", what came back
Transcripts = dict[str, list]  # check -> its prints


def prints(answers: Iterable[Answer]) -> list:
    """What is kept of a transcript: [path, kind, structure, numbers] for each answer."""
    kept = []
    for path, kind, value in answers:
        found: list[float] = []
        structure = _error(value) if kind == "error" else _structure(value, found)
        kept.append([path, kind, structure, found])
    return kept


def _error(error: Any) -> str:
    """Type and text of an exception, without names, which differ between styles, and without paths."""
    nameless = re.sub(r"""(['"`])[^'"`]*\1|\S*/\S+""", "", error.message)
    return f"{error.kinds[0]}: {nameless[:200]}"


def _structure(value: Any, found: list[float]) -> Any:
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
    """Up to SAMPLES of the numbers, evenly spread, always with the last; complex ones by their size."""
    flat = np.abs(values).ravel() if np.iscomplexobj(values) else values.ravel()
    if flat.size > SAMPLES:
        flat = flat[np.linspace(0, flat.size - 1, SAMPLES).astype(int)]
    return [float(number) for number in flat.astype(float)]


def chance(first: list, second: list) -> list[bool]:
    """For each answer of the reference from two random starts: whether its numbers depend on the start."""
    longer = max(len(first), len(second))
    return [not (i < len(first) and i < len(second) and _near(first[i][3], second[i][3])) for i in range(longer)]


def same(one: list, other: list, by_chance: Sequence[bool]) -> bool:
    """Whether two transcripts agree; the numbers of answers that depend on chance are left out."""
    return len(one) == len(other) and agree(one, other, by_chance)


def agree(one: list, other: list, by_chance: Sequence[bool]) -> bool:
    """Whether two transcripts agree as far as both go: that one check ended earlier is no evidence."""
    return all(
        a[:3] == b[:3] and ((i < len(by_chance) and by_chance[i]) or _near(a[3], b[3]))
        for i, (a, b) in enumerate(zip(one, other, strict=False))
    )


def _near(one: Sequence[float], other: Sequence[float]) -> bool:
    return len(one) == len(other) and all(
        a == b or (math.isnan(a) and math.isnan(b)) or abs(a - b) <= TOLERANCE * max(1.0, abs(a), abs(b))
        for a, b in zip(one, other, strict=True)
    )


def candidates(mistakes: Iterable[Mistake], lost: Mapping[str, list], waiting: frozenset[str]) -> list[Mistake]:
    """The mistakes that can be behind what was lost: every check that one must fail did fail, or could not be tried."""
    return [m for m in mistakes if set(m.fails) <= set(lost) | waiting and set(m.fails) & set(lost)]


def name_mistakes(
    lost: Mapping[str, list], possible: Sequence[Mistake], seconds: Mapping[str, float],
    transcripts_of: Callable[[str, frozenset[str]], Transcripts],
) -> dict[str, list[Mistake]]:  # fmt: skip
    """For each lost check the mistakes whose transcript there is the student's, best explanations only.

    `seconds` is the processor time that the submission took in each check; `transcripts_of(name, checks)` gives the
    transcripts of a mistake, or those of "reference" and of "reference again" (from another random start).
    """
    telling = {mistake.name: _telling(mistake, lost, seconds) for mistake in possible}
    checks = frozenset(check for names in telling.values() for check in names)
    if not checks:
        return {}
    right, again = transcripts_of("reference", checks), transcripts_of("reference again", checks)
    likeness: dict[str, dict[str, int]] = {}
    for mistake in possible:
        theirs = transcripts_of(mistake.name, telling[mistake.name])
        likeness[mistake.name] = {
            check: _likeness(lost[check], theirs[check], right[check], chance(right[check], again[check]))
            for check in telling[mistake.name] & theirs.keys() & right.keys() & again.keys()
        }
    best = {check: max(like.get(check, 0) for like in likeness.values()) for check in checks}
    matched = {name: {check for check in like if 0 < like[check] == best[check]} for name, like in likeness.items()}
    return _fewest(possible, matched, set(lost))


def _likeness(lost: list, mistaken: list, right: list, by_chance: list[bool]) -> int:
    """How well a transcript is a mistake's and not the reference's: 2 to the number or apart from chance, 0 not at all.

    1 is for what repeats: another style draws other numbers from the same seed, but the same answers come twice.
    """
    if any(same(lost, mistaken, ignored) and not agree(lost, right, ignored) for ignored in ((), by_chance)):
        return 2
    return int(same(lost, mistaken, [True] * len(lost)) and repeats(lost) == repeats(mistaken) != repeats(right))


def repeats(prints: list) -> list[int]:
    """For each answer the number of the first that is the same, perhaps its own; of answers that tell something."""
    telling = [answer for answer in prints if len(answer[3]) >= TELLING]
    return [
        next(i for i, other in enumerate(telling) if other[1:3] == answer[1:3] and _near(other[3], answer[3]))
        for answer in telling
    ]


def _fewest(
    possible: Sequence[Mistake], matched: Mapping[str, set[str]], unexplained: set[str]
) -> dict[str, list[Mistake]]:
    """The fewest mistakes that explain the most: the best match first, then what that one does not account for.

    Mistakes that match in the same checks, and must fail as many, are named together.
    """
    named: dict[str, list[Mistake]] = {}
    while True:
        explained = {m.name: (len(matched[m.name] & unexplained), len(unexplained & set(m.fails))) for m in possible}
        best = max(possible, key=lambda mistake: explained[mistake.name])
        found = matched[best.name] & unexplained
        if not found:
            return named
        equal = [mistake for mistake in possible if explained[mistake.name] == explained[best.name]]
        twins = [mistake for mistake in equal if matched[mistake.name] == matched[best.name]]
        named |= dict.fromkeys(found, twins)
        unexplained = unexplained - {check for twin in twins for check in twin.fails}


def _telling(mistake: Mistake, lost: Mapping[str, list], seconds: Mapping[str, float]) -> frozenset[str]:
    """The lost checks by which a mistake is recognised: the cheap ones, or else the cheapest."""
    failing = sorted((check for check in mistake.fails if check in lost), key=lambda check: seconds[check])
    return frozenset([check for check in failing if seconds[check] <= CHEAP] or failing[:1])


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
            return json.loads(path.read_text())
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
    """What a program's transcripts depend on, as one name: its source, the checks, the engine, the settings."""
    digest = hashlib.sha256(ENGINE)
    for part in (source, *settings, *(path.read_text() for path in (*assignment.checks, assignment.reference))):
        digest.update(repr(part).encode())
    return f"{assignment.slug}-{program.replace(' ', '-')}-{digest.hexdigest()[:24]}"


def _engine() -> bytes:
    """The source of what makes transcripts, as it was when this process loaded it."""
    files = [*sorted(Path(__file__).parent.glob("*.py")), Path(__file__).parents[1] / "expect.py"]
    return b"".join(path.read_bytes() for path in files)


ENGINE = _engine()
