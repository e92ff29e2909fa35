"""Runs hostile submissions among canaries; as a program it prints what each tried and what came of it.

An attack is a file in `tests/attacks/`: a docstring (what it tries; what it would gain) and literals, read with `ast`
and never run here. `LOST` are the checks that it honestly loses ("all" for every one), `SAYS` a part of a sentence
that the report must contain, `ASSIGNMENT`, `ONLY` and `SECONDS` another assignment, some of its checks, another
deadline. It runs as the second cell of a submission whose first cell is the solution, so it earns whatever it does
not spoil. Words in capitals and braces stand for canaries: see `Canaries.words`.
"""

import ast
import contextlib
import io
import json
import os
import secrets
import socket
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import psutil
from rich.console import Console
from rich.table import Table

from tests.conftest import COURSE
from torchgrade import course as courses
from torchgrade.course import Assignment
from torchgrade.judge.judging import judge
from torchgrade.judge.report import Report, to_json
from torchgrade.judge.settings import Settings
from torchgrade.render import terminal
from torchgrade.submission import Submission
from torchgrade.worker.forkserver import ForkServer

FOLDER = Path(__file__).parent / "attacks"
ARENA = courses.read(FOLDER / "course")
LONGEST_REPORT = 100_000  # characters of JSON; an honest one of the arena has 4,000
LONGEST_JUDGING = 45  # seconds; the deadlines of an attack's checks come to less


@dataclass(frozen=True)
class Attack:
    """One hostile submission; the fields are the literals of its file."""

    name: str
    source: str
    tries: str
    lost: frozenset[str] | str = frozenset()
    says: str = ""
    assignment: str = "arena"
    only: frozenset[str] = frozenset()
    seconds: float = 4.0

    def course(self) -> Assignment:
        course = ARENA if self.assignment == "arena" else COURSE
        return replace(course.assignment(self.assignment), seconds=self.seconds)


def read(path: Path) -> Attack:
    """An attack's file as data."""
    source = path.read_text(encoding="utf-8")
    tree = ast.parse(source)
    literals = {
        node.targets[0].id.lower(): ast.literal_eval(node.value)
        for node in tree.body
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name) and node.targets[0].id.isupper()
    }
    known = {name: value for name, value in literals.items() if name in Attack.__annotations__}
    return Attack(path.stem, source, " ".join((ast.get_docstring(tree) or "").split()), **known)


def every() -> list[Attack]:
    return [read(path) for path in sorted(FOLDER.glob("*.py"))]


class Canaries:
    """Things outside a submission's reach that show it when they have been reached after all."""

    def __init__(self, folder: Path):
        self.secret, self.name = secrets.token_hex(16), f"tg-{secrets.token_hex(4)}"
        self._secret_file, self._outside = folder / "secret.txt", folder / "outside"
        self._secret_file.write_text(self.secret)
        self._outside.mkdir()
        (self._outside / "kept.txt").write_text("as it was")
        self._before = self._state()
        self._sockets = [socket.create_server(("127.0.0.1", 0))]
        port = self._sockets[0].getsockname()[1]
        for kind, address in (
            (socket.SOCK_STREAM, str(folder / "stream")),
            (socket.SOCK_DGRAM, str(folder / "dgram")),
            (socket.SOCK_STREAM, f"\0{self.name}"),
        ):
            self._sockets.append(socket.socket(socket.AF_UNIX, kind))
            self._sockets[-1].bind(address)
        self._sockets.append(socket.socket(socket.AF_INET, socket.SOCK_DGRAM))
        self._sockets[-1].bind(("127.0.0.1", port))
        for sock in self._sockets:
            sock.setblocking(False)
            if sock.type == socket.SOCK_STREAM:
                sock.listen()
        self.words = {
            "{SECRET}": str(self._secret_file),
            "{OUTSIDE}": str(self._outside),
            "{COURSE}": str(ARENA.root),
            "{FOLDER}": str(folder),
            "{PORT}": str(port),
            "{STREAM}": str(folder / "stream"),
            "{DGRAM}": str(folder / "dgram"),
            "{NAME}": self.name,
        }

    def _state(self) -> dict[str, tuple]:
        """What can be seen of the folder that nobody may change, access times aside."""
        entries = [self._outside, *self._outside.rglob("*"), self._secret_file]
        found = {str(path): path.lstat() for path in entries}
        return {
            path: (s.st_mode, s.st_uid, s.st_size, s.st_mtime_ns, s.st_nlink, s.st_ino) for path, s in found.items()
        }

    def reached(self, report: str) -> list[str]:
        """What has been reached, in words; `report` is all that a report says."""
        found = ["the secret stands in the report"] if self.secret in report else []
        found += ["something outside was changed"] if self._state() != self._before else []
        found += [f"a {sock.family.name} socket was reached" for sock in self._sockets if self._heard(sock)]
        if not gone_within(self.name, seconds=5):
            found.append("a process was left behind")
        return found

    @staticmethod
    def _heard(sock: socket.socket) -> bool:
        with contextlib.suppress(BlockingIOError):
            if sock.type == socket.SOCK_STREAM:
                sock.accept()[0].close()
            else:
                sock.recv(64)
            return True
        return False

    def close(self) -> None:
        for sock in self._sockets:
            sock.close()


