"""References into what students start from: what stands between SOLUTION marks becomes a TODO that raises.

In a reference, inside a function and below its docstring:

    # BEGIN SOLUTION  one step of gradient descent
    ...
    # END SOLUTION

Signatures, docstrings, imports and everything else outside the marks reach the student as they are.
"""

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass

from torchgrade.course import BEGIN, END

DEFAULT_TASK = "write this function"

STRAY = re.compile(r"#.*\b(begin|end)[\s_-]*solution\b", re.IGNORECASE)


class StubError(ValueError):
    """A stub that cannot be made, or must not be written; the message says where and why."""


@dataclass(frozen=True)
class Block:
    """A solution in a reference: the lines of its two marks (counted from 1), their indent, and the TODO."""

    first: int
    last: int
    indent: str
    task: str


def stub(source: str, slug: str) -> str:
    """The student's file for the reference `source` of the assignment `slug`.

    Raises StubError, with slug and line, for marks that do not pair up, nest or stand outside a function,
    and for a reference without any: its solution would be given away.
    """
    # Not splitlines, which counts form feeds as line ends where the syntax tree does not.
    lines = source.split("\n")
    tree = _parsed(source, slug)
    blocks = list(_blocks(lines, slug))
    if not blocks:
        raise StubError(f"{slug}, line 1: no solution is marked, so the stub would be the solution")
    # From the last to the first, so that the line numbers of the others stay true.
    for block in reversed(blocks):
        lines[block.first - 1 : block.last] = _todo(block, _enclosing(tree, block, slug), slug)
    return _checked("\n".join(lines), slug)


def solution(source: str) -> str:
    """The reference `source` without its marks."""
    return "\n".join(line for line in source.split("\n") if not (BEGIN.fullmatch(line) or END.match(line)))


def _blocks(lines: list[str], slug: str) -> Iterator[Block]:
    begin, first = None, 0
    for number, line in enumerate(lines, start=1):
        if match := BEGIN.fullmatch(line):
            if begin:
                raise StubError(f"{slug}, line {number}: a solution begins inside the one of line {first}")
            begin, first = match, number
        elif match := END.match(line):
            if not begin:
                raise StubError(f"{slug}, line {number}: a solution ends that never began")
            if match["indent"] != begin["indent"]:
                raise StubError(f"{slug}, line {number}: not indented as the mark of line {first} is")
            yield Block(first, number, begin["indent"], begin["task"].strip() or DEFAULT_TASK)
            begin = None
    if begin:
        raise StubError(f"{slug}, line {first}: a solution begins that never ends")


def _todo(block: Block, function: str, slug: str) -> list[str]:
    return [f"{block.indent}# TODO: {block.task}", f'{block.indent}raise NotImplementedError("{slug}: {function}")']


def _enclosing(tree: ast.Module, block: Block, slug: str) -> str:
    """The dotted name of the innermost function that holds the whole block below its docstring."""
    # The marks are comments, which a syntax tree leaves out, so what counts is the statements between them.
    inside = [s for s in ast.walk(tree) if isinstance(s, ast.stmt) and _between(s, block)]
    end = max(map(_end, inside), default=0)
    names = [name for name, start, stop in _functions(tree) if start < block.first < end <= stop]
    if not names:
        raise StubError(
            f"{slug}, line {block.first}: a solution must stand inside a function, below its docstring, "
            "and hold at least one statement"
        )
    return names[-1]


def _functions(node: ast.AST, prefix: str = "") -> Iterator[tuple[str, int, int]]:
    """Each function below `node`, outer first: its name, the last line of its docstring, its last line."""
    for child in ast.iter_child_nodes(node):
        name = prefix
        if isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            name = f"{prefix}.{child.name}".lstrip(".")
        if isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef):
            documented = ast.get_docstring(child) is not None
            yield name, _end(child.body[0]) if documented else child.lineno, _end(child)
        yield from _functions(child, name)


def _between(statement: ast.stmt, block: Block) -> bool:
    return block.first < statement.lineno and _end(statement) < block.last


def _end(statement: ast.stmt) -> int:
    return statement.end_lineno or statement.lineno


def _checked(text: str, slug: str) -> str:
    """The stub itself, once it parses and no mark is left in it."""
    for number, line in enumerate(text.splitlines(), start=1):
        if STRAY.search(line):
            raise StubError(
                f"the stub of {slug}, line {number}: a mark must stand on a line of its own: {line.strip()}"
            )
    _parsed(text, f"the stub of {slug}")
    return text


def _parsed(text: str, where: str) -> ast.Module:
    try:
        return ast.parse(text)
    except SyntaxError as error:
        raise StubError(f"{where}, line {error.lineno}: {error.msg}") from error
