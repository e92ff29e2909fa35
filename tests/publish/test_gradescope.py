"""Gradescope: the zip in the layout of /autograder, run as there, gives the judge's marks in the published format."""

import functools
import json
import os
import subprocess
import sys
import zipfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import nbformat
import pytest

from tests.conftest import COURSE, earned
from tests.gradescope_format import problems
from torchgrade.errors import MachineError
from torchgrade.judge.judging import judge
from torchgrade.judge.report import Report, Result
from torchgrade.judge.settings import Settings
from torchgrade.publish import gradescope
from torchgrade.publish.autograder import judging, supervise
from torchgrade.publish.notebooks import solved
from torchgrade.submission import Submission
from torchgrade.worker import sandbox

SEED = 11
NOBODY = 65534
LINE, GATE = "autograd_regression", "and_perceptron"
RIGHT = {slug: COURSE.assignment(slug).reference.read_text() for slug in (LINE, GATE)}
METADATA = {
    "id": 123456,
    "created_at": "2026-09-03T14:22:32.365935-07:00",
    "assignment": {
        "due_date": "2026-09-01T23:00:00.000000-07:00",
        "group_size": 2,
        "group_submission": True,
        "id": 25828,
        "course_id": 1234,
        "late_due_date": None,
        "release_date": "2026-08-02T00:00:00.000000-07:00",
        "title": "A line",
        "total_points": "10.0",
    },
    "submission_method": "upload",
    "users": [
        {"email": "ada@example.com", "id": 1, "name": "Ada Lovelace"},
        {"email": "alan@example.com", "id": 2, "name": "Alan Turing"},
    ],
    "previous_submissions": [{"submission_time": "2026-08-30T14:24:48.087023-07:00", "score": 0.0, "results": {}}],
}


def mistake(slug: str, name: str) -> str:
    """A known mistake as a student would hand it in."""
    return RIGHT[slug] + "\n\n" + (COURSE.root / "graders" / slug / "mistakes" / f"{name}.py").read_text()


@pytest.fixture(scope="module")
def archive(tmp_path_factory):
    """`archive(slug)`: the zip of an assignment, built once, without MNIST."""
    folder = tmp_path_factory.mktemp("dist")
    return functools.cache(lambda slug: gradescope.build(COURSE.assignment(slug), folder, data="/dev/null"))


@pytest.fixture(scope="module")
def autograder(archive, tmp_path_factory):
    """`autograder(slug, {name: text}, setting=line)`: the folder that Gradescope makes, ready to run."""

    def laid_out(slug: str, files: dict[str, str], **settings: str) -> Path:
        place = tmp_path_factory.mktemp("gradescope") / "autograder"
        open_to_all(place.parent)
        for name in ("source", "submission", "results"):
            (place / name).mkdir(parents=True)
        zipfile.ZipFile(archive(slug)).extractall(place / "source")
        (place / "run_autograder").write_bytes((place / "source" / "run_autograder").read_bytes())
        (place / "run_autograder").chmod(0o755)
        (place / "submission_metadata.json").write_text(json.dumps(METADATA))
        for name, text in files.items():
            (place / "submission" / name).write_text(text)
        configure(place, **{"seed": str(SEED), "user": '"root"'} | settings)
        return place

    return laid_out


def open_to_all(folder: Path) -> None:
    """pytest's own temporary folders are for its user alone."""
    for one in (folder, *folder.parents):
        if one.stat().st_uid == os.getuid() and "pytest" in str(one):
            one.chmod(0o755)


def configure(place: Path, **settings: str) -> None:
    """Changes gradescope.toml as an instructor would."""
    path = place / "source" / "gradescope.toml"
    kept = [line for line in path.read_text().splitlines() if line.split(" = ")[0] not in settings]
    path.write_text("\n".join([*kept, *(f"{name} = {value}" for name, value in settings.items())]))


def start(place: Path, python: str = sys.executable) -> subprocess.Popen[str]:
    environment = {"PATH": os.defpath, "AUTOGRADER": str(place), "PYTHON": python}
    return subprocess.Popen(
        [place / "run_autograder"],
        cwd=place,
        env=environment,
        text=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    )


