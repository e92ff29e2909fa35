"""Measures what a class is promised: `python -m tests.bench.bench_class --only peers`; --write keeps it."""

import contextlib
import csv
import functools
import inspect
import json
import random
import secrets
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import click

from tests import classroom
from tests.bench import bench_compute, bench_flat, bench_peers
from tests.bench.bench_report import Row, cores, put, section, wall
from tests.conftest import COURSE

SEED = 5  # of every run: what is judged again gets the same mark
WORKING, KILLED, TINY = "spiral", "and_perceptron", "autograd_regression"  # the last is the cheapest to judge


@dataclass(frozen=True)
class Sizes:
    """How many submissions, kills and the like; the command's options say which."""

    count: int
    sample: int
    again: int
    kills: int
    kill_count: int
    kill_seed: int
    tiny: int


def command(folder: Path, out: Path) -> list[str]:
    """`torchgrade grade` on all cores."""
    return [sys.executable, "-m", "torchgrade", "grade", str(folder), str(out), "--seed", str(SEED)]


def classroom_of(home: Path, slug: str, count: int) -> Path:
    """A class of working submissions, made on first use."""
    folder = home / f"{slug}-{count}"
    if not folder.exists():
        classroom.make(folder, slug, count)
    return folder


@functools.cache
def first_run(home: Path, slug: str, count: int) -> float:
    """Seconds of the run over a class that has no result yet. Raises a RuntimeError unless all get full marks."""
    out = home / f"{slug}-{count}-out"
    taken = wall(command(classroom_of(home, slug, count), out), cwd=COURSE.root)
    full = f"{COURSE.assignment(slug).points:g}"
    if wrong := [row["student"] for row in grades(out) if row["total"] != full]:
        raise RuntimeError(f"{slug}: working submissions lost points: {', '.join(wrong)}")
    return taken


def grades(out: Path) -> list[dict[str, str]]:
    with (out / "grades.csv").open(newline="", encoding="utf-8") as table:
        return list(csv.DictReader(table))


def column(out: Path, name: str) -> list:
    """A column of the results that are kept so far; none before there is a store."""
    path = out / "results.sqlite"
    try:
        with contextlib.closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as database:
            return [value for (value,) in database.execute(f"SELECT {name} FROM results")]
    except sqlite3.OperationalError:
        return []


# ---- the parts: the first line of each is the title of its section, the rest says how it is measured ----


def peers(home: Path, sizes: Sizes) -> Iterator[Row]:
    """A class, against other graders

    Working submissions of `spiral`, no two the same, from `tests/classroom.py`; each gets full marks from all three.
    The peers run torchgrade's own checks in the notebook's kernel, with the same seed, on the first few submissions,
    after one run that is not timed. For nbgrader the start of its command is shared by the whole class.
    It takes a warning on stderr for a failure, and one of these programs causes one.
    """
    ours = first_run(home, WORKING, sizes.count)
    yield (
        f"`torchgrade grade`, {sizes.count} submissions on {cores()} cores",
        f"{ours:.1f} s: {sizes.count / ours:.2f} a second",
        "",
    )
    files = sorted(classroom_of(home, WORKING, sizes.count).glob(f"*/{WORKING}.py"))[: sizes.sample]
    sources = [file.read_text(encoding="utf-8") for file in files]
    otter = functools.partial(bench_peers.otter_run, WORKING, files, seed=SEED)
    nbgrader = functools.partial(bench_peers.nbgrader_autograde, WORKING, sources, seed=SEED, of=sizes.count)
    for name, measure, least in (("otter run", otter, "10"), ("nbgrader autograde", nbgrader, "6")):
        yield _peer(name, measure, ours / sizes.count, least, home, len(files))


def _peer(name: str, measure: Callable, ours: float, least: str, home: Path, sample: int) -> Row:
    what = f"`{name}`, one after another, {sample} of them"
    promised = f"at least {least} times"
    folder = home / name.split()[0]
    folder.mkdir()
    try:
        version, seconds = measure(folder=folder)
    except bench_peers.NotInstalled as error:
        return what, f"could not be installed: {error}", promised
    return (
        f"{what}, version {version}",
        f"{seconds:.1f} s each: torchgrade has {seconds / ours:.1f} times its throughput",
        promised,
    )


def compute(home: Path, sizes: Sizes) -> Iterator[Row]:
    """A class, against what it computes itself

    The functions of the same submissions are timed (wall time, one thread) while all checks call them in one process,
    without workers, walls and pages. What the grader itself computes is left out.
    """
    taken = first_run(home, WORKING, sizes.count)
    sources = classroom.sources(WORKING, sizes.count)
    alone = bench_compute.total(WORKING, sources, SEED)
    yield f"the functions of {sizes.count} submissions, in one bare process", _both(alone), ""
    together = bench_compute.total(WORKING, sources, SEED, cores())
    yield f"the same in {cores()} bare processes at a time, summed", _both(together), ""
    reports = [json.loads(report) for report in column(home / f"{WORKING}-{sizes.count}-out", "report")]
    in_workers = sum(report["student_seconds"] for report in reports)
    yield "processor time of the same in torchgrade's workers", f"{in_workers:.1f} s", ""
    yield (
        f"`torchgrade grade`, against one bare process ÷ {cores()} cores",
        f"{taken:.1f} s: {taken / (alone.wall / cores()):.2f} times",
        "at most 1.3 times",
    )


