"""The judge: a fixed list of checks, seeds that repeat a run, and a refusal when the course itself is wrong."""

import contextlib
import os
import signal
import subprocess
import tempfile
import time
from pathlib import Path

import psutil
import pytest

from tests.conftest import CHECKS, COURSE, REFERENCE, make_course, result
from torchgrade.errors import AuthorError
from torchgrade.judge.judging import judge
from torchgrade.judge.settings import Settings
from torchgrade.submission import Submission
from torchgrade.worker.forkserver import ForkServer
from torchgrade.worker.servers import make_server, shared_server

RIGHT = Submission((("tiny.py", REFERENCE),))


def wait_until(condition, seconds: float = 20) -> bool:
    """Whether the condition comes true in time."""
    deadline = time.monotonic() + seconds
    while not condition() and time.monotonic() < deadline:
        time.sleep(0.01)
    return condition()


def judge_with(checks: str, root: Path, server: ForkServer, source: str = REFERENCE, **course):
    return judge(make_course(root, checks, **course), Submission((("tiny.py", source),)), Settings(), server)


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        (CHECKS.replace("@points(2)\n", ""), "test_doubles has no points"),
        (CHECKS.replace('"""`double` doubles a tensor."""', "pass"), "test_doubles has no docstring"),
        (CHECKS.replace("@points(2)", "@points(1)"), "the checks are worth 5 points together, course.toml says 6"),
        (CHECKS + CHECKS.split("\n\n\n")[1], "test_tiny.py: two functions are named test_doubles"),
        (CHECKS.replace("student, reference", "student, referense"), "fixture 'referense' not found"),
        ("import nothing_of_that_name\n", "No module named 'nothing_of_that_name'"),
        ('@needs("test_gone")\n'.join(CHECKS.split('@needs("test_adds")\n')), "test_gone"),
    ],
)
def test_a_course_that_is_wrong_is_refused(tmp_path, server, wrong, said):
    with pytest.raises(AuthorError, match=said):
        judge_with(wrong, tmp_path, server)


def test_a_check_that_falls_over_the_reference_too_is_refused(tmp_path, server):
    with pytest.raises(AuthorError, match=r"test_adds.*ZeroDivisionError"):
        judge_with(
            CHECKS.replace("assert student.add(2, 3) == 5", "assert 1 / 0 == student.add(2, 3)"), tmp_path, server
        )


def test_a_check_that_falls_over_an_answer_charges_the_answer(tmp_path, server):
    checks = CHECKS.replace("student.add(2, 3) == 5", "student.add(2, 3).bit_length() == 3")
    report = judge_with(checks, tmp_path, server, REFERENCE.replace("return x + y", "return None"))
    assert result(report, "test_adds").got == "add(2, 3) returned None: is a `return` missing?"


def test_the_same_seed_gives_the_same_draws_and_another_does_not(mark):
    source = "import torch\ndef double(x):\n    return x + torch.rand(3)\ndef add(x, y):\n    return x + y\n"
    first, same, other = (result(mark(source, seed=seed), "test_doubles").got for seed in (1, 1, 2))
    assert first == same != other


def test_nothing_is_left_behind(mark, tmp_path, monkeypatch):
    before = set(psutil.Process().children(recursive=True))
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    mark(REFERENCE + "import subprocess\nsubprocess.Popen(['sleep', '60'], start_new_session=True)\n")
    assert wait_until(lambda: set(psutil.Process().children(recursive=True)) <= before)
    assert not list(tmp_path.glob("torchgrade-*"))


def test_a_daemon_of_the_submissions_ends_with_its_worker(mark, tmp_path):
    daemon = (
        "import os, sys, time\n"
        "if os.fork() == 0:\n    os.setsid()\n    if os.fork() == 0:\n"
        "        os.execv('/bin/sleep', ['torchgrade-daemon', '61'])\n    os._exit(0)\n"
    )
    mark(daemon + REFERENCE)
    running = [p.info["cmdline"] for p in psutil.process_iter(["cmdline"]) if p.info["cmdline"]]
    assert ["torchgrade-daemon", "61"] not in running


@pytest.mark.slow
def test_a_server_that_was_killed_is_started_again(course):
    server = ForkServer(COURSE)
    server._process.send_signal(signal.SIGKILL)
    server._process.wait()
    assert judge(course, RIGHT, Settings(), server).earned == 6
    server.close()


@pytest.mark.slow
def test_workers_end_when_the_judge_is_killed(tmp_path):
    script = tmp_path / "judge.py"
    script.write_text(
        "import time\nfrom torchgrade.link.server import Limits\nfrom torchgrade.worker.forkserver import ForkServer\n"
        "from torchgrade.worker.scratch import make_scratch\n"
        "server = ForkServer(None)\nworker = server.start(Limits(), make_scratch(), 'cpu')\n"
        "print('ready', server._process.pid, flush=True)\ntime.sleep(60)\n"
    )
    process = subprocess.Popen([os.sys.executable, script], stdout=subprocess.PIPE, text=True)
    forks = psutil.Process(int(process.stdout.readline().split()[1]))
    assert wait_until(lambda: len(forks.children(recursive=True)) == 2)  # a keeper and its worker
    family = [forks, *forks.children(recursive=True)]
    process.kill()
    process.communicate()
    assert wait_until(lambda: not any(p.is_running() and p.status() != "zombie" for p in family))


def test_the_worker_inherits_no_environment(mark, monkeypatch):
    monkeypatch.setenv("SECRET", "canary")
    spy = "import os\ndef add(x, y):\n    return 'SECRET' in os.environ\ndef double(x):\n    return 2 * x\n"
    assert result(mark(spy), "test_adds").got == "False"


def test_the_same_checks_run_without_isolation(course):
    assert judge(course, RIGHT, Settings()).earned == 6


def test_only_some_checks_can_be_run(course, server):
    report = judge(course, RIGHT, Settings(only=frozenset(["test_adds_tensors"])), server)
    assert [found.check for found in report.results] == ["test_adds_tensors"]
    assert report.full


def test_a_not_implemented_error_of_torchs_own_is_no_unfinished_work(mark):
    source = REFERENCE.replace("return 2 * x", "raise NotImplementedError('log_softmax on int64')")
    assert result(mark(source), "test_doubles").unfinished == ""


@pytest.mark.slow
def test_what_a_submission_returned_does_not_stay_in_memory(mark):
    answer = "torch.ones(3 * 2**22)"
    large = f"import torch\ndef double(x):\n    return {answer}\ndef add(x, y):\n    return {answer}\n"
    sizes = [mark(large, diagnose=False) and psutil.Process().memory_info().rss for _ in range(8)]
    assert sizes[-1] - sizes[2] < 100 * 2**20  # one run returns 96 MiB


@pytest.mark.slow
def test_two_judges_share_a_server_that_loads_everything_once(course):
    with shared_server(COURSE) as address, contextlib.ExitStack() as stack:
        judges = [stack.enter_context(contextlib.closing(make_server(COURSE, address))) for _ in range(2)]
        assert all(judge(course, RIGHT, Settings(), server).full for server in judges)
        assert [child for server in judges if (child := server._process)] == []


@pytest.mark.slow
def test_a_shared_server_ends_with_its_owner():
    before = set(psutil.Process().children())
    with shared_server(COURSE) as address:
        assert set(psutil.Process().children()) > before
    assert set(psutil.Process().children()) <= before
    assert not Path(address).exists()
