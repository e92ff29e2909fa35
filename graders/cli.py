"""The `torchgrade` command: parses, calls, prints, and sets the exit code."""

import contextlib
import json
import secrets
import sys
from pathlib import Path

import click
from rich.console import Console
from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn

from graders.batch.command import grade_command
from graders.commands import new_command, train_command, watch_command
from graders.engine.catalog import ROOT, Assignment, all_assignments
from graders.engine.report import Report, to_json
from graders.engine.server import Server, make_server
from graders.engine.settings import Settings
from graders.engine.submission import find
from graders.options import chosen, could_not_grade, judging_options, pick_device, wanted_walls


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="torchgrade")
def main() -> None:
    """A graded course in first neural networks with PyTorch, and the autograder that marks it.

    Exit codes: 0 full marks, 1 graded with points lost, 2 could not grade.
    """


for command in (grade_command, train_command, watch_command, new_command):
    main.add_command(command)


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
        sys.exit(0 if verify.run(chosen(slugs), settings, kinds, jobs, console) else 1)


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
        path = calibrate.run(chosen(slugs), data, seeds, jobs, console)
        console.print(f"written: {path.relative_to(ROOT)}")


def judge_all(submission: Path, slugs: tuple[str, ...], isolation: str, **options) -> list[Report]:  # type: ignore[no-untyped-def]
    """Judges the chosen assignments one after another, with progress, and prints what was found."""
    console = Console(highlight=False)
    with could_not_grade(console), contextlib.ExitStack() as stack:
        walls = wanted_walls(isolation)
        server = make_server() if isolation != "none" else None  # loads torch while this process does the same
        if server:
            stack.callback(server.close)
        return _judge_each(console, chosen(slugs), submission, server, walls=walls, **options)


def _judge_each(
    console: Console, assignments: list[Assignment], submission: Path, server: Server | None,
    walls: bool, seed: int | None, device: str, data: str | None, threads: int,
) -> list[Report]:  # fmt: skip
    from graders.engine.judge import judge  # loads torch: not for --help
    from graders.render import terminal

    seed = secrets.randbits(48) if seed is None else seed
    settings = Settings(seed, device=pick_device(device), threads=threads, walls=walls, data=data)
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


if __name__ == "__main__":
    main()
