"""Turns a notebook into the code its cells run, as data: outputs dropped, magics, shell commands and Otter left out."""

import ast
import json
import re
import warnings
from collections.abc import Callable, Iterable, Iterator
from typing import Any

# Magics around code that runs in the notebook's own namespace; the others talk to a shell, a browser or a file.
RUNS_ITS_CODE = {"time", "timeit", "capture", "prun", "memit", "mprun", "lprun", "snakeviz", "pyinstrument"}
TAKES_CODE_IN_ITS_LINE = RUNS_ITS_CODE - {"capture"}  # that one's line names a variable
OPTIONS = re.compile(r"(?:-[nrplsTDf]\s*\S+\s+|-\w+\s+|--[\w-]+(?:=\S+)?\s+)*")
NOT_PYTHON = re.compile(r"^[ \t]*(?:[%!?]|>>>|In \[)|=[ \t]*[%!]|\?[ \t]*$|\A\s+\S", re.MULTILINE)
MOST_WORK = 1_000_000  # characters of a notebook times its magics: IPython goes through a cell once for each magic
OTTER = re.compile(r"^[ \t]*(\w+)\s*=\s*otter\.Notebook\(", re.MULTILINE)


class NotANotebook(Exception):
    """What was read holds no Python notebook; the text goes on after the file's name."""


def looks_like_one(data: bytes) -> bool:
    """Whether a file is a notebook whatever its name says."""
    start = data[:4096].replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n")
    return start.startswith(b"{") and any(key in data for key in (b'"nbformat"', b'"cells"'))


def cells(data: bytes) -> list[str]:
    """The sources of a notebook's code cells, in their order on the page, as plain Python; see `plain_python`.

    Reads every version of the format, UTF-8, UTF-16 and UTF-32, with and without metadata. `NotANotebook` otherwise.
    """
    try:
        return _plain(str(cell.source) for cell in _upgraded(json.loads(data)).cells if cell.cell_type == "code")
    except NotANotebook:
        raise
    except Exception as error:  # nbformat lets through whatever a malformed notebook causes
        message = f"is not a notebook that can be opened ({type(error).__name__}): save it again"
        raise NotANotebook(message) from error


def _plain(found: Iterable[str]) -> list[str]:
    sources = list(found)
    if sum(len(source) * len(NOT_PYTHON.findall(source)) for source in sources) > MOST_WORK:
        raise NotANotebook("has more magics and shell commands than can be read: take them out")
    otter = {"otter", *OTTER.findall("\n".join(sources))}
    return [plain_python(source, otter, from_ipython=True) for source in sources]


def _upgraded(notebook: dict[str, Any]) -> Any:
    """The notebook in version 4 of the format. Only code goes in: validating 50 MB of outputs would take seconds."""
    import nbformat  # takes long to load, and scripts do without

    language = (notebook.get("metadata") or {}).get("kernelspec", {}).get("language") or "python"
    if language.lower() not in ("python", "python3"):
        raise NotANotebook(f"is a notebook of {language[:40]}: the course is in Python")
    if "cells" in notebook:
        notebook = {"nbformat": 4, "nbformat_minor": 0, "metadata": {}, "cells": _stripped(notebook["cells"], "source")}
    elif "worksheets" in notebook:
        sheets = [{"metadata": {}, "cells": _stripped(sheet["cells"], "input")} for sheet in notebook["worksheets"]]
        notebook = {"nbformat": 3, "nbformat_minor": 0, "metadata": {"name": ""}, "worksheets": sheets}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # about ids that are missing or double: of no matter here
        library: Any = nbformat  # which has no types here
        return library.convert(library.reader.reads(json.dumps(notebook)), 4)


def _stripped(found: list[dict[str, Any]], key: str) -> list[dict[str, Any]]:
    """The code cells with nothing but their code; `key` holds it: "source" from version 4 on, "input" before."""
    rest: dict[str, Any] = {"cell_type": "code", "metadata": {}, "outputs": []}
    rest |= {"execution_count": None} if key == "source" else {"language": "python", "collapsed": False}
    return [rest | {key: _text(cell.get(key, ""))} for cell in found if cell["cell_type"] == "code"]


def _text(source: str | list[str]) -> str:
    text = source if isinstance(source, str) else "".join(source)
    return text.encode("utf-8", "replace").decode()  # JSON can hold half of a surrogate pair, a program cannot


def plain_python(source: str, otter: set[str], from_ipython: bool) -> str:
    """Source without what only a notebook's own tools understand; each remaining line keeps its number.

    Line magics and shell commands become `None`, code behind %time and its like stays, cells of other languages
    become empty, calls of the names in `otter` become `None`. What is no Python stays as it is, to fail when it runs.
    """
    if from_ipython and NOT_PYTHON.search(source) and _parsed(source) is None:
        source = _transformed(source)
    source = source.replace("\r\n", "\n").replace("\r", "\n")
    if "get_ipython" not in source and not any(name in source for name in otter):
        return source
    if (tree := _parsed(source)) is None:
        return source
    found = _cell_magic(tree)
    return _edited(source, tree, otter) if found is None else _cell_of_magic(*found, otter)


