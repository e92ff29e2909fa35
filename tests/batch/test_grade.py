"""A class at a time: results are kept, runs resume, and the machine's failures are nobody's marks."""

import contextlib
import csv
import json
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from concurrent.futures import BrokenExecutor, Future, ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest
from rich.console import Console

from tests import classroom
from tests.conftest import COURSE
from tests.intake import generate
from torchgrade.batch import marks, plan, work
from torchgrade.batch.gradebook import MISSING, UNREADABLE, Row
from torchgrade.batch.run import judge_missing
from torchgrade.batch.store import Store, StoreError
from torchgrade.batch.tasks import Task, task
from torchgrade.errors import AuthorError, CheckError, MachineError
from torchgrade.intake import roster
from torchgrade.intake.reading import handed_in
from torchgrade.judge.report import Report, Result
from torchgrade.judge.settings import Settings
from torchgrade.submission import Submission
from torchgrade.worker.sandbox import missing_walls

SLUG = "and_perceptron"


def command(*arguments: object) -> list[str]:
    return [sys.executable, "-m", "torchgrade", "grade", *map(str, arguments), "--seed", "5", "--isolation", "auto"]


def graded(*arguments: object) -> subprocess.CompletedProcess:
    return subprocess.run(command(*arguments), capture_output=True, text=True, cwd=COURSE.root)


def table(path: Path) -> dict[str, dict[str, str]]:
    with path.open(newline="", encoding="utf-8") as file:
        return {row["student"]: row for row in csv.DictReader(file)}


def judged(out: Path) -> list[int]:
    """How often each piece of work was judged."""
    with contextlib.closing(sqlite3.connect(out / "results.sqlite")) as database:
        return [times for (times,) in database.execute("SELECT times FROM results")]


def report(check: str = "test_one", earned: float = 1.0, **more) -> Report:
    result = Result(check, "It works.", 1.0, earned, "passed" if earned == 1 else "failed", **more)
    return Report(SLUG, "A title", (result,), 5, "strict", "cpu", "0")


@pytest.fixture
def store(tmp_path):
    with contextlib.closing(Store(tmp_path / "out")) as store:
        yield store


@pytest.fixture(scope="module")
def class_of_six(tmp_path_factory):
    """Six students, and the run over them that nothing interrupted."""
    root = tmp_path_factory.mktemp("class")
    classroom.make(root / "in", SLUG, 6)
    (root / "in" / "student-0003" / f"{SLUG}.py").write_text("def train(:\n")
    run = graded(root / "in", root / "out")
    assert run.returncode == 0, run.stdout + run.stderr
    assert run.stderr == ""
    return root


# ---- results are kept ----


def test_every_student_has_a_mark(class_of_six):
    marks = {student: row[SLUG] for student, row in table(class_of_six / "out" / "grades.csv").items()}
    assert marks == {f"student-{i:04}": "0" if i == 3 else "10" for i in range(6)}


def test_a_second_run_judges_nothing(class_of_six):
    before = (class_of_six / "out" / "grades.csv").read_text()
    run = graded(class_of_six / "in", class_of_six / "out")
    assert "judged" not in run.stdout
    assert judged(class_of_six / "out") == [1] * 6
    assert (class_of_six / "out" / "grades.csv").read_text() == before


@pytest.mark.slow
def test_a_run_killed_at_any_moment_is_gone_on_with_and_judges_nothing_twice(class_of_six, tmp_path):
    out = tmp_path / "out"
    for kept in (1, 3):
        process = subprocess.Popen(command(class_of_six / "in", out), stdout=subprocess.DEVNULL, cwd=COURSE.root)
        deadline = time.monotonic() + 120
        while time.monotonic() < deadline and _kept(out) < kept:
            time.sleep(0.02)
        process.send_signal(signal.SIGKILL)
        process.wait()
    run = graded(class_of_six / "in", out)
    assert run.returncode == 0, run.stdout
    assert judged(out) == [1] * 6
    expected = class_of_six / "out" / "grades.csv"
    assert {s: r[SLUG] for s, r in table(out / "grades.csv").items()} == {
        s: r[SLUG] for s, r in table(expected).items()
    }


