"""Runs a student's own training on the full data: shows how far it is, draws what was learnt, saves the weights.

What to call and what to draw is the assignment's to say, in `assignments/<slug>/show.py`. The code is the student's
own, on the student's own machine: it runs in this process.
"""

import importlib.util
import os
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import TypeVar

import torch
from matplotlib.figure import Figure
from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, Progress, SpinnerColumn, TaskProgressColumn, TextColumn, TimeElapsedColumn
from torch.utils.data import TensorDataset

from torchgrade.course import Assignment
from torchgrade.data import Data
from torchgrade.errors import DataError
from torchgrade.intake.reading import find, locate
from torchgrade.worker.desk import MODULE, Desk, Error, describe

Returned = TypeVar("Returned")


class CannotTrain(Exception):
    """There is nothing to train yet; the text is a sentence that says what to do."""


@dataclass(frozen=True)
class Run:
    """What `train(work, run)` of a show.py gets besides the student's module.

    `folder` is where the student's file lies. `epochs` is None unless somebody asked for a number. `data(name)` loads
    data of the course. `counted(dataset, epochs)` is the same dataset, whose samples move the progress bar as they are
    drawn. What is written to the path `weights` becomes `<slug>.pt` when all went well.
    """

    folder: Path
    device: str
    seed: int
    epochs: int | None
    data: Callable[[str], Data]
    counted: Callable[[TensorDataset, int], TensorDataset]
    weights: Path

    def images(self) -> Data:
        """The data that the course calls `images`."""
        return self.data("images")

    def asked_epochs(self) -> dict[str, int]:
        """`epochs` as an argument by name; none when the student's own default shall hold."""
        return {} if self.epochs is None else {"epochs": self.epochs}

    def predicted(self, model: torch.nn.Module, images: torch.Tensor) -> torch.Tensor:
        """The class that the model sees in each image, (N,) int64 on the CPU; in batches that fit anywhere."""
        model.eval()
        with torch.no_grad():
            return torch.cat([model(batch.to(self.device)).argmax(dim=1).cpu() for batch in images.split(1000)])


class Counted(TensorDataset):
    """A dataset that tells of every sample that is drawn from it."""

    def __init__(self, dataset: TensorDataset, tell: Callable[[], None]):
        super().__init__(*dataset.tensors)
        self._tell = tell

    def __getitem__(self, index: int) -> tuple[torch.Tensor, ...]:
        self._tell()
        return tuple(tensor[index] for tensor in self.tensors)


def train(
    assignment: Assignment,
    path: Path,
    console: Console,
    device: str = "cpu",
    data: str | None = None,
    epochs: int | None = None,
    seed: int = 0,
) -> list[Path]:
    """Trains what lies at `path` for the assignment, and returns the files written: the figure, perhaps weights.

    Raises CannotTrain, with a sentence for the student, for work that is missing, unfinished or broken.
    """
    assignment.course.make_importable()
    show = load_show(assignment)
    file, work = load_work(assignment.slug, path, console)
    with tempfile.TemporaryDirectory(prefix="torchgrade-") as folder, _progress(console) as bar:
        source: list[Data] = []
        weights = Path(folder) / f"{assignment.slug}.pt"
        loads = _loader(assignment, data, source, console)
        run = Run(file.parent, device, seed, epochs, loads, _counter(bar), weights)
        task = bar.add_task(f"{assignment.slug}: training", total=None)
        torch.manual_seed(seed)
        sentence, figure = _in_one_sentence(lambda: show.train(work, run), assignment.slug, file)
        bar.remove_task(task)
        console.print(escape(sentence), soft_wrap=True)
        written = [_draw(figure, file.parent / "figures" / f"{assignment.slug}.png")]
        if weights.exists():
            written += _keep(weights, file.with_suffix(".pt"), source, console)
    return written


