"""Proves the checks of an assignment: each small change of its reference has to cost points."""

import tomllib
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, field, replace

from rich.console import Console
from rich.markup import escape

from torchgrade.batch import work
from torchgrade.batch.tasks import Task, task
from torchgrade.course import Assignment
from torchgrade.errors import AuthorError
from torchgrade.judge.settings import Settings
from torchgrade.prove.mutants import Mutant, mutants
from torchgrade.submission import Submission

Mutation = Task[tuple[str, int]]  # known by the assignment and the mutant's number
ENOUGH = 0.98  # the share of an assignment's mutants, equivalent ones left out, that must cost points


@dataclass
class Tally:
    """How many mutants of an assignment were judged, which of them cost nothing, and how many are equivalent."""

    judged: int = 0
    equivalent: int = 0
    survivors: list[Mutant] = field(default_factory=list)

    @property
    def killed(self) -> float:
        """The share that costs points."""
        return 1 - len(self.survivors) / self.judged if self.judged else 1.0


def equivalent(assignment: Assignment) -> dict[tuple[str, str], str]:
    """The changes that change nothing a check could see: (function, change) -> the reason, from equivalent.toml."""
    path = assignment.checks[0].parent / "equivalent.toml"
    if not path.exists():
        return {}
    try:
        listed = tomllib.loads(path.read_text(encoding="utf-8"))["mutant"]
        return {(one["function"], _stripped(one["change"])): one["reason"] for one in listed}
    except (KeyError, TypeError, ValueError) as error:
        raise AuthorError(f"{path.name} of {assignment.slug}: {type(error).__name__}: {error}") from error


def _stripped(change: str) -> str:
    """A change, whatever spaces begin or end its lines."""
    return "\n".join(line.strip() for line in change.strip().splitlines())


def run(assignments: Sequence[Assignment], settings: Settings, every: int, jobs: int | None, console: Console) -> bool:
    """Judges every `every`-th mutant of each assignment, and prints those that lose nothing; whether few enough do."""
    tallies = {assignment.slug: Tally() for assignment in assignments}
    with work.executor(assignments[0].course, jobs) as pool:
        for assignment in assignments:
            _judge(assignment, replace(settings, diagnose=False), every, pool, tallies[assignment.slug], console)
    for slug, tally in tallies.items():
        console.print(
            f"{slug:20} {tally.judged:4} mutants, {len(tally.survivors)} survive, {tally.equivalent} are equivalent: "
            f"{tally.killed:.1%} cost points"
        )
    return all(tally.killed >= ENOUGH for tally in tallies.values())


def _judge(
    assignment: Assignment, settings: Settings, every: int, pool: Executor, tally: Tally, console: Console
) -> None:
    same = equivalent(assignment)
    found = list(mutants(assignment.reference.read_text(encoding="utf-8")))[::every]
    chosen = [mutant for mutant in found if (mutant.function, _stripped(mutant.change)) not in same]
    tally.judged, tally.equivalent = len(chosen), len(found) - len(chosen)
    for done, report in work.run_all(_tasks(assignment, chosen, settings), pool):
        if all(result.outcome == "passed" for result in report.results):
            mutant = chosen[done.key[1]]
            tally.survivors.append(mutant)
            console.print(
                f"{assignment.slug}: {mutant.function}: {mutant.operator.sentence}", style="bold", soft_wrap=True
            )
            console.print(escape(mutant.change), soft_wrap=True)


def _tasks(assignment: Assignment, chosen: Iterable[Mutant], settings: Settings) -> Iterator[Mutation]:
    for number, mutant in enumerate(chosen):
        submission = Submission(((f"{assignment.slug}.py", mutant.source),))
        yield task((assignment.slug, number), assignment, submission, settings)
