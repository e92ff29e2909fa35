"""Training a student's own program: what is written, and the sentence when there is nothing to train."""

import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import nbformat
import pytest
import torch
from rich.console import Console

from assignments import datasets
from tests.conftest import COURSE, result
from torchgrade.intake.reading import find
from torchgrade.judge.judging import judge
from torchgrade.judge.settings import Settings
from torchgrade.practice import train

STANDIN = "/dev/null"


@pytest.fixture
def work(tmp_path: Path):
    """`work(slug, old, new)`: a folder with the reference as the student's file, `old` replaced by `new` in it."""

    def write(slug: str, old: str = "", new: str = "") -> Path:
        text = (COURSE.root / "reference" / f"{slug}.py").read_text(encoding="utf-8")
        assert old in text
        (tmp_path / f"{slug}.py").write_text(text.replace(old, new) if old else text)
        return tmp_path

    return write


def run(slug: str, path: Path, **options) -> tuple[list[Path], str]:
    """The files written, and what was printed."""
    console = Console(width=200)
    with console.capture() as capture:
        written = train.train(COURSE.assignment(slug), path, console, data=STANDIN, **options)
    return written, capture.get()


def refusal(slug: str, path: Path) -> str:
    with pytest.raises(train.CannotTrain) as caught:
        run(slug, path)
    return str(caught.value)


@pytest.mark.parametrize(
    ("slug", "epochs", "said"),
    [
        ("autograd_regression", 500, "w = 2.007, b = 1.020 after 500 epochs"),
        pytest.param("and_perceptron", 1000, "4 of 4 rows of AND are right", marks=pytest.mark.slow),
        ("xor_mlp", None, "4 of 4 rows of XOR are right"),
        pytest.param("spiral", 30, "the best of 30 epochs", marks=pytest.mark.slow),
    ],
)
def test_a_reference_is_trained_and_drawn(work, slug, epochs, said):
    folder = work(slug)
    written, shown = run(slug, folder, epochs=epochs)
    assert said in shown
    assert written == [folder / "figures" / f"{slug}.png"]
    assert written[0].read_bytes().startswith(b"\x89PNG")


@pytest.fixture
def official(monkeypatch):
    """The stand-in under MNIST's name: small, and good for a hand-in."""
    monkeypatch.setattr(datasets, "images", lambda root=None: replace(datasets.standin(), source="MNIST"))


@pytest.mark.slow
@pytest.mark.parametrize(("slug", "asked"), [("mnist_mlp", 0.91), ("mnist_cnn", 0.95)])
def test_the_weights_are_judged_as_the_hand_in(work, official, server, slug, asked):
    folder = work(slug)
    written, _ = run(slug, folder, epochs=2)
    assert written[1] == folder / f"{slug}.pt"
    only = Settings(seed=1, data=STANDIN, only=frozenset({"test_accuracy"}), diagnose=False)
    with pytest.MonkeyPatch.context() as patch:  # the judge has the stand-in under its own name
        patch.setattr(datasets, "images", lambda root=None: datasets.standin())
        found = result(judge(COURSE.assignment(slug), find(folder, slug), only, server), "test_accuracy")
    assert found.threshold == asked  # that of a hand-in, not that of the judge's own training
    assert found.measured > 0.5


@pytest.mark.slow
def test_weights_of_the_stand_in_are_not_kept(work):
    folder = work("mnist_mlp")
    (folder / "mnist_mlp.pt").write_bytes(b"of an earlier day")
    written, shown = run("mnist_mlp", folder, epochs=1)
    assert "this trains on the digits stand-in; `make data` fetches the data that count" in shown
    assert "no mnist_mlp.pt is written" in shown
    assert [path.name for path in written] == ["mnist_mlp.png"]
    assert (folder / "mnist_mlp.pt").read_bytes() == b"of an earlier day"


