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
from pathlib import Path

import click

from graders.engine.catalog import AuthorError

PROJECT = Path(__file__).resolve().parent.parent
DEFAULT_TASK = "write this function"

# Read generously: a mark that was overlooked would hand the solution to the students.
BEGIN = re.compile(r"(?P<indent>\s*)#+\s*begin[\s_-]*solution\b[\s:.-]*(?P<task>.*)", re.IGNORECASE)
END = re.compile(r"(?P<indent>\s*)#+\s*end[\s_-]*solution\b", re.IGNORECASE)
STRAY = re.compile(r"#.*\b(begin|end)[\s_-]*solution\b", re.IGNORECASE)
MARKER = re.compile(r"""NotImplementedError\((['"])(?P<marker>[^'"]+)\1\)""")


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
    return [
        f"{block.indent}# TODO: {block.task}",
        f'{block.indent}raise NotImplementedError("{slug}: {function}")',
    ]


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


# ---- files ----


def write_stubs(root: Path = PROJECT, force: bool = False, check: bool = False) -> list[str]:
    """Write what students start from for each reference/<slug>.py; returns the names of the files written.

    That is student_template/<slug>.py, and where the assignment has a handout the notebook with its questions.

    What is up to date is left alone. With `check` nothing is written and the stale names are returned.
    Raises StubError, before anything is written, where a stub lacks a NotImplementedError of the new one: a
    student has worked there, and only `force` overwrites it. Work beside all of them goes unnoticed.
    """
    fresh = dict(_fresh(root))
    stale = {path: text for path, text in fresh.items() if _current(path) != text}
    if not check:
        _refuse_work([path for path in stale if not force and _worked_on(path, stale[path])], root)
        for path, text in stale.items():
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8", newline="\n")
    return [path.relative_to(root).as_posix() for path in stale]


def _fresh(root: Path) -> Iterator[tuple[Path, str]]:
    """Every file for students, with its text."""
    from graders import notebooks  # which takes its code from here
    from graders.release import otter

    template = root / "student_template"
    for path in sorted((root / "reference").glob("[!_]*.py")):
        yield template / path.name, stub(path.read_text(encoding="utf-8"), path.stem)
        if notebooks.has_notebook(path.stem, root):
            yield template / f"{path.stem}.ipynb", notebooks.text(notebooks.notebook(path.stem, root))
            for name, source in otter.question_files(path.stem, root).items():
                yield template / "questions" / path.stem / name, source


def _current(path: Path) -> str | None:
    return path.read_text(encoding="utf-8") if path.exists() else None


def _worked_on(path: Path, text: str) -> bool:
    current = _current(path)
    return current is not None and not _markers(text) <= _markers(current)


def _markers(text: str) -> set[str]:
    return {match["marker"] for match in MARKER.finditer(text.replace('\\"', '"'))}  # as a notebook's JSON has them


def _refuse_work(paths: list[Path], root: Path) -> None:
    if paths:
        names = ", ".join(path.relative_to(root).as_posix() for path in paths)
        raise StubError(
            f"{names}: holds work that a new stub would overwrite, so nothing was written; "
            "`make stubs FORCE=1` overwrites it"
        )


@click.command()
@click.option("--check", is_flag=True, help="Write nothing; fail when a stub is stale.")
@click.option("--force", is_flag=True, help="Overwrite stubs that a student has worked on.")
@click.option("--root", type=click.Path(path_type=Path, exists=True), default=PROJECT, help="The project.")
def main(check: bool, force: bool, root: Path) -> None:
    """Make the student's stubs from the references."""
    try:
        names = write_stubs(root, force, check)
    except (StubError, AuthorError) as error:
        raise click.ClickException(str(error)) from error
    for name in names:
        click.echo(f"{name}: {'stale, run `make stubs`' if check else 'written'}")
    if check and names:
        raise SystemExit(1)


if __name__ == "__main__":
    main()
