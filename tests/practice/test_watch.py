"""Watching: the real command, driven by saves, and what it says changed."""

import contextlib
import itertools
import os
import queue
import re
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import psutil
import pytest
from rich.console import Console

from tests.conftest import COURSE
from tests.judge.test_judge import wait_until
from torchgrade.judge.report import Report, Result
from torchgrade.practice import watch

SLUG = "autograd_regression"
RIGHT = (COURSE.root / "reference" / f"{SLUG}.py").read_text(encoding="utf-8")
SUMMED = RIGHT.replace("** 2).mean()", "** 2).sum()")
HANGING = RIGHT.replace("    return w * x + b", "    while True:\n        pass")
TOTAL = re.compile(r"[\d.]+ of 10$")


class Watched:
    """`torchgrade watch` on a folder: saves go in, lines come out."""

    def __init__(self, folder: Path):
        self.folder, self.file = folder, folder / f"{SLUG}.py"
        self.file.write_text(RIGHT)
        command = [sys.executable, "-m", "torchgrade", "watch", "-a", SLUG, "--seed", "1", str(folder)]
        self.process = subprocess.Popen(
            command, cwd=COURSE.root, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
        )
        self._lines: queue.SimpleQueue[str] = queue.SimpleQueue()
        self._numbers = itertools.count()
        threading.Thread(target=self._read, daemon=True).start()

    def _read(self) -> None:
        for line in self.process.stdout:  # type: ignore[union-attr]
            self._lines.put(line.rstrip())

    def text(self, source: str) -> str:
        """A source as no save before had it."""
        return f"{source}\n# {next(self._numbers)}\n"

    def save(self, source: str) -> None:
        self.file.write_text(self.text(source))

    def until(self, pattern: re.Pattern, seconds: float = 240) -> list[str]:
        """The lines up to one that the pattern is found in."""
        lines, deadline = [], time.monotonic() + seconds
        while not lines or not pattern.search(lines[-1]):
            try:
                lines.append(self._lines.get(timeout=max(0, deadline - time.monotonic())))
            except queue.Empty:
                pytest.fail(f"no line with {pattern.pattern} in time, but these:\n" + "\n".join(lines))
        return lines

    def result(self, source: str) -> list[str]:
        """What a save brings, up to the new total."""
        self.save(source)
        return self.until(TOTAL)

    def busy_seconds(self) -> float:
        """The most processor time that one of its workers has used."""
        seconds = [0.0]
        for process in psutil.Process(self.process.pid).children(recursive=True):
            with contextlib.suppress(psutil.Error):  # ended meanwhile
                if process.parents()[2].pid == self.process.pid:  # below are the server and the keeper
                    seconds.append(process.cpu_times().user)
        return max(seconds)

    def close(self) -> None:
        self.process.kill()
        self.process.wait()
        self.process.stdout.close()  # type: ignore[union-attr]


@pytest.fixture(scope="module")
def running(tmp_path_factory) -> Iterator[Watched]:
    started = Watched(tmp_path_factory.mktemp("watched"))
    started.until(TOTAL)
    yield started
    started.close()


@pytest.fixture
def watched(running) -> Watched:
    """A watch whose last result was full marks."""
    lines = running.result(RIGHT)
    while not lines[-1].endswith(" 10 of 10"):
        lines = running.until(TOTAL)
    return running


@pytest.mark.slow
def test_a_save_shows_what_was_lost_and_why_and_the_new_total(watched):
    lines = watched.result(SUMMED)
    assert "-1 point: test_mse_loss" in lines
    assert any("expected" in line for line in lines)
    assert lines[-1].endswith("2.5 of 10")


@pytest.mark.slow
def test_the_mistake_is_named_after_the_marks_and_told_once(watched):
    watched.result(SUMMED)
    watched.until(re.compile("added up, not averaged"))
    again = watched.result(SUMMED + "\n# the same mistake\n")
    assert "nothing changed" in again
    after = watched.result(RIGHT)
    assert "added up" not in " ".join(again + after)


@pytest.mark.slow
def test_what_was_mended_shows_as_points(watched):
    watched.result(SUMMED)
    lines = watched.result(RIGHT)
    assert "+1 point: test_mse_loss" in lines
    assert lines[-1].endswith("10 of 10")


