"""The command line: exit codes, the report as JSON, and what people read."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from tests.conftest import COURSE
from torchgrade.commands.main import main


def torchgrade(*arguments: str | Path) -> subprocess.CompletedProcess:
    """Runs the command as a person would, 80 columns wide."""
    command = [sys.executable, "-m", "torchgrade", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, cwd=COURSE.root, timeout=600)


def asked(*arguments: str | Path) -> Result:
    """Runs the command in this process: for what is answered before anything is judged."""
    return CliRunner().invoke(main, ["--course", str(COURSE.root), *map(str, arguments)])


@pytest.fixture(scope="module")
def template() -> subprocess.CompletedProcess:
    """What is said of two assignments that nobody has worked on."""
    return torchgrade("check", "-a", "and_perceptron", "-a", "xor_mlp")


def test_full_marks_exit_with_0_and_the_json_holds_every_check(tmp_path):
    file = tmp_path / "report.json"
    done = torchgrade("check", "reference", "-a", "and_perceptron", "--seed", "5", "--json", file)
    assert done.returncode == 0, done.stdout + done.stderr
    (report,) = json.loads(file.read_text())["assignments"]
    assert (report["earned"], report["points"], report["seed"]) == (10, 10, 5)
    assert done.stderr == ""
    assert all(result["promise"].endswith(".") for result in report["results"])


@pytest.mark.slow
def test_the_template_is_a_list_of_things_to_write_and_exits_with_1(template):
    assert template.returncode == 1
    assert "to write, for 10 points" in template.stdout
    assert "0 of 10" in template.stdout
    assert "Traceback" not in template.stdout + template.stderr
    assert "NotImplementedError" not in template.stdout


@pytest.mark.slow
def test_no_line_is_wider_than_80_columns_where_there_is_no_terminal(template):
    assert max(map(len, template.stdout.splitlines())) <= 80


def test_an_unknown_assignment_names_the_known_ones():
    done = asked("check", "-a", "spirall")
    assert done.exit_code == 2
    assert f"there is no assignment spirall; there are {', '.join(COURSE.points)}" in done.stderr


def test_a_path_that_is_not_there_is_a_slip_of_the_keyboard_and_no_mark(tmp_path):
    done = asked("check", tmp_path / "spirall.py")
    assert done.exit_code == 2
    assert "spirall.py' does not exist" in done.stderr
    assert "0 of" not in done.stdout


@pytest.mark.slow
def test_a_missing_cuda_device_is_said_in_one_sentence():
    torch = pytest.importorskip("torch")
    if torch.cuda.is_available():
        pytest.skip("there is one here")
    done = torchgrade("check", "-a", "and_perceptron", "--device", "cuda")
    assert done.returncode == 2
    assert "no CUDA device here: use --device cpu" in done.stderr


@pytest.mark.slow
def test_damaged_data_is_no_mark_but_a_refusal(tmp_path):
    raw = tmp_path / "MNIST" / "raw"
    raw.mkdir(parents=True)
    (raw / "train-images-idx3-ubyte").write_bytes(b"half a file")
    done = torchgrade("check", "reference", "-a", "mnist_mlp", "--data", tmp_path)
    assert done.returncode == 2
    assert "could not grade" in done.stdout
    assert "damaged" in done.stdout
    assert "Traceback" not in done.stdout + done.stderr


@pytest.mark.slow
def test_a_submission_s_text_cannot_carry_terminal_control(tmp_path):
    (tmp_path / "and_perceptron.py").write_text("raise ValueError('\\x1b[31m red [bold] ‮')\n")
    done = torchgrade("check", tmp_path, "-a", "and_perceptron")
    assert "\x1b" not in done.stdout
    assert "‮" not in done.stdout
    assert "[bold]" in done.stdout


def test_a_place_outside_any_course_says_how_to_name_or_start_one(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    done = CliRunner().invoke(main, ["check"])
    assert done.exit_code == 2
    assert "there is no course here" in done.stdout
    assert "torchgrade init" in done.stdout


def test_help_costs_no_torch():
    code = "import sys; from torchgrade.commands.main import main; main(['check', '--help'], standalone_mode=False)"
    done = subprocess.run(
        [sys.executable, "-c", f"{code}; print('torch' in sys.modules)"], capture_output=True, text=True
    )
    assert done.stdout.splitlines()[-1] == "False"


@pytest.mark.parametrize("command", [["--help"], *([name, "--help"] for name in main.list_commands(None))])
def test_help_is_there(command):
    assert asked(*command).stdout.startswith("Usage:")
