"""Collects hand-ins: whoever's folder, archive or file it is, read as data, with a reason for all that is not used."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from torchgrade.intake.choice import choose
from torchgrade.intake.claims import claim, unclaimed
from torchgrade.intake.hand_ins import HandIn, hand_ins
from torchgrade.intake.layout import lay_out
from torchgrade.intake.levels import find_levels
from torchgrade.intake.piles import pile_up
from torchgrade.intake.reading import HandedIn, read
from torchgrade.intake.roster import Roster, Student


@dataclass(frozen=True)
class Intake:
    """The hand-ins by key, who of the roster handed in nothing, and (path, reason) of what is nobody's."""

    hand_ins: tuple[HandIn, ...]
    missing: tuple[Student, ...] = ()
    leftovers: tuple[tuple[str, str], ...] = ()


def collect(
    folder: Path, workspace: Path, slugs: Sequence[str], roster: Roster | None = None, others: Sequence[str] = ()
) -> Intake:
    """Reads a folder of hand-ins, or one archive of them all, for the assignments `slugs`.

    Archives are unpacked into `workspace`, an empty folder of the caller's that must stay until all is judged.
    `others` are assignments of the course that are not graded now, so that their files are not taken for these.
    """
    if not folder.exists():
        raise ValueError(f"there is no folder {folder}")
    laid = lay_out(folder, workspace, tuple(dict.fromkeys((*slugs, *others))))
    levels = find_levels(laid)
    claims = claim(laid, levels)
    piles = pile_up(claims.claimed, roster)
    handed_in = [read(choose(pile.pieces, slugs)) for pile in piles]
    present = {pile.person.student.identity for pile in piles if pile.person.student}
    missing = tuple(s for s in (roster.students if roster else ()) if s.identity not in present)
    leftovers = {(place, reason.removeprefix(f"{place} ")) for place, reason in claims.leftovers}
    return Intake(hand_ins(piles, handed_in, slugs), missing, tuple(sorted(leftovers)))


def collect_one(folder: Path, workspace: Path, slug: str) -> HandedIn:
    """Reads a folder that is one student's, for one assignment; otherwise as `collect` does."""
    laid = lay_out(folder, workspace, (slug,))
    handed_in = read(choose(unclaimed(laid), (slug,)))
    return replace(handed_in, notes=(*(note for _, note in laid.notes), *handed_in.notes))
