"""The same submissions through two other graders, `otter run` and `nbgrader autograde`, with the same checks."""

import csv
import json
import os
import subprocess
import sys
import sysconfig
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import nbformat

from tests.bench.bench_report import wall
from tests.conftest import COURSE
from torchgrade.checks.announced import listed
from torchgrade.publish import otter

CONFIG = """c = get_config()
c.CourseDirectory.course_id = "bench"
c.CourseDirectory.root = {root!r}
c.Execute.timeout = 300
"""
# The course is the one of the working directory. What the checks see: the notebook as it is now, and its cells so far
# without this one.
SETUP = """import os

from torchgrade.publish.promises import graded

os.chdir({root!r})
student_names = dict(globals(), In=list(In[:-1]))"""


class NotInstalled(Exception):
    """A peer cannot be had on this machine; the text says why."""


@dataclass(frozen=True)
class Peer:
    """A grader in an environment of its own: its Python, and the version that was installed."""

    python: str
    version: str


def installed(name: str, *requirements: str) -> Peer:
    """Installs a peer with all it needs; torch and the like come from this environment, which stands behind its own."""
    home = COURSE.root / ".torchgrade" / "peers" / name
    python, done = str(home / "bin" / "python"), home / "installed"
    if not done.exists():
        _run([sys.executable, "-m", "venv", "--clear", str(home)])
        _run([python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", *requirements])
        behind = Path(_run([python, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))"]), "behind.pth")
        behind.write_text(sysconfig.get_path("purelib") + "\n", encoding="utf-8")
        done.touch()
    version = f"from importlib.metadata import version; print(version({requirements[0].split('==')[0]!r}))"
    return Peer(python, _run([python, "-c", version]))


def _run(command: list[str]) -> str:
    try:
        return subprocess.run(command, capture_output=True, text=True, check=True, timeout=900).stdout.strip()
    except subprocess.CalledProcessError as error:
        said = [line for line in error.stderr.splitlines() if line.strip()]
        raise NotInstalled(f"{' '.join(command[1:4])}: {said[-1] if said else error}") from error
    except (OSError, subprocess.TimeoutExpired) as error:
        raise NotInstalled(str(error)) from error


def otter_run(slug: str, files: Sequence[Path], folder: Path, seed: int) -> tuple[str, float]:
    """The version, and the seconds `otter run` takes for one of these files, mean over them; one run goes before."""
    peer = installed("otter", "otter-grader==7.0.0", "ipykernel")
    archive = otter.build(COURSE.assignment(slug), folder)
    seconds = [_otter(peer, slug, archive, file, folder, seed) for file in (files[0], *files)][1:]
    return peer.version, sum(seconds) / len(seconds)


def _otter(peer: Peer, slug: str, archive: Path, file: Path, folder: Path, seed: int) -> float:
    command = [peer.python, "-m", "otter", "run", "-a", str(archive), "-o", str(folder), str(file)]
    taken = wall(command, cwd=folder, env=_environment(peer, seed))
    tests = json.loads((folder / "results.json").read_text())["tests"]
    _require_full(slug, "otter run", sum(test.get("score", 0) for test in tests))
    return taken


def nbgrader_autograde(slug: str, sources: Sequence[str], folder: Path, seed: int, of: int) -> tuple[str, float]:
    """The version, and the seconds one of these sources takes; the command's start is shared by a class of `of`."""
    peer = installed("nbgrader", "nbgrader", "ipykernel")
    call = [peer.python, "-m", "nbgrader"]
    how = {"cwd": folder, "env": _environment(peer, seed) | {"PYTHONPATH": str(COURSE.root)}}
    (folder / "nbgrader_config.py").write_text(CONFIG.format(root=str(folder)), encoding="utf-8")
    _write(folder / "source" / slug, slug, "pass")
    wall([*call, "generate_assignment", slug, "--create"], **how)
    autograde = [*call, "autograde", slug, "--create"]
    _write(folder / "submitted" / "before" / slug, slug, sources[0])
    wall(autograde, **how)  # not timed: everything has been read from the disk once
    for number, source in enumerate(sources):
        _write(folder / "submitted" / f"student-{number:04}" / slug, slug, source)
    start = wall([*autograde, "--help"], **how)
    taken = wall(autograde, **how)
    wall([*call, "export", "--to", "grades.csv"], **how)
    with (folder / "grades.csv").open(newline="", encoding="utf-8") as table:
        scores = [float(row["score"]) for row in csv.DictReader(table)]
    assert len(scores) == len(sources) + 1
    full = sum(score == COURSE.assignment(slug).points for score in scores)
    return f"{peer.version}, {full} of {len(scores)} with full marks", (taken - start) / len(sources) + start / of


def _write(folder: Path, slug: str, source: str) -> None:
    folder.mkdir(parents=True)
    nbformat.write(_notebook(slug, source), folder / f"{slug}.ipynb")


def _notebook(slug: str, source: str) -> nbformat.NotebookNode:
    """A cell for the student, one that takes what it defined, and an autograder cell for each check."""
    checks = listed(COURSE.assignment(slug))
    cells = [
        _cell("solution", source, solution=True, locked=False),
        _cell("setup", SETUP.format(root=str(COURSE.root))),
    ]
    cells += [
        _cell(check.name, f'graded("{slug}", student_names, "{check.name}")', grade=True, points=check.points)
        for check in checks
    ]
    kernel = {"kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"}}
    return nbformat.v4.new_notebook(cells=cells, metadata=kernel)


def _cell(name: str, source: str, **more: object) -> nbformat.NotebookNode:
    kind = {"schema_version": 3, "grade": False, "solution": False, "locked": True, "task": False} | more
    return nbformat.v4.new_code_cell(source, id=name, metadata={"nbgrader": kind | {"grade_id": name}})


def _environment(peer: Peer, seed: int) -> dict[str, str]:
    """The peer's own programs are found first, as in an environment that somebody activated."""
    path = os.pathsep.join((str(Path(peer.python).parent), os.environ.get("PATH", os.defpath)))
    return os.environ | {"PATH": path, "TORCHGRADE_SEED": str(seed)}


def _require_full(slug: str, who: str, score: float) -> None:
    """Something else would be measured if a check failed early."""
    points = COURSE.assignment(slug).points
    if abs(score - points) > 1e-6:
        raise RuntimeError(f"{who} gave {score:g} of {points:g} points to a working submission")
