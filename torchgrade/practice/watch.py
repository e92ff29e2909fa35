"""Rechecks an assignment whenever its file is saved, and shows what that changed."""

import contextlib
import queue
import threading
from collections.abc import Callable, Hashable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import watchfiles
from rich.console import Console, RenderableType
from rich.markup import escape
from rich.text import Text

from torchgrade.course import Assignment
from torchgrade.errors import MachineError
from torchgrade.intake.reading import find
from torchgrade.judge.judging import judge
from torchgrade.judge.report import Report, Result
from torchgrade.judge.settings import Settings
from torchgrade.link.server import Limits, Process, Server
from torchgrade.render import terminal
from torchgrade.render.words import number


class Cancelled(KeyboardInterrupt):
    """A newer save made this run pointless. To pytest it is what Ctrl-C is."""


class Cancellable:
    """A server of workers whose current run another thread can cancel: its workers end, and it starts no more."""

    def __init__(self, server: Server):
        self._server, self._lock = server, threading.Lock()
        self._running: list[Process] = []
        self.cancelled = False

    def begin(self) -> None:
        """The next run; what was cancelled before does not concern it."""
        with self._lock:
            self._running, self.cancelled = [], False

    def cancel(self) -> None:
        """Ends the current run at once, also one that hangs."""
        with self._lock:
            self.cancelled = True
            for process in self._running:
                process.stop()

    def stop_if_cancelled(self, *progress: object) -> None:
        """Called between checks."""
        if self.cancelled:
            raise Cancelled

    def start(self, limits: Limits, scratch: Path, device: str) -> Process:
        """A worker, as of any server; `Cancelled` where the run is."""
        self.stop_if_cancelled()
        process = self._server.start(limits, scratch, device)
        with self._lock:
            self._running.append(process)
            if self.cancelled:  # while it was being started
                process.stop()
        return process

    def close(self) -> None:
        """The server itself is its owner's to close."""


@dataclass
class Known:
    """What was last seen of an assignment: the content judged, its report, the sentences said of its mistakes."""

    content: Hashable = None
    report: Report | None = None
    said: frozenset[str] = frozenset()


def watch(path: Path, assignments: list[Assignment], settings: Settings, server: Server, console: Console) -> None:
    """Judges what is saved at `path` (a folder, or the file of one assignment) until Ctrl-C.

    A single assignment is judged at the start as well, so that the first save has something to be compared with.
    """
    by_slug = {assignment.slug: assignment for assignment in assignments}
    known = {slug: Known() for slug in by_slug}
    names = {path.name: assignments[0].slug} if path.is_file() else _names(by_slug)
    saves: queue.SimpleQueue[str | Exception] = queue.SimpleQueue()
    run, pending = Cancellable(server), list(by_slug) if len(by_slug) == 1 else []

    def saved(slug: str) -> None:
        if content(path, slug) != known[slug].content:  # editors write twice, and some when nothing changed
            run.cancel()
            saves.put(slug)

    _listen(path.parent if path.is_file() else path, names, saved, saves.put)
    console.print(f"watching {escape(str(path))}: save a file to see it checked, Ctrl-C ends this", soft_wrap=True)
    while True:
        pending = _next(saves, pending)
        run.begin()
        slug = pending[-1]
        if _recheck(by_slug[slug], path, settings, run, known[slug], console):
            pending.pop()


def _recheck(
    assignment: Assignment, path: Path, settings: Settings, run: Cancellable, known: Known, console: Console
) -> bool:
    """Judges what lies there, unless that is known, and shows what changed; False when a save came in between."""
    now = content(path, assignment.slug)
    if now == known.content:
        return True
    known.content = now
    report = _judged(assignment, path, replace(settings, diagnose=False), run, console)
    if report is None:
        known.content = None
        return False
    console.print(*news(known.report, report), sep="\n")
    known.report = report
    failed = frozenset(r.check for r in report.results if r.outcome == "failed" and not r.unfinished)
    if failed:  # what the mistakes are called takes longer to find out: the marks are on the screen by now
        named = _judged(assignment, path, replace(settings, only=failed), run, console)
        known.said = _say(named, known.said, console) if named else known.said
    return True


