"""A submission while it is judged: in processes of its own, in none, or in this one."""

import contextlib
import difflib
import shutil
from pathlib import Path
from types import ModuleType
from typing import Any

import torch

from graders import expect
from graders.engine.failures import SubmissionFailure
from graders.engine.remote import Cells, Remote
from graders.engine.sandbox import Limits, empty_folder, make_scratch, remove_folder
from graders.engine.server import Server
from graders.engine.student import Module


class Isolated:
    """A session with the submission in processes of its own. A worker that ended is replaced for the next check."""

    def __init__(
        self, server: Server, slug: str, cells: Cells, weights: Path | None, limits: Limits, device: str,
        load_seconds: float,
    ):  # fmt: skip
        self.slug, self.cells, self.limits, self.device = slug, cells, limits, device
        self.level = "strict" if limits.walls else "basic"
        self.scratch = make_scratch()
        self._weights = weights
        self._lay_out_weights()
        self.notes: list[str] = []
        self._server, self._load_seconds = server, load_seconds
        self._remotes: list[Remote] = []
        self.transcript: list[tuple[str, str, Any]] = []  # of the current check: path, "value" or "error", answer
        self._seed, self._seconds = 0, 0.0
        self._unloadable: SubmissionFailure | None = None
        self._closed_seconds = 0.0

    @property
    def student_seconds(self) -> float:
        """Processor seconds spent inside the submission so far, by all its workers."""
        return self._closed_seconds + sum(remote.student_seconds for remote in self._remotes)

    def _lay_out_weights(self) -> None:
        self.hand_in = Path(shutil.copy(self._weights, self.scratch)) if self._weights else None

    def begin(self, seed: int, seconds: float) -> None:
        """Starts a check: its seed in every generator of the worker, its deadline, no other worker left over."""
        self._seed, self._seconds = seed, seconds
        self.transcript.clear()
        while len(self._remotes) > 1:
            self._close(self._remotes.pop())
        if self._remotes and self._remotes[0].failure is None:
            with contextlib.suppress(SubmissionFailure):  # what the last check left behind is not this one's fault
                return self._begin(self._remotes[0])
        if self._remotes:
            self._close(self._remotes.pop())
            empty_folder(self.scratch)  # nor is what its worker left there, a full disk, say
            self._lay_out_weights()
        self._remotes = [self._start()]
        self._begin(self._remotes[0])

    def student(self) -> Module:
        return Module(self)

    def fresh_student(self) -> Module:
        remote = self._start()
        self._remotes.append(remote)
        self._begin(remote)
        return Module(self, remote)

    def _start(self) -> Remote:
        if self._unloadable is not None:
            raise self._unloadable
        remote = Remote(self._server.start(self.limits, self.scratch, self.device), self.transcript)
        try:
            notes = remote.load(self.slug, self.cells, self._load_seconds)
        except SubmissionFailure as failure:
            self._unloadable = failure
            self._close(remote)
            raise
        self.notes += [note for note in notes if note not in self.notes]
        return remote

    def _begin(self, remote: Remote) -> None:
        remote.begin(self._seconds)
        # Another seed in each: what two processes draw alike would hide what did not travel from one to the other.
        seed = (self._seed + self._remotes.index(remote)) % 2**32
        remote.ask_quietly("the start of a check", "begin", seed, self.limits.threads)

    def _close(self, remote: Remote) -> None:
        self._closed_seconds += remote.student_seconds
        tried = [f"the code tried to {attempt}, which a submission may not" for attempt in remote.attempts]
        self.notes += [note for note in tried if note not in self.notes]
        remote.close()

    def main(self) -> Remote:
        """The worker of the current check."""
        return self._remotes[0]

    def not_there(self, name: str, remote: Remote) -> str:
        """What is said of a name that the submission should define."""
        names = remote.ask_quietly("names", "names")
        defined = [item[:80] for item in names[:500] if type(item) is str] if type(names) is list else []
        near = difflib.get_close_matches(name, defined, n=1, cutoff=0.6)
        found = f"; the nearest name found is `{near[0]}`" if near else ""
        return f"`{name}` is not defined in {self.cells[0][0]}{found}"

    def explain(self, error: BaseException) -> str:
        """What a check that fell over the submission's answer says."""
        path, _, answer = self.transcript[-1] if self.transcript else ("the submission", "value", None)
        if answer is None:
            return f"{path} returned None: is a `return` missing?"
        return f"{path} returned {expect.show(answer)}, which the check cannot use ({type(error).__name__}: {error})"

    def close(self) -> None:
        while self._remotes:
            self._close(self._remotes.pop())
        remove_folder(self.scratch)


class Absent:
    """A session for a submission that is not there or cannot be read: every check says so."""

    level, device, hand_in, student_seconds, transcript = "basic", "cpu", None, 0.0, ()
    scratch = Path(".")

    def __init__(self, problem: str):
        self.notes = [problem]

    def begin(self, seed: int, seconds: float) -> None:
        raise SubmissionFailure(self.notes[0])

    def student(self) -> None:
        """Never reached by a check: `begin` comes first."""

    fresh_student = student

    def close(self) -> None:
        """Nothing was opened."""


class InProcess:
    """A session without isolation, for debugging a check: the submission runs in the judge's own process."""

    device = "cpu"
    level = "none"
    student_seconds = 0.0
    transcript: tuple = ()

    def __init__(self, slug: str, cells: Cells, weights: Path | None = None):
        self.slug, self.cells = slug, cells
        self.scratch = make_scratch()
        self.hand_in = Path(shutil.copy(weights, self.scratch)) if weights else None
        self.notes: list[str] = []
        self._module: ModuleType | None = None

    def begin(self, seed: int, seconds: float) -> None:
        """Nothing to prepare: the plugin has seeded this process, and there is no deadline."""

    def student(self) -> ModuleType:
        if self._module is None:
            self._module = self.fresh_student()
        return self._module

    def fresh_student(self) -> ModuleType:
        module = ModuleType(self.slug)
        module.__dict__["torch"] = torch
        for title, source in self.cells:
            try:
                exec(compile(source, title, "exec"), module.__dict__)
            except Exception as error:
                self.notes.append(f"{title}: {type(error).__name__}: {error}")
        return module

    def explain(self, error: BaseException) -> str:
        return f"{type(error).__name__}: {error}"

    def close(self) -> None:
        remove_folder(self.scratch)
