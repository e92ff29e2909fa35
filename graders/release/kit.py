"""Builds torchgrade-student.zip: the course as students get it, with recordings in place of what they must not see."""

import ast
import json
import os
import re
import tomllib
import zipfile
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Executor, Future
from dataclasses import asdict, replace
from io import BytesIO
from pathlib import Path
from string import Template
from typing import Any

from graders import notebooks
from graders.batch import work
from graders.engine import catalog
from graders.engine.catalog import ROOT, Assignment, AuthorError, Mistake
from graders.engine.diagnosis import Transcripts
from graders.engine.server import Server
from graders.engine.settings import Settings
from graders.options import wanted_walls
from graders.release import otter
from graders.release.questions import defined, listed
from graders.stubs import stub

SEEDS = (1, 2, 3)
NAME = "torchgrade-student"
TEMPLATES = Path(__file__).parent / "kit"

# What goes into the kit as it lies in the course; {slug} stands for each assignment. What is not named stays here.
SHIPPED = (
    "assignments/*.py", "assignments/{slug}/README.md", "assignments/{slug}/show.py", "assignments/{slug}/*.png",
    "assignments/{slug}/*.svg", "constraints.txt", "graders/__init__.py", "graders/checks/test_{slug}.py",
    "graders/commands.py", "graders/doctor.py", "graders/engine/*.py", "graders/expect.py", "graders/marking.py",
    "graders/options.py", "graders/release/__init__.py", "graders/release/kernel.py", "graders/release/promises.py",
    "graders/release/questions.py", "graders/render/__init__.py", "graders/render/terminal.py",
    "graders/render/words.py", "graders/train.py", "graders/watch.py",
)  # fmt: skip


def build(folder: Path, slugs: Sequence[str] = (), seeds: Sequence[int] = SEEDS, jobs: int | None = None) -> Path:
    """Writes torchgrade-student.zip for these assignments, or all, with recordings for these seeds.

    Raises AuthorError where a visible check cannot be replayed: one that asks the reference for something that
    depends on the submission's answers, say.
    """
    assignments = [one for one in catalog.all_assignments() if not slugs or one.slug in slugs]
    folder.mkdir(parents=True, exist_ok=True)
    target, half = folder / f"{NAME}.zip", folder / f".{NAME}.zip"
    with work.executor(jobs) as pool, zipfile.ZipFile(half, "w", zipfile.ZIP_DEFLATED) as archive:
        recordings = {one.slug: _record(one, seeds, pool) for one in assignments}
        for path, content in _files(assignments):
            _add(archive, f"{NAME}/{path}", content)
        for slug, members in recordings.items():
            _add(archive, f"{NAME}/graders/recorded/{slug}.zip", _zipped(members))
    os.replace(half, target)
    return target


def _add(archive: zipfile.ZipFile, name: str, content: bytes) -> None:
    """Adds a file that anybody may read, without the time: the same kit has the same bytes."""
    info = zipfile.ZipInfo(name)
    info.compress_type, info.external_attr = zipfile.ZIP_DEFLATED, 0o644 << 16
    archive.writestr(info, content)


# ---- files ----


def _files(assignments: Sequence[Assignment]) -> Iterator[tuple[str, bytes]]:
    """Every file of the kit but the recordings: its path, its content."""
    patterns = dict.fromkeys(pattern.format(slug=one.slug) for pattern in SHIPPED for one in assignments)
    for pattern in patterns:
        for path in sorted(ROOT.glob(pattern)):
            yield path.relative_to(ROOT).as_posix(), path.read_bytes()
    for name, text in _made(assignments):
        yield name, text.encode()


def _made(assignments: Sequence[Assignment]) -> Iterator[tuple[str, str]]:
    """The files that the course does not have as they are in the kit."""
    for name in ("README.md", "Makefile"):
        yield name, (TEMPLATES / f"{name}.txt").read_text(encoding="utf-8")
    yield "graders/cli.py", (TEMPLATES / "cli.py.txt").read_text(encoding="utf-8")
    yield "pyproject.toml", _project()
    for one in assignments:
        yield f"assignments/{one.slug}/assignment.toml", _toml(one)
        yield f"student_template/{one.slug}.py", stub(one.reference.read_text(encoding="utf-8"), one.slug)
        yield f"student_template/{one.slug}.ipynb", notebooks.text(notebooks.notebook(one.slug))
        for name, text in otter.question_files(one.slug).items():
            yield f"student_template/questions/{one.slug}/{name}", text


def _project() -> str:
    """The kit's pyproject.toml: it depends on what the course and its notebooks do."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    needed = project["dependencies"] + project["optional-dependencies"]["otter"]
    template = Template((TEMPLATES / "pyproject.toml.txt").read_text(encoding="utf-8"))
    return template.substitute(dependencies=json.dumps(needed, indent=4))


def _toml(assignment: Assignment) -> str:
    """The assignment's settings: points of the visible checks only, nothing that only hidden checks read."""
    path = assignment.root / "assignments" / assignment.slug / "assignment.toml"
    head, *tables = re.split(r"^(?=\[)", path.read_text(encoding="utf-8"), flags=re.MULTILINE)
    lines = [line for line in "".join(tables).splitlines() if not _only_hidden(line.split(" =")[0], assignment)]
    points = {hidden: sum(check.points for check in listed(assignment) if check.hidden is hidden)
              for hidden in (False, True)}  # fmt: skip
    worth = f"points = {points[False]:g}\npoints_later = {points[True]:g}  # hidden checks, judged after the hand-in"
    return re.sub(r"^points = .*$", worth, head, count=1, flags=re.MULTILINE) + "".join(f"{line}\n" for line in lines)


