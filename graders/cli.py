"""The `torchgrade` command: parses, calls, prints, and sets the exit code."""

import contextlib
import json
import secrets
import sys
from collections.abc import Iterator
from pathlib import Path

import click
from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn

from graders.engine.catalog import ROOT, Assignment, AuthorError, all_assignments
from graders.engine.forkserver import ForkServer, MachineError
from graders.engine.report import Report, to_json
from graders.engine.sandbox import missing_walls
from graders.engine.settings import Settings
from graders.engine.submission import find

COULD_NOT_GRADE = 2


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="torchgrade")
def main() -> None:
    """A graded course in first neural networks with PyTorch, and the autograder that marks it.

    Exit codes: 0 full marks, 1 graded with points lost, 2 could not grade.
    """


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


@main.command()
@click.argument("submission", type=click.Path(path_type=Path), default=ROOT / "student_template")
@judging_options
@click.option("--json", "json_file", type=click.Path(path_type=Path), help="Writes the reports to this file as well.")
def check(submission: Path, json_file: Path | None, **options) -> None:  # type: ignore[no-untyped-def]
    """Marks SUBMISSION: a folder with <slug>.py or <slug>.ipynb files, or one such file.

    Without SUBMISSION the files in student_template/ are marked.
    """
    slugs = options["slugs"] or ((submission.stem,) if submission.is_file() else ())
    reports = judge_all(submission, **options | {"slugs": slugs})
    if json_file:
        json_file.write_text(json.dumps(to_json(reports), indent=1))
    sys.exit(0 if all(report.full for report in reports) else 1)


@main.command("train")
@click.argument("submission", type=click.Path(path_type=Path), default=ROOT / "student_template")
@click.option("-a", "--assignment", "slug", required=True, metavar="SLUG")
@click.option("--epochs", type=click.IntRange(1), help="In place of the assignment's own number, where it has one.")
@click.option("--seed", type=int, default=0, show_default=True, help="Another seed, another start.")
@click.option("--device", type=click.Choice(["auto", "cpu", "cuda"]), default="auto", show_default=True)
@click.option("--data", type=click.Path(), help="Folder of MNIST/raw; else $TORCHGRADE_DATA, else data/.")
def train_command(submission: Path, slug: str, device: str, **options) -> None:  # type: ignore[no-untyped-def]
    """Runs the training of SUBMISSION itself, on all the data, and draws what was learnt.

    SUBMISSION is a folder with <slug>.py or <slug>.ipynb, or one such file. figures/<slug>.png is written beside it,
    and for the MNIST assignments <slug>.pt, the weights to hand in. The code runs unprotected: train your own only.
    """
    from graders import train

    console = Console(highlight=False)
    with could_not_grade(console, "train"):
        try:
            written = train.train(_chosen((slug,))[0], submission, console, device=_device(device), **options)
        except train.CannotTrain as error:
            console.print(escape(str(error)), soft_wrap=True)
            sys.exit(COULD_NOT_GRADE)
    for file in written:
        console.print(f"written: {escape(str(file))}", soft_wrap=True)


@main.command()
def mistakes() -> None:
    """Writes docs/mistakes.md: the known mistakes, what students read of them, the checks that catch them."""
    from graders.render import mistakes_page

    click.echo(f"{mistakes_page.write(all_assignments(), ROOT).relative_to(ROOT)}: written")


@main.command()
def doctor() -> None:
    """Shows which walls this machine can put around a submission, and tries each for real."""
    from graders import doctor

    sys.exit(0 if doctor.show(Console(highlight=False)) else 1)


@main.command("verify")
@click.option("-a", "--assignment", "slugs", multiple=True, metavar="SLUG", help="Only this one; repeatable.")
@click.option("--seed", type=int, help="Repeats a run.")
@click.option("--data", type=click.Path(), help="Folder of MNIST/raw; else $TORCHGRADE_DATA, else data/.")
@click.option("--jobs", type=int, help="Processes; one per core by default.")
@click.option("--only", "kinds", multiple=True, help="Only cases whose name starts so: reference, mistake/...")
def verify_command(slugs: tuple[str, ...], seed: int | None, data: str | None, jobs: int | None, kinds) -> None:  # type: ignore[no-untyped-def]
    """Proves the course: references earn everything, templates nothing, known mistakes fail what they name."""
    from graders import verify

    console = Console(highlight=False)
    settings = Settings(secrets.randbits(48) if seed is None else seed, walls=wanted_walls("auto"), data=data)
    console.print(f"seed {settings.seed}")
    with could_not_grade(console):
        sys.exit(0 if verify.run(_chosen(slugs), settings, kinds, jobs, console) else 1)


