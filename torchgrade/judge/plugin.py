"""The pytest plugin that runs an assignment's checks on one submission and collects a result for each."""

import hashlib
import inspect
import pdb
import random
import time
from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np
import pytest
import torch

from torchgrade.checks.failing import Mismatch, fail
from torchgrade.checks.showing import show
from torchgrade.course import Assignment
from torchgrade.data import Data
from torchgrade.errors import MachineError
from torchgrade.judge.recorded import NotRecorded, Reference
from torchgrade.judge.reference import Solution
from torchgrade.judge.remembered import forgetful
from torchgrade.judge.report import Result
from torchgrade.judge.session import Session
from torchgrade.judge.settings import Settings
from torchgrade.judge.transcripts import Transcripts, prints
from torchgrade.link.failures import Missing, StudentError, SubmissionFailure

MARKS = (
    "points(n): what the check is worth",
    "needs(*names): checks that must have passed",
    "seconds(n): wall-clock deadline of the check",
)


Progress = Callable[[str, int, int], None]  # called before each check: its promise, how many went before, of how many
After = Callable[["Checks"], None]  # called once the checks are known, and after each of them


class Blocked(Exception):
    """A check that another check must make possible first."""


def check_seed(seed: int, slug: str, check: str, whose: str) -> int:
    """A seed of its own for every check, the same for every submission of a run.

    `whose` is "judge" or "worker": from the 32 bits that a worker is given, neither the run's seed (48 bits, unless a
    person chose a small one) nor what the judge draws can be found.
    """
    digest = hashlib.sha256(f"{seed}/{slug}/{check}/{whose}".encode()).digest()
    return int.from_bytes(digest[:4], "big")


