"""A Dask cluster as the executor: a real scheduler and two workers on loopback, one of them killed in the middle."""

import contextlib
import os
import signal
import subprocess
import sys
import time

import pytest
from rich.console import Console

from tests.conftest import COURSE
from torchgrade.batch import run
from torchgrade.batch.store import Store
from torchgrade.batch.work import Task
from torchgrade.errors import MachineError
from torchgrade.judge.settings import Settings
from torchgrade.submission import Submission

distributed = pytest.importorskip("distributed")
from torchgrade.batch import cluster  # noqa: E402  # Dask is an extra

SOURCE = (COURSE.root / "reference" / "and_perceptron.py").read_text()


def start(module: str, *arguments: str) -> subprocess.Popen:
    command = [sys.executable, "-m", f"distributed.cli.{module}", *arguments]
    return subprocess.Popen(command, cwd=COURSE.root, stderr=subprocess.DEVNULL, start_new_session=True)


@pytest.fixture
def address(tmp_path):
    """A scheduler with two workers of one thread each; all is ended afterwards."""
    file = tmp_path / "scheduler.json"
    local = ("--host", "127.0.0.1")
    processes = [start("dask_scheduler", *local, "--port", "0", "--no-dashboard", "--scheduler-file", str(file))]
    for name in ("one", "two"):
        processes.append(
            start(
                "dask_worker",
                "--scheduler-file",
                str(file),
                *local,
                "--nthreads",
                "1",
                "--no-nanny",
                "--name",
                name,
                "--no-dashboard",
                "--local-directory",
                str(tmp_path),
            )
        )
    deadline = time.monotonic() + 60
    while not file.exists() and time.monotonic() < deadline:
        time.sleep(0.05)
    with distributed.Client(scheduler_file=str(file), timeout=60) as client:
        client.wait_for_workers(2, timeout=60)
        address = client.scheduler.address
    yield address
    for process in processes:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()


@pytest.mark.slow
@pytest.mark.filterwarnings("default")  # of Dask's own
def test_every_mark_comes_back_though_a_worker_is_killed(address, tmp_path):
    tasks = {
        str(i): Task(
            str(i),
            str(COURSE.root),
            "and_perceptron",
            Submission((("and_perceptron.py", f"{SOURCE}\nN = {i}\n"),)),
            Settings(seed=5, walls=False),
        )
        for i in range(8)
    }
    with contextlib.closing(Store(tmp_path / "out")) as store:
        keep, killed = store.keep, []

        def keep_and_kill(key, report):
            keep(key, report)
            if not killed:
                killed.append(_kill_one(address))

        store.keep = keep_and_kill
        run.judge_missing(tasks, store, lambda jobs: lambda: cluster.executor(address), 2, Console(quiet=True))
        assert killed
        assert store.keys() == set(tasks)
        lost = [result for key in tasks for result in store.report(key).results if result.outcome != "passed"]
        assert lost == []


def _kill_one(address: str) -> int:
    """Kills one of the workers, and gives its process id."""
    with distributed.Client(address) as client:
        pid = next(iter(client.run(os.getpid).values()))
    os.kill(pid, signal.SIGKILL)
    return pid


def test_a_cluster_that_does_not_answer_is_said_in_one_sentence(monkeypatch):
    monkeypatch.setattr(cluster, "SECONDS", 1)
    with pytest.raises(MachineError, match="no Dask scheduler answers at"), cluster.executor("tcp://127.0.0.1:1"):
        pass
