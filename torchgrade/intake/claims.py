"""Says whose each file is, from where it lies: by the naming of Canvas, Moodle and Gradescope, or by a name alone."""

from dataclasses import dataclass
from pathlib import Path

from torchgrade.intake.archives import Parts
from torchgrade.intake.layout import File, Layout
from torchgrade.intake.levels import METADATA, Claim, Levels
from torchgrade.intake.names import Meant, Name

TYPED = ("text.html", "link.html")  # what Canvas writes where a student typed into its page


@dataclass(frozen=True)
class Piece:
    """A file of code or weights with what its name says. `inside` is its path within the hand-in."""

    inside: str
    path: Path
    meant: Meant
    order: int = 0  # the LMS's number of the upload


@dataclass(frozen=True)
class Claimed:
    """What is somebody's, several people's for a group: a piece, the path of another file, or a sentence."""

    claims: tuple[Claim, ...]
    piece: Piece | None = None
    other: str = ""
    note: str = ""


@dataclass(frozen=True)
class Claims:
    """All that is somebody's, in the order in which it was laid out, and (path, reason) of what is nobody's."""

    claimed: tuple[Claimed, ...]
    leftovers: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class _Place:
    """A place with its owners. `reason` says why there are none.

    `inside` is the file's path within the hand-in and `name` what its own name says there; `flat` marks a lone file
    that bears a student's name.
    """

    claims: tuple[Claim, ...] = ()
    inside: str = ""
    name: Name | None = None
    reason: str = ""
    flat: bool = False


def claim(laid: Layout, levels: Levels) -> Claims:
    """Gives every file, and every sentence about one, to those whose it is."""
    claimed, leftovers = [], list(levels.problems)
    for file in (file for file in laid.files if file.parts[-1] != METADATA):
        place = _place(file.parts, laid, levels)
        if place.claims:
            claimed.append(_claimed(file, place, laid))
        else:
            leftovers.append(("/".join(file.parts), place.reason))
    for parts, note in (note for note in laid.notes if note[0][-1:] != (METADATA,)):
        place = _place(parts, laid, levels)
        if place.claims and not place.flat:
            claimed.append(Claimed(place.claims, note=note))
        else:
            leftovers.append(("/".join(parts), note))
    return Claims(tuple(claimed), tuple(leftovers))


def unclaimed(laid: Layout) -> tuple[Piece, ...]:
    """The pieces where everything is one student's."""
    pieces = (_piece(file, "/".join(file.parts), laid.names[file.parts[-1]], 0) for file in laid.files)
    return tuple(piece for piece in pieces if piece)


def _place(parts: Parts, laid: Layout, levels: Levels) -> _Place:
    """Whose the file or folder at `parts` is."""
    if not parts:
        return _Place(reason="the class's")
    level = parts[:1] if len(parts) > 1 and parts[:1] in levels.people else ()
    entry, inside = parts[len(level)], "/".join(parts[len(level) + 1 :])
    says, own = laid.names[entry], laid.names[parts[-1]]
    if found := levels.people[level].get(entry):
        return _Place(found, inside or entry, own)
    if owner := says.owner:
        claims = (Claim(owner.system, owner.name, owner.sid, level=level, order=owner.order),)
        return _Place(claims, inside, own) if inside else _Place(claims, owner.inner or entry, says.inner or own)
    if inside or says.archive or (*level, entry) in laid.folders:
        return _Place((_named(says.bare, level),), inside, own)
    # A lone file at the level of students: its name must hold the student's.
    if says.meant is None:
        return _Place(reason="neither a folder, an archive, a .py nor an .ipynb")
    if not says.meant.rest:
        return _Place(reason="nobody's name is in it: put it into a folder that bears the student's name")
    return _Place((_named(says.meant.rest, level),), entry, own, flat=True)


def _named(name: str, level: Parts) -> Claim:
    """A student known by the name of a folder, an archive or a file."""
    number = name if name.isdigit() else ""
    return Claim("", "" if "@" in name else name, number, name if "@" in name else "", level)


def _claimed(file: File, place: _Place, laid: Layout) -> Claimed:
    piece = _piece(file, place.inside, place.name, place.claims[0].order)
    if piece is None and place.inside in TYPED and laid.names[file.parts[-1]].owner:
        return Claimed(place.claims, note="a text or a link was handed in, no file: that cannot be graded")
    return Claimed(place.claims, piece, "" if piece else place.inside)


def _piece(file: File, inside: str, name: Name | None, order: int) -> Piece | None:
    """A file as a piece, if it is code or weights; the prefix that an LMS gave it is taken off."""
    if file.path is None or name is None:
        return None
    meant = (name.inner or name).meant
    return Piece(inside, file.path, meant, name.owner.order if name.owner else order) if meant else None
