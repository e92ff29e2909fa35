"""What the checks of an assignment announce, read from their files as data: nothing is run."""

import ast
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from torchgrade.course import Assignment
from torchgrade.errors import AuthorError

Functions = dict[str, ast.FunctionDef]


@dataclass(frozen=True)
class Check:
    """A check as its file announces it. `asks` are the fixtures that it names."""

    name: str
    promise: str
    points: float
    hidden: bool
    needs: frozenset[str]
    asks: tuple[str, ...]

    @property
    def partial(self) -> bool:
        """Whether it can grant a part of its points."""
        return "at_least" in self.asks


def listed(assignment: Assignment) -> list[Check]:
    """The checks of an assignment in the order in which they run."""
    return [
        _announced(function, path)
        for path in assignment.checks
        for name, function in functions(path).items()
        if name.startswith("test_")
    ]


def check_names(assignment: Assignment) -> list[str]:
    """The names of an assignment's checks, in the order in which they run."""
    return [name for path in assignment.checks for name in functions(path) if name.startswith("test_")]


def _announced(function: ast.FunctionDef, path: Path) -> Check:
    marks = {
        ast.unparse(mark.func): [ast.literal_eval(value) for value in mark.args]
        for mark in function.decorator_list
        if isinstance(mark, ast.Call)
    }
    promise = " ".join((ast.get_docstring(function) or "").split())
    asks = tuple(argument.arg for argument in function.args.args)
    worth, needs = marks.get("points", [0.0])[0], frozenset(marks.get("needs", []))
    return Check(function.name, promise, worth, path.stem.endswith("_hidden"), needs, asks)


def functions(path: Path) -> Functions:
    """The functions at the top level of a file; an `AuthorError` for a name that two of them share.

    The second of that name would silently take the first one's place.
    """
    tree = _parsed(path)
    found = [node for node in tree.body if isinstance(node, ast.FunctionDef)]
    if double := [name for name, count in Counter(node.name for node in found).items() if count > 1]:
        raise AuthorError(f"{path.name}: two functions are named {', '.join(double)}")
    return {node.name: node for node in found}


def _parsed(path: Path) -> ast.Module:
    try:
        return ast.parse(path.read_text(encoding="utf-8"))
    except SyntaxError as error:
        raise AuthorError(f"{path.name}, line {error.lineno}: {error.msg}") from error
