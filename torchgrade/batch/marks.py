"""The marks of everybody: what the store holds, laid to those who handed it in, as a gradebook."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence

import torchgrade
from torchgrade.batch.gradebook import GRADED, MISSING, UNJUDGED, UNREADABLE, WAITING, Gradebook, Mark, Row
from torchgrade.batch.plan import Plan
from torchgrade.batch.store import Store
from torchgrade.course import Assignment
from torchgrade.intake.hand_ins import HandIn
from torchgrade.intake.roster import Student
from torchgrade.judge.settings import Settings

Lateness = Callable[[HandIn], int | None]


def gradebook(
    plan: Plan,
    store: Store,
    settings: Settings,
    seeds: int,
    alike: Mapping[str, Sequence[str]],
    lateness: Lateness = lambda hand_in: None,
) -> Gradebook:
    """The marks of everybody, from what the store holds. `alike` has sentences on submissions that are like others."""

    def rows() -> Iterator[Row]:
        for hand_in in (*plan.intake.hand_ins, *map(_empty_handed, plan.intake.missing)):
            marks = tuple(_mark(hand_in, assignment, plan, store) for assignment in plan.assignments)
            extra = dict(hand_in.student.columns) if hand_in.student else {}
            yield Row(
                hand_in.key,
                hand_in.name,
                hand_in.sid,
                hand_in.email,
                marks,
                tuple(hand_in.notes),
                lateness(hand_in),
                tuple(alike.get(hand_in.key, ())),
                extra,
            )

    leftovers = tuple(f"{path}: {reason}" for path, reason in plan.intake.leftovers)
    return Gradebook(plan.assignments, rows, settings.seed, seeds, torchgrade.__version__, leftovers)


def _empty_handed(student: Student) -> HandIn:
    """Somebody of the roster of whom nothing came."""
    name = re.sub(r"[^A-Za-z0-9]+", "-", student.sid or student.name or student.email)
    return HandIn(f"nothing-from-{name}", student.name, student.sid, student.email, student=student)


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
