"""Judges one submission on Gradescope, as an ordinary user in little memory, and prints the results so far as lines.

torch is loaded once: the server of workers is forked from this process as soon as everything is imported and before
anything is read that a submission must not see.
"""

import functools
import json
import os
import secrets
import socket
import sys
import tempfile
import tomllib
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from torchgrade import course as courses
from torchgrade.course import Assignment, Course
from torchgrade.errors import AuthorError, DataError, MachineError
from torchgrade.intake.collect import collect_one
from torchgrade.judge.judging import judge
from torchgrade.judge.report import Json, Report
from torchgrade.judge.settings import Settings
from torchgrade.render import gradescope
from torchgrade.submission import Submission
from torchgrade.worker import keeper, sandbox
from torchgrade.worker.forkserver import ForkServer
from torchgrade.worker.preload import load

# Shared with the workers, since they are there before the fork; torch.optim imports the first on first use.
PRELOADED = ("torch._dynamo", "torch.utils.data", "landlockpy", "torchgrade.worker.serving")
LIMITS = (Path("/sys/fs/cgroup/memory.max"), Path("/sys/fs/cgroup/memory/memory.limit_in_bytes"))
KEPT_FREE = 64 * 2**20  # bytes of a container's memory that no worker gets
LEAST = 128 * 2**20
Say = Callable[[Json], None]


class Forked(ForkServer):
    """The server of workers as a copy of this process. One that must be started again is a program of its own."""

    def __init__(self, course: Course) -> None:
        course.make_importable()
        load(*PRELOADED, *course.preloaded)
        self._course, self._process = course, None
        self._control, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        if os.fork() == 0:
            _serve(course.root, theirs)
        theirs.close()


def _serve(root: Path, control: socket.socket) -> None:
    """Life as the server, with nothing of the judge's: not its output, on which marks are reported."""
    try:
        sandbox.close_all_but({control.fileno()})
        sys.path[:] = [path for path in sys.path if path != str(root)]
        keeper.serve(root, control)
    finally:
        os._exit(1)


def main(source: str, submission: str) -> None:
    """Prints a line of results before the first check and after each; exit code 2 where there can be no mark.

    `source` is what was uploaded, a course of one assignment.
    """
    course = courses.read(Path(source))
    server = Forked(course)
    try:
        _mark(Path(submission), course, server, lambda results: print(json.dumps(results), flush=True))
    except (AuthorError, MachineError, DataError) as error:
        print(f"could not grade: {error}", file=sys.stderr, flush=True)
        os._exit(2)
    server.close()
    os._exit(0)  # all is said: what libraries do and print at their end is not for an instructor to read


def _mark(folder: Path, course: Course, server: ForkServer, say: Say) -> None:
    config = tomllib.loads((course.root / "gradescope.toml").read_text())
    assignment = _fitting(course.assignment(config["slug"]))
    walls, notes = _walls(config["isolation"])
    seed = config.get("seed", secrets.randbits(48))
    with tempfile.TemporaryDirectory(prefix="torchgrade-") as workspace:
        submission, more = handed_in(folder, Path(workspace), assignment.slug)
        tell = functools.partial(_told, notes=(*more, *notes), limit=config["limit_seconds"])
        report = judge(assignment, submission, Settings(seed, walls=walls), server, after=lambda r: say(tell(r)))
    say(tell(report))


def _told(report: Report, notes: tuple[str, ...], limit: float) -> Json:
    """The results as Gradescope reads them. Those of an unfinished run are only read if it had to be ended."""
    left = [result.check for result in report.results if result.outcome == "unreached"]
    late = f"time ran out: of {limit:g} s in all, none were left for {len(left)} of {len(report.results)} checks. What "
    late += "was earned before counts. A program that hangs, or takes long, may be why."
    source = f"images: {report.data}" if report.data else ""
    told = tuple(filter(None, (late if left else "", *notes, source)))
    why = "time ran out before this check"
    results = (replace(r, got=why) if r.outcome == "unreached" else r for r in report.results)
    return gradescope.results([replace(report, results=tuple(results))], told)


def handed_in(folder: Path, workspace: Path, slug: str) -> tuple[Submission, tuple[str, ...]]:
    """What is to be judged in a student's folder, as `torchgrade grade` chooses it, and notes on the rest of it.

    Links are not followed. Archives are unpacked into `workspace`.
    """
    found = collect_one(folder, workspace, slug)
    nothing = Submission(problem=f"nothing was handed in that could be {slug}.py or {slug}.ipynb")
    return found.submissions.get(slug, nothing), found.notes[:30]


def _walls(isolation: str) -> tuple[bool, tuple[str, ...]]:
    """Whether workers go behind the walls, and what to note of it.

    A container ends with all its processes, so the wall that ends them is not asked for.
    """
    if isolation != "strict":
        return False, ("graded without the kernel's walls",)
    missing = [wall.name for wall in sandbox.missing_walls() if wall.name != "processes"]
    if missing:
        raise MachineError(f"this machine lacks the walls {', '.join(missing)}. docs/gradescope.md says what to do.")
    return True, ()


def _fitting(assignment: Assignment) -> Assignment:
    """The assignment with no more memory for a worker than this container has left; a file's pages can be dropped."""
    limit = min((size for path in LIMITS if (size := _size(path))), default=None)
    if limit is None:
        return assignment
    left = limit - _anonymous() - KEPT_FREE
    return replace(assignment, memory=max(LEAST, min(assignment.memory, left)))


def _size(path: Path) -> int | None:
    try:
        return int(path.read_text())
    except (OSError, ValueError):  # no such file, or "max"
        return None


def _anonymous() -> int:
    """Bytes of this process that are no file's."""
    lines = Path("/proc/self/smaps_rollup").read_text().splitlines()
    return next(int(line.split()[1]) * 1024 for line in lines if line.startswith("Anonymous:"))
