"""Which checks can be asked for once a function of an assignment is written: read from the checks, nothing is run."""

import ast
from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from pathlib import Path

from graders.engine import recorded
from graders.engine.catalog import Assignment

Functions = dict[str, ast.FunctionDef]


@dataclass(frozen=True)
class Check:
    """A check as its file announces it. `partial` says whether it can grant a part of its points."""

    name: str
    promise: str
    points: float
    hidden: bool
    partial: bool
    needs: frozenset[str]


def listed(assignment: Assignment) -> list[Check]:
    """The checks of an assignment in the order in which they run."""
    return [_announced(function, path) for path in assignment.checks
            for name, function in _functions(path).items() if name.startswith("test_")]  # fmt: skip


def _announced(function: ast.FunctionDef, path: Path) -> Check:
    marks = {ast.unparse(mark.func): [ast.literal_eval(value) for value in mark.args]
             for mark in function.decorator_list if isinstance(mark, ast.Call)}  # fmt: skip
    promise = " ".join((ast.get_docstring(function) or "").split())
    partial = "at_least" in (argument.arg for argument in function.args.args)
    return Check(function.name, promise, marks["points"][0], path.stem.endswith("_hidden"), partial,
                 frozenset(marks.get("needs", [])))  # fmt: skip


def questions(assignment: Assignment) -> dict[str, list[str]]:
    """The visible checks by the last function or class that they need, in the order in which the reference has them.

    A check needs what it asks the submission for, and what the checks in its `needs` ask for. One that asks for
    nothing stands with the last function.
    """
    recording = recorded.find(assignment)
    order = list(recording.names) if recording else defined(assignment.reference.read_text(encoding="utf-8"))
    functions = _functions(assignment.checks[0])
    checks = [name for name in functions if name.startswith("test_")]
    wanted = {name: set(_asked(functions[name], {"student"}, functions)) for name in checks}
    required = needs(assignment)
    grouped: dict[str, list[str]] = {name: [] for name in order}
    for check in checks:
        asked: set[str] = set().union(*(wanted.get(name, set()) for name in closure({check}, required)))
        grouped[max(asked & set(order), key=order.index, default=order[-1])].append(check)
    return {name: names for name, names in grouped.items() if names}


def defined(source: str) -> list[str]:
    """The functions and classes at the top level of a source."""
    return [node.name for node in ast.parse(source).body if isinstance(node, ast.FunctionDef | ast.ClassDef)]


def needs(assignment: Assignment) -> dict[str, frozenset[str]]:
    """For each check those that must have passed before it."""
    return {check.name: check.needs for check in listed(assignment)}


def closure(checks: AbstractSet[str], required: dict[str, frozenset[str]]) -> frozenset[str]:
    """These checks and all that must have passed before them."""
    more = frozenset(checks).union(*(required.get(name, ()) for name in checks))
    return more if more == checks else closure(more, required)


def _functions(path: Path) -> Functions:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return {node.name: node for node in tree.body if isinstance(node, ast.FunctionDef)}


def _asked(function: ast.FunctionDef, names: set[str], functions: Functions) -> Iterator[str]:
    """What a function asks the submission for, which it knows under these names, with the helpers it calls."""
    names = names | {ast.unparse(node.targets[0]) for node in ast.walk(function)
                     if isinstance(node, ast.Assign) and _is_submission(node.value, names)}  # fmt: skip
    for node in ast.walk(function):
        if isinstance(node, ast.Attribute) and _is_submission(node.value, names):
            yield node.attr
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in functions:
            helper = functions[node.func.id]
            given = [*zip(helper.args.args, node.args, strict=False)]
            passed = {parameter.arg for parameter, value in given if _is_submission(value, names)}
            if passed and helper is not function:
                yield from _asked(helper, passed, functions)


def _is_submission(node: ast.expr, names: set[str]) -> bool:
    return ast.unparse(node) in names | {"fresh_student()"}