def _only_hidden(key: str, assignment: Assignment) -> bool:
    """Whether a setting is read by hidden checks alone."""
    readers = [path for path in assignment.checks if f'"{key}"' in path.read_text(encoding="utf-8")]
    return bool(readers) and all(path.stem.endswith("_hidden") for path in readers)


# ---- recordings ----


def _record(assignment: Assignment, seeds: Sequence[int], pool: Executor) -> dict[str, Future | dict]:
    """The members of an assignment's recording by name, most of them still being computed."""
    slug, known, evident = assignment.slug, mistakes(assignment), _evident(assignment)
    wanted = {mistake.name: evident & {*mistake.fails} for mistake in known}
    wanted |= dict.fromkeys(("reference", "reference again"), evident.intersection(set().union(*wanted.values())))
    members: dict[str, Future | dict] = {"about.json": {
        "seeds": list(seeds), "names": defined(assignment.reference.read_text(encoding="utf-8")),
        "mistakes": [asdict(mistake) for mistake in known],
    }}  # fmt: skip
    for seed in seeds:
        members[f"answers/{seed}"] = pool.submit(record_answers, slug, seed)
        for name, checks in wanted.items():
            members[f"transcripts/{seed}/{name}.json"] = pool.submit(record_transcripts, slug, seed, name, checks)
    return members


def _zipped(members: dict[str, Future | dict]) -> bytes:
    """A recording as the bytes of its file, once all of it is there."""
    file = BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, member in members.items():
            content = member.result() if isinstance(member, Future) else member
            if name.endswith(".json"):
                _add(archive, name, json.dumps(content).encode())
            else:
                for check, entries in content.items():
                    _add(archive, f"{name}/{check}", entries)
    return file.getvalue()


def mistakes(assignment: Assignment) -> list[Mistake]:
    """The mistakes that the kit can name, without their source: those that a visible check fails.

    A check that looks at images is no evidence in the kit: what it finds depends on whether MNIST is there.
    """
    visible, evident = _visible(assignment), _evident(assignment)
    told = (catalog.read_mistake(path) for path in assignment.mistakes)
    shown = (replace(m, source="", fails=tuple(name for name in m.fails if name in visible)) for m in told)
    named = [mistake for mistake in shown if evident.intersection(mistake.fails)]
    names = {mistake.name for mistake in named}
    return [replace(mistake, twins=tuple(twin for twin in mistake.twins if twin in names)) for mistake in named]


def _evident(assignment: Assignment) -> frozenset[str]:
    """The checks by which a mistake can be told."""
    return frozenset(name for name, asked in _visible(assignment).items() if "images" not in asked)


def _visible(assignment: Assignment) -> dict[str, list[str]]:
    """What each visible check asks for."""
    files = [path for path in assignment.checks if not path.stem.endswith("_hidden")]
    found = (node for path in files for node in ast.parse(path.read_text(encoding="utf-8")).body)
    return {node.name: [argument.arg for argument in node.args.args] for node in found
            if isinstance(node, ast.FunctionDef) and node.name.startswith("test_")}  # fmt: skip


# ---- run in the processes of a pool ----


def record_answers(slug: str, seed: int, server: Server | None = None) -> dict[str, bytes]:
    """For each visible check that asks the reference anything: what it asks, and the answers.

    The reference is judged twice, by itself and by its own recording; it must pass all of these checks both times.
    Its workers come from `server`, or from the one of this process of a pool.
    """
    from graders.engine import judge  # loads torch
    from graders.engine.recorded import Recorder, Reference, Replay
    from graders.engine.wire import decode, encode

    assignment = catalog.load(slug)
    asking = frozenset(name for name, asked in _visible(assignment).items() if "reference" in asked)
    module = judge.load_reference(assignment)
    recorders: dict[str, Recorder] = defaultdict(Recorder)
    if not asking:
        return {}
    server = server or work._server()
    prove(assignment, seed, asking, lambda check: Reference(recorders[check], module), server)
    entries = {check: encode(recorder.entries) for check, recorder in recorders.items()}
    prove(assignment, seed, asking, lambda check: Reference(Replay(check, decode(entries[check]))), server)
    return entries


def prove(
    assignment: Assignment, seed: int, checks: frozenset[str], reference: Callable[[str], Any], server: Server
) -> None:
    """Raises AuthorError unless the solution passes these checks when `reference` answers them."""
    from graders.engine import judge
    from graders.engine.submission import Submission, read_cells

    settings = Settings(seed, walls=wanted_walls("auto"), only=checks)
    submission = Submission(read_cells(assignment.reference, assignment.slug))
    session = judge.open_session(assignment, submission, settings, server)
    results = judge.examine(assignment, session, settings, reference=reference).results
    if lost := [f"{result.check}: {result.got}" for result in results.values() if result.outcome != "passed"]:
        raise AuthorError(f"{assignment.slug}: cannot be recorded with seed {seed}: {'; '.join(lost)}")


def record_transcripts(slug: str, seed: int, name: str, checks: frozenset[str]) -> Transcripts:
    """The transcripts of a known mistake, or of the reference, in these checks."""
    from graders.engine import judge

    settings = Settings(seed, walls=wanted_walls("auto"))
    found = judge.transcripts(catalog.load(slug), work._server(), settings, name, checks)
    return {check: [[*told, [_short(number) for number in numbers]] for *told, numbers in prints]
            for check, prints in found.items()}  # fmt: skip


def _short(number: float) -> float:
    """Far more digits than two transcripts are compared by."""
    return float(f"{number:.7g}")
