"""Reads file names: whose hand-in it is (Canvas, Moodle, Gradescope, or a name alone) and for which assignment."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache

from torchgrade.intake.archives import SUFFIXES, Parts, is_archive

# What the exports call their entries. Canvas: the sortable name without spaces, perhaps LATE, the ids of the user and
# of the attachment, the file's own name. Moodle: the full name and the participant's number in this assignment.
CANVAS = re.compile(r"(?P<name>\w+?)(?:_late)?_(?P<sid>\d+)_(?P<order>\d+)_(?P<inner>.+\.\w+)", re.IGNORECASE)
CANVAS_ANONYMOUS = re.compile(r"(?:late_)?(?P<name>anon_\w+?)_(?P<order>\d+)_(?P<inner>.+\.\w+)", re.IGNORECASE)
CANVAS_TYPED = re.compile(r"(?P<name>\w+?)(?:_late)?_(?P<sid>\d+)_(?P<inner>(?:text|link)\.html)", re.IGNORECASE)
MOODLE = re.compile(r"(?P<name>.+?)_(?P<sid>\d+)_assignsubmission_(?:file|onlinetext)(?:_(?P<inner>.*))?")
GRADESCOPE = re.compile(r"(?P<name>submission_(?P<order>\d+))")
PATTERNS = (
    ("moodle", MOODLE),
    ("gradescope", GRADESCOPE),
    ("canvas", CANVAS_ANONYMOUS),
    ("canvas", CANVAS),
    ("canvas", CANVAS_TYPED),
)

ATTEMPT = re.compile(
    r"(?:\s*\((?P<a>\d{1,4})\)|[-_ ](?P<b>\d{1,3})|[\s_-]+(?:copy|kopie|copie|copia)(?: (?P<c>\d+))?)$", re.I
)
FORM = re.compile(r"(?P<stem>.*?)(?:\.py|\.ipynb)*(?P<form>\.py|\.ipynb|\.pt)(?:\.txt|\.json)?", re.I | re.S)
FILLERS = {"final", "new", "my", "hw", "homework", "solution", "submission", "fixed", "assignment"}
ARCHIVE = re.compile("(?:" + "|".join(re.escape(suffix) for suffix in SUFFIXES) + r"|\.rar|\.7z)$", re.I)


@dataclass(frozen=True)
class Owner:
    """Whom an entry says it belongs to. `inner` is the file's own name, `order` the LMS's number: later is higher."""

    system: str
    name: str
    sid: str = ""
    inner: str = ""
    order: int = 0


@dataclass(frozen=True)
class Meant:
    """What a file name says: the assignment ("" if none or several), ".py", ".ipynb" or ".pt", and which attempt.

    `exact` is whether nothing else is in the name but what a browser or an LMS adds; `rest` is that else.
    """

    slug: str
    form: str
    exact: bool = False
    attempt: tuple[int, ...] = field(default=())
    rest: str = ""


@dataclass(frozen=True)
class Name:
    """All that one name says, read once: `bare` is the name without the suffix of an archive.

    `inner` is the file's own name, where an LMS has put whose it is before that.
    """

    owner: Owner | None
    meant: Meant | None
    archive: bool
    bare: str
    inner: "Name | None" = None


def read_names(places: Iterable[Parts], slugs: Iterable[str]) -> Mapping[str, Name]:
    """What every name in these paths says, by its text."""
    slugs = tuple(slugs)
    return {text: _name(text, slugs) for text in {part for parts in places for part in parts}}


def _name(text: str, slugs: tuple[str, ...]) -> Name:
    owner = lms_owner(text, slugs)
    inner = _name(owner.inner, slugs) if owner and owner.inner else None
    return Name(owner, meant(text, slugs), is_archive(text), ARCHIVE.sub("", text), inner)


def lms_owner(entry: str, slugs: Iterable[str] = ()) -> Owner | None:
    """The owner of an entry named by an LMS; `None` for any other name, `spiral_1_2_final.py` among them."""
    for system, pattern in PATTERNS:
        match = pattern.fullmatch(entry)
        if match and match["name"].lower() not in slugs:
            found = match.groupdict()
            order = int((found.get("order") or "0")[:18])
            return Owner(system, found["name"], found.get("sid") or "", found.get("inner") or "", order)
    return None


def meant(name: str, slugs: Iterable[str]) -> Meant | None:
    """What a file is for, by its name; `None` if it is neither code nor weights.

    The longest slug wins, so that `xor_mlp.py` is never taken for `mlp`.
    """
    match = FORM.fullmatch(name)
    if match is None:
        return None
    stem, form = match["stem"].strip(), match["form"].lower()
    by_length = sorted(slugs, key=lambda slug: (-len(slug), slug))
    for bare, attempt in _attempts(stem):
        for slug in by_length:
            if _pattern(slug).fullmatch(bare):
                return Meant(slug, form, True, attempt)
    bare, attempt = _attempts(stem)[-1]
    found = [slug for slug in by_length if _pattern(slug).search(bare)]
    if not found or not all(_pattern(slug).search(found[0]) for slug in found[1:]) or bare.lower().startswith("test_"):
        return Meant("", form, attempt=attempt, rest=bare)
    return Meant(found[0], form, False, attempt, _rest(bare, found[0]))


def _attempts(stem: str) -> list[tuple[str, tuple[int, ...]]]:
    """The stem, and what is left of it as each number is taken off its end, with those numbers, the last one first."""
    numbers: tuple[int, ...] = ()
    steps = [(stem, numbers)]
    while len(steps) < 4 and (match := ATTEMPT.search(stem)) and match.start():
        stem, numbers = stem[: match.start()], (*numbers, int(match["a"] or match["b"] or match["c"] or 1))
        steps.append((stem, numbers))
    return steps


@cache
def _pattern(slug: str) -> re.Pattern[str]:
    words = r"[ _.-]*".join(re.escape(word) for word in slug.split("_"))
    return re.compile(rf"(?<![^\W_]){words}(?![^\W_])", re.IGNORECASE)


def _rest(bare: str, slug: str) -> str:
    """A name without the slug and what students put around it: perhaps somebody's name."""
    words = re.split(r"[\s_]+", _pattern(slug).sub(" ", bare).strip(" _.-"))
    return " ".join(word for word in words if word and word.lower() not in FILLERS).strip(" _.-")
