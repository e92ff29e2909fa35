"""Judges what has no result yet, and keeps each result as soon as it is there."""

from collections.abc import Callable

from rich.console import Console

from torchgrade.batch.progress import Display
from torchgrade.batch.store import Store
from torchgrade.batch.tasks import Task
from torchgrade.batch.work import Pool, run_surely
from torchgrade.errors import CheckError

TRIES = 3  # of what the machine, not a submission, keeps from being judged


def judge_missing(
    tasks: dict[str, Task[str]],
    store: Store,
    pool: Callable[[int], Pool],
    jobs: int,
    console: Console,
    regrade: bool = False,
) -> None:
    """Judges what has no result yet and commits each result at once; what the machine failed at is tried again.

    With `regrade`, what has a result is judged again as well.
    """
    if regrade:
        store.forget(tasks)
    known = store.keys()
    left = {key: task for key, task in tasks.items() if key not in known}
    display = Display(console, len(left))
    with display.running():
        for attempt in range(TRIES if left else 0):
            processes = jobs if attempt == 0 else 1  # alone, so that nobody suffers for another's failure
            last = attempt == TRIES - 1
            failed = set()
            for task, outcome in run_surely(left.values(), pool(processes), processes + 1):
                if isinstance(outcome, Exception):
                    store.keep_failure(task.key, f"{type(outcome).__name__}: {outcome}")
                    if not isinstance(outcome, CheckError):  # the next time would be no better
                        failed.add(task.key)
                else:
                    store.keep(task.key, outcome)
                if last or task.key not in failed:
                    display.add(outcome)
            left = {key: task for key, task in left.items() if key in failed}
            if not left:
                return