@pytest.mark.slow
def test_a_save_by_renaming_counts(watched):
    other = watched.folder / "4913"
    other.write_text(watched.text(SUMMED))
    other.rename(watched.file)
    assert watched.until(TOTAL)[-1].endswith("2.5 of 10")


@pytest.mark.slow
def test_a_save_that_moves_the_old_file_away_first_counts(watched):
    watched.file.rename(watched.folder / f"{SLUG}.py~")
    watched.save(SUMMED)
    assert watched.until(TOTAL)[-1].endswith("2.5 of 10")


@pytest.mark.slow
def test_swap_files_and_saves_without_a_change_do_not_count(watched):
    (watched.folder / f".{SLUG}.py.swp").write_text(SUMMED)
    (watched.folder / f"{SLUG}.py.bak").write_text(SUMMED)
    watched.file.write_text(watched.file.read_text())
    lines = watched.result(RIGHT)
    assert [line for line in lines if line] == ["nothing changed", lines[-1]]


@pytest.mark.slow
def test_a_save_during_a_run_cancels_it_even_when_it_hangs(watched):
    watched.save(HANGING)
    assert wait_until(lambda: watched.busy_seconds() > 1)
    watched.save(RIGHT)
    lines = watched.until(TOTAL, seconds=20)  # the deadline of the check that hangs is later
    assert lines[-1].endswith("10 of 10")
    assert not any("too slow" in line for line in lines)


@pytest.mark.slow
def test_ctrl_c_ends_it_quietly(tmp_path):
    # A shell lets what it runs in the background ignore Ctrl-C, and whatever that starts inherits it.
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    started = Watched(tmp_path)
    signal.signal(signal.SIGINT, before)
    started.until(TOTAL)
    os.kill(started.process.pid, signal.SIGINT)
    assert started.process.wait(60) == 0
    started.close()


# ---- what changed ----

PASSED = Result("test_a", "A holds.", 2, 2, "passed")
FAILED = replace(PASSED, earned=0, outcome="failed", expected="1", got="2", hint="which way?")


def news(before: Report | None, *after: Result) -> str:
    console = Console(width=80)
    with console.capture() as capture:
        console.print(*watch.news(before, report(*after)), sep="\n")
    return capture.get()


def report(*results: Result) -> Report:
    return Report("tiny", "Tiny", results, seed=1, isolation="basic", device="cpu", version="0")


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        (FAILED, PASSED, "+2 points: test_a"),
        (PASSED, FAILED, "-2 points: test_a"),
        (FAILED, replace(FAILED, got="3"), "got       3"),
        (FAILED, FAILED, "nothing changed"),
    ],
)
def test_only_what_changed_is_said(before, after, said):
    same = replace(FAILED, check="test_same", promise="This stays as it is.")
    shown = news(report(before, same), after, same)
    assert said in shown
    assert "This stays as it is." not in shown


def test_the_first_report_says_everything():
    shown = news(None, FAILED)
    assert "which way?" in shown
    assert "0 of 2" in shown


# ---- cancelling ----


class Fake:
    """A server whose one process notes that it was stopped."""

    def __init__(self, meanwhile: Callable[[], None] = lambda: None):
        self.stopped, self._meanwhile = 0, meanwhile

    def start(self, *order: object) -> "Fake":
        self._meanwhile()
        return self

    def stop(self) -> None:
        self.stopped += 1


def test_cancelling_stops_the_workers_and_starts_no_more():
    fake = Fake()
    run = watch.Cancellable(fake)
    run.start(None, None, "cpu")
    run.cancel()
    assert fake.stopped == 1
    with pytest.raises(watch.Cancelled):
        run.start(None, None, "cpu")


def test_a_worker_that_was_being_started_is_stopped_too():
    fake = Fake(meanwhile=lambda: run.cancel())
    run = watch.Cancellable(fake)
    run.start(None, None, "cpu")
    assert fake.stopped == 1


def test_the_next_run_is_not_cancelled():
    run = watch.Cancellable(Fake())
    run.cancel()
    run.begin()
    run.stop_if_cancelled()
