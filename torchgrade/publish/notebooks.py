"""References into student notebooks: the handout, a cell for each function, its checks, a trial and a drawing."""

import ast
import base64
import mimetypes
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from textwrap import indent
from typing import TypedDict

import nbformat
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from torchgrade.course import Assignment
from torchgrade.errors import AuthorError
from torchgrade.publish.questions import questions
from torchgrade.publish.stubs import solution, stub

KERNEL = {"display_name": "Python 3", "language": "python", "name": "python3"}
IMAGE = re.compile(r"!\[([^\]]*)\]\(([^)]+)\)")
LINK = re.compile(r"(?<!!)(\[[^\]]*\])\((?![a-z]+:|#)([^)]+)\)")
# Otter leaves cells of this tag out when it grades; they train, draw and ask for checks.
NOT_GRADED = {"tags": ["otter_ignore"]}

START = """\
Work from top to bottom: write each function where it says `TODO`, run its cell, then the cell with its checks. For
your marks, save the notebook and run `make check SUBMISSION=student_template/{slug}.ipynb`. The whole handout, with
what each check is worth: [assignments/{slug}/README.md](README.md)."""
GRADER = """\
import otter

grader = otter.Notebook(tests_dir="questions/{slug}")"""
DRAW = """\
if __name__ == "__main__":
    from assignments import figures

{draw}"""

REFLECT = """\
## Look at the picture

Questions to think about; there is nothing to hand in.
"""


class Plan(TypedDict):
    """What notebook.toml says: code that draws, questions on the drawing, and the handout's sections by function."""

    draw: str
    reflect: list[str]
    handout: dict[str, list[str]]


def notebook(assignment: Assignment) -> NotebookNode:
    """The student's notebook: what `stub` makes of the reference, in cells."""
    return _notebook(assignment, stub(assignment.reference.read_text(encoding="utf-8"), assignment.slug))


def solved(assignment: Assignment) -> NotebookNode:
    """The same notebook with every function written, for tests."""
    return _notebook(assignment, solution(assignment.reference.read_text(encoding="utf-8")))


def text(notebook: NotebookNode) -> str:
    """A notebook as the text of its file."""
    return f"{nbformat.writes(notebook)}\n"


def _notebook(assignment: Assignment, source: str) -> NotebookNode:
    cells = list(_cells(assignment, source))
    for number, cell in enumerate(cells):
        cell.id = f"{number:02}-{cell.id}"  # the same ids in every run, and none twice
    made: NotebookNode = new_notebook(cells=cells, metadata={"kernelspec": KERNEL, "language_info": {"name": "python"}})
    nbformat.validate(made)
    return made


def _cells(assignment: Assignment, source: str) -> Iterator[NotebookNode]:
    """The cells in order: the handout's sections stand before the function that notebook.toml names."""
    folder = assignment.folder
    intro, sections = _handout(folder)
    parts, asked = dict(_parts(source)), questions(assignment)
    plan = _plan(folder, {*parts, *sections})
    yield _text_cell("handout", f"{intro}\n\n{START.format(slug=assignment.slug)}", folder)
    yield new_code_cell(GRADER.format(slug=assignment.slug), id="grader", metadata=NOT_GRADED)
    for name, code in parts.items():
        for title in plan["handout"].get(name, []):
            yield _text_cell(_id(title), sections[title], folder)
        yield new_code_cell(code, id=_id(name), metadata=NOT_GRADED if name == "try" else {})
        if name in asked:
            yield new_code_cell(f'grader.check("{name}")', id=_id(f"check-{name}"), metadata=NOT_GRADED)
    if plan["draw"]:
        yield new_code_cell(DRAW.format(draw=indent(plan["draw"].strip(), "    ")), id="draw", metadata=NOT_GRADED)
    if plan["reflect"]:
        yield new_markdown_cell("\n".join([REFLECT, *(f"- {question}" for question in plan["reflect"])]), id="reflect")


def _plan(folder: Path, known: set[str]) -> Plan:
    """What notebook.toml says, which may be nothing; an AuthorError where that means nothing."""
    path = folder / "notebook.toml"
    said = tomllib.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
    if unknown := sorted(said.keys() - Plan.__annotations__):
        raise AuthorError(
            f"{folder.name}: notebook.toml says {', '.join(unknown)}; known are {', '.join(Plan.__annotations__)}"
        )
    plan = Plan(draw=said.get("draw", ""), reflect=said.get("reflect", []), handout=said.get("handout", {}))
    named = {*plan["handout"], *(title for titles in plan["handout"].values() for title in titles)}
    if unknown := sorted(named - known):
        raise AuthorError(f"{folder.name}: notebook.toml names what neither README.md nor the reference has: {unknown}")
    return plan


def _parts(source: str) -> Iterator[tuple[str, str]]:
    """The code of a source, cut where functions and classes begin and end: a name for each part, and its lines."""
    tree, lines, loose = ast.parse(source), source.split("\n"), 0
    done = (tree.body[0].end_lineno or 0) if ast.get_docstring(tree) else 0
    for node in tree.body:
        if not isinstance(node, ast.FunctionDef | ast.ClassDef | ast.If):
            continue
        first = min([node.lineno, *(mark.lineno for mark in getattr(node, "decorator_list", []))])
        if given := "\n".join(lines[done : first - 1]).strip():
            yield f"given-{loose}", given
            loose += 1
        yield getattr(node, "name", "try"), "\n".join(lines[first - 1 : node.end_lineno])
        done = node.end_lineno or done
    if rest := "\n".join(lines[done:]).strip():
        yield f"given-{loose}", rest


def _handout(folder: Path) -> tuple[str, dict[str, str]]:
    """The handout's text above its first section, and its sections by title, each with its heading."""
    intro, *sections = re.split(r"^## ", (folder / "README.md").read_text(encoding="utf-8"), flags=re.MULTILINE)
    return intro.strip(), {part.split("\n", 1)[0].strip(): f"## {part.strip()}" for part in sections}


def _text_cell(name: str, words: str, folder: Path) -> NotebookNode:
    """A cell of text; its pictures are attached, so that it shows them wherever the notebook is opened."""
    attached = {}
    for _, file in IMAGE.findall(words):
        kind = mimetypes.guess_type(file)[0] or "image/png"
        attached[file] = {kind: base64.b64encode((folder / file).read_bytes()).decode()}
    words = IMAGE.sub(r"![\1](attachment:\2)", LINK.sub(rf"\1(../assignments/{folder.name}/\2)", words))
    cell: NotebookNode = new_markdown_cell(words, id=name, **({"attachments": attached} if attached else {}))
    return cell


def _id(name: str) -> str:
    return re.sub(r"[^a-z0-9_]+", "-", name.lower()).strip("-")[:50]
