"""Unpacks archives as data: nothing is followed, nothing lands outside, and sizes are counted while reading."""

import bz2
import errno
import gzip
import lzma
import stat
import tarfile
import unicodedata
import zipfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any, TypeVar

SUFFIXES = (".zip", ".tar", ".tar.gz", ".tgz", ".tar.bz2", ".tbz2", ".tar.xz", ".txz", ".gz")
FOREIGN = {b"Rar!": "a RAR archive", b"7z\xbc\xaf": "a 7-Zip archive", b"<": "a web page, not an archive"}
CHUNK = 2**20  # bytes
MAX_NAME = 255  # characters; of a longer one the end counts, with its suffix
SYSTEM_FILES = {"__MACOSX", ".DS_Store", "Thumbs.db", "thumbs.db", "desktop.ini"}
TOOL_FILES = {".ipynb_checkpoints", "__pycache__", ".git", ".venv", "venv", "node_modules", ".idea", ".vscode"}
IGNORED = SYSTEM_FILES | TOOL_FILES

Parts = tuple[str, ...]
Wanted = Callable[[str], bool]
Thing = TypeVar("Thing")


@dataclass(frozen=True)
class Limits:
    """What is unpacked at most: bytes of a member, bytes in all, members, and bytes for each byte of the archive.

    The ratio counts from `free` bytes on: a notebook's printed output may well be packed a thousandfold. `stream` is
    how far a compressed tar is read, with what is skipped in it.
    """

    member: int = 256 * 2**20
    total: int = 2**30
    count: int = 100_000
    ratio: int = 200
    free: int = 256 * 2**20
    stream: int = 4 * 2**30


MOST_NOTES = 20  # on one archive


class Broken(Exception):
    """An archive cannot be read on; the text says why."""


@dataclass(frozen=True)
class Entry:
    """One member as its archive describes it: `kind` is "" for a plain file, `name` is "" for a folder."""

    name: str
    kind: str
    open: Callable[[], Any]


@dataclass
class Contents:
    """What came out of an archive: where each wanted file was put, the names of the rest, sentences on both."""

    files: dict[Parts, Path] = field(default_factory=dict)
    others: list[Parts] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def note(self, sentence: str) -> None:
        """Adds a sentence, unless there are more than anyone would read."""
        if len(self.notes) < MOST_NOTES:
            self.notes.append(sentence)


def shown(name: str) -> str:
    """A file name as it may stand anywhere: text that UTF-8 can hold, without control or direction marks."""
    text = name.encode("utf-16", "surrogatepass").decode("utf-16", "replace")  # no half of a surrogate pair is left
    text = unicodedata.normalize("NFC", text)
    return "".join(letter if letter.isprintable() else "\N{REPLACEMENT CHARACTER}" for letter in text)


def is_archive(name: str) -> bool:
    """Whether a file's name says that it is an archive."""
    return name.lower().endswith((*SUFFIXES, ".rar", ".7z"))


def unpack(file: Path, name: str, into: Path, wanted: Wanted, limits: Limits) -> Contents:
    """Copies the wanted members of an archive to numbered files in `into`; `name` is what sentences call it.

    What a broken archive holds before its fault counts. Only the machine's own failures raise (`OSError`).
    """
    contents = Contents()
    try:
        with ExitStack() as stack:
            entries = _entries(file, stack, limits)
            _take(guarded(entries), contents, name, into, wanted, limits, file.stat().st_size)
    except Broken as error:
        found = f"; the {len(contents.files)} files before that were read" if contents.files else ""
        contents.note(f"{name} {error}{found}")
    if not contents.files and not contents.others and not contents.notes:
        contents.note(f"{name} is an empty archive")
    return contents


def guarded(things: Iterable[Thing]) -> Iterator[Thing]:
    """Iterates over what a library reads from a file; whatever a malformed one causes there becomes `Broken`."""
    try:
        yield from things
    except Broken:
        raise
    except Exception as error:
        if isinstance(error, OSError) and error.errno not in (None, errno.EINVAL):
            raise  # the machine's own failure; the libraries' OSErrors have no number
        raise Broken(f"is broken ({str(error)[:100] or type(error).__name__})") from error


def _take(
    entries: Iterable[Entry], contents: Contents, name: str, into: Path, wanted: Wanted, limits: Limits, packed: int
) -> None:
    total = 0
    for count, entry in enumerate(entries):
        if count >= limits.count:
            raise Broken(f"holds more than {limits.count} files")
        parts = _inside(entry.name)
        if parts is None:
            contents.note(f"{shown(entry.name)[-80:]} points outside {name} and was not read")
        elif not parts or IGNORED.intersection(parts):
            continue
        elif entry.kind:
            contents.note(f"{parts[-1]} in {name} is {entry.kind}")
        elif not wanted(parts[-1]):
            contents.others.append(parts)
        else:
            target = into / f"{count}{'.pt' if parts[-1].endswith('.pt') else ''}"
            total += _store(entry, parts, contents, name, target, limits.member)
            if total > limits.total or total > max(limits.free, packed * limits.ratio):
                raise Broken(f"unpacks to more than {total / 2**20:.0f} MiB, which is more than a hand-in may")