@main.command("calibrate")
@click.option("-a", "--assignment", "slugs", multiple=True, metavar="SLUG", help="Only this one; repeatable.")
@click.option("--data", type=click.Path(), help="Folder of MNIST/raw; else $TORCHGRADE_DATA, else data/.")
@click.option("--seeds", default=30, show_default=True)
@click.option("--jobs", type=int, help="Processes; one per core by default.")
def calibrate_command(slugs: tuple[str, ...], data: str | None, seeds: int, jobs: int | None) -> None:
    """Measures every threshold over many seeds, on MNIST (where it is) and its stand-in: docs/calibration.md."""
    from graders import calibrate

    console = Console(highlight=False)
    with could_not_grade(console):
        path = calibrate.run(_chosen(slugs), data, seeds, jobs, console)
        console.print(f"written: {path.relative_to(ROOT)}")


def judge_all(submission: Path, slugs: tuple[str, ...], isolation: str, **options) -> list[Report]:  # type: ignore[no-untyped-def]
    """Judges the chosen assignments one after another, with progress, and prints what was found."""
    console = Console(highlight=False)
    with could_not_grade(console), contextlib.ExitStack() as stack:
        walls = wanted_walls(isolation)
        server = ForkServer() if isolation != "none" else None  # loads torch while this process does the same
        if server:
            stack.callback(server.close)
        return _judge_each(console, _chosen(slugs), submission, server, walls=walls, **options)


def wanted_walls(isolation: str) -> bool:
    """Whether workers go behind the kernel's walls; strict refuses to go on without one of them."""
    missing = [] if isolation in ("basic", "none") else missing_walls()
    if isolation == "strict" and missing:
        names = ", ".join(wall.name for wall in missing)
        advice = "`torchgrade doctor` says how to get them, --isolation basic does without"
        raise MachineError(f"this machine lacks the walls {names}: {advice}")
    return isolation in ("auto", "strict") and not missing


def _judge_each(
    console: Console, assignments: list[Assignment], submission: Path, server: ForkServer | None,
    walls: bool, seed: int | None, device: str, data: str | None, threads: int,
) -> list[Report]:  # fmt: skip
    from graders.engine.judge import judge  # loads torch: not for --help
    from graders.render import terminal

    seed = secrets.randbits(48) if seed is None else seed
    settings = Settings(seed, device=_device(device), threads=threads, walls=walls, data=data)
    reports = []
    columns = SpinnerColumn(), TextColumn("{task.description}"), BarColumn(20)
    with Progress(*columns, console=console, transient=True) as bar:
        for assignment in assignments:
            task = bar.add_task(assignment.slug)

            def progress(promise: str, done: int, total: int, task=task, slug=assignment.slug) -> None:  # type: ignore[no-untyped-def]
                bar.update(task, description=f"{slug}: {promise[:50]}", completed=done, total=total)

            reports.append(judge(assignment, find(submission, assignment.slug), settings, server, progress))
            bar.remove_task(task)
            console.print(terminal.headline(reports[-1]))
    terminal.show(reports, console)
    return reports


def _chosen(slugs: tuple[str, ...]) -> list[Assignment]:
    known = all_assignments()
    if unknown := set(slugs) - {assignment.slug for assignment in known}:
        names = ", ".join(assignment.slug for assignment in known)
        raise click.UsageError(f"there is no assignment {', '.join(sorted(unknown))}; there are {names}")
    return [assignment for assignment in known if not slugs or assignment.slug in slugs]


def _device(wanted: str) -> str:
    import torch

    if wanted == "cuda" and not torch.cuda.is_available():
        raise click.UsageError("no CUDA device here: use --device cpu")
    return "cuda" if wanted != "cpu" and torch.cuda.is_available() else "cpu"


@contextlib.contextmanager
def could_not_grade(console: Console, doing: str = "grade") -> Iterator[None]:
    """An author's or the machine's failure: one sentence and exit code 2, never a mark."""
    from assignments.mnist_files import DataError

    try:
        yield
    except (AuthorError, MachineError, DataError) as error:
        console.print(f"[bold red]could not {doing}:[/] {escape(str(error))}", soft_wrap=True, highlight=False)
        sys.exit(COULD_NOT_GRADE)
    except KeyboardInterrupt:
        console.print("stopped: nothing was graded" if doing == "grade" else "stopped: nothing was written")
        sys.exit(COULD_NOT_GRADE)


if __name__ == "__main__":
    main()
