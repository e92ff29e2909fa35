"""Which checks can be asked for once a function of an assignment is written: read from the checks, nothing is run."""

import ast
from collections.abc import Iterator
from collections.abc import Set as AbstractSet

from torchgrade.checks.announced import Functions, functions, listed
from torchgrade.course import Assignment
from torchgrade.judge import recorded


def questions(assignment: Assignment) -> dict[str, list[str]]:
    """The visible checks by the last function or class that they need, in the order in which the reference has them.

    A check needs what it asks the submission for, and what the checks in its `needs` ask for. One that asks for
    nothing stands with the last function.
    """
    recording = recorded.find(assignment)
    order = list(recording.names) if recording else defined(assignment.reference.read_text(encoding="utf-8"))
    visible = functions(assignment.checks[0])
    checks = [name for name in visible if name.startswith("test_")]
    wanted = {name: set(_asked(visible[name], {"student"}, visible)) for name in checks}
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


def _asked(function: ast.FunctionDef, names: set[str], known: Functions) -> Iterator[str]:
    """What a function asks the submission for, which it knows under these names, with the helpers it calls."""
    names = names | {
        ast.unparse(node.targets[0])
        for node in ast.walk(function)
        if isinstance(node, ast.Assign) and _is_submission(node.value, names)
    }
    for node in ast.walk(function):
        if isinstance(node, ast.Attribute) and _is_submission(node.value, names):
            yield node.attr
        elif isinstance(node, ast.Call) and ast.unparse(node.func) == "getattr" and _is_submission(node.args[0], names):
            yield from _strings(function)  # the name is one of those that stand here
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in known:
            helper = known[node.func.id]
            given = [*zip(helper.args.args, node.args, strict=False)]
            passed = {parameter.arg for parameter, value in given if _is_submission(value, names)}
            if passed and helper is not function:
                yield from _asked(helper, passed, known)
                yield from _strings(node)


def _strings(tree: ast.AST) -> Iterator[str]:
    return (node.value for node in ast.walk(tree) if isinstance(node, ast.Constant) and isinstance(node.value, str))


def _is_submission(node: ast.expr, names: set[str]) -> bool:
    return ast.unparse(node) in names | {"fresh_student()"}