def _kept(out: Path) -> int:
    try:
        return len(judged(out))
    except sqlite3.OperationalError:  # not there yet
        return 0


@pytest.fixture(scope="module")
def only_one(class_of_six, tmp_path_factory):
    """A run in which one of the six was judged, and where its results are."""
    out = tmp_path_factory.mktemp("only") / "out"
    return graded(class_of_six / "in", out, "--only", "student-0002"), out


@pytest.mark.slow
def test_only_one_student_is_judged_when_told_so(only_one):
    run, out = only_one
    rows = table(out / "grades.csv")
    assert {student: row[SLUG] for student, row in rows.items() if row[SLUG]} == {"student-0002": "10"}
    assert "not judged yet" in rows["student-0001"]["flags"]
    assert run.returncode == 2


def test_nobody_of_that_name_is_a_usage_error(class_of_six, tmp_path):
    run = graded(class_of_six / "in", tmp_path / "out", "--only", "Nobody Here")
    assert run.returncode == 2
    assert "nobody who handed something in is called Nobody Here" in run.stderr


@pytest.mark.slow
def test_regrade_judges_again(class_of_six, only_one, tmp_path):
    out = shutil.copytree(only_one[1], tmp_path / "out")
    run = graded(class_of_six / "in", out, "--only", "student-0002", "--regrade")
    assert "judged 1 in" in run.stdout
    assert judged(out) == [1]


def test_an_out_folder_among_the_hand_ins_is_refused(class_of_six):
    run = graded(class_of_six / "in", class_of_six / "in" / "out")
    assert run.returncode == 2
    assert "would be taken for somebody's hand-in" in run.stderr


def test_a_folder_in_use_is_refused(store, tmp_path):
    with pytest.raises(StoreError, match="in use by another run"):
        Store(tmp_path / "out")


def test_a_result_is_the_same_report_again(store):
    kept = replace(report(hint="Why?", diagnosis=("It is so.",), mistakes=("so",)), notes=("cell 1 raised",))
    store.keep("key", kept)
    assert store.report("key") == kept


def test_the_seed_of_the_folder_is_gone_on_with(store):
    first = plan.choose_seed(store, None)
    assert plan.choose_seed(store, None) == first
    assert plan.choose_seed(store, 7) == 7
    assert plan.choose_seed(store, None) == 7


# ---- the machine's failures ----


def tasks(count: int) -> dict[str, Task]:
    submission = Submission((("a.py", ""),))
    return {f"key {i}": Task(f"key {i}", str(COURSE.root), SLUG, submission, Settings()) for i in range(count)}


def judge_with(monkeypatch, store: Store, run, pool=lambda n: lambda: ThreadPoolExecutor(1), count: int = 3) -> None:
    monkeypatch.setattr(work, "run", run)
    judge_missing(tasks(count), store, pool, 1, Console(quiet=True))


def test_what_the_machine_failed_at_is_tried_three_times_and_then_listed(monkeypatch, store):
    tried = []

    def run(task):
        tried.append(task.key)
        if task.key == "key 1":
            raise MachineError("no memory")
        return report()

    judge_with(monkeypatch, store, run)
    assert tried.count("key 1") == 3
    assert store.keys() == {"key 0", "key 2"}
    assert store.failure("key 1") == "MachineError: no memory"


def test_a_failure_that_passes_leaves_a_mark_and_no_failure(monkeypatch, store):
    tried = []

    def run(task):
        tried.append(task.key)
        if tried.count(task.key) < 2:
            raise MachineError("busy")
        return report()

    judge_with(monkeypatch, store, run)
    assert len(store.keys()) == 3
    assert not store.failure("key 1")


class BreakingPool(ThreadPoolExecutor):
    """Breaks at one task, as a pool of processes does when one is killed: all that is on its way is lost."""

    broken = False

    def submit(self, function, task):
        self.broken = self.broken or task.key == "key 1"
        if not self.broken:
            return super().submit(function, task)
        future: Future = Future()
        future.set_exception(BrokenExecutor("a process died"))
        return future


