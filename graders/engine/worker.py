"""The only file beside student code: imports the submission and answers calls. It judges nothing and knows nothing.

Requests are [number, verb, arguments]; answers [number, "value", value, seconds] or [number, "error", details,
seconds]. What is not plain stays here, in a table, under a number.
"""

import itertools
import linecache
import operator
import os
import random
import socket
import sys
import time
import traceback
from collections.abc import Callable
from types import ModuleType
from typing import Any

import numpy as np
import torch

from graders.engine.wire import MAX_REQUEST, Channel, Closed, Ref, decode, encode

OPERATIONS: dict[str, Callable] = {"getitem": operator.getitem, "len": len, "iter": iter, "next": next}
MODULE = 0  # the number under which the submission itself is held


def serve(sock: socket.socket, device: str = "cpu") -> None:
    """Answers requests until the judge hangs up."""
    channel, desk = Channel(sock), Desk()
    while True:
        try:
            frame = channel.receive(MAX_REQUEST)
        except Closed:
            os._exit(0)
        number, verb, arguments = decode(frame, lambda ref: desk.held[ref.number], device)
        started = time.perf_counter()
        kind, outcome = _answer(getattr(desk, verb), arguments)
        seconds = time.perf_counter() - started
        try:
            reply = encode([number, kind, outcome, seconds], desk.hold)
        except Exception as error:  # a __reduce__, a property or a float that raises while it is looked at
            reply = encode([number, "error", describe(error), seconds])
        channel.send(reply)


def _answer(work: Callable, arguments: list) -> tuple[str, Any]:
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
    for frame in traceback.extract_tb(error.__traceback__):
        if frame.filename.startswith("<student>/"):
            inside = "" if frame.name == "<module>" else f", in {frame.name}"
            where = f"line {frame.lineno}{inside}: `{(frame.line or '').strip()[:80]}`"
    return {"kinds": [cls.__name__ for cls in type(error).__mro__[:-1]], "text": text, "where": where}


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
        problems = []
        for title, source in cells:
            filename = f"<student>/{title}"
            linecache.cache[filename] = (len(source), None, source.splitlines(keepends=True), filename)
            module.__file__ = filename
            kind, outcome = _answer(self._run, [source, filename, module])
            if kind == "error":
                problems.append(outcome | {"cell": title})
        return problems

    def _run(self, source: str, filename: str, module: ModuleType) -> None:
        exec(compile(source, filename, "exec", dont_inherit=True), module.__dict__)

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
