"""Every wall and every limit, tried for real from inside a worker, and without it, so that each test can fail."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from tests.attacks_table import gone_within
from tests.conftest import COURSE
from torchgrade.judge.session import Isolated
from torchgrade.link.failures import StudentError, WorkerEnded
from torchgrade.link.server import Limits
from torchgrade.prove.walls import held
from torchgrade.submission import Submission
from torchgrade.worker import sandbox
from torchgrade.worker.forkserver import ForkServer
from torchgrade.worker.sandbox import WALLS, missing_walls
from torchgrade.worker.scratch import empty_folder, folder_size, remove_folder

WALLED = Limits()
STRICT = pytest.mark.skipif(bool(missing_walls()), reason="this machine lacks a wall: see torchgrade doctor")
NOBODY = 65534

PROBE = """
import ctypes, mmap, os, subprocess, sys, threading, time


def read(path):
    return open(path).read()


def write(path):
    open(path, "w").write("x")


def list_folder(path):
    return os.listdir(path)


def change_mode(path):
    os.chmod(path, 0o777)


def start(program):
    return subprocess.run([program], stdin=subprocess.DEVNULL).returncode


def call(number, *arguments):
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.syscall(number, *arguments) < 0:
        raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))


def environment():
    return sorted(os.environ), open("/proc/self/environ").read().count("TORCHGRADE_CANARY")


def take(megabytes):
    kept = bytearray(b"x") * (megabytes * 2**20)
    time.sleep(1)
    return len(kept)


def burn(seconds):
    until = time.process_time() + seconds
    while time.process_time() < until:
        pass


def fill(megabytes):
    for number in range(megabytes):
        open(f"fill{number}", "wb").write(bytes(2**20))
    time.sleep(1)


def one_file(megabytes):
    open("one", "wb").write(bytes(megabytes * 2**20))


def open_files(count):
    return len([open("/dev/null") for _ in range(count)])


def fork(count, name):
    for _ in range(count):
        if os.fork() == 0:
            ctypes.CDLL(None).prctl(15, name.encode(), 0, 0, 0)
            time.sleep(20)
            os._exit(0)
    time.sleep(1)


def start_threads(count):
    threading.stack_size(65536)
    for _ in range(count):
        threading.Thread(target=time.sleep, args=(20,), daemon=True).start()
    time.sleep(1)


def run_threads():
    import torch
    return torch.get_num_threads()


def nest(depth):
    home = os.getcwd()
    for _ in range(depth):
        os.mkdir("d")
        os.chdir("d")
    os.chdir(home)
    time.sleep(1)
"""


@contextmanager
def worker(server: ForkServer, limits: Limits = WALLED) -> Iterator[Any]:
    """A submission's module in a worker with these limits."""
    session = Isolated(server, "probe", Submission((("probe.py", PROBE),)), limits, "cpu", load_seconds=30)
    try:
        session.begin(seed=0, seconds=30)
        yield session.student()
    finally:
        session.close()


def allowed(function: Callable, *arguments: Any) -> bool:
    """Whether the call went through; an error of another kind than the system's refusal is not swallowed."""
    try:
        function(*arguments)
    except StudentError as error:
        if "OSError" not in error.kinds:
            raise
        return False
    return True


# ---- the walls ----


@STRICT
@pytest.mark.parametrize("wall", [wall.name for wall in WALLS])
def test_a_wall_holds(server, wall):
    assert held(wall, server, walls=True)


@pytest.mark.parametrize("wall", ["files", "network", "tracing", "signals"])
def test_without_the_walls_the_same_is_allowed(server, wall):
    assert not held(wall, server, walls=False)


def test_without_the_walls_processes_end_all_the_same(server):
    assert held("processes", server, walls=False)


@STRICT
@pytest.mark.parametrize(
    "path",
    [
        "graders/spiral/test_spiral.py",
        "reference/spiral.py",
        "course.toml",
        "torchgrade/judge/judging.py",
        "tests/conftest.py",
    ],
)
def test_the_course_cannot_be_read(server, path):
    with worker(server) as student:
        assert not allowed(student.read, str(COURSE.root / path))
    with worker(server, Limits(walls=False)) as student:
        assert allowed(student.read, str(COURSE.root / path))


