"""Judges one submission against one assignment and returns one report."""

import functools
import gc
import importlib.util
import os
import time
from collections.abc import Callable
from dataclasses import replace
from types import ModuleType
from typing import Any

import pytest
import torch

import graders
from graders.engine import diagnosis, recorded
from graders.engine.catalog import Assignment, AuthorError, CheckError, Mistake, read_mistake, refuse_double_names
from graders.engine.fixtures import Fixtures
from graders.engine.plugin import Checks, Progress
from graders.engine.preload import freeze
from graders.engine.remembered import Remembered, memory
from graders.engine.report import Report
from graders.engine.sandbox import Limits
from graders.engine.server import Server
from graders.engine.session import Absent, InProcess, Isolated
from graders.engine.settings import Settings
from graders.engine.submission import Submission

# pytest for its collection, fixtures and asserts alone: nothing is captured, printed, cached or collected at its end.
PYTEST_OPTIONS = [
    "--noconftest", "--disable-plugin-autoload", "-s", "-c", os.devnull, "--import-mode=importlib",
    *(f"-pno:{name}" for name in ("terminal", "cacheprovider", "unraisableexception", "threadexception", "logging",
                                  "warnings", "doctest", "faulthandler", "junitxml", "tmpdir")),
]  # fmt: skip


def judge(
    assignment: Assignment, submission: Submission, settings: Settings, server: Server | None = None,
    progress: Progress = lambda promise, done, total: None, after: Callable[[Report], None] = lambda report: None,
) -> Report:  # fmt: skip
    """Runs every check of the assignment on the submission, and names the mistakes behind those that failed.

    `server` starts the workers; without one the submission runs in this process, and no mistake is named. `after` is
    given the report so far, before the first check and after each: what has not run yet is "unreached" in it. An
    author's mistake is an `AuthorError`, a machine's failure a `MachineError`; neither is a mark.
    """
    started = time.perf_counter()
    torch.set_num_threads(settings.threads)  # of the judge's own work, the reference's runs among it
    session = open_session(assignment, submission, settings, server)
    report = functools.partial(_report, assignment, session, settings, started)
    checks = examine(assignment, session, settings, progress=progress, after=lambda checks: after(report(checks)))
    judged = [r for r in checks.results.values() if not settings.only or r.check in settings.only]
    if errors := [f"{result.check}: {result.got}" for result in judged if result.outcome == "error"]:
        raise CheckError(f"{assignment.slug}: a check fails over the reference too: {'; '.join(errors)}")
    if server and settings.diagnose and checks.transcripts:
        _diagnose(assignment, checks, settings, server)
    return report(checks)


def _report(assignment: Assignment, session: Any, settings: Settings, started: float, checks: Checks) -> Report:
    ran = checks.student_seconds
    results = (r if r.check in ran else replace(r, outcome="unreached") for r in checks.results.values())
    return Report(
        slug=assignment.slug, title=assignment.title, results=tuple(results), seed=settings.seed,
        isolation=session.level, device=session.device, version=graders.__version__, data="".join(checks.images_used),
        notes=tuple(session.notes), seconds=time.perf_counter() - started, student_seconds=session.student_seconds,
        later=float(assignment.settings.get("points_later", 0)),
    )  # fmt: skip


def examine(
    assignment: Assignment, session: Any, settings: Settings, reference: Callable[[str], Any] | None = None, **how: Any
) -> Checks:
    """Runs the checks on what a session holds, and closes it. `reference` gives each check the solution."""
    try:
        images = functools.partial(load_images, settings.data)
        reference = reference or reference_of(assignment, settings.seed)
        checks = Checks(assignment, session, reference, settings.seed, images, settings.only, **how)
        _run(assignment, checks)
        return checks
    finally:
        session.close()
        gc.collect()  # exceptions and their frames hold each other, and with them whatever a submission returned
        _freeze_once()  # after each submission the collector then looks at what is new


_freeze_once = functools.cache(freeze)


