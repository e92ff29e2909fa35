"""Marks as tables, pages and Gradescope's JSON: complete, hostile text shown as text, hidden checks kept hidden."""

import contextlib
import csv
import json
import re
from dataclasses import replace
from datetime import datetime
from io import StringIO

import pytest

from tests.conftest import COURSE
from torchgrade.batch import late, similar
from torchgrade.batch.gradebook import GRADED, MISSING, UNREADABLE, Gradebook, Mark, Row
from torchgrade.intake import roster
from torchgrade.judge.report import Report, Result
from torchgrade.render import gradescope, output, tables, templating
from torchgrade.render.whole import written
from torchgrade.render.words import printable

SPIRAL = COURSE.assignment("spiral")
LOST = Result(
    "test_steps",
    "It steps.",
    2,
    0.5,
    "failed",
    where="train()",
    expected="0.6931",
    got="<b>1.38</b>",
    hint="Which one?",
)
NAMED = Result(
    "test_modes",
    "It switches modes.",
    1,
    0,
    "failed",
    hidden=True,
    where="secret(3)",
    expected="7",
    got="8",
    diagnosis=("Dropout is never off.",),
    mistakes=("dropout_never_off",),
)
PASSED = Result("test_tensors", "It makes tensors.", 1, 1, "passed")
REPORT = Report(
    "spiral", "Three spiral arms", (PASSED, LOST, NAMED), 5, "strict", "cpu", "0.1", notes=("cell 2 raised",)
)
ADA = Row("ada", "Ada Lovelace", "12", "ada@example.org", (Mark(SPIRAL, GRADED, REPORT, file="spiral.py"),))


def book(*rows: Row) -> Gradebook:
    return Gradebook((SPIRAL,), lambda: iter(rows), seed=5, seeds=1, version="0.1", leftovers=("x.rar: not opened",))


def named(name: str, **more) -> Row:
    return replace(ADA, name=name, **more)


@pytest.fixture
def out(tmp_path):
    output.write(book(ADA), tmp_path)
    return tmp_path


def cells(lines) -> list[list[str]]:
    return [[tables.safe(cell) for cell in line] for line in lines]


# ---- tables ----


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1+1", "\r=1", " =1"])
def test_no_cell_is_a_formula(text):
    assert tables.safe(text)[0] == "'"


def test_a_line_break_in_a_name_starts_no_row(tmp_path):
    output.write(book(named("Ada\nEve,0,0")), tmp_path)
    with (tmp_path / "grades.csv").open(newline="") as file:
        assert [row["name"] for row in csv.DictReader(file)] == ["Ada Eve,0,0"]


def test_grades_hold_a_line_per_student_with_total_and_flags():
    (line,) = cells(tables.grades(book(ADA), ADA))
    assert line[:8] == ["ada", "Ada Lovelace", "12", "ada@example.org", "1.5", "20", "", "1.5"]
    assert line[-1] == "spiral: cell 2 raised"


@pytest.mark.parametrize("state", [MISSING, UNREADABLE])
def test_no_mark_is_an_empty_cell_and_a_flag(state):
    row = replace(ADA, marks=(Mark(SPIRAL, state, reason="it is empty"),))
    (line,) = cells(tables.grades(book(row), row))
    assert line[7] == ""
    assert f"{state}: spiral" in line[-1]


def test_checks_hold_a_line_per_check():
    assert [line[2] for line in cells(tables.checks(book(ADA), ADA))] == ["test_tensors", "test_steps", "test_modes"]


def test_canvas_gets_its_own_columns_back():
    extra = {"Student": "Lovelace, Ada", "ID": "4711", "SIS User ID": "s1", "Three spiral arms (99)": ""}
    row = replace(ADA, extra=extra)
    head, points = cells(tables.canvas_head(book(row)))
    assert head == ["Student", "ID", "SIS User ID", "SIS Login ID", "Section", "Three spiral arms (99)"]
    assert points[0] == "Points Possible"
    assert points[-1] == "20"
    assert cells(tables.canvas(book(row), row)) == [["Lovelace, Ada", "4711", "s1", "ada@example.org", "", "1.5"]]


def test_a_file_that_could_not_be_finished_leaves_the_old_one(tmp_path):
    (tmp_path / "grades.csv").write_text("old")
    with contextlib.suppress(ZeroDivisionError), written(tmp_path / "grades.csv") as file:
        file.write(f"half {1 / 0}")
    assert [path.name for path in tmp_path.iterdir()] == ["grades.csv"]
    assert (tmp_path / "grades.csv").read_text() == "old"


# ---- pages ----