@STRICT
def test_what_students_may_import_can_be_read(server):
    with worker(server) as student:
        assert allowed(student.read, str(COURSE.root / "assignments/datasets.py"))
        assert allowed(student.read, os.__file__)


@STRICT
def test_nothing_outside_is_written_or_listed_or_opened_to_others(server, tmp_path):
    file = tmp_path / "file"
    file.write_text("as it was")
    file.chmod(0o600)
    with worker(server) as student:
        assert not allowed(student.write, str(file))
        assert not allowed(student.write, str(tmp_path / "new"))
        assert not allowed(student.list_folder, str(tmp_path))
        student.change_mode(str(file))  # goes through, without effect
    assert (file.read_text(), file.stat().st_mode & 0o777) == ("as it was", 0o600)
    with worker(server, Limits(walls=False)) as student:
        student.change_mode(str(file))
        assert allowed(student.write, str(file))
    assert (file.read_text(), file.stat().st_mode & 0o777) == ("x", 0o777)


@STRICT
def test_no_other_program_is_started(server):
    with worker(server) as student:
        assert not allowed(student.start, "/bin/true")
    with worker(server, Limits(walls=False)) as student:
        assert allowed(student.start, "/bin/true")


X86 = pytest.mark.skipif(os.uname().machine != "x86_64", reason="the numbers below are those of x86-64")


@STRICT
@X86
@pytest.mark.parametrize(
    ("name", "number"),
    [
        ("socket", 41),
        ("ptrace", 101),
        ("unshare", 272),
        ("mount", 165),
        ("io_uring_setup", 425),
        ("pidfd_getfd", 438),
        ("userfaultfd", 323),
        ("bpf", 321),
        ("perf_event_open", 298),
        ("keyctl", 250),
        ("shmget", 29),
        ("setns", 308),
        ("open_by_handle_at", 304),
        ("chown", 92),
        ("setxattr", 188),
        ("clone3", 435),
        ("getpid of x32", 0x40000000 + 39),
    ],
)
def test_a_system_call_is_refused(server, name, number):
    with worker(server) as student, pytest.raises(StudentError, match=r"Errno (1|13|38|95)\]"):
        student.call(number, -1, 0, 0, 0, 0)


@pytest.mark.slow
@STRICT
def test_a_worker_inherits_no_environment(monkeypatch):
    monkeypatch.setenv("TORCHGRADE_CANARY", "1")
    server = ForkServer(COURSE)
    try:
        with worker(server) as student:
            names, canaries = student.environment()
    finally:
        server.close()
    assert set(names) <= {"HOME", "TMPDIR", "PATH", "LANG", "MPLBACKEND", "LC_CTYPE"} and canaries == 0


# ---- the limits: what exceeds one ends the worker with a sentence, what keeps within it does not ----


@pytest.mark.slow
@pytest.mark.parametrize("walls", [True, False])
@pytest.mark.parametrize(
    ("limit", "function", "too_much", "fair", "said"),
    [
        ({"memory": 200 * 2**20}, "take", [600], [20], "used more than 0.195312 GiB of memory"),
        ({"cpu_seconds": 1.0}, "burn", [5], [0.1], "used more than 1 s of processor time"),
        ({"scratch": 20 * 2**20}, "fill", [40], [2], "wrote more than 20 MiB to its folder"),
        ({}, "nest", [80], [20], "nested more than 64 folders in its folder"),
        ({"processes": 6}, "fork", [12, "tg-many"], [2, "tg-few"], "started more than 6 processes"),
        ({"processes": 6}, "start_threads", [120], [3], "started more than 96 threads"),
    ],
)
def test_a_limit_ends_the_worker_and_says_so(server, limit, function, too_much, fair, said, walls):
    if walls and missing_walls():
        pytest.skip("this machine lacks a wall")
    with worker(server, Limits(walls=walls, **limit)) as student:
        getattr(student, function)(*fair)
    with worker(server, Limits(walls=walls, **limit)) as student, pytest.raises(WorkerEnded, match=said):
        getattr(student, function)(*too_much)
    assert gone_within("tg-many", 5) and gone_within("tg-few", 5)


