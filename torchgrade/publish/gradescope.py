"""Gradescope's autograder for one assignment: a zip with the judge, this assignment's files, and what starts it."""

import json
import zipfile
from collections.abc import Iterator
from pathlib import Path

from torchgrade.checks.announced import listed
from torchgrade.course import FILE, Assignment
from torchgrade.publish.packing import (
    TOOL,
    check_files,
    constraints,
    course_toml,
    pinned,
    requirements,
    shared_files,
    tool_files,
)

SCRIPTS = ("setup.sh", "run_autograder")  # at the top of the zip, where Gradescope looks for them
CONFIG = """\
# Of this autograder. Change it here, zip the files again, and upload.
slug = {slug}

# "Autograder timeout" in the assignment's settings on Gradescope, in seconds. The judge ends half a minute earlier:
# a run that Gradescope has to end is worth 0 points, whatever was earned.
limit_seconds = 600

# Every run draws its own data and says its seed in the output. A seed given here is that of all runs.
# seed = 1

# "strict": behind the kernel's walls or not at all. "basic": a process of its own with limits, from which the checks
# and the solution can be read and the marks be forged. docs/gradescope.md says when that can be needed.
isolation = "strict"

# Who judges; setup.sh makes this user.
user = "torchgrade"
"""


def build(assignment: Assignment, folder: Path, data: str | None = None) -> Path:
    """Writes <slug>.zip: for graders, not for students.

    The course's data go with an assignment that loads any, as far as they lie under the data root.
    """
    course, target = assignment.course, folder / f"{assignment.slug}.zip"
    folder.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, path in _files(assignment, data):
            archive.write(path, name)
        for script in SCRIPTS:
            archive.write(TOOL / "publish" / "autograder" / script, script)
        archive.writestr("gradescope.toml", CONFIG.format(slug=json.dumps(assignment.slug)))
        archive.writestr(FILE, course_toml(course, {assignment.slug: assignment.points}))
        archive.writestr("constraints.txt", constraints(course))
        archive.writestr("requirements.txt", "\n".join(pinned(course, requirements(course))) + "\n")
    return target


def _files(assignment: Assignment, data: str | None) -> Iterator[tuple[str, Path]]:
    """The grader, what students may import, of the assignments this one alone, and the data that its checks ask for."""
    yield from tool_files()
    yield from shared_files(assignment.course)
    own = {*assignment.mistakes, *(path for path in assignment.folder.iterdir() if path.is_file())}
    own |= {path for _, path in check_files(assignment)}
    for path in sorted(own):
        yield path.relative_to(assignment.root).as_posix(), path
    if any({"images", "data"}.intersection(check.asks) for check in listed(assignment)):
        for name, path in assignment.course.data_files(data).items():
            yield f"data/{name}", path