@pytest.mark.parametrize("suffix", ["html", "md"])
def test_a_hidden_check_shows_its_mistake_and_nothing_that_it_asked(out, suffix):
    text = (out / "feedback" / f"ada.{suffix}").read_text()
    assert "Dropout is never off" in text
    assert "secret" not in text


def test_markup_in_an_answer_is_shown_as_text(out):
    assert "&lt;b&gt;1.38&lt;/b&gt;" in (out / "feedback" / "ada.html").read_text()


def test_markup_in_a_name_is_shown_as_text(tmp_path):
    output.write(book(named("<script>alert(1)</script>")), tmp_path)
    for page in (tmp_path / "index.html", tmp_path / "feedback" / "ada.html"):
        assert "<script>alert" not in page.read_text()


def test_markdown_in_an_answer_is_shown_as_text():
    assert templating.literally("[x](http://y) <b>\n# z") == r"\[x\]\(http://y\) \<b\> \# z"


def test_pages_load_nothing(out):
    for page in (out / "index.html", out / "feedback" / "ada.html"):
        assert not re.search(r"""src=|<link|@import|url\((?!#)""", page.read_text())  # url(#...) is in the page


def test_control_and_direction_characters_are_replaced():
    assert printable("a\x1b[31m\u202eb") == "a�[31m�b"


def test_pages_of_an_earlier_run_for_nobody_are_removed(out):
    output.write(book(replace(ADA, key="grace")), out)
    assert {path.name for path in (out / "feedback").iterdir()} == {"grace.html", "grace.md"}


def test_the_class_page_counts_mistakes_and_lists_what_belongs_to_nobody(out):
    text = (out / "index.html").read_text()
    assert "dropout never off" in text
    assert "x.rar: not opened" in text


# ---- Gradescope ----


def test_gradescope_s_score_is_the_sum_of_its_tests(out):
    data = json.loads((out / "results" / "ada.json").read_text())
    assert data["score"] == sum(test["score"] for test in data["tests"]) == 1.5


def test_gradescope_shows_hidden_checks_to_nobody():
    tests = gradescope.results([REPORT])["tests"]
    assert [test["visibility"] for test in tests] == ["visible", "visible", "hidden"]


# ---- what the gradebook knows besides marks ----


@pytest.mark.parametrize(
    ("time", "days"), [("2026-11-20T23:59", 0), ("2026-11-21T00:00:01", 1), ("2026-11-22 10:00", 2)]
)
def test_begun_days_after_the_due_time_are_late(tmp_path, time, days):
    path = tmp_path / "times.csv"
    path.write_text(f"id,name,submitted\n12,Ada,{time}\n")
    due = datetime(2026, 11, 21)
    assert late.late_days(roster.read(path), due, "Ada", "12", "") == days


def test_a_time_that_is_none_is_said(tmp_path):
    path = tmp_path / "times.csv"
    path.write_text("id,submitted\n12,yesterday\n")
    with pytest.raises(roster.RosterError, match="'yesterday' is no time"):
        late.late_days(roster.read(path), datetime(2026, 11, 21), "", "12", "")


SOURCE = (COURSE.root / "reference" / "spiral.py").read_text()
TEMPLATE = (COURSE.root / "student_template" / "spiral.py").read_text()


def test_a_copy_with_other_names_and_comments_is_the_same():
    copy = SOURCE.replace("best", "winner").replace("\n\n\n", "\n\n# mine\n\n")
    found = similar.alike({"a": SOURCE, "b": copy}, TEMPLATE)
    assert {name: others.nearest for name, others in found.items()} == {"a": [("b", 1.0)], "b": [("a", 1.0)]}


def test_programs_by_different_hands_are_not_alike():
    others = {path.stem: path.read_text() for path in (COURSE.root / "tests" / "correct" / "spiral").glob("*.py")}
    assert similar.alike(others | {"reference": SOURCE}, TEMPLATE) == {}


def test_of_many_that_are_alike_the_nearest_few_are_named_and_the_rest_counted():
    found = similar.alike(dict.fromkeys("abcdef", SOURCE), TEMPLATE)["a"]
    assert (len(found.nearest), found.count) == (3, 5)


def test_the_template_is_like_nobody_s_work():
    assert similar.alike({"a": TEMPLATE, "b": TEMPLATE}, TEMPLATE) == {}


def test_what_is_no_python_is_like_nothing():
    assert similar.alike({"a": "def f(:", "b": "def f(:"}, "") == {}


def test_a_csv_of_every_table_can_be_read_back(out):
    for name in ("grades.csv", "checks.csv", "canvas.csv"):
        rows = list(csv.reader(StringIO((out / name).read_text())))
        assert len({len(row) for row in rows}) == 1
