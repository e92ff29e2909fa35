"""Wrong programs made from a reference: one small change each, of a kind that beginners' programs show."""

import ast
import difflib
from collections.abc import Iterator
from dataclasses import dataclass

from torchgrade.course import BEGIN, END
from torchgrade.prove.operators import OPERATORS, Operator


@dataclass(frozen=True)
class Mutant:
    """A changed reference: `operator` made it in `function`, `source` is all of it, `change` the lines that differ."""

    operator: Operator
    function: str
    source: str
    change: str


def mutants(source: str) -> Iterator[Mutant]:
    """Every mutant of a reference: changes between the marks, and of the defaults of arguments."""
    tree = ast.parse(source)
    before, seen = ast.unparse(tree), {ast.unparse(tree)}
    for part in tree.body:
        for holder, field, place, node in list(_places(part, set(_solution_lines(source)))):
            for operator in OPERATORS:
                for new in operator.make(node):
                    text = _with(tree, holder, field, place, new)
                    if text not in seen:
                        seen.add(text)
                        yield Mutant(operator, getattr(part, "name", ""), text, _change(before, text))


def _solution_lines(source: str) -> Iterator[int]:
    inside = False
    for number, line in enumerate(source.splitlines(), 1):
        inside = not END.match(line) if inside else bool(BEGIN.match(line))
        if inside:
            yield number


def _places(tree: ast.AST, own: set[int], default: bool = False) -> Iterator[tuple[ast.AST, str, int, ast.AST]]:
    """Where a node hangs: its holder, the field, its number in a list there or -1; of nodes that may be changed."""
    for field, value in ast.iter_fields(tree):
        for place, node in enumerate(value) if isinstance(value, list) else [(-1, value)]:
            if isinstance(node, ast.AST):
                free = default or (isinstance(tree, ast.arguments) and "defaults" in field)
                if free or getattr(node, "lineno", -1) in own:
                    yield tree, field, place, node
                yield from _places(node, own, free)


def _with(tree: ast.AST, holder: ast.AST, field: str, place: int, new: ast.AST | list[ast.stmt]) -> str:
    """The text of the tree with something else at a place; the tree stays as it is."""
    old = getattr(holder, field)
    if place < 0:
        changed = new
    else:
        changed = [*old[:place], *(new if isinstance(new, list) else [new]), *old[place + 1 :]]
        changed = changed or ([ast.Pass()] if field in ("body", "orelse") else changed)
    setattr(holder, field, changed)
    try:
        return ast.unparse(ast.fix_missing_locations(tree))
    finally:
        setattr(holder, field, old)


def _change(before: str, after: str) -> str:
    """The lines that went and came, with a line around them, as a diff."""
    lines = list(difflib.unified_diff(before.splitlines(), after.splitlines(), n=1, lineterm=""))[2:]
    return "\n".join(f"{line[0]} {line[1:].strip()}" for line in lines if line[1:].strip() and line[:2] != "@@")
