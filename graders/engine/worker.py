"""The only file beside student code: imports the submission and answers calls. It judges nothing and knows nothing.

Requests are [number, verb, arguments]; answers [number, "value", value, seconds, attempts] or [number, "error",
details, seconds, attempts]. What is not plain stays here, in a table, under a number.
"""

import __future__

import ast
import functools
import inspect
import itertools
import linecache
import operator
import os
import random
import socket
import sys
import time
import traceback
from collections.abc import Callable, Iterator, Sequence
from types import CodeType, FrameType, ModuleType
from typing import Any

import numpy as np
import torch
from torch.utils.data import DataLoader

from graders.engine.wire import MAX_REQUEST, Channel, Closed, Ref, decode, encode

OPERATIONS: dict[str, Callable] = {"getitem": operator.getitem, "len": len, "iter": iter, "next": next}
ENGINE = os.path.dirname(__file__)
MODULE = 0  # the number under which the submission itself is held


WATCHED = ("open", "socket.__new__", "subprocess.Popen", "os.exec", "os.posix_spawn", "os.kill")


class Watch:
    """Notes what a submission tries that the walls refuse, for a sentence in the report. It refuses nothing itself."""

    MOST = 5

    def __init__(self, readable: Sequence[str], writable: Sequence[str]):
        self.attempts: list[str] = []
        self._readable, self._writable = (*readable, ENGINE), tuple(writable)  # torch looks into its callers' files

    def see(self, event: str, arguments: tuple) -> None:
        """An audit hook: called by Python itself, for every event, whatever the submission has replaced."""
        if event not in WATCHED or _importing():
            return
        if event == "open" and isinstance(arguments[0], str | bytes):
            self._opened(os.fsdecode(arguments[0]), arguments[2])
        elif event == "socket.__new__":
            self._note("open a network socket")
        elif event == "os.kill":
            self._note(f"send a signal to process {arguments[0]}")
        elif event != "open":
            self._note(f"start another program ({arguments[0]})")

    def _opened(self, path: str, flags: int) -> None:
        full, writing = os.path.abspath(path), flags & (os.O_WRONLY | os.O_RDWR | os.O_CREAT)
        allowed = self._writable if writing else self._readable + self._writable
        if not any(full == root or full.startswith(root.rstrip("/") + "/") for root in allowed):
            self._note(f"{'write' if writing else 'read'} {full}")

    def _note(self, attempt: str) -> None:
        if attempt[:200] not in self.attempts and len(self.attempts) < self.MOST:
            self.attempts.append(attempt[:200])


def serve(sock: socket.socket, device: str, watch: Watch) -> None:
    """Answers requests until the judge hangs up."""
    channel, desk = Channel(sock), Desk()
    load_data_in_this_process()
    sys.addaudithook(watch.see)
    while True:
        try:
            frame = channel.receive(MAX_REQUEST)
        except Closed:
            os._exit(0)
        number, verb, arguments = decode(frame, lambda ref: desk.held[ref.number], device)
        started = time.process_time()  # processor time: what else the machine does must not count
        kind, outcome = answer(getattr(desk, verb), arguments)
        seconds = time.process_time() - started
        try:
            reply = encode([number, kind, outcome, seconds, watch.attempts], desk.hold)
        except Exception as error:  # a __reduce__, a property or a float that raises while it is looked at
            reply = encode([number, "error", describe(error), seconds, watch.attempts])
        channel.send(reply)


def _importing() -> bool:
    """Whether some import is under way: what a library tries while it loads is not the submission's doing."""
    frame: FrameType | None = sys._getframe(2)
    while frame is not None and frame.f_code.co_filename != "<frozen importlib._bootstrap>":
        frame = frame.f_back
    return frame is not None


def load_data_in_this_process() -> None:
    """Makes every DataLoader work without processes of its own, whatever `num_workers` says: the batches are the same.

    Those processes need sockets, which the walls forbid, and cost more than they bring on data of this size.
    """
    original, signature = DataLoader.__init__, inspect.signature(DataLoader.__init__)
    ours = ("num_workers", "prefetch_factor", "persistent_workers", "timeout", "multiprocessing_context")

    @functools.wraps(original)
    def __init__(*arguments: Any, **options: Any) -> None:
        given = signature.bind(*arguments, **options).arguments
        original(**{name: value for name, value in given.items() if name not in ours})

    DataLoader.__init__ = __init__  # type: ignore[method-assign]


