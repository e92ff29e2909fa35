"""The options that commands share, what they mean, and how a command says that it could not grade."""

import contextlib
import shutil
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any, TypedDict, TypeVar

import click
from rich.console import Console
from rich.markup import escape

from torchgrade import course as courses
from torchgrade.course import Assignment, Course
from torchgrade.errors import AuthorError, DataError, MachineError
from torchgrade.worker.sandbox import missing_walls

COULD_NOT_GRADE = 2
Command = TypeVar("Command", bound=Callable[..., Any])


class JudgingOptions(TypedDict):
    """What `judging_options` give a command, besides the slugs."""

    seed: int | None
    device: str
    data: str | None
    isolation: str | None
    threads: int


assignments_option = click.option(
    "-a", "--assignment", "slugs", multiple=True, metavar="SLUG", help="Only this one; repeatable."
)
data_option = click.option("--data", type=click.Path(), help="Folder of the data; else $TORCHGRADE_DATA, else data/.")
device_option = click.option("--device", type=click.Choice(["auto", "cpu", "cuda"]), default="auto", show_default=True)
jobs_option = click.option("--jobs", type=click.IntRange(1), help="Processes; one per core by default.")


def seed_option(
    meaning: str = "Repeats a run: draws the same data and starts. Drawn when not given.",
) -> Callable[[Command], Command]:
    """The option --seed, with what it means for a command."""
    return click.option("--seed", type=int, help=meaning)


def judging_options(command: Command) -> Command:
    """The options that every command that judges has."""
    for option in (
        assignments_option,
        seed_option(),
        device_option,
        data_option,
        click.option(
            "--isolation",
            type=click.Choice(["auto", "strict", "basic", "none"]),
            default=None,
            help="strict: behind every wall, or not at all. basic: a process of its own with limits. auto: "
            "strict where this machine can. none: in the judge's own process, to debug a check. "
            "[default: what course.toml says, else auto]",
        ),
        click.option("--threads", type=int, default=1, show_default=True, help="Threads of a worker."),
    ):
        command = option(command)
    return command


def the_course() -> Course:
    """The course of --course, else the one that the working directory lies in; an `AuthorError` without one."""
    named: Path | None = click.get_current_context().find_root().params.get("course")
    return courses.read(named) if named else courses.find(Path.cwd())


def wanted_walls(isolation: str) -> bool:
    """Whether workers go behind the kernel's walls; strict refuses to go on without one of them."""
    missing = [] if isolation in ("basic", "none") else missing_walls()
    if isolation == "strict" and missing:
        names = ", ".join(wall.name for wall in missing)
        advice = "`torchgrade doctor` says how to get them, --isolation basic does without"
        raise MachineError(f"this machine lacks the walls {names}: {advice}")
    return isolation in ("auto", "strict") and not missing


def chosen(course: Course, slugs: Sequence[str]) -> list[Assignment]:
    """The assignments of these slugs, or all; an unknown one is a usage error."""
    if unknown := set(slugs) - set(course.points):
        names = ", ".join(course.points)
        raise click.UsageError(f"there is no assignment {', '.join(sorted(unknown))}; there are {names}")
    return [course.assignment(slug) for slug in course.points if not slugs or slug in slugs]


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