def gone_within(name: str, seconds: float) -> bool:
    """Whether no process of that name (15 letters at most) is there, or is left after a while."""
    until = time.monotonic() + seconds
    while any(name == _process_name(process) for process in psutil.process_iter()):
        if time.monotonic() > until:
            return False
        time.sleep(0.05)
    return True


def _process_name(process: psutil.Process) -> str:
    with contextlib.suppress(psutil.Error):
        return process.name()
    return ""


@dataclass(frozen=True)
class Finding:
    """What came of an attack. `wrong` says in what way it was not contained; `said` what the report tells of it."""

    report: Report
    wrong: tuple[str, ...]
    said: str
    expected: dict[str, float]


def run(attack: Attack, server: ForkServer | None, seed: int = 0) -> Finding:
    """Judges an attack among canaries of its own, in a temporary folder of its own, and looks at what is left."""
    with tempfile.TemporaryDirectory(prefix="attack-") as folder, _temporary_files_in(Path(folder) / "tmp"):
        canaries = Canaries(Path(folder))
        try:
            report = _judge(attack, canaries, server, seed)
            told = json.dumps(to_json([report]))
            wrong = [*_too_much(attack, report), *canaries.reached(told), *_too_long(report, told)]
            wrong += [f"left {path.name}" for path in (Path(folder) / "tmp").glob("torchgrade-*")]
        finally:
            canaries.close()
        said = _sentence(report, attack.says)
        if attack.says and not said:
            wrong.append(f"the report does not say {attack.says!r}: {_everything(report)}")
        return Finding(report, tuple(wrong), said or _sentence(report, ""), honest(attack, report))


def _judge(attack: Attack, canaries: Canaries, server: ForkServer | None, seed: int) -> Report:
    source, assignment = attack.source, attack.course()
    for word, canary in canaries.words.items():
        source = source.replace(word, canary)
    solution = assignment.reference.read_text(encoding="utf-8").replace("__main__", "never")
    submission = Submission((("solution", solution), (attack.name, source)))
    settings = Settings(seed, data=os.devnull, load_seconds=5, only=attack.only)
    return judge(assignment, submission, settings, server)


@contextlib.contextmanager
def _temporary_files_in(folder: Path) -> Iterator[None]:
    folder.mkdir()
    before, tempfile.tempdir = tempfile.tempdir, str(folder)
    try:
        yield
    finally:
        tempfile.tempdir = before


def honest(attack: Attack, report: Report) -> dict[str, float]:
    """What the attack honestly earns, by check."""
    asked = [result for result in report.results if not attack.only or result.check in attack.only]
    return {r.check: 0.0 if attack.lost == "all" or r.check in attack.lost else r.points for r in asked}


def _too_much(attack: Attack, report: Report) -> list[str]:
    by_check = {result.check: result for result in report.results}
    return [
        f"{check} earned {by_check[check].earned:g}, not {wanted:g}: {by_check[check].outcome}, {by_check[check].got}"
        for check, wanted in honest(attack, report).items()
        if by_check[check].earned != wanted
    ]


def _too_long(report: Report, told: str) -> list[str]:
    found = [f"the report has {len(told):,} characters"] if len(told) > LONGEST_REPORT else []
    if report.seconds > LONGEST_JUDGING:
        found.append(f"judging took {report.seconds:.0f} s")
    shown = io.StringIO()
    terminal.show([report], Console(file=shown, width=100))
    if odd := {letter for letter in shown.getvalue() if not (letter.isprintable() or letter in "\n")}:
        found.append(f"control characters reach the terminal: {odd}")
    return found


def _everything(report: Report) -> list[str]:
    """The sentences of a report about a submission."""
    return [*report.notes, *(text for result in report.results for text in (result.got, result.hint, result.where))]


def _sentence(report: Report, part: str) -> str:
    return next((text for text in _everything(report) if text and part in text), "")


def main() -> int:
    server, console = ForkServer(COURSE), Console(highlight=False)
    table = Table("attack", "tries", "earned", "contained", "the report says", box=None, pad_edge=False)
    attacks = [attack for attack in every() if not sys.argv[1:] or attack.name in sys.argv[1:]]
    escaped = 0
    with contextlib.closing(server), console.status("") as status:
        for attack in attacks:
            status.update(attack.name)
            try:
                finding = run(attack, server)
            except Exception as error:
                escaped += 1
                table.add_row(attack.name, _first(attack), "", "no", terminal.plain(f"the judge fell: {error!r}"[:200]))
                continue
            escaped += bool(finding.wrong)
            table.add_row(*_row(attack, finding))
    console.print(table)
    console.print(f"{len(attacks) - escaped} of {len(attacks)} attacks contained")
    return 1 if escaped else 0


def _row(attack: Attack, finding: Finding) -> tuple[Any, ...]:
    earned = sum(result.earned for result in finding.report.results)
    said = "; ".join(finding.wrong) if finding.wrong else finding.said
    return (
        attack.name,
        _first(attack),
        f"{earned:g} of {sum(finding.expected.values()):g}",
        "no" if finding.wrong else "yes",
        terminal.plain(said[:200]),
    )


def _first(attack: Attack) -> str:
    return attack.tries.split(". ")[0].rstrip(".")


if __name__ == "__main__":
    sys.exit(main())
