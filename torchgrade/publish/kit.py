"""Builds torchgrade-student.zip: the course as students get it, with recordings in place of what they must not see."""

import json
import os
import re
import zipfile
from collections import defaultdict
from collections.abc import Iterator, Sequence
from concurrent.futures import Executor, Future
from dataclasses import asdict, replace
from io import BytesIO
from pathlib import Path

from torchgrade.batch import work
from torchgrade.checks.announced import listed
from torchgrade.course import FILE, Assignment
from torchgrade.errors import AuthorError
from torchgrade.intake.reading import handed_in
from torchgrade.judge.mistakes import Mistake, read_mistake
from torchgrade.judge.reference import Solution
from torchgrade.judge.report import Json
from torchgrade.judge.settings import Settings
from torchgrade.judge.transcripts import Transcripts
from torchgrade.link.server import Server
from torchgrade.publish import template
from torchgrade.publish.packing import constraints, course_toml, filled, requirements, shared_files, tool_files
from torchgrade.publish.questions import defined
from torchgrade.worker.sandbox import missing_walls

Members = dict[str, Future[Json] | Json]  # of a recording by name, most of them still being computed
SEEDS = (1, 2, 3)
NAME = "torchgrade-student"
TEMPLATES = Path(__file__).parent / "templates" / "kit"
READ = ("README.md", "show.py", "quiz.toml", "*.png", "*.svg")  # what students read of an assignment's folder


def build(
    assignments: Sequence[Assignment], folder: Path, seeds: Sequence[int] = SEEDS, jobs: int | None = None
) -> Path:
    """Writes torchgrade-student.zip for these assignments of one course, with recordings for these seeds.

    Raises AuthorError where a visible check cannot be replayed: one that asks the reference for something that
    depends on the submission's answers, say.
    """
    folder.mkdir(parents=True, exist_ok=True)
    target, half = folder / f"{NAME}.zip", folder / f".{NAME}.zip"
    with (
        work.executor(assignments[0].course, jobs) as pool,
        zipfile.ZipFile(half, "w", zipfile.ZIP_DEFLATED) as archive,
    ):
        recordings = {one.slug: _record(one, seeds, pool) for one in assignments}
        for path, content in _files(assignments):
            _add(archive, f"{NAME}/{path}", content)
        for slug, members in recordings.items():
            _add(archive, f"{NAME}/graders/{slug}/recorded.zip", _zipped(members))
    os.replace(half, target)
    return target


def _add(archive: zipfile.ZipFile, name: str, content: bytes) -> None:
    """Adds a file that anybody may read, without the time: the same kit has the same bytes."""
    info = zipfile.ZipInfo(name)
    info.compress_type, info.external_attr = zipfile.ZIP_DEFLATED, 0o644 << 16
    archive.writestr(info, content)


# ---- files ----


def _files(assignments: Sequence[Assignment]) -> Iterator[tuple[str, bytes]]:
    """Every file of the kit but the recordings: its path, its content. What is not named here stays in the course."""
    for name, path in [*tool_files(), *shared_files(assignments[0].course)]:
        yield name, path.read_bytes()
    here = {one.slug for one in assignments}
    for one in assignments:
        shown = [path for pattern in READ for path in sorted(one.folder.glob(pattern))]
        for path in [*shown, *(path for path in one.checks if not _is_hidden(path))]:
            content = path.read_bytes() if path.suffix != ".md" else _without_dead_links(path, here).encode()
            yield path.relative_to(one.root).as_posix(), content
    for name, text in _made(assignments):
        yield name, text.encode()


def _is_hidden(path: Path) -> bool:
    return path.stem.endswith("_hidden")


def _without_dead_links(handout: Path, here: set[str]) -> str:
    """A handout's text, where a link to an assignment that is not `here` is its text alone."""
    found = re.compile(r"\[([^\]]*)\]\(\.\./(\w+)/README\.md\)")
    return found.sub(lambda link: link[0] if link[2] in here else link[1], handout.read_text(encoding="utf-8"))


def _made(assignments: Sequence[Assignment]) -> Iterator[tuple[str, str]]:
    """The files that the course does not have as they are in the kit."""
    course = assignments[0].course
    words = {
        "title": course.title,
        "count": f"{len(assignments)} assignment{'s' * (len(assignments) > 1)}",
        "one": f"make check A={assignments[0].slug}".ljust(26),
        "first": assignments[0].slug,
        "order": ", ".join(f"`{one.slug}`" for one in assignments),
        "dependencies": json.dumps(requirements(course, extra="otter"), indent=4),
    }
    for name in ("README.md", "Makefile", "pyproject.toml"):
        yield name, filled(TEMPLATES / f"{name}.txt", words)
    yield "constraints.txt", constraints(course)
    yield FILE, course_toml(course, {one.slug: _worth(one, hidden=False) for one in assignments})
    for one in assignments:
        yield f"assignments/{one.slug}/assignment.toml", _toml(one)
        yield from template.files(one)


def _worth(assignment: Assignment, hidden: bool) -> float:
    """What the visible checks are worth together, or the hidden ones."""
    return sum(check.points for check in listed(assignment) if check.hidden is hidden)


