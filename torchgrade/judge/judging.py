"""Judges one submission against one assignment and returns one report."""

import functools
import gc
import os
import time
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
import torch

import torchgrade
from torchgrade.checks.announced import listed
from torchgrade.checks.fixtures import Fixtures
from torchgrade.course import Assignment
from torchgrade.errors import AuthorError, CheckError
from torchgrade.judge import diagnosis, recorded
from torchgrade.judge.mistakes import Mistake, read_mistake
from torchgrade.judge.plugin import Checks, Progress
from torchgrade.judge.reference import Solution, reference_of
from torchgrade.judge.relatives import RELATIVE, relative
from torchgrade.judge.report import Report
from torchgrade.judge.session import Absent, InProcess, Isolated, Session
from torchgrade.judge.settings import Settings
from torchgrade.judge.transcripts import Cache, Transcripts, key
from torchgrade.link.server import Limits, Server
from torchgrade.submission import Submission
from torchgrade.worker.preload import freeze

# pytest for its collection, fixtures and asserts alone: nothing is captured, printed, cached or collected at its end.
LEFT_OUT = (
    "terminal cacheprovider unraisableexception threadexception logging warnings doctest faulthandler junitxml tmpdir"
)
PYTEST_OPTIONS = ["--noconftest", "--disable-plugin-autoload", "-s", "-c", os.devnull, "--import-mode=importlib"]
PYTEST_OPTIONS += [f"-pno:{name}" for name in LEFT_OUT.split()]


def judge(
    assignment: Assignment,
    submission: Submission,
    settings: Settings,
    server: Server | None = None,
    progress: Progress = lambda promise, done, total: None,
    after: Callable[[Report], None] = lambda report: None,
) -> Report:
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


def _report(assignment: Assignment, session: Session, settings: Settings, started: float, checks: Checks) -> Report:
    ran = checks.student_seconds
    results = (r if r.check in ran else replace(r, outcome="unreached") for r in checks.results.values())
    return Report(
        slug=assignment.slug,
        title=assignment.title,
        results=tuple(results),
        seed=settings.seed,
        isolation=session.level,
        device=session.device,
        version=torchgrade.__version__,
        data=", ".join(sorted(checks.sources)),
        notes=tuple(session.notes),
        seconds=time.perf_counter() - started,
        student_seconds=session.student_seconds,
        later=float(assignment.settings.get("points_later", 0)),
    )


def examine(
    assignment: Assignment, session: Session, settings: Settings, reference: Solution | None = None, **how: Any
) -> Checks:
    """Runs the checks on what a session holds, and closes it. `reference` gives each check the solution."""
    try:
        assignment.course.make_importable()
        reference = reference or reference_of(assignment, settings.seed)
        checks = Checks(assignment, session, reference, settings, **how)
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
) -> Transcripts:
    """Those of a known mistake or its relative, "reference" or "reference again": from disk, or by running it.

    A mistake without numbers of its own has no relative, and that no transcripts.
    """
    own = assignment.reference.read_text(encoding="utf-8")
    known = {path.stem: path for path in assignment.mistakes}.get(name.removesuffix(RELATIVE))
    source = read_mistake(known).source if known else ""
    if name.endswith(RELATIVE):
        source = relative(source, own)
        if not source:
            return {}

    def compute(missing: frozenset[str]) -> Transcripts:
        cells = tuple((f"{assignment.slug}.py", text) for text in (own, source) if text)
        session = open_session(assignment, Submission(cells), settings, server)
        start = "again" if name == "reference again" else ""
        how = replace(settings, only=missing)
        return examine(assignment, session, how, keep_transcripts=True, start=start).transcripts

    kept = key(assignment, name, source, settings.seed, settings.device, settings.threads, settings.data)
    return Cache(assignment.course.cache / "transcripts").get(kept, wanted, compute)


def _sentence(assignment: Assignment, mistake: Mistake) -> str:
    """What the student reads of a mistake, with the place in the handout that explains the idea."""
    return mistake.message + (
        f' See "{mistake.see}" in assignments/{assignment.slug}/README.md.' if mistake.see else ""
    )


def open_session(assignment: Assignment, submission: Submission, settings: Settings, server: Server | None) -> Session:
    """What checks see of a submission: a process apart, or this one without a server; nothing where there is none."""
    if submission.problem:
        return Absent(submission.problem)
    if server is None:
        return InProcess(assignment.slug, submission)
    limits = Limits(memory=assignment.memory, threads=settings.threads, walls=settings.walls)
    return Isolated(
        server, assignment.slug, submission, limits, settings.device, settings.load_seconds, assignment.forbids
    )


def _run(assignment: Assignment, checks: Checks) -> None:
    if not assignment.checks:
        raise AuthorError(f"{assignment.slug} has no checks")
    listed(assignment)  # refuses a name that two checks share
    options = [*PYTEST_OPTIONS, "--rootdir", assignment.root.anchor, *map(str, assignment.checks)]
    code = pytest.main(options, plugins=[checks, Fixtures(checks)])
    if checks.machine_error is not None:
        raise checks.machine_error
    if code == pytest.ExitCode.INTERRUPTED and not checks.broken:
        raise KeyboardInterrupt
    if checks.broken or code != pytest.ExitCode.OK:  # what a submission does wrong fails no test here
        raise AuthorError(f"{assignment.slug}: " + ("\n".join(checks.broken) or f"pytest ended with {code!r}"))
