"""What generated hand-ins are made of: programs, notebooks, archives, and a folder to write them into."""

import io
import json
import os
import struct
import tarfile
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from tests.conftest import COURSE

Text = str | bytes
SLUG = "and_perceptron"  # quick to judge


@dataclass(frozen=True)
class Expected:
    """What must come of one assignment of one student.

    `mark` is "full", the name of a known mistake, or "not gradable"; `reason` stands in the problem or in a note;
    `sid` is the LMS's or the roster's id.
    """

    student: str
    slug: str = SLUG
    mark: str = "full"
    reason: str = ""
    sid: str = ""


def source(slug: str = SLUG, mistake: str = "") -> str:
    """A right program, or one with a known mistake laid over it."""
    text = (COURSE.root / "reference" / f"{slug}.py").read_text(encoding="utf-8")
    if mistake:
        text += "\n\n" + (COURSE.root / "graders" / slug / "mistakes" / f"{mistake}.py").read_text(encoding="utf-8")
    return text


def notebook(*cells: str, outputs: int = 0, version: int = 4, **rest) -> str:
    """A notebook; `outputs` is how many bytes each cell has printed."""
    printed = [{"output_type": "stream", "name": "stdout", "text": "x" * outputs}] if outputs else []
    if version == 3:
        old = [{"cell_type": "code", "language": "python", "input": cell, "outputs": []} for cell in cells]
        sheets = [{"cells": old}]
        return json.dumps({"nbformat": 3, "nbformat_minor": 0, "metadata": {"name": ""}, "worksheets": sheets})
    code = [
        {
            "cell_type": "code",
            "id": "same",
            "execution_count": 9 - i,
            "metadata": {},
            "source": cell,
            "outputs": printed,
        }
        for i, cell in enumerate(cells)
    ]
    return json.dumps({"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": code} | rest)


def zipped(members: Mapping[str, Text]) -> bytes:
    """A zip with these members; a name that ends in @ becomes a link to what would be its content."""
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            info = zipfile.ZipInfo(name.removesuffix("@"), (2026, 3, 1, 12, 0, 0))
            info.compress_type = zipfile.ZIP_DEFLATED
            info.external_attr = (0o120777 if name.endswith("@") else 0o100644) << 16
            archive.writestr(info, content)
    return data.getvalue()


def tarred(members: Mapping[str, Text], mode: str = "w:gz", links: Mapping[str, str] | None = None) -> bytes:
    """A tar with these members, and symbolic links."""
    data = io.BytesIO()
    with tarfile.open(fileobj=data, mode=mode) as archive:  # type: ignore[call-overload]
        for name, content in members.items():
            info, raw = tarfile.TarInfo(name), _raw(content)
            info.size = len(raw)
            archive.addfile(info, io.BytesIO(raw))
        for name, target in (links or {}).items():
            info = tarfile.TarInfo(name)
            info.type, info.linkname = tarfile.SYMTYPE, target
            archive.addfile(info)
    return data.getvalue()


def encrypted(data: bytes) -> bytes:
    """A zip whose members say that they are encrypted."""
    for signature, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = data.index(signature) + offset
        data = data[:at] + struct.pack("<H", struct.unpack_from("<H", data, at)[0] | 1) + data[at + 2 :]
    return data


def _raw(content: Text) -> bytes:
    return content.encode() if isinstance(content, str) else content


class Class:
    """The folder being written, and what is expected of it."""

    def __init__(self, folder: Path):
        self.folder, self.expected = folder, []  # type: tuple[Path, list[Expected]]

    def put(self, path: str | bytes, content: Text = "") -> None:
        """Writes a file; its path may be bytes that are no UTF-8."""
        target = os.fsencode(self.folder) + b"/" + os.fsencode(path)
        os.makedirs(os.path.dirname(target), exist_ok=True)
        with open(target, "wb") as file:
            file.write(_raw(content))

    def expect(self, student: str, mark: str = "full", reason: str = "", sid: str = "", slug: str = SLUG) -> None:
        """Notes what must come of one assignment of one student."""
        self.expected.append(Expected(student, slug, mark, reason, sid))

    def one(self, path: str | bytes, content: Text, student: str, *expected: str, **more: str) -> None:
        """A file, and what must come of it."""
        self.put(path, content)
        self.expect(student, *expected, **more)