def run(place: Path, python: str = sys.executable) -> dict[str, Any]:
    """What results.json holds after a run, in the published form."""
    process = start(place, python)
    said, _ = process.communicate(timeout=600)
    assert process.returncode == 0, said
    return read(place)


def read(place: Path) -> dict[str, Any]:
    results = json.loads((place / "results" / "results.json").read_text())
    assert problems(results) == []
    return results


def scores(results: dict[str, Any]) -> dict[str, float]:
    return {test["tags"][0]: test["score"] for test in results["tests"]}


def of_judge(slug: str, source: str, server) -> dict[str, float]:
    settings = Settings(seed=SEED, data="/dev/null", diagnose=False)
    return earned(judge(COURSE.assignment(slug), Submission(((f"{slug}.py", source),)), settings, server))


# ---- marks ----


WRONG = mistake(LINE, "gradients_not_zeroed")


@pytest.fixture(scope="module")
def script(autograder):
    """`script(source)`: the results of a script, run once for all tests that ask."""
    return functools.cache(lambda source: run(autograder(LINE, {f"{LINE}.py": source})))


@pytest.mark.parametrize(
    "source", [pytest.param(RIGHT[LINE], id="right"), pytest.param(WRONG, id="wrong", marks=pytest.mark.slow)]
)
def test_a_script_gets_the_judge_s_marks(script, server, source):
    assert scores(script(source)) == of_judge(LINE, source, server)


@pytest.mark.slow
def test_a_notebook_gets_the_marks_of_the_script(autograder):
    results = run(autograder(LINE, {f"{LINE}.ipynb": nbformat.writes(solved(COURSE.assignment(LINE)))}))
    assert results["score"] == 10


@pytest.mark.slow
def test_a_wrong_program_is_told_the_mistake(script):
    results = script(WRONG)
    assert "gradients_not_zeroed" in results["extra_data"]["mistakes"][LINE]
    assert any("why: " in test["output"] for test in results["tests"] if test["visibility"] == "visible")


@pytest.mark.slow
def test_nothing_handed_in_earns_nothing_and_is_said(autograder):
    results = run(autograder(LINE, {}))
    assert results["score"] == 0
    assert "nothing was handed in" in json.dumps(results)


@pytest.mark.slow
def test_a_link_to_the_solution_earns_nothing(autograder):
    place = autograder(LINE, {})
    (place / "submission" / f"{LINE}.py").symlink_to(place / "source" / "reference" / f"{LINE}.py")
    results = run(place)
    assert results["score"] == 0
    assert "is a link" in results["output"]


@pytest.mark.slow
def test_what_a_hidden_check_asked_and_got_stands_in_no_visible_text(autograder):
    results = run(autograder(GATE, {f"{GATE}.py": mistake(GATE, "other_defaults")}))
    hidden = [test for test in results["tests"] if test["visibility"] == "hidden"]
    lines = [line for test in hidden for line in test["output"].splitlines()]
    asked = [line for line in lines if line.startswith(("where: ", "expected: ", "got: "))]
    assert asked and {test["tags"][0] for test in hidden if test["status"] == "failed"} == {"test_defaults"}
    shown = results["output"] + "".join(t["name"] + t["output"] for t in results["tests"] if t not in hidden)
    assert [line for line in asked if line.split(": ", 1)[1] in shown] == []


@pytest.mark.slow
def test_the_output_names_the_seed_and_nobody(script):
    output = script(RIGHT[LINE])["output"]
    assert f"seed {SEED}" in output
    assert not any(user["name"] in output or user["email"] in output for user in METADATA["users"])


# ---- time ----

HANGS = RIGHT[GATE] + "\n\ndef predict(model, X):\n    while True:\n        pass\n"


