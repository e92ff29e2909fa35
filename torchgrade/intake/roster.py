"""Reads the list of students and finds a student by id, e-mail or name, never by a guess."""

import csv
import io
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

MAX_SIZE = 16 * 2**20  # bytes
ID_COLUMNS = (
    "id",
    "sid",
    "student id",
    "student number",
    "sis user id",
    "sis login id",
    "login id",
    "username",
    "id number",
    "matriculation number",
)
NAME_COLUMNS = ("name", "student", "full name", "student name")
EMAIL_COLUMNS = ("email", "e-mail", "email address", "e-mail address", "mail")
SPLIT_COLUMNS = ("first name", "given name"), ("last name", "surname")
ALL_COLUMNS = {"identifier", *ID_COLUMNS, *NAME_COLUMNS, *EMAIL_COLUMNS, *SPLIT_COLUMNS[0], *SPLIT_COLUMNS[1]}


class RosterError(ValueError):
    """The file is no roster; the text says what is wrong with it."""


@dataclass(frozen=True)
class Student:
    """One row: `sid` is the first id that it has, `columns` the row as it stands, for what is written back."""

    sid: str
    name: str
    email: str
    ids: frozenset[str] = frozenset()
    columns: Mapping[str, str] = field(default_factory=dict)

    @property
    def identity(self) -> tuple[str, str, str]:
        """What tells one row from all others."""
        return self.sid, self.name, self.email


@dataclass(frozen=True)
class Roster:
    """All students of a course, in the order of the file."""

    students: tuple[Student, ...]

    def find(self, name: str = "", sid: str = "", email: str = "", system: str = "") -> tuple[Student | None, str]:
        """The one student that fits by id, else by e-mail, else by name; and a sentence where there is none.

        `system` is the LMS whose number `sid` is, if any.
        """
        for what, found in self._fitting(name, sid, email, system):
            if len(found) == 1:
                return found[0], ""
            if found:
                return None, f"{len(found)} students of the roster have the {what}: it was given to none of them"
        return None, "not in the roster"

    def _fitting(self, name: str, sid: str, email: str, system: str) -> Iterator[tuple[str, list[Student]]]:
        words = {word.casefold() for word in re.split(r"[\s_,;()-]+", name)} - {""}
        whole, forms = {text.casefold().strip() for text in (sid, email, name)} - {""}, name_forms(name)
        if system in ("canvas", "moodle"):  # another system may have given the same number to somebody else
            yield f"id {sid}", [s for s in self.students if f"{system} {sid}" in s.ids]
            yield f"id {sid}", [s for s in self.students if sid.casefold() in s.ids and forms & name_forms(s.name)]
        else:
            yield f"id {sid or name}", [student for student in self.students if student.ids & whole]
            yield f"id in {name}", [student for student in self.students if student.ids & words]
        yield f"e-mail {email or name}", [s for s in self.students if s.email and s.email.casefold() in whole | words]
        yield f"name {name}", [student for student in self.students if forms & name_forms(student.name)]


@lru_cache(maxsize=100_000)
def name_forms(name: str) -> frozenset[str]:
    """A name in the spellings that one student's may have, without spaces and accents: given name first, and last.

    Canvas writes `lovelaceada` for "Lovelace, Ada".
    """
    last, comma, first = name.partition(",")
    words = [_letters(part) for part in ([first, last] if comma else re.split(r"[\s_.]+", name))]
    words = [word for word in words if word]
    return frozenset({"".join(words), "".join(words[-1:] + words[:-1]), "".join(words[1:] + words[:1])} - {""})


def _letters(text: str) -> str:
    plain = (c for c in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(c))
    return "".join(c for c in plain if c.isalnum())


def read(path: Path) -> Roster:
    """The roster in a CSV file with a header, as any LMS exports it; a `RosterError` says what is wrong."""
    try:
        if path.stat().st_size > MAX_SIZE:
            raise RosterError(f"the roster {path} has more than {MAX_SIZE / 2**20:.0f} MiB")
        text = _decoded(path.read_bytes())
        return Roster(_students(path, text))
    except (OSError, csv.Error) as error:
        raise RosterError(f"the roster {path} cannot be read: {error}") from error


def _decoded(data: bytes) -> str:
    encodings = ("utf-16",) if data[:2] in (b"\xff\xfe", b"\xfe\xff") else ("utf-8-sig", "latin-1")
    for encoding in encodings:
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise csv.Error("its text is cut off")


def _students(path: Path, text: str) -> tuple[Student, ...]:
    if "\0" in text:
        raise RosterError(f"{path} is no roster: it is not a text file")
    lines = text.lstrip().removeprefix("sep=;").removeprefix("sep=,").lstrip()
    first = lines.partition("\n")[0]
    rows = csv.reader(io.StringIO(lines, newline=""), delimiter=max(",;\t|", key=first.count))
    header = [cell.strip() for cell in next(rows, [])]
    if not any(cell.casefold() in ALL_COLUMNS for cell in header):
        raise RosterError(f"{path} is no roster: its first line names no column id, name or email")
    found = [_student(dict(zip(header, map(str.strip, row), strict=False))) for row in rows if any(row)]
    students = tuple(student for student in found if student is not None)
    if not students:
        raise RosterError(f"the roster {path} lists no students")
    _refuse_doubles(path, students)
    return students


def _student(row: dict[str, str]) -> Student | None:
    """`None` for the lines that a Canvas gradebook has besides students."""
    cells = {name.casefold(): cell for name, cell in row.items()}
    ids = [cells[column] for column in ID_COLUMNS if cells.get(column)]
    name = _first(cells, NAME_COLUMNS) or _first(cells, SPLIT_COLUMNS[0])
    last = _first(cells, SPLIT_COLUMNS[1])
    name = f"{name} {last}".strip() if last and last not in name else name
    if name.casefold().startswith("points possible") or not (ids or name or _first(cells, EMAIL_COLUMNS)):
        return None
    known = frozenset(number.casefold() for number in ids) | _system_ids(cells)
    return Student(ids[0] if ids else "", name, _first(cells, EMAIL_COLUMNS), known, row)


def _system_ids(cells: dict[str, str]) -> frozenset[str]:
    """The numbers that a Canvas gradebook or a Moodle grading sheet gives, marked as theirs."""
    if cells.get("identifier", "").casefold().startswith("participant "):
        return frozenset({f"moodle {cells['identifier'].split()[-1]}"})
    return frozenset({f"canvas {cells['id']}"}) if cells.get("id") and "sis user id" in cells else frozenset()


def _first(cells: dict[str, str], columns: Iterable[str]) -> str:
    return next((cells[column] for column in columns if cells.get(column)), "")


def _refuse_doubles(path: Path, students: tuple[Student, ...]) -> None:
    rows = defaultdict(list)
    for student in students:
        if student.sid:
            rows[student.sid.casefold()].append(student.name)
    for sid, names in rows.items():
        if len(names) > 1:
            raise RosterError(f"the roster {path} gives the id {sid} to {' and to '.join(names[:3])}")