def _transformed(source: str) -> str:
    """What IPython makes of a cell: `%time f()` becomes a call of `get_ipython().run_line_magic`, and so on."""
    from nbconvert.filters import ipython2python

    blank = source[: len(source) - len(source.lstrip())].count("\n")  # IPython drops these, a traceback counts them
    try:
        return "\n" * blank + str(ipython2python(source))  # type: ignore[no-untyped-call]
    except Exception:  # whatever its tokenizer stumbles over, Python will stumble over as well, and say where
        return source


def _magic(node: ast.AST) -> tuple[str, list[str]] | None:
    """The method of `get_ipython()` that an expression calls, with its plain arguments."""
    match node:
        case ast.Call(func=ast.Attribute(value=ast.Call(func=ast.Name(id="get_ipython")), attr=method)):
            return method, [str(item.value) for item in node.args if isinstance(item, ast.Constant)]
    return None


def _cell_magic(tree: ast.Module) -> tuple[str, str, str] | None:
    """(name, rest of its line, body) of the magic that a whole cell belongs to."""
    match tree.body:
        case [ast.Expr(value=call)] if (found := _magic(call)) and found[0] == "run_cell_magic" and len(found[1]) == 3:
            name, line, body = found[1]
            return name, line, body
    return None


def _cell_of_magic(name: str, line: str, body: str, otter: set[str]) -> str:
    if name not in RUNS_ITS_CODE:
        return ""
    return f"{_code_of(name, line)}\n{plain_python(body, otter, from_ipython=True)}"


def _code_of(name: str, line: str) -> str:
    """The code in a magic's own line, its options taken off."""
    return line[OPTIONS.match(f"{line} ").end() :] if name in TAKES_CODE_IN_ITS_LINE else ""  # type: ignore[union-attr]


def _edited(source: str, tree: ast.Module, otter: set[str]) -> str:
    """The source with every magic and every use of Otter replaced. Columns count bytes, as `ast` counts them."""
    lines = [line.encode() for line in source.split("\n")]
    for node, text in sorted(_edits(tree, otter), key=lambda edit: (-edit[0].lineno, -edit[0].col_offset)):
        start, end = node.lineno - 1, node.end_lineno - 1
        middle = text if start == end else f"({text}" + "\n" * (end - start) + ")"
        joined = lines[start][: node.col_offset] + middle.encode() + lines[end][node.end_col_offset :]
        lines[start : end + 1] = joined.split(b"\n")
    return b"\n".join(lines).decode()


def _edits(tree: ast.Module, otter: set[str]) -> Iterator[tuple[Any, str]]:
    """The nodes to replace, none inside another, with what comes in their place."""
    waiting: list[ast.AST] = [tree]
    while waiting:
        node = waiting.pop()
        new = _replacement(node, otter)
        if new is None:
            waiting += ast.iter_child_nodes(node)
        else:
            yield node, new


def _replacement(node: ast.AST, otter: set[str]) -> str | None:
    match node:
        case ast.Expr(value=ast.Call() as call) if (found := _magic(call)) is not None:
            return _instead(found, _is_code) or "None"
        case ast.Call() if (found := _magic(node)) is not None:
            return _instead(found, _is_expression) or "None"
        case ast.Call() if _root(node) in otter:
            return "None"
        case ast.Import(names=names) if any(alias.name.split(".")[0] == "otter" for alias in names):
            rest = [ast.unparse(alias) for alias in names if alias.name.split(".")[0] != "otter"]
            return f"import {', '.join(rest)}" if rest else "None"
        case ast.ImportFrom(module="otter"):
            return "None"
    return None


def _instead(found: tuple[str, list[str]], fits: Callable[[str], bool]) -> str:
    """The code behind a line magic such as `%time`, if it is code that can stand in the magic's place."""
    method, arguments = found
    if method != "run_line_magic" or len(arguments) != 2 or arguments[0] not in TAKES_CODE_IN_ITS_LINE:
        return ""
    code = _code_of(*arguments).strip()
    return code if fits(code) else ""


def _parsed(code: str) -> ast.Module | None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # "\d" in a string, say: Python will complain when the cell runs
        try:
            return ast.parse(code)
        except (SyntaxError, ValueError, RecursionError, MemoryError):
            return None


def _is_code(code: str) -> bool:
    return bool((tree := _parsed(code)) and tree.body)


def _is_expression(code: str) -> bool:
    tree = _parsed(code)
    return tree is not None and len(tree.body) == 1 and isinstance(tree.body[0], ast.Expr)


def _root(node: ast.AST) -> str:
    """The name at the start of `name.attribute.call().other()`."""
    while isinstance(node, ast.Call | ast.Attribute):
        node = node.func if isinstance(node, ast.Call) else node.value
    return node.id if isinstance(node, ast.Name) else ""