@pytest.mark.slow
def test_what_was_earned_before_time_ran_out_counts_and_the_file_is_whole_at_any_moment(autograder):
    place = autograder(GATE, {f"{GATE}.py": HANGS}, limit_seconds="40")
    process = start(place)
    seen = set()
    while process.poll() is None:
        if (place / "results" / "results.json").exists():
            seen.add(read(place)["score"])
    assert process.communicate()[0] == ""
    results = read(place)
    late = {test["tags"][0]: test["score"] for test in results["tests"] if "not reached" in test["output"]}
    assert "time ran out" in results["output"] and 0 < results["score"] < 10
    assert late and set(late.values()) == {0}
    assert len(seen) > 1 and max(seen) == results["score"]


def test_gradescope_is_left_time_of_its_own():
    assert (supervise.reserve(600), supervise.reserve(40)) == (30, 10)


def test_checks_that_were_not_reached_say_why():
    results = (Result("test_a", "It adds.", 2, 2, "passed"), Result("test_b", "It halves.", 1, outcome="unreached"))
    told = judging._told(Report("tiny", "Tiny", results, 1, "strict", "cpu", "0"), (), 600)
    assert told["tests"][1]["output"] == "not reached, 0 of 1\ngot: time ran out before this check"
    assert "for 1 of 2 checks" in told["output"]


# ---- what is no mark ----


@pytest.mark.slow
def test_a_course_that_is_wrong_leaves_no_results(autograder):
    place = autograder(LINE, {f"{LINE}.py": RIGHT[LINE]})
    toml = place / "source" / "course.toml"
    toml.write_text(toml.read_text().replace(f"{LINE} = 10", f"{LINE} = 11"))
    process = start(place)
    assert "course.toml says 11" in process.communicate(timeout=600)[0]
    assert process.returncode == 2
    assert not (place / "results" / "results.json").exists()


def test_strict_refuses_where_a_wall_is_missing(monkeypatch):
    monkeypatch.setattr(sandbox, "missing_walls", lambda: [wall for wall in sandbox.WALLS if wall.name == "files"])
    with pytest.raises(MachineError, match="lacks the walls files"):
        judging._walls("strict")


def test_strict_does_without_a_process_table_of_its_own(monkeypatch):
    monkeypatch.setattr(sandbox, "missing_walls", lambda: [wall for wall in sandbox.WALLS if wall.name == "processes"])
    assert judging._walls("strict") == (True, ())


def test_basic_is_said():
    assert judging._walls("basic") == (False, ("graded without the kernel's walls",))


# ---- the unprivileged user ----

CURIOUS = """
import os
found = []
for path in ("{place}/source/reference/{slug}.py", "{place}/submission_metadata.json", "{place}/results"):
    try:
        os.listdir(path) if path.endswith("results") else open(path).read()
        found.append(path)
    except OSError:
        pass
raise RuntimeError(f"user {{os.getuid()}} found {{found}}")
"""


@pytest.fixture
def python(tmp_path):
    """A Python with this one's packages that an ordinary user can run."""
    name = f"python{sys.version_info.major}.{sys.version_info.minor}"
    home = tmp_path / "python"
    (home / "bin").mkdir(parents=True)
    (home / "lib" / name).mkdir(parents=True)
    (home / "bin" / "python").symlink_to(f"/usr/bin/{name}")
    (home / "lib" / name / "site-packages").symlink_to(Path(pytest.__file__).parents[1])
    (home / "pyvenv.cfg").write_text("home = /usr/bin\n")
    open_to_all(tmp_path)
    try:
        user: dict[str, Any] = {"user": NOBODY, "group": NOBODY, "extra_groups": []}
        subprocess.run([home / "bin" / "python", "-I", "-c", "import torch, pytest"], check=True, cwd="/", **user)
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("there is no Python here that an ordinary user can run")
    return str(home / "bin" / "python")


