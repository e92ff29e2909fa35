"""Whatever is handed in: one clear sentence, no other check's points lost, no traceback of the grader's."""

import pytest

from tests.conftest import REFERENCE, earned, result
from torchgrade.intake.reading import find

ADD = "def add(x, y):\n    return x + y\n"
DOUBLE = "def double(x):\n    return 2 * x\n"
ONLY_DOUBLE_LOST = {"test_doubles": 0, "test_adds": 3, "test_adds_tensors": 1}


def test_a_right_program_earns_everything(mark):
    assert mark(REFERENCE).earned == 6


def test_a_missing_function_is_named_with_the_nearest_one_found(mark):
    report = mark("def duoble(x):\n    return 2 * x\n" + ADD)
    assert earned(report) == ONLY_DOUBLE_LOST
    got = result(report, "test_doubles").got
    assert got == "`double` is not defined in tiny.py; the nearest name found is `duoble`"


def test_wrong_arity_says_what_python_says_and_where(mark):
    report = mark("def double():\n    return 2\n" + ADD)
    assert earned(report) == ONLY_DOUBLE_LOST
    assert "takes 0 positional arguments but 1 was given" in result(report, "test_doubles").got


def test_returning_none_asks_for_the_return(mark):
    report = mark("def double(x):\n    2 * x\n" + ADD)
    assert earned(report) == ONLY_DOUBLE_LOST
    assert result(report, "test_doubles").got == "None: is a `return` missing?"


def test_a_syntax_error_names_its_line(mark):
    report = mark("def double(x:\n    return 2 * x\n")
    assert report.earned == 0
    assert report.notes == ("tiny.py, line 1: `def double(x:`: SyntaxError: '(' was never closed",)


def test_a_program_that_cannot_be_parsed_is_said_to_be_judged_nowhere(mark):
    (note,) = mark(REFERENCE + "deep = " + "-" * 50_000 + "1\n").notes
    assert note == "tiny.py: MemoryError"


def test_an_import_that_is_not_installed_is_named(mark):
    (note,) = mark("import kerras\n").notes
    assert "line 1: `import kerras`: ModuleNotFoundError: No module named 'kerras': it is not installed here" in note


def test_what_does_not_need_a_missing_library_is_judged(mark):
    report = mark(
        "import kerras\nfrom kerras import layers\nimport torch\n"
        + ADD
        + "def double(x):\n    return kerras.double(x)\n"
    )
    assert earned(report) == ONLY_DOUBLE_LOST
    assert "line 2: `from kerras import layers`" in report.notes[1]
    assert report.notes[0].endswith("use what the course installs; the rest was judged without it")
    assert result(report, "test_doubles").got == "NameError: name 'kerras' is not defined"


def test_imports_from_the_future_hold_for_all_that_follows(mark):
    assert mark("from __future__ import annotations\nimport torch\n\nwide: Unknown = 3\n" + REFERENCE).earned == 6


def test_what_stands_above_an_error_at_top_level_still_counts(mark):
    report = mark(ADD + "print(1 / 0)\n" + DOUBLE)
    assert earned(report) == ONLY_DOUBLE_LOST
    assert "tiny.py, line 3: `print(1 / 0)`: ZeroDivisionError" in report.notes[0]


def test_a_top_level_that_never_ends_is_interrupted_and_what_stands_above_it_counts(mark):
    report = mark(ADD + "while True:\n    pass\n", load_seconds=1)
    assert earned(report) == ONLY_DOUBLE_LOST
    assert "still running after 1 s" in report.notes[0]


@pytest.mark.slow
def test_a_top_level_that_will_not_be_interrupted_is_ended(mark):
    stubborn = "while True:\n    try:\n        while True:\n            pass\n    except BaseException:\n        pass\n"
    report = mark(ADD + stubborn, load_seconds=1)
    assert {r.outcome for r in report.results} == {"timeout", "blocked"}
    assert "still running after 1 s" in result(report, "test_doubles").got


def test_input_is_told_that_nobody_is_there(mark):
    report = mark("def double(x):\n    return float(input('x? '))\n" + ADD)
    assert earned(report) == ONLY_DOUBLE_LOST
    assert result(report, "test_doubles").got == "EOFError: input() was called, and nobody is there to type an answer"


def test_showing_a_plot_does_not_wait_for_a_window(mark):
    plot = "import matplotlib.pyplot as plt\nplt.plot([1, 2])\nplt.show()\n"
    assert mark(plot + REFERENCE).earned == 6


def test_options_of_a_command_line_take_their_defaults(mark):
    options = "import argparse\nparser = argparse.ArgumentParser()\nparser.add_argument('--epochs', default=3)\n"
    assert mark(options + "print(parser.parse_args().epochs)\n" + REFERENCE).earned == 6


def test_a_million_printed_lines_do_no_harm(mark):
    noisy = "import sys\nfor i in range(1_000_000):\n    print('line', i)\n    sys.stderr.write('!')\n"
    assert mark(noisy + REFERENCE).earned == 6


@pytest.mark.parametrize("call", ["exit()", "quit(3)", "raise SystemExit"])
def test_exit_in_a_function_costs_only_its_check(mark, call):
    report = mark(f"def double(x):\n    {call}\n" + ADD)
    assert earned(report) == ONLY_DOUBLE_LOST
    assert result(report, "test_doubles").got == "SystemExit: exit() was called: return from the function instead"


def test_exit_at_top_level_leaves_what_stands_above_it(mark):
    assert mark(REFERENCE + "exit()\n").earned == 6


