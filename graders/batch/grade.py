"""Grades what a class handed in: takes it in, judges what has no result yet, and hands over a gradebook."""

import hashlib
import json
import re
import secrets
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from rich.console import Console

import graders
from assignments.mnist_files import DataError
from graders.batch import similar, work
from graders.batch.gradebook import GRADED, MISSING, UNJUDGED, UNREADABLE, WAITING, Gradebook, Mark, Row
from graders.batch.intake import HandIn, Intake, collect
from graders.batch.keys import result_key
from graders.batch.progress import Display
from graders.batch.roster import Roster, Student
from graders.batch.store import Store
from graders.batch.work import Pool, Task
from graders.engine.catalog import Assignment, AuthorError, CheckError, all_assignments
from graders.engine.report import Report
from graders.engine.settings import Settings

TRIES = 3  # of what the machine, not a submission, keeps from being judged


@dataclass(frozen=True)
class Plan:
    """Everything handed in: the key of each student's work for each assignment, and the task behind each key."""

    assignments: tuple[Assignment, ...]
    intake: Intake
    keys: dict[tuple[str, str], str]
    tasks: dict[str, Task]

    def of(self, only: Iterable[str]) -> dict[str, Task]:
        """The tasks of these students (by key, name, id or e-mail), or all."""
        wanted = {word.casefold() for word in only}
        chosen = {h.key for h in self.intake.hand_ins if not wanted or wanted & _called(h)}
        keys = {key for (student, _), key in self.keys.items() if student in chosen}
        return {key: task for key, task in self.tasks.items() if key in keys}


def _called(hand_in: HandIn) -> set[str]:
    return {word.casefold() for word in (hand_in.key, hand_in.name, hand_in.sid, hand_in.email) if word}


def choose_seed(store: Store, wanted: int | None) -> int:
    """The seed that was asked for, else that of the folder's last run, so that it is gone on with, else a new one."""
    kept = store.fact("seed")
    seed = wanted if wanted is not None else int(kept) if kept else secrets.randbits(48)
    store.keep_fact("seed", str(seed))
    return seed


def plan(
    folder: Path, workspace: Path, assignments: list[Assignment], roster: Roster | None, settings: Settings, seeds: int
) -> Plan:
    """Reads what was handed in, archives unpacked into `workspace`; nothing of it runs."""
    slugs = [assignment.slug for assignment in assignments]
    others = [assignment.slug for assignment in all_assignments() if assignment.slug not in slugs]
    intake = collect(folder, workspace, slugs, roster, others)
    keys, tasks = {}, {}
    for hand_in in intake.hand_ins:
        for slug, submission in hand_in.submissions.items():
            if not submission.problem:
                task = Task("", slug, submission, settings, seeds)
                keys[hand_in.key, slug] = key = result_key(task)
                tasks[key] = replace(task, key=key)
    # What nobody handed in was not set, unless nothing at all came.
    used = {slug for hand_in in intake.hand_ins for slug in hand_in.submissions}
    chosen = tuple(assignment for assignment in assignments if assignment.slug in used or not used)
    return Plan(chosen, intake, keys, tasks)


def judge_missing(
    tasks: dict[str, Task], store: Store, pool: Callable[[int], Pool], jobs: int, console: Console
) -> None:
    """Judges what has no result yet and commits each result at once; what the machine failed at is tried again."""
    known = store.keys()
    left = {key: task for key, task in tasks.items() if key not in known}
    display = Display(console, len(left))
    with display.running():
        for attempt in range(TRIES if left else 0):
            processes = jobs if attempt == 0 else 1  # alone, so that nobody suffers for another's failure
            last = attempt == TRIES - 1
            failed = set()
            for task, outcome in work.run_surely(map(_portable, left.values()), pool(processes), processes + 1):
                if isinstance(outcome, Exception):
                    _raise_unless_of_one(outcome)
                    store.keep_failure(task.key, f"{type(outcome).__name__}: {outcome}")
                    if not isinstance(outcome, CheckError):  # the next time would be no better
                        failed.add(task.key)
                else:
                    store.keep(task.key, outcome)
                if last or task.key not in failed:
                    display.add(_kind(outcome))
            left = {key: task for key, task in left.items() if key in failed}
            if not left:
                return