def answer(work: Callable, arguments: list) -> tuple[str, Any]:
    try:
        return "value", work(*arguments)
    except BaseException as error:  # exit(), KeyboardInterrupt and the like end a call, never this process
        return "error", describe(error)


def describe(error: BaseException) -> dict[str, Any]:
    """An exception as plain data: class names, text, and the last line of the student's own file that it passed."""
    try:
        text = str(error)[:1000]
    except BaseException:
        text = "(an exception whose text could not be read)"
    where = ""
    if isinstance(error, SyntaxError) and error.lineno:
        where, text = f"line {error.lineno}: `{(error.text or '').strip()[:80]}`", str(error.msg)
    for frame, number in traceback.walk_tb(error.__traceback__):
        code = frame.f_code
        if code.co_filename.startswith("<student>/"):
            inside = "" if code.co_name == "<module>" else f", in {code.co_name}"
            where = f"line {number}{inside}: `{linecache.getline(code.co_filename, number).strip()[:80]}`"
    return {"kinds": [cls.__name__ for cls in type(error).__mro__[:-1]], "text": text, "where": where}


def _parts(source: str, filename: str) -> list[tuple[bool, CodeType]]:
    """A cell in parts, each import apart, with whether it is one. Raises a SyntaxError for one anywhere in the cell."""
    tree = ast.parse(source, filename)
    whole = compile(tree, filename, "exec", dont_inherit=True)
    flags = whole.co_flags & __future__.annotations.compiler_flag
    parts = []
    for importing, statements in itertools.groupby(tree.body, lambda one: isinstance(one, ast.Import | ast.ImportFrom)):
        for body in ([one] for one in statements) if importing else [list(statements)]:
            code = compile(ast.Module(body, []), filename, "exec", flags, dont_inherit=True)
            parts.append((importing, code))
    return parts


class Desk:
    """What a worker can do, one method per verb, over the table of what it holds."""

    def __init__(self) -> None:
        self.held: dict[int, Any] = {}
        self._numbers = itertools.count(1)

    def hold(self, value: Any) -> Ref:
        number = next(self._numbers)
        self.held[number] = value
        return Ref(number, type(value).__name__)

    def load(self, name: str, cells: list[list[str]]) -> list[dict[str, Any]]:
        """Runs the submission's cells in one namespace; a failing one does not stop the next."""
        module = ModuleType(name)
        self.held[MODULE] = sys.modules[name] = module
        sys.argv = [f"{name}.py"]  # a program that reads options gets their defaults
        problems = []
        for title, source in cells:
            filename = f"<student>/{title}"
            linecache.cache[filename] = (len(source), None, source.splitlines(keepends=True), filename)
            module.__file__ = filename
            problems += [problem | {"cell": title} for problem in self._run(source, filename, module)]
        return problems

    def _run(self, source: str, filename: str, module: ModuleType) -> Iterator[dict[str, Any]]:
        """Runs a cell up to its first error, and gives what went wrong.

        An import of a library that is not there does not stop the rest: much of it may not need it.
        """
        kind, parts = answer(_parts, [source, filename])
        if kind == "error":
            yield parts | {"judged": "nothing"}
            return
        for importing, code in parts:
            kind, outcome = answer(exec, [code, module.__dict__])
            if kind == "error":
                missing = importing and "ModuleNotFoundError" in outcome["kinds"]
                yield outcome | {"judged": "the rest" if missing else "what stands above"}
                if not missing:
                    return

    def begin(self, seed: int, threads: int) -> None:
        """Starts a check: nothing held from the last one, every generator seeded."""
        self.held = {MODULE: self.held[MODULE]}
        torch.set_num_threads(threads)
        random.seed(seed)
        np.random.seed(seed)
        torch.manual_seed(seed)

    def get(self, target: Any, name: str) -> Any:
        return getattr(target, name)

    def member(self, name: str) -> Any:
        """Something the submission defines; `torch` is always there."""
        module = self.held[MODULE]
        if name == "torch":
            return torch
        return getattr(module, name)

    def names(self) -> list[str]:
        """What the submission itself defines, for "did you mean"."""
        module = self.held[MODULE]
        return [name for name, value in vars(module).items() if getattr(value, "__module__", "") == module.__name__]

    def set(self, target: Any, name: str, value: Any) -> None:
        setattr(target, name, value)

    def call(self, target: Any, arguments: list, options: dict[str, Any]) -> Any:
        return target(*arguments, **options)

    def operate(self, name: str, arguments: list) -> Any:
        return OPERATIONS[name](*arguments)
