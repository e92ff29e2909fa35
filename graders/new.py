"""Starts a new assignment: a tiny one that works, in all the folders that an assignment has files in."""

import importlib.util
import re
from pathlib import Path
from string import Template

from graders.engine.catalog import ROOT, all_assignments
from graders.stubs import stub

SCAFFOLD = Path(__file__).with_name("scaffold")
FILES = {
    "assignments/{slug}/README.md": "README.md.txt",
    "assignments/{slug}/assignment.toml": "assignment.toml.txt",
    "reference/{slug}.py": "reference.py.txt",
    "graders/checks/test_{slug}.py": "checks.py.txt",
    "graders/checks/test_{slug}_hidden.py": "checks_hidden.py.txt",
    "graders/mistakes/{slug}/sum_instead_of_mean.py": "mistake.py.txt",
    "tests/correct/{slug}/built_in.py": "correct.py.txt",
}


class BadName(ValueError):
    """No assignment can be called that; the text says why, in a sentence."""


def scaffold(slug: str, root: Path = ROOT) -> list[Path]:
    """Writes the files of a new assignment, its stub included, and returns them.

    Raises BadName, before anything is written, for a slug that cannot be or whose files are there already.
    """
    texts = {root / path.format(slug=slug): _filled(name, slug, root) for path, name in FILES.items()}
    texts[root / "student_template" / f"{slug}.py"] = stub(texts[root / "reference" / f"{slug}.py"], slug)
    _refuse(slug, [path for path in texts if path.exists()], root)
    for path, text in texts.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="\n")
    return list(texts)


def _filled(name: str, slug: str, root: Path) -> str:
    order = max((assignment.order for assignment in all_assignments(root)), default=0) + 1
    text = (SCAFFOLD / name).read_text(encoding="utf-8")
    return Template(text).substitute(slug=slug, order=order, title=slug.replace("_", " ").capitalize())


def _refuse(slug: str, taken: list[Path], root: Path) -> None:
    if not re.fullmatch(r"[a-z][a-z0-9_]*", slug):
        raise BadName(f"{slug!r} cannot name an assignment: use small letters, digits and _, a letter first")
    if slug.endswith("_hidden"):
        raise BadName(f"{slug} cannot name an assignment: test_..._hidden.py holds hidden checks")
    if taken:
        names = ", ".join(path.relative_to(root).as_posix() for path in taken)
        raise BadName(f"nothing was written, since these files are there already: {names}")
    if importlib.util.find_spec(slug):  # a submission is a module of that name, and would take its place
        raise BadName(f"{slug} cannot name an assignment: it is the name of a Python module")