@pytest.mark.parametrize(
    ("limit", "function", "too_much", "fair"),
    [({"scratch": 2**20}, "one_file", 3, 0), ({"files": 40}, "open_files", 60, 5)],
)
def test_a_limit_of_the_kernel_is_an_error_that_can_be_caught(server, limit, function, too_much, fair):
    with worker(server, Limits(walls=False, **limit)) as student:
        assert allowed(getattr(student, function), fair)
        assert not allowed(getattr(student, function), too_much)


def test_a_worker_has_the_threads_that_it_was_given(server):
    with worker(server, Limits(threads=2, walls=False)) as student:
        assert student.run_threads() == 2


# ---- the scratch folder ----


def nested(folder: Path, depth: int) -> Path:
    folder.mkdir()
    (folder / "file").write_text("x")
    home = os.open(".", os.O_RDONLY)
    os.chdir(folder)
    for _ in range(depth):
        os.mkdir("d")
        os.chdir("d")
    os.fchdir(home)
    os.close(home)
    return folder


def test_a_folder_of_any_depth_is_measured_and_removed(tmp_path):
    folder = nested(tmp_path / "deep", 3000)
    assert folder_size(str(folder)) == float("inf")
    remove_folder(folder)
    assert not folder.exists()


def test_a_folder_that_nobody_may_enter_is_removed(tmp_path):
    folder = nested(tmp_path / "closed", 3)
    (folder / "d" / "d" / "file").write_text("x")
    (folder / "d" / "d").chmod(0)
    (folder / "d").chmod(0)
    remove_folder(folder)
    assert not folder.exists()


def test_removing_follows_no_link(tmp_path):
    folder, kept = nested(tmp_path / "links", 2), tmp_path / "kept"
    kept.mkdir(mode=0o750)
    (kept / "file").write_text("x")
    (folder / "link").symlink_to(kept)
    (folder / "d" / "link").symlink_to(kept / "file")
    empty_folder(folder)
    assert list(folder.iterdir()) == [] and (kept / "file").read_text() == "x" and kept.stat().st_mode & 0o777 == 0o750


def test_packages_that_python_finds_elsewhere_can_be_read_and_the_course_never(tmp_path, monkeypatch):
    root = COURSE.root
    monkeypatch.setattr(sys, "path", [*sys.path, str(tmp_path), "/", "", str(root), str(root / "reference")])
    paths = sandbox.readable("cpu", root)
    assert str(tmp_path) in paths
    assert not {"/", "", str(root), str(root / "reference")} & set(paths)


# ---- the same as an ordinary user ----

SAMPLE = "a_wall_holds or cannot_be_read or ends_the_worker_and_says_so or nobody_may_enter"


@pytest.mark.slow
@pytest.mark.skipif(os.getuid() != 0, reason="the tests run as an ordinary user already")
def test_the_walls_hold_for_an_ordinary_user_too(tmp_path):
    user: dict[str, Any] = {"user": NOBODY, "group": NOBODY, "extra_groups": []}
    environment = {"PATH": os.defpath, "HOME": str(tmp_path), "TMPDIR": str(tmp_path), "PYTHONDONTWRITEBYTECODE": "1"}
    os.chown(tmp_path, NOBODY, NOBODY)
    for folder in tmp_path.parents:
        if folder.stat().st_uid == os.getuid() and "pytest" in folder.name:
            folder.chmod(0o711)  # pytest's own temporary folders, which are for its user alone
    try:
        subprocess.run([sys.executable, "-c", "import torch, pytest"], env=environment, cwd="/", check=True, **user)
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("this Python cannot be read by an ordinary user")
    told = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", f"--basetemp={tmp_path}/basetemp", "-k", SAMPLE, __file__],
        env=environment,
        cwd=COURSE.root,
        capture_output=True,
        text=True,
        **user,
    )
    assert told.returncode == 0, told.stdout