def test_a_task_that_breaks_its_pool_costs_nobody_else_a_mark(monkeypatch, store):
    judge_with(monkeypatch, store, lambda task: report(), pool=lambda n: lambda: BreakingPool(1), count=6)
    assert store.keys() == {"key 0", "key 2", "key 3", "key 4", "key 5"}
    assert "a process died" in store.failure("key 1")


def test_a_mistake_of_the_author_s_ends_the_run(monkeypatch, store):
    def run(task):
        raise AuthorError("a check fails over the reference")

    with pytest.raises(AuthorError):
        judge_with(monkeypatch, store, run)


def test_a_submission_that_no_check_can_judge_keeps_nobody_else_from_being_judged(monkeypatch, store):
    tried = []

    def run(task):
        tried.append(task.key)
        if task.key == "key 1":
            raise CheckError("test_one fails over the reference too")
        return report()

    judge_with(monkeypatch, store, run)
    assert tried.count("key 1") == 1
    assert store.keys() == {"key 0", "key 2"}
    assert store.failure("key 1") == "CheckError: test_one fails over the reference too"


@pytest.mark.slow
@pytest.mark.skipif(not hasattr(os, "fork"), reason="kills a process")
def test_a_judge_that_is_killed_costs_no_mark(store):
    assignment = COURSE.assignment(SLUG)
    submission = handed_in(assignment)
    some = {str(i): task(str(i), assignment, submission, Settings(seed=i, walls=False)) for i in range(4)}

    started = []

    def pool(processes):
        @contextlib.contextmanager
        def start():
            with work.executor(COURSE, processes) as executor:
                started.append(executor)
                if len(started) == 1:
                    executor.submit(os.kill, executor.submit(os.getpid).result(), signal.SIGKILL)
                yield executor

        return start

    judge_missing(some, store, pool, 1, Console(quiet=True))
    assert store.keys() == set(some)


# ---- several seeds ----


def test_the_median_of_three_seeds_counts_for_what_is_measured():
    runs = [report(earned=earned, threshold=0.9) for earned in (0.0, 1.0, 1.0)]
    assert work.combine(runs, frozenset({"test_one"})).earned == 1.0


def test_what_is_not_measured_is_taken_from_the_first_seed():
    runs = [report(earned=0.0), report("test_other", threshold=0.9)]
    assert work.combine(runs, frozenset({"test_other"})).earned == 0.0


def test_results_json_and_feedback_exist_for_each_student(class_of_six):
    names = {path.stem for path in (class_of_six / "out" / "feedback").glob("*.html")}
    assert names == {path.stem for path in (class_of_six / "out" / "results").glob("*.json")}
    assert len(names) == 6
    assert json.loads((class_of_six / "out" / "results" / "student-0000.json").read_text())["score"] == 10


# ---- everything that may come in ----


def outcome(row: Row, slug: str) -> str:
    """ "full", the one mistake that was named, "not gradable", or the points."""
    mark = next(mark for mark in row.marks if mark.assignment.slug == slug)
    if mark.report is None:
        return "not gradable" if mark.state in (MISSING, UNREADABLE) else mark.state
    names = {name for result in mark.report.results for name in result.mistakes}
    return "full" if mark.report.full else " ".join(sorted(names)) or f"{mark.earned:g} points"


@pytest.mark.slow
@pytest.mark.timeout(900)
def test_a_class_of_every_kind_of_hand_in_gets_the_right_marks(tmp_path, store):
    expected = generate.build(tmp_path / "in")
    students = roster.read(tmp_path / "in" / "roster.csv")
    (tmp_path / "unpacked").mkdir()
    folders = tmp_path / "in" / "hand-ins", tmp_path / "unpacked"
    planned = plan.plan(*folders, COURSE.assignments, students, Settings(seed=5, walls=not missing_walls()), 1)
    judge_missing(planned.tasks, store, lambda jobs: lambda: work.executor(COURSE, jobs), 2, Console(quiet=True))
    rows = {(row.name, row.sid): row for row in marks.gradebook(planned, store, Settings(seed=5), 1, {}).rows()}
    wrong = [(e, found) for e in expected if (found := outcome(rows[e.student, e.sid], e.slug)) != e.mark]
    assert wrong == []
