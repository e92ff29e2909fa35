"""Chooses, among a student's files, the one that each assignment is graded from, and says what was not used and why."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from graders.batch.names import Meant, lms_owner, meant
from graders.batch.tree import File
from graders.engine.submission import MAX_WEIGHTS, Submission, Unreadable, read_cells, unfinished

MOST_NAMED = 5  # files in one sentence


@dataclass(frozen=True)
class Candidate:
    """A file of code or weights with what its name says. `inside` is its path within the hand-in."""

    file: File
    inside: str
    meant: Meant
    order: int  # the LMS's number of the upload

    @property
    def rank(self) -> tuple:
        """The best has the highest: late by the LMS's number, near the top of the hand-in, late by the browser's."""
        natural = [int(part) if part.isdigit() else 0 for part in re.split(r"(\d{1,9})", self.inside)]
        return (self.order, -self.inside.count("/"), self.meant.attempt, natural)

    @property
    def empty(self) -> bool:
        return self.file.path is not None and self.file.path.stat().st_size == 0


@dataclass
class Chosen:
    """What a student handed in: per assignment what to grade and the path of its file; and sentences."""

    submissions: dict[str, Submission] = field(default_factory=dict)
    files: dict[str, str] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)


def candidate(file: File, inside: str, order: int, slugs: Sequence[str]) -> Candidate | None:
    """A file as a candidate, if it is code or weights; the prefix that an LMS gave it is taken off."""
    name = inside.rpartition("/")[2]
    owner = lms_owner(name, slugs)
    says = meant((owner.inner if owner else "") or name, slugs) if file.path else None
    return Candidate(file, inside, says, owner.order if owner else order) if says else None


def choose(found: Sequence[Candidate], slugs: Sequence[str]) -> Chosen:
    """Reads the best file for each assignment. With a single assignment, a lone file of any name is its file."""
    chosen = Chosen()
    code = [item for item in found if item.meant.form != ".pt"]
    unnamed = [item for item in code if not item.meant.slug and not item.meant.rest.lower().startswith("test_")]
    for slug in slugs:
        own = [item for item in code if item.meant.slug == slug]
        if not own and len(slugs) == 1 and unnamed:
            own, unnamed = unnamed, []
        if own:
            _choose_one(slug, own, [item for item in found if item.meant.form == ".pt"], chosen)
    if unnamed:
        chosen.notes.append(f"{_listed(unnamed)} {_was(unnamed)} not used: named after no assignment")
    return chosen


def _choose_one(slug: str, own: list[Candidate], weights: list[Candidate], chosen: Chosen) -> None:
    try:
        best = _best(slug, own, chosen.notes)
        chosen.files[slug] = best.inside
        name = best.inside.rpartition("/")[2]
        cells = read_cells(_path(best), slug, name)
        chosen.submissions[slug] = Submission(cells, _weights(slug, weights, chosen.notes))
    except Unreadable as error:
        chosen.submissions[slug] = Submission(problem=str(error))
    except OSError as error:
        chosen.submissions[slug] = Submission(problem=f"{best.inside} cannot be read ({error.strerror})")


def _best(slug: str, own: list[Candidate], notes: list[str]) -> Candidate:
    """The file to grade; every other one is named in a note."""
    exact = [item for item in own if item.meant.exact]
    pool = exact or own
    if not exact and len({_place(item) for item in own}) > 1:
        raise Unreadable(f"{_listed(own)} could each be {slug}: hand in one file named {slug}.py or {slug}.ipynb")
    full = [item for item in pool if not item.empty] or pool
    latest = {form: max(items, key=lambda item: item.rank) for form, items in _by_form(full).items()}
    left = {item.inside: unfinished(_path(item), slug) for item in latest.values()}
    best = max(latest.values(), key=lambda i: (i.rank[1], -left[i.inside], i.rank[2], i.meant.form == ".py"))
    if not best.meant.exact:
        notes.append(f"{best.inside} was taken for {slug}")
    notes += [_why_not(item, best, slug, left) for item in own if item is not best]
    return best


def _place(item: Candidate) -> str:
    """Where a file lies and what it is called, without its form and attempt."""
    return item.inside.rpartition("/")[0] + "/" + item.meant.rest.casefold()


def _by_form(items: list[Candidate]) -> dict[str, list[Candidate]]:
    return {form: own for form in (".py", ".ipynb") if (own := [item for item in items if item.meant.form == form])}


def _why_not(item: Candidate, best: Candidate, slug: str, left: Mapping[str, int]) -> str:
    if item.empty and not best.empty:
        reason = "is empty"
    elif item.meant.exact != best.meant.exact:
        reason = f"is not named {slug}, {best.inside} is"
    elif item.rank[1] < best.rank[1]:
        reason = f"lies deeper than {best.inside}"
    elif left.get(item.inside, 0) > left[best.inside]:
        reason = f"has more left to write than {best.inside}"
    elif item.meant.form != best.meant.form:
        reason = f"is another form of {best.inside}"
    elif item.rank[:3] < best.rank[:3]:
        reason = f"is older than {best.inside}"
    else:
        reason = f"is another copy of {slug}, and {best.inside} was taken"
    return f"{item.inside} {reason} and was not used"


def _path(item: Candidate) -> Path:
    assert item.file.path is not None  # `candidate` sees to it
    return item.file.path


def _weights(slug: str, weights: list[Candidate], notes: list[str]) -> Path | None:
    """The newest weights handed in for an assignment; too large ones are as if they were not there, with a note."""
    own = sorted((item for item in weights if item.meant.slug == slug), key=lambda item: item.rank)
    for item in own[:-1]:
        notes.append(f"{item.inside} was not used: {own[-1].inside} is newer")
    if own and _path(own[-1]).stat().st_size > MAX_WEIGHTS:
        notes.append(f"{own[-1].inside} was not used: {MAX_WEIGHTS / 2**20:.0f} MiB are the most that weights may have")
        return None
    return _path(own[-1]) if own else None


def _listed(items: Sequence[Candidate]) -> str:
    names = [item.inside for item in items[:MOST_NAMED]]
    more = f" and {len(items) - MOST_NAMED} more" if len(items) > MOST_NAMED else ""
    return ", ".join(names) + more


def _was(items: Sequence[Candidate]) -> str:
    return "was" if len(items) == 1 else "were"
