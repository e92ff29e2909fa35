"""Workers without fork: the same marks, deadlines and ends as with it."""

import time
from collections.abc import Iterator
from dataclasses import replace

import psutil
import pytest

from tests.conftest import COURSE, REFERENCE, result
from torchgrade.course import Assignment
from torchgrade.errors import MachineError
from torchgrade.intake.reading import handed_in
from torchgrade.judge.judging import judge
from torchgrade.judge.settings import Settings
from torchgrade.link.server import Limits
from torchgrade.submission import Submission
from torchgrade.worker.scratch import make_scratch, remove_folder
from torchgrade.worker.servers import make_server
from torchgrade.worker.spawnserver import SpawnServer

pytestmark = pytest.mark.slow  # each worker loads torch anew
HOW = Settings(seed=1, walls=False, diagnose=False)


@pytest.fixture(scope="module")
def spawning() -> Iterator[SpawnServer]:
    """A server that spawns, whatever this machine could do besides."""
    started = SpawnServer(COURSE)
    yield started
    started.close()


def test_where_there_is_no_safe_fork_workers_are_spawned(monkeypatch):
    monkeypatch.setattr("sys.platform", "darwin")
    made = make_server(COURSE)
    made.close()
    assert isinstance(made, SpawnServer)


def test_a_reference_gets_full_marks_and_the_report_says_basic(spawning):
    assignment = COURSE.assignment("autograd_regression")
    report = judge(assignment, handed_in(assignment), HOW, spawning)
    assert (report.earned, report.isolation, report.notes) == (assignment.points, "basic", ())


def tiny(spawning: SpawnServer, course: Assignment, double: str, seconds: float = 20):
    """The result of the check of `double` and of another one, which is right."""
    source = REFERENCE.replace("return 2 * x", double)
    settings = Settings(walls=False, diagnose=False)
    report = judge(replace(course, seconds=seconds), Submission((("tiny.py", source),)), settings, spawning)
    assert result(report, "test_adds").outcome == "passed"
    return result(report, "test_doubles")


def test_a_hanging_function_times_out_and_all_it_started_is_ended(spawning, course):
    hanging = "import subprocess, sys, time\n    " + (
        "subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(60)', 'torchgrade-spawned'])\n"
        "    time.sleep(60)"
    )
    assert tiny(spawning, course, hanging, seconds=1).outcome == "timeout"
    left = [p for p in psutil.process_iter(["cmdline"]) if "torchgrade-spawned" in (p.info["cmdline"] or [])]
    assert left == []


def test_a_crash_is_a_crash(spawning, course):
    found = tiny(spawning, course, "import os, signal; os.kill(os.getpid(), signal.SIGSEGV)")
    assert (found.outcome, found.got) == ("crashed", "during double(…) the program was ended by signal SIGSEGV")


def test_a_flood_of_memory_is_ended_and_named(spawning, course):
    found = tiny(spawning, course, "import time; keep = b'x' * (3 * 2**30 // 2); time.sleep(20)")
    assert found.got == "during double(…) the program used more than 1 GiB of memory"


def test_a_worker_stopped_from_another_thread_ends(spawning):
    scratch = make_scratch()
    process = spawning.start(Limits(walls=False), scratch, "cpu")
    process.stop()
    assert process.end(gone=True) == "was ended by signal SIGKILL"
    remove_folder(scratch)


def test_walls_are_refused_and_not_left_out_silently(spawning, tmp_path):
    with pytest.raises(MachineError, match="use --isolation basic"):
        spawning.start(Limits(walls=True), tmp_path, "cpu")


def test_a_closed_server_leaves_no_worker_behind():
    def workers() -> set[psutil.Process]:
        children = psutil.Process().children(recursive=True)
        return {process for process in children if "spawn_main" in " ".join(process.cmdline())}

    before = workers()
    SpawnServer(COURSE).close()
    deadline = time.monotonic() + 20
    while not workers() <= before and time.monotonic() < deadline:
        time.sleep(0.01)
    assert workers() <= before


@pytest.mark.parametrize("how", ["server", "spawning"])
def test_without_walls_reading_a_file_is_not_held_against_a_submission(request, how, course):
    submission = Submission((("tiny.py", f"open({__file__!r}).read()\n{REFERENCE}"),))
    report = judge(course, submission, HOW, request.getfixturevalue(how))
    assert report.full
    assert report.notes == ()
