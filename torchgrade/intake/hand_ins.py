"""Makes a hand-in of each student's pile and of what was read from it: a key, a name, and a reason for all the rest."""

import hashlib
import re
import unicodedata
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from torchgrade.intake.piles import Person, Pile
from torchgrade.intake.reading import HandedIn
from torchgrade.intake.roster import Student
from torchgrade.submission import Submission

MOST_NOTES = 30  # on one hand-in
MAX_KEY = 60  # characters, before what makes it unique


@dataclass(frozen=True)
class HandIn:
    """All that one student handed in.

    `key` is unique, safe as a file name and the same in each run over the same folder; `submissions` and `files` (the
    path inside the hand-in) are by slug: one that is absent was not handed in; `problem` says why nothing at all can
    be graded; `student` is the row of the roster.
    """

    key: str
    name: str
    sid: str
    email: str = ""
    submissions: Mapping[str, Submission] = field(default_factory=dict)
    files: Mapping[str, str] = field(default_factory=dict)
    notes: tuple[str, ...] = ()
    problem: str = ""
    student: Student | None = None

    @property
    def gradable(self) -> bool:
        """Whether there is anything to run."""
        return not self.problem


def hand_ins(piles: Sequence[Pile], read: Sequence[HandedIn], slugs: Sequence[str]) -> tuple[HandIn, ...]:
    """The hand-ins by key; `read` is what was read from each pile."""
    keys = _keys(piles)
    made = (_hand_in(*one, slugs) for one in zip(keys, piles, read, strict=True))
    return tuple(sorted(made, key=lambda item: item.key))


def _hand_in(key: str, pile: Pile, read: HandedIn, slugs: Sequence[str]) -> HandIn:
    student, claim = pile.person.student, pile.person.claim
    notes = [*pile.notes, *read.notes]
    notes += [f"handed in together with {', '.join(sorted(pile.group))}"] if pile.group else []
    notes += [pile.person.why] if pile.person.why else []
    return HandIn(
        key=key,
        name=student.name if student and student.name else claim.name,
        sid=student.sid if student and student.sid else claim.sid,
        email=student.email if student and student.email else claim.email,
        submissions=read.submissions,
        files=read.files,
        notes=tuple(dict.fromkeys(notes))[:MOST_NOTES],
        problem=_problem(pile, read, slugs),
        student=student,
    )


def _problem(pile: Pile, read: HandedIn, slugs: Sequence[str]) -> str:
    """Why nothing can be graded; empty if something can."""
    if any(not submission.problem for submission in read.submissions.values()):
        return ""
    if read.submissions:
        return "; ".join(submission.problem for submission in read.submissions.values())
    if pile.notes:
        return "; ".join(dict.fromkeys(pile.notes[:3]))
    names = [*(piece.inside for piece in pile.pieces), *pile.others]
    return f"no file for {', '.join(slugs)}" + (f", only {', '.join(names[:5])}" if names else "")


def _keys(piles: Sequence[Pile]) -> list[str]:
    """A key for each student; those who would share one get a mark made from who they are, not from their order."""
    plain = [_safe(pile.person) for pile in piles]
    count = Counter(key.casefold() for key in plain)
    return [
        key if count[key.casefold()] == 1 else f"{key}-{_digest(pile.person)}"
        for key, pile in zip(plain, piles, strict=True)
    ]


def _digest(person: Person) -> str:
    return hashlib.sha256(repr(person.identity).encode()).hexdigest()[:8]


def _safe(person: Person) -> str:
    """Name and id in letters that every file system takes."""
    known = person.student or person.claim
    name = known.name or known.email or person.claim.name
    text = f"{name}_{known.sid}" if known.sid and known.sid != name else name
    ascii_only = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    return re.sub(r"[^A-Za-z0-9_.]+", "-", ascii_only).strip("-._")[:MAX_KEY].rstrip("-._") or "student"