def _inside(name: str) -> Parts | None:
    """The parts of a member's path, fit to be shown; `None` where it is absolute or climbs out."""
    parts = [part for part in name.replace("\\", "/").split("/") if part not in ("", ".")]
    if name.startswith(("/", "\\")) or ".." in parts or (parts and parts[0].endswith(":")):
        return None
    return tuple(shown(part)[-MAX_NAME:] for part in parts)


def _store(entry: Entry, parts: Parts, contents: Contents, name: str, target: Path, limit: int) -> int:
    """Copies one member; its size. A member of the same name came earlier in the archive, and gives way."""
    size = 0
    try:
        with target.open("wb") as file:
            for chunk in guarded(_chunks(entry)):
                size += len(chunk)
                if size > limit:
                    raise Broken(f"has more than {limit / 2**20:.0f} MiB and was not unpacked")
                file.write(chunk)
    except Broken as error:
        target.unlink()
        contents.note(f"{parts[-1]} in {name} {error}")
        return size
    if parts in contents.files:
        contents.note(f"{parts[-1]} is twice in {name}: the last one counts")
    contents.files[parts] = target
    return size


def _chunks(entry: Entry) -> Iterator[bytes]:
    with closing(entry.open()) as stream:
        while chunk := stream.read(CHUNK):
            yield chunk


def _entries(file: Path, stack: ExitStack, limits: Limits) -> Iterable[Entry]:
    """The members of an archive of whatever kind its first bytes say; its name proves nothing."""
    with file.open("rb") as opened:
        head = opened.read(512)
    if not head:
        raise Broken("is an empty file")
    for start, kind in FOREIGN.items():
        if head.lstrip().startswith(start):
            raise Broken(f"is {kind}: hand in a .zip")
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _zip_entries(file, stack)
    return _tar_entries(file, head, stack, limits)


def _zip_entries(file: Path, stack: ExitStack) -> Iterator[Entry]:
    archive = stack.enter_context(zipfile.ZipFile(file))
    for info in archive.infolist():
        name = "" if info.is_dir() else _zip_name(info)
        yield Entry(name, _zip_kind(info), lambda info=info: archive.open(info))  # type: ignore[misc]


def _zip_name(info: zipfile.ZipInfo) -> str:
    """The name in UTF-8 where a packer wrote that without saying so, as macOS does."""
    if info.flag_bits & 0x800:
        return info.filename
    try:
        return info.filename.encode("cp437").decode("utf-8")
    except UnicodeError:
        return info.filename


def _zip_kind(info: zipfile.ZipInfo) -> str:
    mode = info.external_attr >> 16
    if stat.S_ISLNK(mode):
        return "a link and was not followed"
    if info.flag_bits & 1:
        return "encrypted: hand it in without a password"
    return "no plain file and was not read" if stat.S_IFMT(mode) not in (0, stat.S_IFREG) else ""


def _tar_entries(file: Path, head: bytes, stack: ExitStack, limits: Limits) -> Iterator[Entry]:
    opener: Callable[..., Any] = open
    for magic, library in ((b"\x1f\x8b", gzip.open), (b"BZh", bz2.open), (b"\xfd7zXZ", lzma.open)):
        opener = library if head.startswith(magic) else opener
    stream = _Capped(stack.enter_context(opener(file, "rb")), limits.stream)
    try:
        archive = stack.enter_context(tarfile.open(fileobj=stream, mode="r:"))  # type: ignore[call-overload]  # noqa: SIM115
    except tarfile.ReadError as error:
        raise Broken("is not an archive that can be read") from error
    for member in archive:
        name = "" if member.isdir() else member.name
        yield Entry(name, _tar_kind(member), lambda member=member: archive.extractfile(member))  # type: ignore[misc]


def _tar_kind(member: tarfile.TarInfo) -> str:
    if member.issym() or member.islnk():
        return "a link and was not followed"
    return "" if member.isreg() else "no plain file and was not read"


class _Capped:
    """A decompressed stream that ends in `Broken` beyond `limit` bytes; tarfile would read on, and into memory."""

    def __init__(self, stream: IO[bytes], limit: int):
        self._stream, self._limit = stream, limit
        self.tell = stream.tell

    def read(self, size: int) -> bytes:
        if size > 2 * CHUNK or self._stream.tell() > self._limit:
            raise Broken(f"unpacks to more than {self._limit / 2**20:.0f} MiB, or has no end")
        return self._stream.read(size)

    def seek(self, position: int, whence: int = 0) -> int:
        if position > self._limit:
            raise Broken(f"unpacks to more than {self._limit / 2**20:.0f} MiB")
        return self._stream.seek(position, whence)
