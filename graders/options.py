"""The options that commands share, what they mean, and how a command says that it could not grade."""

import contextlib
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

import click
from rich.console import Console
from rich.markup import escape

from assignments.mnist_files import DataError
from graders.engine.catalog import Assignment, AuthorError, all_assignments
from graders.engine.sandbox import missing_walls
from graders.engine.server import MachineError

COULD_NOT_GRADE = 2


def judging_options(command):  # type: ignore[no-untyped-def]
    """The options that every command that judges has."""
    for option in (
        click.option("-a", "--assignment", "slugs", multiple=True, metavar="SLUG", help="Only this one; repeatable."),
        click.option("--seed", type=int, help="Repeats a run: draws the same data and starts. Drawn when not given."),
        click.option("--device", type=click.Choice(["auto", "cpu", "cuda"]), default="auto", show_default=True),
        click.option("--data", type=click.Path(), help="Folder of MNIST/raw; else $TORCHGRADE_DATA, else data/."),
        click.option("--isolation", type=click.Choice(["auto", "strict", "basic", "none"]), default="auto",
                     help="strict: behind every wall, or not at all. basic: a process of its own with limits. auto: "
                     "strict where this machine can. none: in the judge's own process, to debug a check."),
        click.option("--threads", type=int, default=1, show_default=True, help="Threads of a worker."),
    ):  # fmt: skip
        command = option(command)
    return command


def wanted_walls(isolation: str) -> bool:
    """Whether workers go behind the kernel's walls; strict refuses to go on without one of them."""
    missing = [] if isolation in ("basic", "none") else missing_walls()
    if isolation == "strict" and missing:
        names = ", ".join(wall.name for wall in missing)
        advice = "`torchgrade doctor` says how to get them, --isolation basic does without"
        raise MachineError(f"this machine lacks the walls {names}: {advice}")
    return isolation in ("auto", "strict") and not missing


def chosen(slugs: tuple[str, ...]) -> list[Assignment]:
    """The assignments of these slugs, or all; an unknown one is a usage error."""
    known = all_assignments()
    if unknown := set(slugs) - {assignment.slug for assignment in known}:
        names = ", ".join(assignment.slug for assignment in known)
        raise click.UsageError(f"there is no assignment {', '.join(sorted(unknown))}; there are {names}")
    return [assignment for assignment in known if not slugs or assignment.slug in slugs]


def pick_device(wanted: str) -> str:
    """ "cpu" or "cuda" for what was asked for; no CUDA where it was asked for is a usage error."""
    driver = shutil.which("nvidia-smi") or Path("/dev/nvidiactl").exists()
    if wanted == "cpu" or (wanted == "auto" and not driver):
        return "cpu"  # known without loading torch, which takes seconds
    import torch

    if wanted == "cuda" and not torch.cuda.is_available():
        raise click.UsageError("no CUDA device here: use --device cpu")
    return "cuda" if torch.cuda.is_available() else "cpu"


@contextlib.contextmanager
def could_not_grade(console: Console, doing: str = "grade") -> Iterator[None]:
    """An author's or the machine's failure: one sentence and exit code 2, never a mark."""
    try:
        yield
    except (AuthorError, MachineError, DataError) as error:
        console.print(f"[bold red]could not {doing}:[/] {escape(str(error))}", soft_wrap=True, highlight=False)
        sys.exit(COULD_NOT_GRADE)
    except KeyboardInterrupt:
        console.print("stopped: nothing was graded" if doing == "grade" else "stopped: nothing was written")
        sys.exit(COULD_NOT_GRADE)