@pytest.mark.slow
def test_an_interrupted_training_leaves_everything_as_it_was(work, official):
    folder = work("mnist_mlp", "    return model, history", "    raise KeyboardInterrupt")
    (folder / "mnist_mlp.pt").write_bytes(b"of an earlier day")
    with pytest.raises(KeyboardInterrupt):
        run("mnist_mlp", folder, epochs=1)
    assert sorted(path.name for path in folder.iterdir()) == ["mnist_mlp.pt", "mnist_mlp.py"]
    assert (folder / "mnist_mlp.pt").read_bytes() == b"of an earlier day"


def test_a_notebook_goes_on_after_a_cell_that_raises(tmp_path):
    source = (COURSE.root / "reference" / "autograd_regression.py").read_text(encoding="utf-8")
    cells = [nbformat.v4.new_code_cell(text) for text in ("1 / 0", source)]
    nbformat.write(nbformat.v4.new_notebook(cells=cells), tmp_path / "autograd_regression.ipynb")
    _, shown = run("autograd_regression", tmp_path, epochs=10)
    assert "cell 1, line 1: `1 / 0`: ZeroDivisionError: division by zero (the cells below it were run" in shown
    assert "after 10 epochs" in shown


def test_of_a_script_and_a_notebook_the_one_that_is_judged_is_trained(tmp_path):
    stub = (COURSE.root / "student_template" / "autograd_regression.py").read_text(encoding="utf-8")
    (tmp_path / "autograd_regression.py").write_text(stub)
    source = (COURSE.root / "reference" / "autograd_regression.py").read_text(encoding="utf-8")
    cells = [nbformat.v4.new_code_cell(text) for text in ("1 / 0", source)]
    nbformat.write(nbformat.v4.new_notebook(cells=cells), tmp_path / "autograd_regression.ipynb")
    _, shown = run("autograd_regression", tmp_path, epochs=10)
    assert "after 10 epochs" in shown


def test_an_unfinished_function_is_named(tmp_path):
    stub = COURSE.root / "student_template" / "spiral.py"
    (tmp_path / "spiral.py").write_text(stub.read_text(encoding="utf-8"))
    assert refusal("spiral", tmp_path).startswith("to_tensors in ")
    assert refusal("spiral", tmp_path).endswith("is still to be written: write it, then train again")


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (
            "import torch\n",
            "import torch\nimport nothing_of_that_name\n",
            "line 4: `import nothing_of_that_name`: Module",
        ),
        ("def fit(", "def fitted(", "lacks what training needs (module 'autograd_regression' has no attribute 'fit')"),
        ("return w.item(), b.item(), losses", "return None", "what your functions returned is of no use (TypeError"),
        ("    losses = []\n", "    losses = [] + 1\n", "your code raised TypeError: can only concatenate list"),
    ],
)
def test_a_broken_program_gets_one_sentence(work, old, new, said):
    assert said in refusal("autograd_regression", work("autograd_regression", old, new))


def test_a_missing_file_says_where_to_name_it(tmp_path):
    said = refusal("spiral", tmp_path)
    assert said.startswith("no spiral.py or spiral.ipynb in")
    assert said.endswith("name your folder or file with SUBMISSION=path")


def test_a_dataset_tells_of_what_is_drawn_from_it():
    told: list[None] = []
    counted = train.Counted(torch.utils.data.TensorDataset(torch.arange(10)), lambda: told.append(None))
    for _ in torch.utils.data.DataLoader(counted, batch_size=4, shuffle=True):
        pass
    assert len(told) == 10


@pytest.mark.slow
def test_the_command_writes_beside_the_file_and_shows_no_traceback(work):
    file = work("autograd_regression") / "autograd_regression.py"
    command = [sys.executable, "-m", "torchgrade", "train", "-a", "autograd_regression", "--epochs", "5", str(file)]
    done = subprocess.run(command, cwd=COURSE.root, capture_output=True, text=True, timeout=600)
    assert done.returncode == 0, done.stderr
    assert f"written: {file.parent / 'figures' / 'autograd_regression.png'}" in done.stdout
    file.write_text("def fit(:")
    done = subprocess.run(command, cwd=COURSE.root, capture_output=True, text=True, timeout=600)
    assert done.returncode == 2
    assert "SyntaxError" in done.stdout and "Traceback" not in done.stdout + done.stderr
