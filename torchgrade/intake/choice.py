"""Chooses, among a student's files, the one that each assignment is graded from, and says what is not used and why."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from torchgrade.intake.claims import Piece

MAX_NOTEBOOK = 200 * 2**20  # bytes, outputs and all
MAX_WEIGHTS = 64 * 2**20
MOST_NAMED = 5  # files in one sentence
Rank = tuple[int, int, tuple[int, ...], list[int]]


@dataclass(frozen=True)
class Pick:
    """What is graded for one assignment: a file and, perhaps, weights; or the problem that kept one from being chosen.

    `on_files` and `on_weights` are sentences about what was not used.
    """

    slug: str
    file: Piece | None = None
    weights: Path | None = None
    problem: str = ""
    on_files: tuple[str, ...] = ()
    on_weights: tuple[str, ...] = ()


@dataclass(frozen=True)
class Choice:
    """A pick for each assignment that something was handed in for, and sentences about what is for none."""

    picks: tuple[Pick, ...]
    notes: tuple[str, ...]


def choose(found: Sequence[Piece], slugs: Sequence[str]) -> Choice:
    """Picks the best file for each assignment. With a single assignment, a lone file of any name is its file."""
    picks = []
    code = [piece for piece in found if piece.meant.form != ".pt"]
    weights = [piece for piece in found if piece.meant.form == ".pt"]
    unnamed = [piece for piece in code if not piece.meant.slug and not piece.meant.rest.lower().startswith("test_")]
    for slug in slugs:
        own = [piece for piece in code if piece.meant.slug == slug]
        if not own and len(slugs) == 1 and unnamed:
            own, unnamed = unnamed, []
        if own:
            picks.append(_pick(slug, own, [piece for piece in weights if piece.meant.slug == slug]))
    was = "was" if len(unnamed) == 1 else "were"
    notes = (f"{_listed(unnamed)} {was} not used: named after no assignment",) if unnamed else ()
    return Choice(tuple(picks), notes)


def unfinished(file: Path, slug: str) -> int:
    """How many functions of a script or notebook are as the template has them: of two forms, one may be untouched."""
    left = rb"""NotImplementedError\(\\?["']""" + re.escape(slug).encode() + b": "
    return len(re.findall(left, file.read_bytes())) if file.stat().st_size <= MAX_NOTEBOOK else 0


def _pick(slug: str, own: list[Piece], weights: list[Piece]) -> Pick:
    exact = [piece for piece in own if piece.meant.exact]
    if not exact and len({_stem(piece) for piece in own}) > 1:
        problem = f"{_listed(own)} could each be {slug}: hand in one file named {slug}.py or {slug}.ipynb"
        return Pick(slug, problem=problem)
    try:
        best, on_files = _best(slug, own, exact or own)
        newest, on_weights = _newest(weights)
    except OSError as error:
        return Pick(slug, problem=f"{_listed(own)} cannot be read ({error.strerror})")
    return Pick(slug, best, newest, "", tuple(on_files), tuple(on_weights))


def _best(slug: str, own: list[Piece], pool: list[Piece]) -> tuple[Piece, list[str]]:
    """The file to grade, which is in the pool; every other one is named in a note."""
    full = [piece for piece in pool if not _empty(piece)] or pool
    latest = {form: max(pieces, key=_rank) for form, pieces in _by_form(full).items()}
    left = {piece.inside: unfinished(piece.path, slug) for piece in latest.values()}
    best = max(latest.values(), key=lambda i: (_rank(i)[1], -left[i.inside], _rank(i)[2], i.meant.form == ".py"))
    taken = [] if best.meant.exact else [f"{best.inside} was taken for {slug}"]
    return best, taken + [_why_not(piece, best, slug, left) for piece in own if piece is not best]


def _rank(piece: Piece) -> Rank:
    """The best has the highest: late by the LMS's number, near the top of the hand-in, late by the browser's."""
    natural = [int(part) if part.isdigit() else 0 for part in re.split(r"(\d{1,9})", piece.inside)]
    return (piece.order, -piece.inside.count("/"), piece.meant.attempt, natural)


def _empty(piece: Piece) -> bool:
    return piece.path.stat().st_size == 0


def _stem(piece: Piece) -> str:
    """Where a file lies and what it is called, without its form and attempt."""
    return piece.inside.rpartition("/")[0] + "/" + piece.meant.rest.casefold()


def _by_form(pieces: list[Piece]) -> dict[str, list[Piece]]:
    forms = (".py", ".ipynb")
    return {form: own for form in forms if (own := [piece for piece in pieces if piece.meant.form == form])}


def _why_not(piece: Piece, best: Piece, slug: str, left: Mapping[str, int]) -> str:
    rank, of_best = _rank(piece), _rank(best)
    if _empty(piece) and not _empty(best):
        reason = "is empty"
    elif piece.meant.exact != best.meant.exact:
        reason = f"is not named {slug}, {best.inside} is"
    elif rank[1] < of_best[1]:
        reason = f"lies deeper than {best.inside}"
    elif left.get(piece.inside, 0) > left[best.inside]:
        reason = f"has more left to write than {best.inside}"
    elif piece.meant.form != best.meant.form:
        reason = f"is another form of {best.inside}"
    elif rank[:3] < of_best[:3]:
        reason = f"is older than {best.inside}"
    else:
        reason = f"is another copy of {slug}, and {best.inside} was taken"
    return f"{piece.inside} {reason} and was not used"


def _newest(weights: list[Piece]) -> tuple[Path | None, list[str]]:
    """The newest weights handed in for an assignment; too large ones are as if they were not there, with a note."""
    if not weights:
        return None, []
    *older, newest = sorted(weights, key=_rank)
    notes = [f"{piece.inside} was not used: {newest.inside} is newer" for piece in older]
    if newest.path.stat().st_size > MAX_WEIGHTS:
        most = f"{MAX_WEIGHTS / 2**20:.0f} MiB are the most that weights may have"
        return None, [*notes, f"{newest.inside} was not used: {most}"]
    return newest.path, notes


def _listed(pieces: Sequence[Piece]) -> str:
    names = [piece.inside for piece in pieces[:MOST_NAMED]]
    more = f" and {len(pieces) - MOST_NAMED} more" if len(pieces) > MOST_NAMED else ""
    return ", ".join(names) + more
