"""A teacher who wants six of the assignments writes six names into course.toml: everything follows."""

import re
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner

from tests.conftest import COURSE
from torchgrade import course as courses
from torchgrade.commands.main import main
from torchgrade.publish import kit

SIX = ("autograd_regression", "and_perceptron", "xor_mlp", "spiral", "mnist_mlp", "mnist_cnn")
OTHERS = {assignment.slug for assignment in COURSE.assignments} - set(SIX)


@pytest.fixture(scope="module")
def root(tmp_path_factory) -> Path:
    """This course with six names in its course.toml."""
    root = tmp_path_factory.mktemp("course") / "six"
    for part in (*courses.FOLDERS, "student_template", "tests/correct"):
        shutil.copytree(COURSE.root / part, root / part, ignore=shutil.ignore_patterns("__pycache__"))
    lines = (COURSE.root / "course.toml").read_text(encoding="utf-8").splitlines()
    kept = [line for line in lines if line.split(" ")[0] not in OTHERS]
    (root / "course.toml").write_text("\n".join(kept), encoding="utf-8")
    return root


def told(root: Path, *words: str) -> str:
    """What a command says."""
    return CliRunner().invoke(main, ["--course", str(root), *words]).output


def slugs_in(text: str) -> list[str]:
    """The assignments that a text names, in order, each once."""
    return list(dict.fromkeys(re.findall(rf"\b({'|'.join({*SIX, *OTHERS})})\b", text)))


@pytest.mark.slow
def test_the_template_is_six_lists_of_what_to_write(root):
    assert slugs_in(told(root, "check", "student_template", "--data", "/dev/null")) == list(SIX)


def test_only_six_are_made_anew_and_the_others_left_alone(root):
    for slug in ("tensors", "spiral"):
        (root / "student_template" / f"{slug}.py").write_text("begun", encoding="utf-8")
    told(root, "stubs", "--force")
    assert (root / "student_template" / "tensors.py").read_text(encoding="utf-8") == "begun"
    assert (root / "student_template" / "spiral.py").read_text(encoding="utf-8") != "begun"


def test_the_page_of_mistakes_has_six(root):
    told(root, "mistakes")
    page = (root / "docs" / "mistakes.md").read_text(encoding="utf-8")
    assert [slug for slug in re.findall(r"^## .*?(\w+)$", page, flags=re.MULTILINE) if slug in {*SIX, *OTHERS}] == list(
        SIX
    )


def test_the_kit_has_six(root):
    held = [name for name, _ in kit._files(courses.read(root).assignments)]
    assert set(re.findall(r"assignments/(\w+)/README", " ".join(held))) == set(SIX)


def test_another_assignment_is_not_known(root):
    assert "tensors" in told(root, "check", "student_template", "-a", "tensors")
    assert "experiments" not in told(root, "check", "student_template", "-a", "tensors")
