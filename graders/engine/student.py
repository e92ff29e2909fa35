"""The submission as a check sees it: attribute access and calls that travel to a worker, with a deadline."""

import contextlib
import difflib
import secrets
import shutil
import time
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import torch

from graders import expect
from graders.engine.sandbox import Limits, empty_folder, make_scratch, remove_folder
from graders.engine.server import Process, Server
from graders.engine.wire import MAX_ANSWER, Channel, Closed, Ref, WireError, decode, encode

Cells = tuple[tuple[str, str], ...]
MOST_PER_CHECK = 512 * 2**20  # bytes that all answers during a check may have; the judge keeps them until its end
GRACE = 2.0  # seconds an interrupted import gets to unwind


class SubmissionFailure(Exception):
    """The submission, and neither the check nor the machine, ended a check. `outcome` is what the report says."""

    outcome = "failed"


class StudentError(SubmissionFailure):
    """The student's code raised. `kinds` are the exception's class names, the most special first."""

    def __init__(self, kinds: list[str], message: str, where: str = ""):
        super().__init__(message)
        self.kinds, self.message, self.where = kinds, message, where


class Missing(StudentError, AttributeError):
    """The submission, or an object of it, has no such name."""


class Overdue(SubmissionFailure):
    """No answer by the check's deadline."""

    outcome = "timeout"


class WorkerEnded(SubmissionFailure):
    """The process that ran the submission ended in the middle of a check, or answered what is no answer."""

    outcome = "crashed"


class Remote:
    """One worker with the submission loaded; every request has the deadline of the current check."""

    def __init__(self, process: Process, transcript: list[tuple[str, str, Any]]):
        self._process, self._channel, self._count = process, Channel(process.sock), 0
        self.deadline, self._room = float("inf"), MOST_PER_CHECK
        self.failure: SubmissionFailure | None = None
        self.student_seconds = 0.0
        self.attempts: list[str] = []
        self.transcript: list[tuple[str, str, Any]] = transcript

    def load(self, slug: str, cells: Cells, seconds: float) -> list[str]:
        """Runs the submission's top level once; returns a sentence for each cell that did not run through."""
        self.deadline = time.monotonic() + seconds
        request = ["load", [slug, [list(cell) for cell in cells]]]
        try:
            problems = self._exchange(request, f"{slug}.py")
        except Overdue:
            problems = self._interrupted(seconds)
        return [_load_problem(problem, seconds) for problem in problems]

    def _interrupted(self, seconds: float) -> list[dict[str, Any]]:
        """What was defined before the deadline can still be judged, if the top level lets itself be interrupted."""
        self.failure = None
        self._process.interrupt()
        self.deadline = time.monotonic() + GRACE
        try:
            return self._receive("the top level")
        except SubmissionFailure:
            raise self._end(Overdue(f"the code outside functions was still running after {seconds:g} s")) from None

    def begin(self, seconds: float) -> None:
        """A check has a deadline and room for so much in all its answers together."""
        self.deadline, self._room = time.monotonic() + seconds, MOST_PER_CHECK

    def ask(self, path: str, verb: str, *arguments: Any) -> Any:
        """One request and its answer. What the student's code raises is raised here as a `StudentError`."""
        try:
            answer = self.ask_quietly(path, verb, *arguments)
        except StudentError as error:
            self.transcript.append((path, "error", error))
            raise
        self.transcript.append((path, "value", answer))
        return answer

    def ask_quietly(self, path: str, verb: str, *arguments: Any) -> Any:
        """`ask`, for what belongs in no transcript."""
        if self.failure is not None:
            raise self.failure
        return self._exchange([verb, list(arguments)], path)

    def _exchange(self, request: list, path: str) -> Any:
        self._count = secrets.randbits(62)  # so that nothing can be answered before it was asked
        with contextlib.suppress(Closed, TimeoutError):  # if the worker stopped listening, receiving says why
            self._channel.send(encode([self._count, *request], _no_hold), self.deadline)
        return self._receive(path)

    def _receive(self, path: str) -> Any:
        try:
            frame = self._channel.receive(MAX_ANSWER, self.deadline)
            self._room -= len(frame)
            if self._room < 0:
                raise WireError(f"more than {MOST_PER_CHECK / 2**20:.0f} MiB in one check")
            answer = decode(frame, lambda ref: Proxy(self, ref, path))
            number, kind, value, seconds, attempts = _plain_answer(answer)
            if number != self._count or kind not in ("value", "error"):
                raise WireError("an answer to no question")
            self.student_seconds += seconds
            self.attempts = attempts
            problem = _student_error(value, path) if kind == "error" else None
        except TimeoutError:
            raise self._fail(Overdue(f"{path} had not returned when the time was up")) from None
        except Closed:
            ending = self._process.end(gone=True) or "ended"
            raise self._fail(WorkerEnded(f"during {path} the program {ending}")) from None
        except (WireError, TypeError, ValueError, KeyError) as error:
            raise self._end(WorkerEnded(f"{path} gave an answer that cannot be read ({error})")) from None
        if problem is not None:
            raise problem
        return value

    def _fail(self, failure: SubmissionFailure) -> SubmissionFailure:
        self.failure = failure
        return failure

    def _end(self, failure: SubmissionFailure) -> SubmissionFailure:
        self._process.end()
        return self._fail(failure)

    def close(self) -> None:
        self._process.end()


