"""The tool without this repository: a wheel in a fresh environment, and docs/own-course.md followed to the letter."""

import os
import re
import subprocess
import sys
import sysconfig
import tarfile
import zipfile
from pathlib import Path

import pytest

from torchgrade.worker.sandbox import missing_walls

ROOT = Path(__file__).parents[2]
BLOCK = re.compile(r"^```(\w+)(?: (\S+))?\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def run(command: list[str] | str, folder: Path, **environment: str) -> str:
    done = subprocess.run(
        command,
        cwd=folder,
        shell=isinstance(command, str),
        capture_output=True,
        text=True,
        env=os.environ | environment,
    )
    assert done.returncode == 0, f"{command}\n{done.stdout}{done.stderr}"
    return done.stdout


@pytest.fixture(scope="module")
def built(tmp_path_factory) -> Path:
    """A folder with the wheel and the source distribution."""
    folder = tmp_path_factory.mktemp("dist")
    run([sys.executable, "-m", "build", "--no-isolation", "--outdir", str(folder)], ROOT)
    return folder


def names_in(built: Path, suffix: str) -> list[str]:
    (path,) = built.glob(f"*{suffix}")
    if suffix == ".whl":
        return zipfile.ZipFile(path).namelist()
    with tarfile.open(path) as archive:
        return [name.partition("/")[2] for name in archive.getnames() if "/" in name]


def test_the_wheel_holds_the_tool_and_nothing_of_the_course(built):
    names = [name for name in names_in(built, ".whl") if ".dist-info/" not in name]
    own = [path.relative_to(ROOT).as_posix() for path in (ROOT / "torchgrade").rglob("*") if path.is_file()]
    assert sorted(names) == sorted(name for name in own if "__pycache__" not in name)


def test_the_source_distribution_holds_no_solution(built):
    folders = {name.partition("/")[0] for name in names_in(built, ".tar.gz") if "/" in name}
    assert folders == {"torchgrade", "torchgrade.egg-info"}


@pytest.fixture(scope="module")
def installed(built, tmp_path_factory) -> Path:
    """The programs of a fresh environment with the wheel; what it depends on lies in this one's."""
    home = tmp_path_factory.mktemp("fresh") / "grader"
    run([sys.executable, "-m", "venv", str(home)], built)
    packages = Path(sysconfig.get_path("purelib", vars={"base": str(home), "platbase": str(home)}))
    (packages / "dependencies.pth").write_text(sysconfig.get_path("purelib") + "\n")
    (wheel,) = built.glob("*.whl")
    run([str(home / "bin" / "pip"), "install", "--no-deps", "--no-index", "--quiet", str(wheel)], built)
    return home / "bin"


@pytest.mark.slow
@pytest.mark.timeout(900)
def test_the_walk_to_a_first_class_works_when_followed_to_the_letter(installed, tmp_path):
    place, shown = tmp_path / "Übungen eins", ""
    place.mkdir()
    for kind, path, content in BLOCK.findall((ROOT / "docs" / "own-course.md").read_text(encoding="utf-8")):
        if path:
            (place / path).write_text(content, encoding="utf-8")
        for command in content.splitlines() if kind == "sh" else ():
            shown += run(command, place, PATH=f"{installed}:{os.environ['PATH']}", PYTHONPATH="")
            if command.startswith("cd "):
                place = place / command[3:]
    assert "5 of 5 points" in shown
    assert f"isolation {'basic' if missing_walls() else 'strict'}" in shown
    assert re.search(r"mistake +3 of 3 as known, 3 named", shown)
    assert "\nada,ada,,,3,3,,3," in (place.parent / "graded" / "grades.csv").read_text()
    assert (place.parent / "dist" / "torchgrade-student.zip").exists()


def test_without_a_course_the_way_to_one_is_said(installed, tmp_path):
    done = subprocess.run([installed / "torchgrade", "check"], cwd=tmp_path, capture_output=True, text=True)
    assert done.returncode == 2
    assert "there is no course here" in done.stdout
    assert "torchgrade init" in done.stdout
