"""The judge's end of the channel to one worker: requests, answers, deadlines, and failures in words."""

import contextlib
import secrets
import time
from typing import Any

from torchgrade.link.channel import Channel, Closed
from torchgrade.link.failures import Overdue, StudentError, SubmissionFailure, WorkerEnded
from torchgrade.link.proxy import Proxy
from torchgrade.link.server import Ending
from torchgrade.link.wire import MAX_ANSWER, Ref, WireError, decode, encode
from torchgrade.submission import Cells

Answer = tuple[str, str, object]  # path, "value" or "error", what came back
Unchecked = Any  # what a worker sent: of any type, whatever it should be
MOST_PER_CHECK = 512 * 2**20  # bytes that all answers during a check may have; the judge keeps them until its end
MOST_PROBLEMS = 50  # that are told of a submission's cells
# What of a cell with a problem was judged all the same, as the worker has it, for people.
JUDGED = {"what stands above": "what stands above it was judged", "the rest": "the rest was judged without it"}
GRACE = 2.0  # seconds an interrupted import gets to unwind


class Remote:
    """One worker with the submission loaded; every request has the deadline of the current check."""

    def __init__(self, process: Ending, channel: Channel, transcript: list[Answer]):
        self._process, self._channel, self._count = process, channel, 0
        self.deadline, self._room = float("inf"), MOST_PER_CHECK
        self.failure: SubmissionFailure | None = None
        self.student_seconds = 0.0
        self.attempts: list[str] = []
        self.transcript = transcript

    def load(self, slug: str, cells: Cells, seconds: float, forbids: tuple[str, ...] = ()) -> list[str]:
        """Runs the submission's top level once; returns a sentence for each cell that did not run through.

        It cannot import the modules that the assignment `forbids`.
        """
        self.deadline = time.monotonic() + seconds
        request: list[object] = ["load", [slug, [list(cell) for cell in cells], list(forbids)]]
        try:
            problems = self._exchange(request, f"{slug}.py")
        except Overdue:
            problems = self._interrupted(seconds)
        try:
            return [_load_problem(problem, seconds) for problem in problems[:MOST_PROBLEMS]]
        except (WireError, TypeError, LookupError, ValueError) as error:
            raise self._end(WorkerEnded(f"{slug}.py gave an answer that cannot be read ({error})")) from None

    def _interrupted(self, seconds: float) -> Unchecked:
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

    def ask(self, path: str, verb: str, *arguments: object) -> Any:
        """One request and its answer. What the student's code raises is raised here as a `StudentError`."""
        try:
            answer = self.ask_quietly(path, verb, *arguments)
        except StudentError as error:
            self.transcript.append((path, "error", error))
            raise
        self.transcript.append((path, "value", answer))
        return answer

    def ask_quietly(self, path: str, verb: str, *arguments: object) -> Any:
        """`ask`, for what belongs in no transcript."""
        if self.failure is not None:
            raise self.failure
        return self._exchange([verb, list(arguments)], path)

    def _exchange(self, request: list[object], path: str) -> Unchecked:
        self._count = secrets.randbits(62)  # so that nothing can be answered before it was asked
        with contextlib.suppress(Closed, TimeoutError):  # if the worker stopped listening, receiving says why
            self._channel.send(encode([self._count, *request], _no_hold), self.deadline)
        return self._receive(path)

    def _receive(self, path: str) -> Unchecked:
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
        """Ends the worker."""
        self._process.end()


def _plain_answer(answer: Unchecked) -> tuple[int, str, Unchecked, float, list[str]]:
    """The five parts of an answer; a `WireError` unless they are of the types that a worker gives them."""
    if type(answer) is not list or len(answer) != 5 or type(answer[4]) is not list:
        raise WireError("not in the form of an answer")
    number, kind, value, seconds, attempts = answer
    if type(number) is not int or type(kind) is not str:
        raise WireError("not in the form of an answer")
    seconds = seconds if type(seconds) is float and 0 <= seconds < 1e6 else 0.0  # a program may replace its clock
    return number, kind, value, seconds, [attempt[:200] for attempt in attempts[:5] if type(attempt) is str]


def _no_hold(value: object) -> Ref:
    if isinstance(value, Proxy):
        return value._ref
    raise WireError(f"a {type(value).__name__} of the judge's cannot be sent to a submission")


def _student_error(details: Unchecked, path: str) -> StudentError:
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


def _load_problem(problem: Unchecked, seconds: float) -> str:
    cell, error = str(problem["cell"])[:200], _student_error(problem, "")
    place = f"{cell}, {error.where}" if error.where else cell
    if error.kinds[0] == "KeyboardInterrupt":
        return f"{place}: still running after {seconds:g} s, so it was stopped there; {JUDGED['what stands above']}"
    what = ": ".join(filter(None, (place, error.kinds[0], error.message)))
    return "; ".join(filter(None, (what, JUDGED.get(problem["judged"]))))
