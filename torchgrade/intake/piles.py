"""Lays what is claimed on one pile for each student, whatever LMS or roster they are known by."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from torchgrade.intake.claims import Claimed, Piece
from torchgrade.intake.levels import Claim
from torchgrade.intake.roster import Roster, Student

Identity = tuple[str, ...]


@dataclass(frozen=True)
class Person:
    """Who somebody is: by what they are told from all others, as first claimed, and as the roster has them.

    `why` says why the roster does not have them.
    """

    identity: Identity
    claim: Claim
    student: Student | None
    why: str


@dataclass(frozen=True)
class Pile:
    """All that came of one student; `group` are the names of those it was handed in together with."""

    person: Person
    pieces: tuple[Piece, ...]
    others: tuple[str, ...]
    notes: tuple[str, ...]
    group: frozenset[str]


def pile_up(claimed: Sequence[Claimed], roster: Roster | None) -> tuple[Pile, ...]:
    """One pile for each student, in the order in which something of theirs is first met."""
    claims = tuple(dict.fromkeys(claim for thing in claimed for claim in thing.claims))
    doubles = _double_names(claims)
    people = {claim: _person(claim, roster, doubles) for claim in claims}
    shares: dict[Identity, list[tuple[Claim, Claimed]]] = defaultdict(list)
    for thing in claimed:
        for claim in thing.claims:
            shares[people[claim].identity].append((claim, thing))
    return tuple(
        Pile(
            person=people[share[0][0]],  # as first met
            pieces=tuple(thing.piece for _, thing in share if thing.piece),
            others=tuple(thing.other for _, thing in share if thing.other),
            notes=tuple(thing.note for _, thing in share if thing.note),
            group=frozenset(
                other.name or other.email for own, thing in share for other in thing.claims if other != own
            ),
        )
        for share in shares.values()
    )


def _double_names(claims: Iterable[Claim]) -> set[str]:
    """Names that two people have in one export of Moodle, whose numbers differ from export to export."""
    pairs = {(claim.level, claim.name, claim.sid) for claim in claims if claim.system == "moodle"}
    return {name for (_, name), count in Counter((level, name) for level, name, _ in pairs).items() if count > 1}


def _person(claim: Claim, roster: Roster | None, doubles: set[str]) -> Person:
    name = "" if claim.name in doubles else claim.name
    student, why = roster.find(name, claim.sid, claim.email, claim.system) if roster else (None, "")
    if student:
        identity: Identity = ("roster", *student.identity)
    elif claim.system == "moodle":
        identity = ("moodle", claim.name, claim.sid if claim.name in doubles else "")
    else:
        identity = (claim.system, claim.sid or claim.email or claim.name)
    return Person(identity, claim, student, why)
