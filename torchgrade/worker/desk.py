"""What a worker can do: load a submission, and reach into what it defines. It judges nothing and knows nothing.

What is not plain data stays here, in a table, under a number.
"""

import __future__

import ast
import itertools
import linecache
import operator
import random
import sys
import traceback
from collections.abc import Callable, Iterator, Sequence
from types import CodeType, ModuleType
from typing import Any, TypedDict

import numpy as np
import torch

from torchgrade.link.wire import Ref
from torchgrade.worker.forbidding import Forbidding

OPERATIONS: dict[str, Callable[..., object]] = {"getitem": operator.getitem, "len": len, "iter": iter, "next": next}
MODULE = 0  # the number under which the submission itself is held


class Error(TypedDict):
    """An exception as plain data: class names, text, and the last line of the student's own file that it passed."""

    kinds: list[str]
    text: str
    where: str


class Problem(Error):
    """What went wrong in a cell, and what of it was judged all the same."""

    cell: str
    judged: str


def answer(work: Callable[..., object], arguments: Sequence[object]) -> tuple[str, Any]:
    """What a call came to: "value" and what it returned, or "error" and an `Error`, whatever was raised."""
    try:
        return "value", work(*arguments)
    except BaseException as error:  # exit(), KeyboardInterrupt and the like end a call, never this process
        return "error", describe(error)


def describe(error: BaseException) -> Error:
    """An exception as plain data, even one whose text cannot be had."""
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


def _problem(error: Error, cell: str, judged: str) -> Problem:
    return {**error, "cell": cell, "judged": judged}


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

    def hold(self, value: object) -> Ref:
        """Keeps something here; what stands for it on the way."""
        number = next(self._numbers)
        self.held[number] = value
        return Ref(number, type(value).__name__)

    def load(self, name: str, cells: list[list[str]], forbids: list[str] | None = None) -> list[Problem]:
        """Runs the submission's cells in one namespace; a failing one does not stop the next."""
        if forbids:
            sys.meta_path.insert(0, Forbidding(frozenset(forbids)))
        module = ModuleType(name)
        self.held[MODULE] = sys.modules[name] = module
        sys.argv = [f"{name}.py"]  # a program that reads options gets their defaults
        problems: list[Problem] = []
        for title, source in cells:
            problems += list(self._run(title, source, module))
        return problems

    def _run(self, title: str, source: str, module: ModuleType) -> Iterator[Problem]:
        """Runs a cell up to its first error, and gives what went wrong.

        An import of a library that is not there does not stop the rest: much of it may not need it.
        """
        module.__file__ = filename = f"<student>/{title}"
        linecache.cache[filename] = (len(source), None, source.splitlines(keepends=True), filename)
        kind, parts = answer(_parts, [source, filename])
        if kind == "error":
            yield _problem(parts, title, "nothing")
            return
        for importing, code in parts:
            kind, outcome = answer(exec, [code, module.__dict__])
            if kind == "error":
                missing = importing and "ModuleNotFoundError" in outcome["kinds"]
                yield _problem(outcome, title, "the rest" if missing else "what stands above")
                if not missing:
                    return

    def begin(self, seed: int, threads: int) -> None:
        """Starts a check: nothing held from the last one, every generator seeded."""
        self.held = {MODULE: self.held[MODULE]}
        torch.set_num_threads(threads)
        random.seed(seed)
        np.random.seed(seed)
        torch.manual_seed(seed)

    def get(self, target: object, name: str) -> object:
        """An attribute."""
        return getattr(target, name)

    def member(self, name: str) -> object:
        """Something the submission defines; `torch` is always there."""
        module = self.held[MODULE]
        if name == "torch":
            return torch
        return getattr(module, name)

    def names(self) -> list[str]:
        """What the submission itself defines, for "did you mean"."""
        module = self.held[MODULE]
        return [name for name, value in vars(module).items() if getattr(value, "__module__", "") == module.__name__]

    def define(self, source: str, name: str) -> object:
        """A function or class that a check brings along, with `torch` and `np` to work with."""
        names: dict[str, object] = {"torch": torch, "np": np, "__name__": "lent"}
        exec(source, names)
        return names[name]

    def set(self, target: object, name: str, value: object) -> None:
        """Sets an attribute."""
        setattr(target, name, value)

    def call(self, target: Callable[..., object], arguments: list[object], options: dict[str, object]) -> object:
        """Calls what is held here."""
        return target(*arguments, **options)

    def operate(self, name: str, arguments: list[object]) -> object:
        """One of the `OPERATIONS`."""
        return OPERATIONS[name](*arguments)