def _say(report: Report, said: frozenset[str], console: Console) -> frozenset[str]:
    """Prints the diagnoses that were not said of the last version; returns those of this one."""
    found = dict.fromkeys(sentence for result in report.results for sentence in result.diagnosis)
    for sentence in found:
        if sentence not in said:
            checks = ", ".join(result.check for result in report.results if sentence in result.diagnosis)
            console.print(Text.assemble(("why    ", "dim"), terminal.plain(f"{sentence} ({checks})")))
    return frozenset(found)


def _judged(
    assignment: Assignment, path: Path, settings: Settings, run: Cancellable, console: Console
) -> Report | None:
    """The report, or None when a save cancelled the run."""
    try:
        with console.status(f"checking {assignment.slug}"):
            report = judge(assignment, find(path, assignment.slug), settings, run, run.stop_if_cancelled)
    except KeyboardInterrupt:
        if not run.cancelled:
            raise
        return None
    return None if run.cancelled else report


def _names(slugs: dict[str, Assignment]) -> dict[str, str]:
    return {f"{slug}{end}": slug for slug in slugs for end in (".py", ".ipynb", ".pt")}


def content(path: Path, slug: str) -> Hashable:
    """What a run would judge; equal when nothing of that changed."""
    submission = find(path, slug)
    status = submission.weights.stat() if submission.weights else None
    return submission.cells, submission.problem, status and (status.st_mtime_ns, status.st_size)


def _listen(
    folder: Path, names: dict[str, str], saved: Callable[[str], None], failed: Callable[[Exception], None]
) -> None:
    """Calls `saved(slug)` in a thread of its own for every save of a file of that name in the folder.

    Only whole names count, so an editor's swap and backup files do not. Editors that save by renaming leave no file
    there for a moment: then the next event, of the new file, is the one that counts.
    """

    def listen() -> None:
        try:
            for changes in watchfiles.watch(folder, debounce=400, step=50, recursive=False, watch_filter=None):
                touched = {Path(file) for _, file in changes if Path(file).name in names}
                for slug in dict.fromkeys(names[file.name] for file in touched if file.is_file()):
                    saved(slug)
        except Exception as error:  # the folder is gone, or the system has no more watches to give
            failed(error)

    threading.Thread(target=listen, daemon=True).start()


def _next(saves: "queue.SimpleQueue[str | Exception]", pending: list[str]) -> list[str]:
    """The slugs to judge, the one saved last at the end; waits until there is one."""
    while True:
        with contextlib.suppress(queue.Empty):
            save = saves.get(timeout=0 if pending else 1.0)  # Windows heeds Ctrl-C only between two waits
            if isinstance(save, Exception):
                raise MachineError(f"the folder can no longer be watched ({save}): start again") from save
            pending = [slug for slug in pending if slug != save] + [save]
            continue
        if pending:
            return pending


def news(before: Report | None, after: Report) -> Iterator[RenderableType]:
    """What is different since the last report (everything that is lost, where there was none), and the new total."""
    old = {result.check: result for result in before.results} if before else {}
    changed = [result for result in after.results if not before or _told(result) != _told(old.get(result.check))]
    lost = tuple(result for result in changed if result.outcome != "passed")
    notes = tuple(note for note in after.notes if not before or note not in before.notes)
    if lost or notes:
        yield terminal.details(replace(after, results=lost, notes=notes))
    for result in changed:
        gained = result.earned - (old[result.check].earned if result.check in old else 0)
        if before and gained:
            yield _gain(gained, result.check)
    if not changed and not notes:
        yield Text("nothing changed", style="dim")
    yield terminal.headline(after)


def _gain(points: float, check: str) -> Text:
    sign, style = ("+", "green") if points > 0 else ("-", "yellow")
    return Text(f"{sign}{number(abs(points))} point{'s' * (abs(points) != 1)}: {check}", style=style)


def _told(result: Result | None) -> tuple[object, ...] | None:
    """What a student reads of a result before its mistake is named."""
    if result is None:
        return None
    return result.outcome, result.earned, result.unfinished, result.where, result.expected, result.got