def _plain_answer(answer: Any) -> tuple[int, str, Any, float, list[str]]:
    """The five parts of an answer; a `WireError` unless they are of the types that a worker gives them."""
    if type(answer) is not list or len(answer) != 5 or type(answer[4]) is not list:
        raise WireError("not in the form of an answer")
    number, kind, value, seconds, attempts = answer
    if type(number) is not int or type(kind) is not str:
        raise WireError("not in the form of an answer")
    seconds = seconds if type(seconds) is float and 0 <= seconds < 1e6 else 0.0  # a program may replace its clock
    return number, kind, value, seconds, [attempt[:200] for attempt in attempts[:5] if type(attempt) is str]


def _no_hold(value: Any) -> Ref:
    if isinstance(value, Proxy):
        return object.__getattribute__(value, "_ref")
    raise WireError(f"a {type(value).__name__} of the judge's cannot be sent to a submission")


def _student_error(details: dict[str, Any], path: str) -> StudentError:
    if type(details) is not dict or type(details.get("kinds")) is not list or not details["kinds"]:
        raise WireError("an error of no kind")
    kinds = [str(kind)[:80] for kind in details["kinds"][:20]]
    text, where = str(details["text"])[:1000], str(details["where"])[:200]
    return StudentError(kinds, _in_words(kinds[0], text), where or path)


def _in_words(kind: str, text: str) -> str:
    """A sentence in place of an exception's own text where that would puzzle a beginner."""
    match kind:
        case "EOFError":
            return "input() was called, and nobody is there to type an answer"
        case "SystemExit":
            return "exit() was called: return from the function instead"
        case "PermissionError":
            return f"{text} (a submission has its own folder, and no other files, network or programs)"
        case "ModuleNotFoundError":
            return f"{text}: it is not installed here, use what the course installs"
    return text


def _load_problem(problem: dict[str, Any], seconds: float) -> str:
    kinds, where = problem["kinds"], problem["where"]
    place = f"{problem['cell']}, {where}" if where else str(problem["cell"])
    if kinds[0] == "KeyboardInterrupt":
        return f"{place}: still running after {seconds:g} s, so it was stopped there; what stands above it was judged"
    text = f"{kinds[0]}: {_in_words(kinds[0], str(problem['text']))}"
    rest = "" if "SyntaxError" in kinds else "; what stands above it was judged"
    return f"{place}: {text}{rest}"


class Proxy:
    """Something that stayed in a worker. Attributes, calls, items and iteration travel; `path` names it to people."""

    __slots__ = ("_path", "_ref", "_remote")

    def __init__(self, remote: Remote, ref: Ref, path: str):
        object.__setattr__(self, "_remote", remote)
        object.__setattr__(self, "_ref", ref)
        object.__setattr__(self, "_path", path)

    def _ask(self, path: str, verb: str, *arguments: Any) -> Any:
        return object.__getattribute__(self, "_remote").ask(path, verb, *arguments)

    def __getattr__(self, name: str) -> Any:
        path = f"{self._path}.{name}"
        try:
            return self._ask(path, "get", self, name)
        except StudentError as error:
            if error.kinds[0] == "AttributeError":
                raise Missing(error.kinds, error.message, error.where) from None
            raise

    def __setattr__(self, name: str, value: Any) -> None:
        self._ask(f"{self._path}.{name}", "set", self, name, value)

    def __call__(self, *arguments: Any, **options: Any) -> Any:
        return self._ask(f"{self._path}({_in_brackets(arguments, options)})", "call", self, list(arguments), options)

    def __getitem__(self, key: Any) -> Any:
        return self._ask(f"{self._path}[{expect.show(key)}]", "operate", "getitem", [self, key])

    def __len__(self) -> int:
        size = self._ask(f"len({self._path})", "operate", "len", [self])
        return size if isinstance(size, int) and size >= 0 else 0

    def __iter__(self) -> Iterator[Any]:
        steps = self._ask(f"iter({self._path})", "operate", "iter", [self])
        while True:
            try:
                yield self._ask(f"next({self._path})", "operate", "next", [steps])
            except StudentError as error:
                if error.kinds[0] == "StopIteration":
                    return
                raise

    def __repr__(self) -> str:
        return f"<{self._ref.kind} object>"


def _in_brackets(arguments: tuple, options: dict[str, Any]) -> str:
    """The arguments of a call for people: what fits in a word, dots for the rest."""
    shown = [_in_a_word(value) for value in arguments]
    shown += [f"{name}={_in_a_word(value)}" for name, value in options.items()]
    return ", ".join(shown)


def _in_a_word(value: Any) -> str:
    return expect.show(value) if isinstance(value, bool | int | float | str) and len(str(value)) < 24 else "…"


class Module:
    """The submission itself: what it defines, and `torch` in its process."""

    def __init__(self, session: "Isolated", remote: Remote | None = None):
        self._session, self._remote = session, remote

    def __getattr__(self, name: str) -> Any:
        remote = self._remote or self._session.main()
        try:
            return remote.ask_quietly(name, "member", name)
        except StudentError as error:
            if error.kinds[0] == "AttributeError":
                raise Missing(error.kinds, self._session.not_there(name, remote)) from None
            raise


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
        defined = [str(item)[:80] for item in remote.ask_quietly("names", "names")[:500]]
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
