"""How far a run is: a bar on a terminal, a plain line every few seconds elsewhere."""

import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from torchgrade.batch.gradebook import UNJUDGED
from torchgrade.judge.report import Report

EVERY = 5.0  # seconds between two plain lines


class Tally:
    """Counts what became of the work of a run; `outcome` is a few words, the same for the same kind of thing."""

    def __init__(self, total: int):
        self.total, self.counts, self.started = total, Counter[str](), time.monotonic()

    @property
    def done(self) -> int:
        """Judged so far."""
        return self.counts.total()

    @property
    def rate(self) -> float:
        """Judged so far, per second."""
        return self.done / max(1e-9, time.monotonic() - self.started)

    def words(self) -> str:
        """How many of each kind."""
        return ", ".join(f"{outcome} {count}" for outcome, count in sorted(self.counts.items()))

    def line(self) -> str:
        """All of it in a line, with the time that is left at this rate."""
        left = (self.total - self.done) / self.rate if self.done else float("inf")
        time_left = f", {left:.0f} s left" if left < float("inf") else ""
        return f"{self.done} of {self.total} judged, {self.rate:.2f} a second{time_left}: {self.words() or 'none yet'}"


class Display:
    """Shows a tally as it grows."""

    def __init__(self, console: Console, total: int):
        self.tally, self._console, self._shown = Tally(total), console, time.monotonic()
        columns = TextColumn("judging"), BarColumn(24), MofNCompleteColumn(), TextColumn("{task.fields[words]}")
        self._bar = Progress(*columns, TimeRemainingColumn(), console=console, transient=True)
        self._task = self._bar.add_task("judging", total=total, words="")

    def add(self, outcome: Report | Exception) -> None:
        """One more is judged."""
        self.tally.counts[_kind(outcome)] += 1
        self._bar.update(self._task, advance=1, words=f"{self.tally.rate:.1f}/s · {self.tally.words()}")
        if not self._console.is_terminal and time.monotonic() - self._shown > EVERY:
            self._shown = time.monotonic()
            self._console.print(self.tally.line(), soft_wrap=True)

    @contextmanager
    def running(self) -> Iterator[None]:
        """While this lasts, the bar is on the terminal; the sums are printed at the end."""
        if self._console.is_terminal:
            with self._bar:
                yield
        else:
            yield
        if self.tally.total:
            self._console.print(
                f"judged {self.tally.done} in {time.monotonic() - self.tally.started:.0f} s: {self.tally.words()}",
                soft_wrap=True,
            )


def _kind(outcome: Report | Exception) -> str:
    if isinstance(outcome, Exception):
        return UNJUDGED
    return "full marks" if outcome.full else "points lost" if outcome.earned else "no points"
