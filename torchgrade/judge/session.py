"""A submission while it is judged: in processes of its own, in none, or in this one."""

import contextlib
import difflib
import shutil
from collections.abc import Sequence
from pathlib import Path
from types import ModuleType
from typing import NoReturn, Protocol

import torch

from torchgrade.checks.fixtures import Judged
from torchgrade.checks.showing import show
from torchgrade.link.channel import Channel
from torchgrade.link.failures import SubmissionFailure
from torchgrade.link.proxy import Asking, Module
from torchgrade.link.remote import Answer, Remote
from torchgrade.link.server import Limits, Server
from torchgrade.submission import Submission
from torchgrade.worker.scratch import empty_folder, make_scratch, remove_folder


class Session(Judged, Protocol):
    """What whoever runs checks needs of a submission: `level` and `notes` (sentences) stand in the report."""

    level: str
    notes: list[str]

    @property
    def transcript(self) -> Sequence[Answer]:
        """What was answered during the current check."""

    @property
    def student_seconds(self) -> float:
        """Processor seconds spent inside the submission so far."""

    def begin(self, seed: int, seconds: float) -> None:
        """Starts a check: its seed, its deadline. Raises a `SubmissionFailure` where the submission cannot run."""

    def explain(self, error: BaseException) -> str:
        """What a check that fell over the submission's answer says."""

    def close(self) -> None:
        """Ends what runs, and removes what was written."""


class Isolated:
    """A session with the submission in processes of its own. A worker that ended is replaced for the next check."""

    def __init__(
        self,
        server: Server,
        slug: str,
        submission: Submission,
        limits: Limits,
        device: str,
        load_seconds: float,
        forbids: tuple[str, ...] = (),
    ):
        self.slug, self.cells, self.limits, self.device = slug, submission.cells, limits, device
        self.level = "strict" if limits.walls else "basic"
        self.scratch = make_scratch()
        self._weights = submission.weights
        self._lay_out_weights()
        self.notes: list[str] = []
        self._server, self._load_seconds, self._forbids = server, load_seconds, forbids
        self._remotes: list[Remote] = []
        self.transcript: list[Answer] = []  # of the current check
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
        """What the worker of the current check has loaded."""
        return Module(lambda: self._remotes[0], self._not_there)

    def fresh_student(self) -> Module:
        """The same in one worker more, which lives until the check's end."""
        remote = self._start()
        self._remotes.append(remote)
        self._begin(remote)
        return Module(lambda: remote, self._not_there)

    def _start(self) -> Remote:
        if self._unloadable is not None:
            raise self._unloadable
        process = self._server.start(self.limits, self.scratch, self.device)
        remote = Remote(process, Channel(process.sock), self.transcript)
        try:
            notes = remote.load(self.slug, self.cells, self._load_seconds, self._forbids)
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

    def _not_there(self, name: str, worker: Asking) -> str:
        """What is said of a name that the submission should define."""
        names = worker.ask_quietly("names", "names")
        defined = [item[:80] for item in names[:500] if type(item) is str] if type(names) is list else []
        near = difflib.get_close_matches(name, defined, n=1, cutoff=0.6)
        found = f"; the nearest name found is `{near[0]}`" if near else ""
        return f"`{name}` is not defined in {self.cells[0][0]}{found}"

    def explain(self, error: BaseException) -> str:
        """What a check that fell over the submission's answer says."""
        path, _, answer = self.transcript[-1] if self.transcript else ("the submission", "value", None)
        if answer is None:
            return f"{path} returned None: is a `return` missing?"
        return f"{path} returned {show(answer)}, which the check cannot use ({type(error).__name__}: {error})"

    def close(self) -> None:
        """Ends all workers."""
        while self._remotes:
            self._close(self._remotes.pop())
        remove_folder(self.scratch)


class Absent:
    """A session for a submission that is not there or cannot be read: every check says so."""

    level, device, student_seconds, scratch = "basic", "cpu", 0.0, Path(".")
    hand_in: Path | None = None
    transcript: Sequence[Answer] = ()

    def __init__(self, problem: str):
        self.notes = [problem]

    def begin(self, seed: int, seconds: float) -> NoReturn:
        """Every check ends here."""
        raise SubmissionFailure(self.notes[0])

    def student(self) -> None:
        """Never reached by a check: `begin` comes first."""

    fresh_student = student

    def explain(self, error: BaseException) -> str:
        """What there is to say."""
        return self.notes[0]

    def close(self) -> None:
        """Nothing was opened."""


class InProcess:
    """A session without isolation, for debugging a check: the submission runs in the judge's own process."""

    level, device, student_seconds = "none", "cpu", 0.0
    transcript: Sequence[Answer] = ()

    def __init__(self, slug: str, submission: Submission):
        self.slug, self.cells = slug, submission.cells
        self.scratch = make_scratch()
        self.hand_in = Path(shutil.copy(submission.weights, self.scratch)) if submission.weights else None
        self.notes: list[str] = []
        self._module: ModuleType | None = None

    def begin(self, seed: int, seconds: float) -> None:
        """Nothing to prepare: the plugin has seeded this process, and there is no deadline."""

    def student(self) -> ModuleType:
        """The module, loaded once."""
        if self._module is None:
            self._module = self.fresh_student()
        return self._module

    def fresh_student(self) -> ModuleType:
        """The module, loaded anew; a cell that raises leaves a note."""
        module = ModuleType(self.slug)
        module.__dict__["torch"] = torch
        for title, source in self.cells:
            try:
                exec(compile(source, title, "exec"), module.__dict__)
            except Exception as error:
                self.notes.append(f"{title}: {type(error).__name__}: {error}")
        return module

    def explain(self, error: BaseException) -> str:
        """What Python says."""
        return f"{type(error).__name__}: {error}"

    def close(self) -> None:
        """Removes the scratch folder."""
        remove_folder(self.scratch)