def load_show(assignment: Assignment) -> ModuleType:
    """The show.py of an assignment, as a module of its own."""
    path = assignment.root / "assignments" / assignment.slug / "show.py"
    spec = importlib.util.spec_from_file_location(f"show_{assignment.slug}", path)
    if spec is None or spec.loader is None or not path.exists():
        raise CannotTrain(f"{assignment.slug} has nothing to train")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def load_work(slug: str, path: Path, console: Console) -> tuple[Path, ModuleType]:
    """The student's file and the module that it defines.

    A notebook goes on after a cell that raises, as it does for the judge; a script that raises is not trained.
    """
    submission = find(path, slug)
    if submission.problem:
        raise CannotTrain(f"{submission.problem}: name your folder or file with SUBMISSION=path")
    file = locate(path, slug)
    desk = Desk()
    for problem in desk.load(slug, [list(cell) for cell in submission.cells]):
        sentence = f"{problem['cell']}, {problem['where']}: {problem['kinds'][0]}: {problem['text']}"
        if file.suffix == ".py":
            raise CannotTrain(f"{sentence}: mend this line, then train again")
        console.print(f"{escape(sentence)} (the cells below it were run all the same)", soft_wrap=True)
    module: ModuleType = desk.held[MODULE]
    return file, module


def _in_one_sentence(call: Callable[[], Returned], slug: str, file: Path) -> Returned:
    """What `call` returns; whatever the student's code raises becomes a CannotTrain."""
    try:
        return call()
    except DataError:
        raise
    except Exception as error:
        raise CannotTrain(_sentence(describe(error), slug, file)) from error


def _sentence(error: Error, slug: str, file: Path) -> str:
    kind, text, where = error["kinds"][0], error["text"], error["where"]
    if kind == "NotImplementedError" and text.startswith(f"{slug}: "):
        return f"{text.removeprefix(f'{slug}: ')} in {file} is still to be written: write it, then train again"
    if where:
        return f"your code raised {kind}: {text} ({file.name}, {where})"
    if kind == "AttributeError" and f"module '{slug}'" in text:
        return f"{file} lacks what training needs ({text}): `make check A={slug}` says what to write"
    return f"what your functions returned is of no use ({kind}: {text}): `make check A={slug}` says what is wrong"


def _progress(console: Console) -> Progress:
    columns = SpinnerColumn(), TextColumn("{task.description}"), BarColumn(30), TaskProgressColumn()
    return Progress(*columns, TimeElapsedColumn(), console=console, transient=True, disable=not console.is_terminal)


def _counter(bar: Progress) -> Callable[[TensorDataset, int], TensorDataset]:
    """Makes datasets count. Early stopping may end a training before the bar is full."""

    def counted(dataset: TensorDataset, epochs: int) -> TensorDataset:
        task, size = bar.task_ids[-1], len(dataset)
        bar.update(task, total=size * epochs)
        drawn = 0

        def tell() -> None:
            nonlocal drawn
            drawn += 1
            if drawn % 256 == 0:  # the bar costs more than the sample
                bar.update(task, completed=drawn, description=f"epoch {min(drawn // size + 1, epochs)} of {epochs}")

        return Counted(dataset, tell)

    return counted


def _loader(assignment: Assignment, root: str | None, source: list[Data], console: Console) -> Callable[[str], Data]:
    def load(name: str) -> Data:
        source.append(assignment.course.load(name, root))
        if not source[-1].official:
            told = f"this trains on the {source[-1].source}; `make data` fetches the data that count"
            console.print(told, soft_wrap=True)
        return source[-1]

    return load


def _draw(figure: Figure, path: Path) -> Path:
    path.parent.mkdir(exist_ok=True)
    half = path.with_name(f".{path.name}")
    figure.savefig(half, format="png", dpi=120)
    os.replace(half, path)
    return path


def _keep(weights: Path, target: Path, source: list[Data], console: Console) -> list[Path]:
    """Puts whole weights in their place, in one step, unless they know only what stands in for the data."""
    if not all(images.official for images in source):
        console.print(f"no {target.name} is written: it would know only what stands in for the data", soft_wrap=True)
        return []
    half = target.with_name(f".{target.name}")
    half.write_bytes(weights.read_bytes())
    os.replace(half, target)
    return [target]
