"""Proves a course: references earn everything, templates nothing, and each mistake fails just what it names."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from rich.console import Console
from rich.markup import escape

from torchgrade.batch import work
from torchgrade.course import Assignment
from torchgrade.judge.settings import Settings
from torchgrade.prove.cases import cases, misnamed, problems, rewritten, unseen_checks

NAMED = {"mistake": 0.95, "restyled": 0.90}  # the share of each kind that must be named rightly; all of the others


@dataclass
class Tally:
    """How many cases of a kind there are, how many are as known, and what is said of their mistakes."""

    cases: int = 0
    right: int = 0
    named: int = 0
    wrongly: int = 0

    def add(self, wrong: bool, naming: str) -> None:
        """One more case."""
        self.cases += 1
        self.right += not wrong
        self.named += not naming
        self.wrongly += naming.startswith("named")


def run(
    assignments: Sequence[Assignment], settings: Settings, kinds: tuple[str, ...], jobs: int | None, console: Console
) -> bool:
    """Judges every known case, prints a line for each and a table of the kinds; whether all is as known.

    All cases must earn what is known of them, 95 % of the mistakes and 90 % of the restyled ones must be named, and
    nothing right may be given a name. Rewritten ones are judged where they are asked for, and need nothing.
    """
    every = [case for assignment in assignments for case in cases(assignment)]
    if any(kind.startswith("rewritten") for kind in kinds):
        every += [case for assignment in assignments for case in rewritten(assignment)]
    known = {(case.slug, case.name): case for case in every if not kinds or case.name.startswith(kinds)}
    tally: dict[str, Tally] = defaultdict(Tally)
    with work.executor(assignments[0].course, jobs) as pool:
        for task, report in work.run_all((case.task(settings) for case in known.values()), pool):
            case = known[task.key]
            found, naming = problems(case, report), misnamed(case, report)
            tally[case.kind].add(bool(found), naming)
            sign = "✗" if found else "?" if naming else "✓"
            console.print(f"{sign} {case.slug:20} {case.name:44} {report.seconds:6.1f} s")
            for sentence in filter(None, [*found, naming]):
                console.print(f"    {escape(sentence)}", soft_wrap=True)
    unseen = [f"{one.slug}: no mistake fails {name}" for one in assignments for name in unseen_checks(one)]
    for sentence in unseen:
        console.print(f"✗ {sentence}")
    for kind, sums in tally.items():
        told = f"{sums.named} named as they should be" + f", {sums.wrongly} wrongly" * bool(sums.wrongly)
        console.print(f"{kind:10} {sums.right:4} of {sums.cases} as known, {told}")
    return not unseen and all(
        sums.right == sums.cases and sums.named >= NAMED.get(kind, 1.0) * sums.cases
        for kind, sums in tally.items()
        if kind != "rewritten"
    )
