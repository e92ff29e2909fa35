"""Checks on the names of a running notebook: the judge's requests, answered in the notebook's own process.

Nothing is walled off here: this is for a student's own notebook, and for graders such as Otter that run a submission
in the process that marks it. Values are copied on their way in and out, and both sides draw from random generators
of their own, so that a check finds what it would find in two processes.
"""

import random
import signal
import threading
import time
from pathlib import Path
from types import FrameType, ModuleType
from typing import Any, NoReturn

import numpy as np
import torch

from torchgrade.course import Assignment
from torchgrade.errors import AuthorError
from torchgrade.intake import notebook
from torchgrade.judge import judging
from torchgrade.judge.report import Result
from torchgrade.judge.session import Isolated
from torchgrade.judge.settings import Settings
from torchgrade.link.channel import Channel
from torchgrade.link.remote import Answer, Remote
from torchgrade.link.server import Limits
from torchgrade.link.wire import decode, encode
from torchgrade.publish.questions import closure, needs
from torchgrade.submission import Cells, Submission
from torchgrade.worker import desk

Names = dict[str, Any]
Generators = tuple[tuple[Any, ...], dict[str, Any] | tuple[Any, ...], torch.Tensor]  # Python's, NumPy's, torch's


def examine(assignment: Assignment, names: Names, seed: int, checks: set[str] | None = None) -> dict[str, Result]:
    """The results of an assignment's checks, or of some and of what those need, on the names that a notebook defines.

    Raises AuthorError where a check fails over the reference too. The notebook's random generators and its number of
    threads are left as they were.
    """
    only = closure(checks, needs(assignment)) if checks else frozenset()
    before, threads = _generators(), torch.get_num_threads()
    torch.set_num_threads(1)
    try:
        results = judging.examine(assignment, Here(assignment, names), Settings(seed=seed, only=only)).results
    finally:
        _set_generators(before)
        torch.set_num_threads(threads)
    if errors := [f"{result.check}: {result.got}" for result in results.values() if result.outcome == "error"]:
        raise AuthorError(f"{assignment.slug}: a check fails over the reference too: {'; '.join(errors)}")
    return results


class Here(Isolated):
    """A session in this process: the first worker is the notebook itself, each further one runs its cells anew."""

    def __init__(self, assignment: Assignment, names: Names):
        self._names = names
        weights = Path(f"{assignment.slug}.pt")  # beside the notebook, which is the working directory
        super().__init__(
            NoServer(),
            assignment.slug,
            Submission((("this notebook", ""), *_cells(names)), weights if weights.is_file() else None),
            Limits(memory=assignment.memory, threads=1, walls=False),
            "cpu",
            load_seconds=30,
        )
        self.level = "none"

    def _start(self) -> Remote:
        if not self._remotes:
            return Inside(self.transcript, _module(self._names))
        remote = Inside(self.transcript, ModuleType(self.slug))
        remote.load(self.slug, self.cells, self._load_seconds)
        return remote


class NoServer:
    """Starts nothing: no process is needed."""

    def start(self, limits: Limits, scratch: Path, device: str) -> NoReturn:
        """Never called."""
        raise NotImplementedError

    def close(self) -> None:
        """Nothing was opened."""


class Inside(Remote):
    """A worker that is no process of its own."""

    def __init__(self, transcript: list[Answer], module: ModuleType):
        super().__init__(NoProcess(), AtOnce(module), transcript)


class NoProcess:
    """Nothing to end."""

    def interrupt(self) -> None:
        """Nobody listens."""

    def end(self, gone: bool = False) -> str:
        """As an ordinary end is reported."""
        return ""


class AtOnce(Channel):
    """Answers each request while it is sent, by the deadline or not at all."""

    def __init__(self, module: ModuleType):
        self._desk, self._generators = desk.Desk(), _generators()
        self._desk.held[desk.MODULE] = module
        self._reply: bytes | None = None

    def send(self, frame: bytes, deadline: float | None = None) -> None:
        """Answers the request in this frame, with the notebook's own random generators in place."""
        number, verb, arguments = decode(bytearray(frame), lambda ref: self._desk.held[ref.number])
        judges = _generators()
        _set_generators(self._generators)
        try:
            with Alarm(deadline) as alarm:
                kind, outcome = desk.answer(getattr(self._desk, verb), arguments)
                self._reply = self._encoded(number, kind, outcome)
            if alarm.rang:
                self._reply = None
        finally:
            self._generators = _generators()
            _set_generators(judges)

    def _encoded(self, number: int, kind: str, outcome: object) -> bytes:
        try:
            return encode([number, kind, outcome, 0.0, []], self._desk.hold)
        except Exception as error:  # a property or a float that raises while it is looked at
            return encode([number, "error", desk.describe(error), 0.0, []])

    def receive(self, limit: int, deadline: float | None = None) -> bytearray:
        """The answer; a TimeoutError where none came in time."""
        reply, self._reply = self._reply, None
        if reply is None:
            raise TimeoutError
        return bytearray(reply)


class OutOfTime(BaseException):
    """Raised inside the submission when its time is up; a BaseException, so that no `except Exception` keeps it."""


class Alarm:
    """Ends what runs inside it at a time of `time.monotonic`, where Python can: in the main thread, not on Windows."""

    def __init__(self, deadline: float | None):
        self.rang = False
        possible = hasattr(signal, "setitimer") and threading.current_thread() is threading.main_thread()
        self._seconds = deadline - time.monotonic() if possible and deadline not in (None, float("inf")) else 0.0

    def __enter__(self) -> "Alarm":
        if self._seconds:
            self._handler = signal.signal(signal.SIGALRM, self._ring)
            self._before, _ = signal.setitimer(signal.ITIMER_REAL, max(self._seconds, 0.001))
        return self

    def _ring(self, number: int, frame: FrameType | None) -> None:
        self.rang = True
        raise OutOfTime

    def __exit__(self, kind: type | None, error: BaseException | None, trace: object) -> bool:
        if self._seconds:
            signal.setitimer(signal.ITIMER_REAL, self._before)
            signal.signal(signal.SIGALRM, self._handler)
        return kind is OutOfTime  # which rang after the answer, and is as late


def _module(names: Names) -> ModuleType:
    module = ModuleType("__main__")
    module.__dict__.update(names)
    return module


def _cells(names: Names) -> Cells:
    """What was run in the notebook so far, without magics and without Otter, as IPython keeps it."""
    otter = {"otter", *(name for name, value in names.items() if _home(value).startswith("otter."))}
    plain = [
        notebook.plain_python(source, otter, from_ipython=False)
        for source in names.get("In", [])
        if "otter.execute" not in source
    ]  # the cell that marks
    return tuple((f"In [{number}]", source) for number, source in enumerate(plain))


def _home(value: object) -> str:
    """The module that an object, or the type of it, comes from."""
    return value.__name__ if isinstance(value, ModuleType) else str(getattr(value, "__module__", ""))


def _generators() -> Generators:
    return random.getstate(), np.random.get_state(), torch.get_rng_state()


def _set_generators(states: Generators) -> None:
    random.setstate(states[0])
    np.random.set_state(states[1])
    torch.set_rng_state(states[2])