def _both(spent: bench_compute.Spent) -> str:
    return f"{spent.wall:.1f} s, of which the processor worked {spent.processor:.1f} s"


def again(home: Path, sizes: Sizes) -> Iterator[Row]:
    """A class, a second time

    Working submissions of `spiral`. The second run finds every result, and writes every page anew.
    """
    first = first_run(home, WORKING, sizes.again)
    yield f"{sizes.again} submissions, first run", f"{first:.0f} s", ""
    out = home / f"{WORKING}-{sizes.again}-out"
    second = wall(command(classroom_of(home, WORKING, sizes.again), out), cwd=COURSE.root)
    assert column(out, "times") == [1] * sizes.again
    yield "second run, identical", f"{second:.1f} s", "3 s"


def kills(home: Path, sizes: Sizes) -> Iterator[Row]:
    """A class, interrupted

    Working submissions of `and_perceptron`. The main process is killed at a moment drawn evenly from the time that a
    whole run takes, and the same command is run to its end in the same folder; each time in a new folder.
    """
    folder, moments = classroom_of(home, KILLED, sizes.kill_count), random.Random(sizes.kill_seed)
    whole = first_run(home, KILLED, sizes.kill_count)
    expected = grades(home / f"{KILLED}-{sizes.kill_count}-out")
    killed: list[float] = []
    kept, same, once = [], 0, 0
    while len(killed) < sizes.kills:
        out, moment = home / f"killed-{len(killed)}", moments.uniform(0, whole)
        if not _killed(command(folder, out), moment):
            shutil.rmtree(out)  # it was faster than the first: another moment
            continue
        killed.append(moment)
        kept.append(len(column(out, "key")))
        wall(command(folder, out), cwd=COURSE.root)
        same += grades(out) == expected
        once += column(out, "times") == [1] * sizes.kill_count
        click.echo(f"  killed after {moment:.1f} s with {kept[-1]} results kept", err=True)
    yield (
        f"`kill -9` after {min(killed):.1f} to {max(killed):.1f} s of {whole:.1f} s (seed {sizes.kill_seed})",
        f"{len(killed)} times, with {min(kept)} to {max(kept)} of {sizes.kill_count} results kept by then",
        "",
    )
    yield "grades equal to those of a run that nothing interrupted", f"{same} of {len(killed)}", "all"
    yield "nothing judged twice once its result was kept", f"{once} of {len(killed)}", "all"


def _killed(command: list[str], seconds: float) -> bool:
    """Starts a run and kills its main process after so many seconds; False if it had ended by then."""
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd=COURSE.root)
    with contextlib.suppress(subprocess.TimeoutExpired):
        process.wait(seconds)
        return False
    process.send_signal(signal.SIGKILL)
    return process.wait() == -signal.SIGKILL


def flat(home: Path, sizes: Sizes) -> Iterator[Row]:
    """A large class

    Working submissions of `autograd_regression`, the cheapest. The main process is looked at five times a second
    until it ends; processes are all that stem from it.
    """
    out, mark = home / "tiny-out", sizes.tiny // 10
    run = command(classroom_of(home, TINY, sizes.tiny), out)
    started = time.perf_counter()
    samples = bench_flat.watched(run, lambda: len(column(out, "key")))
    assert column(out, "times") == [1] * sizes.tiny
    yield f"{sizes.tiny} submissions of `{TINY}`", f"{time.perf_counter() - started:.0f} s", ""
    yield from bench_flat.rows(samples, mark, sizes.tiny)


PARTS = {part.__name__: part for part in (peers, compute, again, kills, flat)}


@click.command()
@click.option("--only", multiple=True, type=click.Choice(list(PARTS)), help="Only this part; repeatable.")
@click.option("--write", is_flag=True, help="Keep what was measured in docs/benchmarks.md.")
@click.option("--count", default=60, help="Submissions for peers and compute.", show_default=True)
@click.option("--sample", default=6, help="How many of them the peers get.", show_default=True)
@click.option("--again", default=300, help="Submissions that are graded a second time.", show_default=True)
@click.option("--kills", default=20, help="How often a run is killed.", show_default=True)
@click.option("--kill-count", default=16, help="Submissions of a run that is killed.", show_default=True)
@click.option("--kill-seed", type=int, help="Draws the moments; another each time by default.")
@click.option("--tiny", default=2000, help="Submissions of the large class.", show_default=True)
def main(only: tuple[str, ...], write: bool, kill_seed: int | None, **sizes: int) -> None:
    """Measure how a class is graded, and print it as Markdown."""
    chosen = Sizes(kill_seed=secrets.randbits(32) if kill_seed is None else kill_seed, **sizes)
    with tempfile.TemporaryDirectory(prefix="torchgrade-bench-") as name:
        for part in only or PARTS:
            title, _, how = inspect.getdoc(PARTS[part]).partition("\n\n")  # type: ignore[union-attr]
            how += f"\n\n`python -m tests.bench.bench_class --only {part}` runs "
            how += f"`torchgrade grade IN OUT --seed {SEED}`."
            text = section(title, how, PARTS[part](Path(name), chosen))
            click.echo(text)
            if write:
                put(text)


if __name__ == "__main__":
    main()
