"""Known mistakes, read from their files as data: the judge never runs them in its own process."""

import ast
from dataclasses import dataclass
from pathlib import Path

from torchgrade.errors import AuthorError


@dataclass(frozen=True)
class Mistake:
    """A known mistake: source laid over the reference, what the student reads, the checks it must fail.

    `twins` are the mistakes that nobody could tell it from, `see` the heading in the handout that explains the idea.
    """

    name: str
    source: str
    message: str
    fails: tuple[str, ...]
    twins: tuple[str, ...] = ()
    see: str = ""


def read_mistake(path: Path) -> Mistake:
    """A mistake from its file; an `AuthorError` for one that says nothing or fails nothing."""
    source = path.read_text(encoding="utf-8")
    tree = ast.parse(source)
    names = [(ast.unparse(node.targets[0]), node.value) for node in tree.body if isinstance(node, ast.Assign)]
    values = {name: ast.literal_eval(value) for name, value in names if name in ("FAILS", "TWINS", "SEE")}
    message = " ".join((ast.get_docstring(tree) or "").split())
    if not message or not values.get("FAILS"):
        raise AuthorError(f"{path.name}: a mistake needs a docstring for the student and FAILS = (check names, ...)")
    return Mistake(
        path.stem, source, message, tuple(values["FAILS"]), tuple(values.get("TWINS", ())), values.get("SEE", "")
    )
