"""Collects hand-ins: whoever's folder, archive or file it is, read as data, with a reason for all that is not used."""

import hashlib
import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from graders.batch import tree
from graders.batch.archives import Parts
from graders.batch.choice import Candidate, Chosen, candidate, choose
from graders.batch.names import lms_owner
from graders.batch.owners import METADATA, Claim, Levels, find_levels
from graders.batch.roster import Roster, Student
from graders.engine.submission import Submission

MOST_NOTES = 30  # on one hand-in
MAX_KEY = 60  # characters, before what makes it unique
Identity = tuple[str, ...]


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


@dataclass(frozen=True)
class Intake:
    """The hand-ins by key, who of the roster handed in nothing, and (path, reason) of what is nobody's."""

    hand_ins: tuple[HandIn, ...]
    missing: tuple[Student, ...] = ()
    leftovers: tuple[tuple[str, str], ...] = ()


@dataclass
class _Pile:
    """What lies in the tree for one student."""

    claim: Claim
    student: Student | None
    why: str = ""
    candidates: list[Candidate] = field(default_factory=list)
    others: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    group: set[str] = field(default_factory=set)


def collect(
    folder: Path, workspace: Path, slugs: Sequence[str], roster: Roster | None = None, others: Sequence[str] = ()
) -> Intake:
    """Reads a folder of hand-ins, or one archive of them all, for the assignments `slugs`.

    Archives are unpacked into `workspace`, an empty folder of the caller's that must stay until all is judged.
    `others` are assignments of the course that are not graded now, so that their files are not taken for these.
    """
    if not folder.exists():
        raise ValueError(f"there is no folder {folder}")
    found = tree.read(folder, workspace)
    known = tuple(dict.fromkeys((*slugs, *others)))
    levels = find_levels(found, known)
    leftovers = list(levels.problems)
    piles = _piles(found, levels, roster or Roster(()), leftovers)
    keys = _keys(piles)
    hand_ins = [_hand_in(keys[identity], pile, slugs, roster) for identity, pile in piles.items()]
    present = {pile.student.identity for pile in piles.values() if pile.student}
    missing = tuple(s for s in (roster.students if roster else ()) if s.identity not in present)
    return Intake(
        tuple(sorted(hand_ins, key=lambda item: item.key)),
        missing,
        tuple(sorted({(place, reason.removeprefix(f"{place} ")) for place, reason in leftovers})),
    )


def _piles(found: tree.Tree, levels: Levels, roster: Roster, leftovers: list[tuple[str, str]]) -> dict[Identity, _Pile]:
    """Every file and every note laid to the student whose it is, or listed as nobody's."""
    piles: dict[Identity, _Pile] = {}
    items: list[tuple[Parts, tree.File | str]] = [*((file.parts, file) for file in found.files), *found.notes]
    claims = [(parts, item, levels.claimed(parts)) for parts, item in items if parts[-1:] != (METADATA,)]
    doubles = _double_names(claim for _, _, claimed in claims for claim in claimed.claims)
    pile_of = cache(lambda claim: _pile(piles, claim, roster, doubles))
    for parts, item, claimed in claims:
        if not claimed.claims or (claimed.flat and isinstance(item, str)):
            leftovers.append(("/".join(parts), item if isinstance(item, str) else claimed.reason))
            continue
        for claim in claimed.claims:
            pile = pile_of(claim)
            pile.group |= {other.name or other.email for other in claimed.claims if other != claim}
            _lay(pile, item, claimed.inside or parts[-1], claim.order, levels.slugs)
    return piles


def _double_names(claims: Iterator[Claim]) -> set[str]:
    """Names that two people have in one export of Moodle, whose numbers differ from export to export."""
    pairs = {(claim.level, claim.name, claim.sid) for claim in claims if claim.system == "moodle"}
    return {name for (_, name), count in Counter((level, name) for level, name, _ in pairs).items() if count > 1}


def _pile(piles: dict[Identity, _Pile], claim: Claim, roster: Roster, doubles: set[str]) -> _Pile:
    name = "" if claim.name in doubles else claim.name
    student, why = roster.find(name, claim.sid, claim.email, claim.system)
    if student:
        identity: Identity = ("roster", *student.identity)
    elif claim.system == "moodle":
        identity = ("moodle", claim.name, claim.sid if claim.name in doubles else "")
    else:
        identity = (claim.system, claim.sid or claim.email or claim.name)
    return piles.setdefault(identity, _Pile(claim, student, why))


def _lay(pile: _Pile, item: tree.File | str, inside: str, order: int, slugs: Sequence[str]) -> None:
    if isinstance(item, str):
        pile.notes.append(item)
    elif found := candidate(item, inside, order, slugs):
        pile.candidates.append(found)
    elif lms_owner(item.parts[-1]) and inside in ("text.html", "link.html"):
        pile.notes.append("a text or a link was handed in, no file: that cannot be graded")
    else:
        pile.others.append(inside)


def _hand_in(key: str, pile: _Pile, slugs: Sequence[str], roster: Roster | None) -> HandIn:
    chosen = choose(pile.candidates, slugs)
    notes = [*pile.notes, *chosen.notes]
    notes += [f"handed in together with {', '.join(sorted(pile.group))}"] if pile.group else []
    notes += [pile.why] if roster and not pile.student else []
    student, claim = pile.student, pile.claim
    return HandIn(
        key=key, name=student.name if student and student.name else claim.name,
        sid=student.sid if student and student.sid else claim.sid,
        email=student.email if student and student.email else claim.email,
        submissions=chosen.submissions, files=chosen.files, notes=tuple(dict.fromkeys(notes))[:MOST_NOTES],
        problem=_problem(pile, chosen, slugs), student=student,
    )  # fmt: skip


def _problem(pile: _Pile, chosen: Chosen, slugs: Sequence[str]) -> str:
    """Why nothing can be graded; empty if something can."""
    if any(not submission.problem for submission in chosen.submissions.values()):
        return ""
    if chosen.submissions:
        return "; ".join(submission.problem for submission in chosen.submissions.values())
    if pile.notes:
        return "; ".join(dict.fromkeys(pile.notes[:3]))
    names = [item.inside for item in pile.candidates] + pile.others
    return f"no file for {', '.join(slugs)}" + (f", only {', '.join(names[:5])}" if names else "")


def _keys(piles: Mapping[Identity, _Pile]) -> dict[Identity, str]:
    """A key for each student; those who would share one get a mark made from who they are, not from their order."""
    plain = {identity: _safe(pile) for identity, pile in piles.items()}
    shared = defaultdict(list)
    for identity, key in plain.items():
        shared[key.casefold()].append(identity)
    for identities in shared.values():
        for identity in identities if len(identities) > 1 else ():
            plain[identity] += "-" + hashlib.sha256(repr(identity).encode()).hexdigest()[:8]
    return plain


def _safe(pile: _Pile) -> str:
    """Name and id in letters that every file system takes."""
    person = pile.student or pile.claim
    name = person.name or person.email or pile.claim.name
    text = f"{name}_{person.sid}" if person.sid and person.sid != name else name
    ascii_only = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    return re.sub(r"[^A-Za-z0-9_.]+", "-", ascii_only).strip("-._")[:MAX_KEY].rstrip("-._") or "student"
