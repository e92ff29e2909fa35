"""The command line: exit codes, the report as JSON, and what people read."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from graders.engine.catalog import ROOT


def torchgrade(*arguments: str | Path, **options) -> subprocess.CompletedProcess:
    """Runs the command as a person would, 80 columns wide."""
    command = [sys.executable, "-m", "graders.cli", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, cwd=ROOT, timeout=240, **options)


def test_full_marks_exit_with_0_and_the_json_holds_every_check(tmp_path):
    file = tmp_path / "report.json"
    done = torchgrade("check", "reference", "-a", "and_perceptron", "--seed", "5", "--json", file)
    assert done.returncode == 0, done.stdout + done.stderr
    (report,) = json.loads(file.read_text())["assignments"]
    assert (report["earned"], report["points"], report["seed"]) == (10, 10, 5)
    assert done.stderr == ""
    assert all(result["promise"].endswith(".") for result in report["results"])


def test_the_template_is_a_list_of_things_to_write_and_exits_with_1():
    done = torchgrade("check", "-a", "and_perceptron")
    assert done.returncode == 1
    assert "to write, for 10 points" in done.stdout
    assert "0 of 10" in done.stdout
    assert "Traceback" not in done.stdout + done.stderr
    assert "NotImplementedError" not in done.stdout


def test_an_unknown_assignment_names_the_known_ones():
    done = torchgrade("check", "-a", "spirall")
    assert done.returncode == 2
    assert "there is no assignment spirall; there are autograd_regression, and_perceptron" in done.stderr


def test_a_path_that_is_not_there_is_a_slip_of_the_keyboard_and_no_mark(tmp_path):
    done = torchgrade("check", tmp_path / "spirall.py")
    assert done.returncode == 2
    assert "spirall.py' does not exist" in done.stderr
    assert "0 of" not in done.stdout


def test_a_missing_cuda_device_is_said_in_one_sentence():
    torch = pytest.importorskip("torch")
    if torch.cuda.is_available():
        pytest.skip("there is one here")
    done = torchgrade("check", "-a", "and_perceptron", "--device", "cuda")
    assert done.returncode == 2
    assert "no CUDA device here: use --device cpu" in done.stderr


def test_damaged_data_is_no_mark_but_a_refusal(tmp_path):
    raw = tmp_path / "MNIST" / "raw"
    raw.mkdir(parents=True)
    (raw / "train-images-idx3-ubyte").write_bytes(b"half a file")
    done = torchgrade("check", "reference", "-a", "mnist_mlp", "--data", tmp_path)
    assert done.returncode == 2
    assert "could not grade" in done.stdout
    assert "damaged" in done.stdout
    assert "Traceback" not in done.stdout + done.stderr


def test_no_line_is_wider_than_80_columns_where_there_is_no_terminal():
    done = torchgrade("check", "-a", "and_perceptron", "-a", "xor_mlp")
    assert max(map(len, done.stdout.splitlines())) <= 80


def test_a_submission_s_text_cannot_carry_terminal_control(tmp_path):
    (tmp_path / "and_perceptron.py").write_text("raise ValueError('\\x1b[31m red [bold] ‮')\n")
    done = torchgrade("check", tmp_path, "-a", "and_perceptron")
    assert "\x1b" not in done.stdout
    assert "‮" not in done.stdout
    assert "[bold]" in done.stdout


@pytest.mark.parametrize("command", [["--help"], ["check", "--help"], ["verify", "--help"], ["calibrate", "--help"]])
def test_help_is_there(command):
    assert torchgrade(*command).stdout.startswith("Usage:")