def _diagnose(assignment: Assignment, checks: Checks, settings: Settings, server: Server) -> None:
    """Adds to the failed results what their transcripts say."""
    recording = recorded.find(assignment)
    mistakes = recording.mistakes if recording else [read_mistake(path) for path in assignment.mistakes]
    transcripts_of = recording.transcripts if recording else functools.partial(transcripts, assignment, server)
    waiting = frozenset(r.check for r in checks.results.values() if r.outcome == "blocked" or r.unfinished)
    possible = diagnosis.candidates(mistakes, checks.transcripts, waiting)
    ask = functools.partial(transcripts_of, settings)
    named = diagnosis.name_mistakes(checks.transcripts, possible, checks.student_seconds, ask)
    for name, found in named.items():
        sentences, names = tuple(_sentence(assignment, m) for m in found), tuple(mistake.name for mistake in found)
        checks.results[name] = replace(checks.results[name], diagnosis=sentences, mistakes=names)


def transcripts(
    assignment: Assignment, server: Server, settings: Settings, name: str, wanted: frozenset[str]
) -> diagnosis.Transcripts:
    """Those of a known mistake, "reference" or "reference again" in these checks: from disk, or by running it."""
    own = assignment.reference.read_text(encoding="utf-8")
    source = next((read_mistake(path).source for path in assignment.mistakes if path.stem == name), "")

    def compute(missing: frozenset[str]) -> diagnosis.Transcripts:
        cells = tuple((f"{assignment.slug}.py", text) for text in (own, source) if text)
        session = open_session(assignment, Submission(cells), settings, server)
        start = "again" if name == "reference again" else ""
        how = replace(settings, only=missing)
        return examine(assignment, session, how, keep_transcripts=True, start=start).transcripts

    key = diagnosis.key(assignment, name, source, settings.seed, settings.device, settings.threads, settings.data)
    return diagnosis.Cache(assignment.root / ".torchgrade" / "transcripts").get(key, wanted, compute)


def _sentence(assignment: Assignment, mistake: Mistake) -> str:
    """What the student reads of a mistake, with the place in the handout that explains the idea."""
    return mistake.message + (
        f' See "{mistake.see}" in assignments/{assignment.slug}/README.md.' if mistake.see else ""
    )


def open_session(assignment: Assignment, submission: Submission, settings: Settings, server: Server | None) -> Any:
    """What checks see of a submission: a process apart, or this one without a server; nothing where there is none."""
    if submission.problem:
        return Absent(submission.problem)
    if server is None:
        return InProcess(assignment.slug, submission.cells, submission.weights)
    limits = Limits(memory=assignment.memory, threads=settings.threads, walls=settings.walls)
    return Isolated(server, assignment.slug, submission.cells, submission.weights, limits, settings.device,
                    load_seconds=settings.load_seconds)  # fmt: skip


def _run(assignment: Assignment, checks: Checks) -> None:
    if not assignment.checks:
        raise AuthorError(f"{assignment.slug} has no checks")
    for path in assignment.checks:
        refuse_double_names(path)
    options = [*PYTEST_OPTIONS, "--rootdir", assignment.root.anchor, *map(str, assignment.checks)]
    code = pytest.main(options, plugins=[checks, Fixtures(checks)])
    if checks.machine_error is not None:
        raise checks.machine_error
    if code == pytest.ExitCode.INTERRUPTED and not checks.broken:
        raise KeyboardInterrupt
    if checks.broken or code != pytest.ExitCode.OK:  # what a submission does wrong fails no test here
        raise AuthorError(f"{assignment.slug}: " + ("\n".join(checks.broken) or f"pytest ended with {code!r}"))


@functools.cache
def load_images(root: str | None) -> Any:
    """MNIST, or its stand-in, read once per process."""
    from assignments import datasets

    return datasets.images(root)


def reference_of(assignment: Assignment, seed: int) -> Callable[[str], Any]:
    """Gives a check, by its name, the solution as it sees it: with a memory, or its recording without its source."""
    if recording := recorded.find(assignment):
        recording.require(seed)
        return functools.partial(recording.reference, seed)
    module = load_reference(assignment)
    known = memory(assignment.reference, assignment.reference.read_text(encoding="utf-8"), seed)
    return lambda check: Remembered(module, known, check)


def load_reference(assignment: Assignment) -> ModuleType:
    """The solution as a module of its own; loaded anew each time, so that no check can disturb the next run."""
    spec = importlib.util.spec_from_file_location(f"reference_{assignment.slug}", assignment.reference)
    if spec is None or spec.loader is None or not assignment.reference.exists():
        raise AuthorError(f"{assignment.reference} is missing")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    vars(module).setdefault("torch", torch)  # as a check sees it in a submission
    return module
