"""The table of docs/calibration.md: what a new measurement changes in it, and what it leaves alone."""

from datetime import date

import pytest

from tests.conftest import COURSE
from torchgrade.prove.calibrate import Series
from torchgrade.prove.calibration import HEAD, expected, markdown, measured, merged, rows, sources

DAY = date(2026, 3, 1)
MNIST, STANDIN = ("clothes", "test_accuracy", "MNIST"), ("clothes", "test_accuracy", "digits stand-in")


def row(place, program="reference", values=(0.9, 0.92, 0.94), day=DAY):
    return measured(Series(*place, program, 0.8, values), day)


def test_a_row_tells_mean_deviation_and_distance():
    told = dict(zip(HEAD, row(MNIST), strict=True))
    assert (told["mean"], told["sd"], told["minimum"]) == ("0.9200", "0.0200", "0.9000")
    assert (told["sd away"], told["false fails"]) == ("6.0", "0 of 3, 9.9e-10")
    assert (told["seeds"], told["measured"]) == ("3", "2026-03-01")


def test_a_page_is_read_back_as_it_was_written():
    table = [row(MNIST), row(MNIST, "correct/blocks"), row(STANDIN)]
    assert rows(markdown(table)) == table


def test_a_page_of_another_form_has_no_rows_to_keep():
    assert rows("# Calibration\n\n| assignment | check |\n| --- | --- |\n| clothes | test_accuracy |\n") == []


def test_data_that_were_not_there_keep_their_figures():
    old = [row(MNIST), row(STANDIN)]
    new = [row(STANDIN, values=(0.95, 0.96), day=date(2026, 4, 1))]
    assert merged(old, new, [MNIST, STANDIN]) == [old[0], new[0]]


def test_what_is_measured_anew_leaves_no_program_of_before():
    old = [row(MNIST), row(MNIST, "correct/gone")]
    assert merged(old, [row(MNIST)], [MNIST]) == [row(MNIST)]


def test_what_was_never_measured_is_said_so_until_it_is():
    table = merged([], [row(STANDIN)], [MNIST, STANDIN])
    assert table[0] == (*MNIST, *["–"] * 8, "not measured")
    assert merged(table, [row(MNIST)], [MNIST, STANDIN]) == [row(MNIST), row(STANDIN)]


def test_a_check_that_is_gone_is_left_out():
    assert merged([row(MNIST)], [], []) == []


def test_sources_are_the_tables_with_a_threshold():
    settings = {"title": "x", "accuracy": {"MNIST": {"threshold": 0.9}, "other": {"threshold": 0.8}}, "more": {"a": 1}}
    assert list(sources(settings)) == ["MNIST", "other"]


@pytest.mark.parametrize(
    "place", [("mnist_cnn", "test_accuracy", "MNIST"), ("spiral", "test_learns_the_spiral", "drawn")]
)
def test_the_course_expects_to_be_measured(place):
    assert place in list(expected(COURSE.assignments))


def test_the_page_of_the_course_has_a_row_for_all_that_it_measures():
    page = (COURSE.root / "docs" / "calibration.md").read_text(encoding="utf-8")
    assert {found[:3] for found in rows(page)} == set(expected(COURSE.assignments))
