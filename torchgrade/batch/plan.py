"""The plan of a run: what was handed in, and the task behind each submission that can be judged."""

import secrets
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path

import torchgrade
from torchgrade.batch.keys import result_key
from torchgrade.batch.store import Store
from torchgrade.batch.tasks import Task, task
from torchgrade.course import Assignment
from torchgrade.intake.collect import Intake, collect
from torchgrade.intake.hand_ins import HandIn
from torchgrade.intake.roster import Roster
from torchgrade.judge.settings import Settings


@dataclass(frozen=True)
class Plan:
    """Everything handed in: the key of each student's work for each assignment, and the task behind each key."""

    assignments: tuple[Assignment, ...]
    intake: Intake
    keys: dict[tuple[str, str], str]
    tasks: dict[str, Task[str]]

    def of(self, only: Iterable[str]) -> dict[str, Task[str]]:
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


def earlier_version(store: Store) -> str:
    """A sentence where the folder's results are another version's, which are of no use to this one; else ""."""
    before, store_has_any = store.fact("version"), bool(store.keys())
    store.keep_fact("version", torchgrade.__version__)
    if not store_has_any or before == torchgrade.__version__:
        return ""
    return f"the results in this folder are of version {before or '0.1'}: everything is judged anew"


def plan(
    folder: Path, workspace: Path, assignments: list[Assignment], roster: Roster | None, settings: Settings, seeds: int
) -> Plan:
    """Reads what was handed in, archives unpacked into `workspace`; nothing of it runs."""
    slugs = [assignment.slug for assignment in assignments]
    others = [slug for slug in assignments[0].course.points if slug not in slugs]
    intake = collect(folder, workspace, slugs, roster, others)
    keys, tasks, by_slug = {}, {}, dict(zip(slugs, assignments, strict=True))
    for hand_in in intake.hand_ins:
        for slug, submission in hand_in.submissions.items():
            if not submission.problem:
                unnamed = task("", by_slug[slug], submission, settings, seeds)
                keys[hand_in.key, slug] = key = result_key(unnamed)
                tasks[key] = replace(unnamed, key=key)
    # What nobody handed in was not set, unless nothing at all came.
    used = {slug for hand_in in intake.hand_ins for slug in hand_in.submissions}
    chosen = tuple(assignment for assignment in assignments if assignment.slug in used or not used)
    return Plan(chosen, intake, keys, tasks)
