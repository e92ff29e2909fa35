"""Hostile submissions earn what they honestly earn, reach nothing, and are told what was seen of them."""

import builtins
import sys
from dataclasses import replace

import numpy as np
import psutil
import pytest

from tests.attacks_table import Attack, every, run
from tests.conftest import COURSE, result
from torchgrade.checks import comparing
from torchgrade.judge.judging import judge
from torchgrade.judge.report import Report
from torchgrade.judge.settings import Settings
from torchgrade.submission import Submission
from torchgrade.worker.forkserver import ForkServer

ATTACKS = every()
SAMPLE = ("answers_ahead", "daemon", "forged_answer", "later_thread", "reads_the_solution", "writes_outside")
SLOW = [pytest.mark.slow]
IN_PROCESS = (
    "always_equal",
    "pleasing_number",
    "patched_numpy",
    "patched_builtins",
    "patched_grader",
    "stack_frames",
    "garbage_collector",
)


@pytest.mark.parametrize(
    "attack", [pytest.param(one, id=one.name, marks=[] if one.name in SAMPLE else SLOW) for one in ATTACKS]
)
def test_an_attack_is_contained(attack, server):
    assert run(attack, server).wrong == ()


def test_there_are_attacks_enough_and_each_says_what_it_is():
    assert len(ATTACKS) >= 60
    for attack in ATTACKS:
        assert attack.tries.endswith(".") and len(attack.tries) > 40, attack.name
        assert isinstance(attack.lost, set) or attack.lost == "all", attack.name


def test_what_attacks_lose_are_checks():
    for attack in ATTACKS:
        text = "".join(path.read_text() for path in attack.course().checks)
        for name in {*attack.only, *(attack.lost if attack.lost != "all" else ())}:
            assert f"def {name}(" in text, f"{attack.name}: {name}"


def test_the_solution_alone_earns_everything(server):
    arena = Attack("nothing", "", "Tries nothing.")
    finding = run(arena, server)
    assert finding.wrong == () and finding.report.full


@pytest.mark.parametrize("name", IN_PROCESS)
def test_without_isolation_the_same_attack_succeeds(name, monkeypatch):
    for owner, word in ((np, "abs"), (builtins, "sum"), (comparing, "_close_numbers"), (comparing, "fail")):
        monkeypatch.setattr(owner, word, getattr(owner, word))  # is put back at the end, whatever the attack does
    for module in [module for key, module in sys.modules.items() if key.startswith("torchgrade.")]:
        for word in ("close", "fail"):
            if hasattr(module, word):
                monkeypatch.setattr(module, word, getattr(module, word))
    attack = next(attack for attack in ATTACKS if attack.name == name)
    source = attack.course().reference.read_text(encoding="utf-8") + attack.source
    report = judge(attack.course(), Submission((("arena.py", source),)), Settings(), server=None)
    assert any(result(report, check).earned for check in attack.lost), [r.got for r in report.results]


@pytest.mark.slow
def test_nothing_is_left_of_all_this():
    server = ForkServer(COURSE)
    for name in ("daemon", "exits", "processes"):
        assert run(next(attack for attack in ATTACKS if attack.name == name), server).wrong == ()
    server.close()
    assert [child.cmdline() for child in psutil.Process().children() if child.status() == psutil.STATUS_ZOMBIE] == []


# ---- any bytes on the channel ----

FUZZ = """
import os, random, struct, sys, time, msgpack


def channel():
    for number in range(3, 64):
        try:
            if os.readlink(f"/proc/self/fd/{number}").startswith("socket"):
                return number
        except OSError:
            pass


def current():
    frame = sys._getframe()
    while "number" not in frame.f_locals or "verb" not in frame.f_locals:
        frame = frame.f_back
    return frame.f_locals["number"]


def framed(body):
    return struct.pack(">Q", len(body)) + body


def answer(*parts):
    return framed(msgpack.packb(list(parts)))


def extension(code, *parts):
    return msgpack.ExtType(code, msgpack.packb(list(parts)))


def double(x):
    n = current()
    os.write(channel(), MAKE)
    ENDING
"""


def with_frames(make: str, ending: str, server: ForkServer, seconds: float) -> Report:
    """The report on a submission that writes what the expression `make` gives, n being the request's number."""
    course = replace(Attack("fuzz", "", "").course(), seconds=seconds)
    hostile = FUZZ.replace("MAKE", make).replace("ENDING", ending)
    source = course.reference.read_text(encoding="utf-8") + hostile
    return judge(course, Submission((("arena.py", source),)), Settings(), server)


CHANNEL_CASES = {
    "random bytes": "random.randbytes(4000)",
    "a random body": "framed(random.randbytes(4000))",
    "another number": "answer(n + 1, 'value', 1, 0.0, [])",
    "no list": "framed(msgpack.packb(n))",
    "too few parts": "answer(n, 'value')",
    "another kind": "answer(n, 'pass', 1, 0.0, [])",
    "no kinds": "answer(n, 'error', dict(kinds=[], text='', where=''), 0.0, [])",
    "an error that is none": "answer(n, 'error', 7, 0.0, [])",
    "nan seconds": "answer(n, 'value', 1, float('nan'), [])",
    "text for seconds": "answer(n, 'value', 1, 'long', [])",
    "a number for notes": "answer(n, 'value', 1, 0.0, 7)",
    "a tensor for a number": "answer(extension(2, 'float32', [2], bytes(8), False), 'value', 1, 0.0, [])",
    "a reference for an answer": "framed(msgpack.packb(extension(4, 0, 'x')))",
    "an unknown extension": "answer(n, 'value', extension(99), 0.0, [])",
    "a shape that lies": "answer(n, 'value', extension(2, 'float32', [2**40, 2**40], b'', False), 0.0, [])",
    "an array of objects": "answer(n, 'value', extension(3, 'O', [1], bytes(8)), 0.0, [])",
    "a giant length": "struct.pack('>Q', 2**63)",
    "half a frame": "struct.pack('>Q', 1000) + b'half'",
    "half a length": "b'half'",
    "an empty frame": "bytes(8)",
    "endless nesting": "framed(bytes([0x91]) * 100_000)",
    "text that is none": "framed(bytes([0x95]) + msgpack.packb(n) + bytes([0xa1, 0xff, 1, 0, 0x90]))",
}


# Silence after half a frame is waited for until the deadline; what can be read at once is not.
SILENT = ("half a frame", "half a length")


@pytest.mark.parametrize(
    ("case", "ending"),
    [
        *((case, "return 0") for case in CHANNEL_CASES if case not in SILENT),
        *(pytest.param(case, "os._exit(0)", marks=SLOW) for case in CHANNEL_CASES),
        *(pytest.param(case, ending, marks=SLOW) for case in SILENT for ending in ("return 0", "time.sleep(30)")),
    ],
)
def test_whatever_is_written_to_the_channel_costs_one_check(case, ending, server):
    report = with_frames(CHANNEL_CASES[case], ending, server, seconds=2 if case in SILENT else 20)
    lost = {r.check: r.outcome for r in report.results if r.outcome != "passed"}
    assert list(lost) == ["test_doubles"]
    assert lost["test_doubles"] in ("failed", "crashed", "timeout")
    assert result(report, "test_doubles").got