def test_a_worker_that_ends_itself_costs_only_its_check(mark):
    report = mark("import os\ndef double(x):\n    os._exit(0)\n" + ADD)
    assert earned(report) == ONLY_DOUBLE_LOST
    assert result(report, "test_doubles").got == "during double(…) the program ended itself, as os._exit(0) does"


def test_a_worker_that_dies_of_a_signal_is_replaced(mark):
    report = mark("import ctypes\ndef double(x):\n    ctypes.string_at(0)\n" + ADD)
    assert earned(report) == ONLY_DOUBLE_LOST
    assert "was ended by signal SIGSEGV" in result(report, "test_doubles").got


def test_an_endless_loop_costs_only_its_check(mark):
    report = mark("def double(x):\n    while True:\n        pass\n" + ADD, seconds=1)
    assert earned(report) == ONLY_DOUBLE_LOST
    assert result(report, "test_doubles").outcome == "timeout"


@pytest.mark.slow
def test_too_much_memory_is_named(mark):
    greedy = "import torch\ndef double(x):\n    return [torch.ones(2**24) for _ in range(60)]\n"
    report = mark(greedy + ADD, seconds=60)
    assert earned(report) == ONLY_DOUBLE_LOST
    assert "used more than 1 GiB of memory" in result(report, "test_doubles").got


def test_an_exception_of_the_students_names_line_and_function(mark):
    report = mark("def double(x):\n    return x.dubble()\n" + ADD)
    found = result(report, "test_doubles")
    assert (found.where, found.got) == (
        "line 2, in double: `return x.dubble()`",
        "AttributeError: 'Tensor' object has no attribute 'dubble'",
    )


def test_an_exception_whose_text_cannot_be_read_is_reported_all_the_same(mark):
    nasty = "class Nasty(Exception):\n    def __str__(self):\n        raise ValueError\n"
    report = mark(nasty + "def double(x):\n    raise Nasty\n" + ADD)
    assert earned(report) == ONLY_DOUBLE_LOST
    assert result(report, "test_doubles").got.startswith("Nasty: ")


@pytest.mark.parametrize(
    "value",
    [
        "'text'",
        "[1, 'a']",
        "{}",
        "object()",
        "lambda: 3",
        "torch.ones(2, 2)",
        "float('nan')",
        "10**30",
        "torch.ones(3, device='meta')",
        "torch.ones(3) * 1j",
        "torch.eye(3).to_sparse()",
        "double",
        "iter([])",
        "type",
        "b'bytes'",
    ],
)
def test_any_value_returned_is_shown_and_costs_only_its_check(mark, value):
    report = mark(f"import torch\ndef double(x):\n    return {value}\n" + ADD)
    assert earned(report) == ONLY_DOUBLE_LOST
    assert result(report, "test_doubles").got


def test_a_cyclic_value_costs_only_its_check(mark):
    report = mark("def double(x):\n    loop = []\n    loop.append(loop)\n    return loop\n" + ADD)
    assert earned(report) == ONLY_DOUBLE_LOST


def test_an_answer_beyond_the_limit_ends_the_worker(mark):
    report = mark("import torch\ndef double(x):\n    return torch.zeros(20_000_000)\n" + ADD, seconds=60)
    assert earned(report) == ONLY_DOUBLE_LOST
    assert "more than the 64 MiB allowed" in result(report, "test_doubles").got


def test_an_unfinished_function_is_something_to_do(mark):
    report = mark("def double(x):\n    raise NotImplementedError('tiny: double')\n" + ADD)
    assert result(report, "test_doubles").unfinished == "tiny: double"


def test_a_check_that_needs_a_failed_one_waits(mark):
    report = mark(DOUBLE + "def add(x, y):\n    return x - y\n")
    assert result(report, "test_adds_tensors").outcome == "blocked"
    assert result(report, "test_adds").got == "-1"


def test_a_missing_file_is_named_with_the_nearest_one_found(tmp_path):
    (tmp_path / "tinny.py").write_text("")
    assert find(tmp_path, "tiny").problem == f"no tiny.py or tiny.ipynb in {tmp_path}; is it tinny.py?"


@pytest.mark.parametrize("data", [b"x = '\xff'\n", b"x = 1\0\n", b"# -*- coding: klingon -*-\n"])
def test_a_file_that_is_no_text_says_so(tmp_path, data):
    (tmp_path / "tiny.py").write_bytes(data)
    assert find(tmp_path, "tiny").problem.startswith("tiny.py ")


def test_source_in_another_declared_encoding_is_read(tmp_path):
    (tmp_path / "tiny.py").write_bytes("# -*- coding: latin-1 -*-\nname = 'Zoë'\n".encode("latin-1"))
    assert "Zoë" in find(tmp_path, "tiny").cells[0][1]


def test_source_of_many_megabytes_is_refused_in_a_sentence(tmp_path):
    (tmp_path / "tiny.py").write_bytes(b"#" * (3 * 2**20))
    assert find(tmp_path, "tiny").problem == "tiny.py has 3 MiB; 2 MiB are the most"


def test_a_broken_notebook_says_so(tmp_path):
    (tmp_path / "tiny.ipynb").write_text("{")
    assert "tiny.ipynb is not a notebook that can be opened" in find(tmp_path, "tiny").problem


def test_source_nested_a_thousand_deep_says_so(mark):
    (note,) = mark("x = " + "(" * 1000 + ")" * 1000 + "\n").notes
    assert "too many nested parentheses" in note