class Checks:
    """The checks of one assignment applied to one submission.

    `reference(check)` gives the solution as that check sees it. The list of expected checks is fixed at collection,
    before any of the student's code runs. `keep_transcripts` keeps those of checks that pass, too; `start` names
    another random start for the workers.
    """

    def __init__(
        self,
        assignment: Assignment,
        session: Session,
        reference: Solution,
        settings: Settings,
        progress: Progress = lambda promise, done, total: None,
        after: After = lambda checks: None,
        keep_transcripts: bool = False,
        start: str = "",
    ):
        self.assignment, self.session, self.reference, self.settings = assignment, session, reference, settings
        self.progress, self.after, self.keep_transcripts, self.start = progress, after, keep_transcripts, start
        self.results: dict[str, Result] = {}
        self.transcripts: Transcripts = {}
        self.student_seconds: dict[str, float] = {}
        self.broken: list[str] = []
        self.machine_error: MachineError | None = None
        self.sources: set[str] = set()
        self._compared: tuple[str, str] | None = None

    # pytest's hooks

    def pytest_configure(self, config: pytest.Config) -> None:
        """Makes the marks of a check known."""
        for mark in MARKS:
            config.addinivalue_line("markers", mark)

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        """A file of checks that cannot be read is the author's to mend."""
        if report.failed:
            self.broken.append(str(report.longrepr))

    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        """Fixes the list of expected checks, and refuses one that does not add up."""
        for item in items:
            self._expect(item)
        total = sum(result.points for result in self.results.values())
        if total != self.assignment.points:
            self.broken.append(
                f"the checks are worth {total:g} points together, course.toml says {self.assignment.points:g}"
            )
        for item in items:
            unknown = [name for mark in item.iter_markers("needs") for name in mark.args if name not in self.results]
            self.broken += [f"{item.name} needs {name}, which is no check" for name in unknown]
        items[:] = [
            item for item in items if not self.broken and (not self.settings.only or item.name in self.settings.only)
        ]
        self.results = {item.name: self.results[item.name] for item in items}
        if not self.broken:
            self.after(self)

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """What fails here is a fixture of the grader's own: what the student does is caught in the call."""
        if report.failed:
            self.broken.append(f"{report.nodeid}: {report.longrepr}")

    def pytest_assertrepr_compare(self, op: str, left: object, right: object) -> None:
        """Keeps both sides of a plain `assert` that fails: what was expected, and what came."""
        self._compared = (f"{'' if op == '==' else op + ' '}{show(right)}", show(left))

    def pytest_pyfunc_call(self, pyfuncitem: pytest.Function) -> bool:
        """Runs a check, and keeps its result whatever happens."""
        name, started, before = pyfuncitem.name, time.perf_counter(), self.session.student_seconds
        self.progress(self.results[name].promise, list(self.results).index(name), len(self.results))
        self._compared = None
        try:
            self._begin(pyfuncitem)
            pyfuncitem.obj(**{arg: pyfuncitem.funcargs[arg] for arg in pyfuncitem._fixtureinfo.argnames})
        except MachineError as error:
            self.machine_error = error
            raise
        except Exception as error:
            if self.settings.debug:
                pdb.post_mortem(error.__traceback__)
            found = self._failure(error, self.results[name]) or self._unforeseen(error, pyfuncitem)
        else:
            found = replace(self.results[name], outcome="passed", earned=self.results[name].points)
        self.results[name] = replace(found, seconds=time.perf_counter() - started)
        self.student_seconds[name] = self.session.student_seconds - before
        answered = found.outcome == "failed" and not found.unfinished and self.session.transcript
        if answered or self.keep_transcripts:
            self.transcripts[name] = prints(self.session.transcript)
        self.after(self)
        return True  # done: pytest need not call it

    # what a check means

    def _expect(self, item: pytest.Item) -> None:
        worth = item.get_closest_marker("points")
        promise = inspect.getdoc(item.function) if isinstance(item, pytest.Function) else ""
        if worth is None or not promise:
            self.broken.append(f"{item.name} has no {'points' if worth is None else 'docstring'}")
            return
        if item.name in self.results:
            self.broken.append(f"two checks are named {item.name}")
        hidden = item.path.stem.endswith("_hidden")
        self.results[item.name] = Result(item.name, " ".join(promise.split()), worth.args[0], hidden=hidden)

    def _begin(self, item: pytest.Item) -> None:
        for mark in item.iter_markers("needs"):
            for name in mark.args:
                if name in self.results and self.results[name].outcome != "passed":
                    raise Blocked(self.results[name].promise)
        limit = item.get_closest_marker("seconds")
        seed = check_seed(self.settings.seed, self.assignment.slug, item.name, f"worker{self.start}")
        random.seed(seed)
        np.random.seed(seed)
        torch.manual_seed(seed)
        self.session.begin(seed, limit.args[0] if limit else self.assignment.seconds)

    def _failure(self, error: Exception, current: Result) -> Result | None:
        match error:
            case Blocked():
                return replace(
                    current, outcome="blocked", hint=f"can't check this until another promise holds: {error}"
                )
            case Mismatch():
                return replace(
                    current,
                    outcome="failed",
                    earned=current.points * error.credit,
                    where=error.where,
                    expected=error.expected,
                    got=error.got,
                    hint=error.hint,
                )
            case AssertionError():
                expected, got = self._compared or ("what the promise says", str(error).split("\nassert ")[-1])
                hint = str(error).split("\nassert ")[0] if "\nassert " in str(error) else ""
                return replace(current, outcome="failed", expected=expected, got=got, hint=hint)
            case StudentError():
                unfinished = error.message if error.message.startswith(f"{self.assignment.slug}: ") else ""
                got = error.message if isinstance(error, Missing) else f"{error.kinds[0]}: {error.message}"
                return replace(current, outcome="failed", where=error.where, unfinished=unfinished, got=got)
            case SubmissionFailure():
                return replace(current, outcome=error.outcome, got=str(error))
        return None

    def _unforeseen(self, error: Exception, item: pytest.Function) -> Result:
        """A check fell over: on an answer of no use, or, when it falls over the reference too, by its own fault."""
        current, reference = self.results[item.name], self.reference(item.name)
        if isinstance(reference, Reference) and not isinstance(error, NotRecorded):
            # A recording cannot be judged. Whoever made it has seen that the check holds for the reference.
            return replace(current, outcome="failed", got=self.session.explain(error))
        try:
            item.obj(**{arg: self._with_reference(arg, item) for arg in item._fixtureinfo.argnames})
        except Exception:
            return replace(current, outcome="error", got=f"{type(error).__name__}: {error}")
        return replace(current, outcome="failed", got=self.session.explain(error))

    def _with_reference(self, argument: str, item: pytest.Function) -> object:
        match argument:
            case "student":
                return forgetful(self.reference(item.name))
            case "fresh_student":
                return lambda: forgetful(self.reference(item.name))
            case "rng":
                return self.rng(item.name)
        return item.funcargs[argument]

    def data(self, name: str) -> Data:
        """What course.toml calls by that name, and a note for the report of where it comes from."""
        data = self.assignment.course.load(name, self.settings.data)
        self.sources.add(data.source)
        return data

    def rng(self, check: str) -> np.random.Generator:
        """What a check draws its data with."""
        return np.random.default_rng(check_seed(self.settings.seed, self.assignment.slug, check, "judge"))

    def measure(
        self,
        name: str,
        measured: float,
        threshold: float,
        partial: Sequence[tuple[float, float]] = (),
        where: str = "",
        hint: str = "",
    ) -> None:
        """Records a measurement in the result; below the threshold, `partial` decides what is earned all the same."""
        self.results[name] = replace(self.results[name], measured=float(measured), threshold=float(threshold))
        if not measured >= threshold:
            credit = max((share for lower, share in partial if measured >= lower), default=0.0)
            fail(f"at least {threshold:.4g}", f"{measured:.4g}", where=where, hint=hint, credit=credit)