@pytest.mark.slow
@pytest.mark.skipif(os.getuid() != 0, reason="only root can become somebody else")
def test_a_submission_runs_as_the_unprivileged_user_and_finds_nothing(autograder, python):
    place = autograder(LINE, {}, user='"nobody"')
    source = RIGHT[LINE] + CURIOUS.format(place=place, slug=LINE)
    (place / "submission" / f"{LINE}.py").write_text(source)
    (place / "submission" / f"{LINE}.py").chmod(0)
    results = run(place, python)
    assert f"user {NOBODY} found []" in results["output"]
    assert results["score"] == 10
    modes = {name: (place / name).stat().st_mode & 0o777 for name in ("results", "submission_metadata.json", "source")}
    assert modes == {"results": 0o700, "submission_metadata.json": 0o600, "source": 0o750}


@pytest.mark.slow
@pytest.mark.skipif(os.getuid() != 0, reason="the tests run as an ordinary user already")
def test_an_ordinary_user_can_run_it(autograder, python):
    place = autograder(LINE, {f"{LINE}.py": RIGHT[LINE]})
    for path in (place, *place.rglob("*")):
        os.chown(path, NOBODY, NOBODY)
    environment = {"PATH": os.defpath, "AUTOGRADER": str(place), "PYTHON": python}
    subprocess.run(
        [place / "run_autograder"],
        env=environment,
        cwd="/",
        check=True,
        capture_output=True,
        user=NOBODY,
        group=NOBODY,
        extra_groups=[],
    )
    assert read(place)["score"] == 10


# ---- memory ----


def test_a_worker_gets_no_more_than_the_container_has_left(tmp_path, monkeypatch):
    (tmp_path / "memory.max").write_text(f"{judging._anonymous() + 2**30}\n")
    monkeypatch.setattr(judging, "LIMITS", (tmp_path / "absent", tmp_path / "memory.max"))
    assignment = replace(COURSE.assignment(LINE), memory=2 * 2**30)
    assert 2**29 < judging._fitting(assignment).memory <= 2**30


def test_without_a_limit_a_worker_gets_what_the_assignment_says(tmp_path, monkeypatch):
    (tmp_path / "memory.max").write_text("max\n")
    monkeypatch.setattr(judging, "LIMITS", (tmp_path / "memory.max",))
    assert judging._fitting(COURSE.assignment(LINE)) == COURSE.assignment(LINE)


# ---- the zip ----


def test_the_zip_holds_this_assignment_alone(archive):
    names = set(zipfile.ZipFile(archive(LINE)).namelist())
    assert {"setup.sh", "run_autograder", "gradescope.toml", "constraints.txt", f"reference/{LINE}.py"} <= names
    others = {assignment.slug for assignment in COURSE.assignments} - {LINE}
    parts = {name: {*Path(name).parts, Path(name).stem.removeprefix("test_")} for name in names}
    assert [name for name in names if others & parts[name]] == []


def test_mnist_goes_with_an_assignment_that_uses_images(tmp_path):
    raw = tmp_path / "MNIST" / "raw"
    raw.mkdir(parents=True)
    (raw / "train-labels-idx1-ubyte").write_bytes(b"x")
    zips = [gradescope.build(COURSE.assignment(slug), tmp_path, str(tmp_path)) for slug in (LINE, "mnist_mlp")]
    held = ["data/MNIST/raw/train-labels-idx1-ubyte" in zipfile.ZipFile(path).namelist() for path in zips]
    assert held == [False, True]


def test_the_scripts_can_be_run_where_gradescope_unpacks_them(archive):
    modes = {info.filename: info.external_attr >> 16 & 0o777 for info in zipfile.ZipFile(archive(LINE)).infolist()}
    assert modes["run_autograder"] == modes["setup.sh"] == 0o755


def test_setup_is_sound_bash(archive, tmp_path):
    zipfile.ZipFile(archive(LINE)).extract("setup.sh", tmp_path)
    subprocess.run(["bash", "-n", tmp_path / "setup.sh"], check=True)


@pytest.mark.parametrize(
    ("broken", "said"),
    [
        ({"score": "10"}, "score is of type str"),
        ({"score": 1, "points": 2}, "no key points"),
        ({"score": 1, "visibility": "secret"}, "visibility is 'secret'"),
        ({"tests": [{"name": "x"}]}, "score"),
    ],
)
def test_the_form_is_checked(broken, said):
    assert any(said in problem for problem in problems(broken))