def _toml(assignment: Assignment) -> str:
    """The assignment's settings, without what only hidden checks read; what these are worth is said in advance."""
    head, *tables = re.split(r"^(?=\[)", (assignment.folder / "assignment.toml").read_text("utf-8"), flags=re.MULTILINE)
    lines = [line for line in "".join(tables).splitlines() if not _only_hidden(line.split(" =")[0], assignment)]
    later = f"points_later = {_worth(assignment, hidden=True):g}  # hidden checks, judged after the hand-in"
    return f"{head.rstrip()}\n{later}\n\n" + "".join(f"{line}\n" for line in lines)


def _only_hidden(key: str, assignment: Assignment) -> bool:
    """Whether a setting is read by hidden checks alone."""
    readers = [path for path in assignment.checks if f'"{key}"' in path.read_text(encoding="utf-8")]
    return bool(readers) and all(map(_is_hidden, readers))


# ---- recordings ----


def _record(assignment: Assignment, seeds: Sequence[int], pool: Executor) -> Members:
    """What an assignment's recording holds."""
    known, evident = mistakes(assignment), _evident(assignment)
    wanted = {mistake.name: evident & {*mistake.fails} for mistake in known}
    wanted |= dict.fromkeys(("reference", "reference again"), evident.intersection(set().union(*wanted.values())))
    members: Members = {
        "about.json": {
            "seeds": list(seeds),
            "names": defined(assignment.reference.read_text(encoding="utf-8")),
            "mistakes": [asdict(mistake) for mistake in known],
        }
    }
    for seed in seeds:
        members[f"answers/{seed}"] = pool.submit(record_answers, assignment, seed)
        for name, checks in wanted.items():
            members[f"transcripts/{seed}/{name}.json"] = pool.submit(record_transcripts, assignment, seed, name, checks)
    return members


def _zipped(members: Members) -> bytes:
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
    told = (read_mistake(path) for path in assignment.mistakes)
    shown = (replace(m, source="", fails=tuple(name for name in m.fails if name in visible)) for m in told)
    named = [mistake for mistake in shown if evident.intersection(mistake.fails)]
    names = {mistake.name for mistake in named}
    return [replace(mistake, twins=tuple(twin for twin in mistake.twins if twin in names)) for mistake in named]


def _evident(assignment: Assignment) -> frozenset[str]:
    """The checks by which a mistake can be told."""
    return frozenset(name for name, asked in _visible(assignment).items() if not {"images", "data"}.intersection(asked))


def _visible(assignment: Assignment) -> dict[str, tuple[str, ...]]:
    """What each visible check asks for."""
    return {check.name: check.asks for check in listed(assignment) if not check.hidden}


# ---- run in the processes of a pool ----


def record_answers(assignment: Assignment, seed: int, server: Server | None = None) -> dict[str, bytes]:
    """For each visible check that asks the reference anything: what it asks, and the answers.

    The reference is judged twice, by itself and by its own recording; it must pass all of these checks both times.
    Its workers come from `server`, or from the one of this process of a pool.
    """
    from torchgrade.judge.recorded import Recorder, Reference, Replay  # loads torch
    from torchgrade.judge.reference import load_reference
    from torchgrade.link.wire import decode, encode

    asking = frozenset(name for name, asked in _visible(assignment).items() if "reference" in asked)
    module = load_reference(assignment)
    recorders: dict[str, Recorder] = defaultdict(Recorder)
    if not asking:
        return {}
    server = server or work.server_of(assignment.course)
    prove(assignment, seed, asking, lambda check: Reference(recorders[check], module), server)
    entries = {check: encode(recorder.entries) for check, recorder in recorders.items()}
    prove(assignment, seed, asking, lambda check: Reference(Replay(check, decode(entries[check]))), server)
    return entries


def prove(assignment: Assignment, seed: int, checks: frozenset[str], reference: Solution, server: Server) -> None:
    """Raises AuthorError unless the solution passes these checks when `reference` answers them."""
    from torchgrade.judge import judging

    settings = Settings(seed, walls=not missing_walls(), only=checks)
    session = judging.open_session(assignment, handed_in(assignment), settings, server)
    results = judging.examine(assignment, session, settings, reference=reference).results
    if lost := [f"{result.check}: {result.got}" for result in results.values() if result.outcome != "passed"]:
        raise AuthorError(f"{assignment.slug}: cannot be recorded with seed {seed}: {'; '.join(lost)}")


def record_transcripts(assignment: Assignment, seed: int, name: str, checks: frozenset[str]) -> Transcripts:
    """The transcripts of a known mistake, or of the reference, in these checks."""
    from torchgrade.judge import judging

    settings, server = Settings(seed, walls=not missing_walls()), work.server_of(assignment.course)
    found = judging.transcripts(assignment, server, settings, name, checks)
    return {
        check: [[*told, [_short(number) for number in numbers]] for *told, numbers in prints]
        for check, prints in found.items()
    }


def _short(number: float) -> float:
    """Far more digits than two transcripts are compared by."""
    return float(f"{number:.7g}")