def _portable(task: Task) -> Task:
    """The trained weights as bytes: a judge may sit on another machine."""
    weights = task.submission.weights
    if weights is None:
        return task
    return replace(task, weights=weights.read_bytes(), submission=replace(task.submission, weights=None))


def _raise_unless_of_one(error: Exception) -> None:
    """A course that is wrong, or data that are, concern every submission: the run ends."""
    if isinstance(error, AuthorError | DataError) and not isinstance(error, CheckError):
        raise error


def _kind(outcome: Report | Exception) -> str:
    if isinstance(outcome, Exception):
        return UNJUDGED
    return "full marks" if outcome.full else "points lost" if outcome.earned else "no points"


Lateness = Callable[[HandIn], int | None]


def gradebook(plan: Plan, store: Store, seed: int, seeds: int, lateness: Lateness = lambda hand_in: None) -> Gradebook:
    """The marks of everybody, from what the store holds."""
    alike = _alike(plan, store)

    def rows() -> Iterator[Row]:
        for hand_in in (*plan.intake.hand_ins, *map(_empty_handed, plan.intake.missing)):
            marks = tuple(_mark(hand_in, assignment, plan, store) for assignment in plan.assignments)
            extra = dict(hand_in.student.columns) if hand_in.student else {}
            yield Row(hand_in.key, hand_in.name, hand_in.sid, hand_in.email, marks, tuple(hand_in.notes),
                      lateness(hand_in), tuple(alike.get(hand_in.key, ())), extra)  # fmt: skip

    leftovers = tuple(f"{path}: {reason}" for path, reason in plan.intake.leftovers)
    return Gradebook(plan.assignments, rows, seed, seeds, graders.__version__, leftovers)


def _empty_handed(student: Student) -> HandIn:
    """Somebody of the roster of whom nothing came."""
    name = re.sub(r"[^A-Za-z0-9]+", "-", student.sid or student.name or student.email)
    return HandIn(f"nothing-from-{name}", student.name, student.sid, student.email, student=student)


def _alike(plan: Plan, store: Store) -> dict[str, list[str]]:
    """For each student a sentence about each submission that is like theirs; computed once for what was handed in."""
    known = json.loads(store.fact("alike") or "{}")
    fingerprint = hashlib.sha256(repr(sorted(plan.keys.items())).encode("utf-8", "surrogatepass")).hexdigest()
    if known.get("of") == fingerprint:
        return known["sentences"]
    sentences: dict[str, list[str]] = defaultdict(list)
    names = {hand_in.key: hand_in.name or hand_in.key for hand_in in plan.intake.hand_ins}
    for assignment in plan.assignments:
        sources = {
            hand_in.key: "\n".join(
                source for _, source in plan.tasks[plan.keys[hand_in.key, assignment.slug]].submission.cells
            )
            for hand_in in plan.intake.hand_ins
            if (hand_in.key, assignment.slug) in plan.keys
        }
        for student, others in similar.alike(sources, _template(assignment)).items():
            sentences[student].append(f"{assignment.slug}: {_like(others, names)}")
    store.keep_fact("alike", json.dumps({"of": fingerprint, "sentences": sentences}))
    return sentences


def _template(assignment: Assignment) -> str:
    path = assignment.root / "student_template" / f"{assignment.slug}.py"
    return path.read_text(encoding="utf-8") if path.exists() else ""


def _like(others: similar.Alike, names: Mapping[str, str]) -> str:
    """The nearest few, in words."""
    words = [
        f"{'the same as' if index == 1 else f'{index:.0%} like'} that of {names[key]}" for key, index in others.nearest
    ]
    more = others.count - len(others.nearest)
    return " and ".join(words) + (f", and {more} more" if more else "")


def _mark(hand_in: HandIn, assignment: Assignment, plan: Plan, store: Store) -> Mark:
    submission, file = hand_in.submissions.get(assignment.slug), hand_in.files.get(assignment.slug, "")
    if submission is None:
        nothing = hand_in.problem and not hand_in.submissions
        return Mark(assignment, UNREADABLE if nothing else MISSING, reason=hand_in.problem if nothing else "")
    if submission.problem:
        return Mark(assignment, UNREADABLE, reason=submission.problem, file=file)
    key = plan.keys[hand_in.key, assignment.slug]
    if report := store.report(key):
        return Mark(assignment, GRADED, report, file=file)
    failure = store.failure(key)
    return Mark(assignment, UNJUDGED if failure else WAITING, reason=failure, file=file)
