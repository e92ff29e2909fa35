"""The class page in a real browser: it sorts, searches, opens a student, and runs nothing that a name carries."""

import os
import shutil
from dataclasses import replace

import pytest

from tests.render.test_render import ADA, REPORT, book
from torchgrade.batch.gradebook import GRADED, Mark
from torchgrade.render import output

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]

sync_api = pytest.importorskip("playwright.sync_api")
pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="no Chromium here")

GRACE = replace(ADA, key="grace", name="Grace Hopper", marks=(), sid="13")
EVE = replace(ADA, key="eve", name='<img src=x onerror="alert(1)">', marks=(), sid="14")


@pytest.fixture(scope="module")
def browser():
    with sync_api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS, env=dict(os.environ))
        yield browser
        browser.close()


@pytest.fixture
def page(browser, tmp_path):
    """The class page; whatever the console says, or asks, fails the test."""
    output.write(book(EVE, ADA, GRACE), tmp_path)
    page, said = browser.new_page(), []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.on("dialog", lambda dialog: (said.append(dialog.message), dialog.dismiss()))
    page.on("requestfailed", lambda request: said.append(request.url))
    page.goto((tmp_path / "index.html").as_uri())
    yield page
    page.close()
    assert said == []


def test_thirteen_assignments_fit_beside_each_other(browser, tmp_path):
    thirteen = tuple(replace(ADA.marks[0].assignment, slug=f"autograd_regression_{n}") for n in range(13))
    row = replace(ADA, marks=tuple(Mark(one, GRADED, replace(REPORT, slug=one.slug)) for one in thirteen))
    output.write(replace(book(row), assignments=thirteen), tmp_path)
    page = browser.new_page(viewport={"width": 1280, "height": 800})
    page.goto((tmp_path / "index.html").as_uri())
    table = page.locator("#students")
    assert table.evaluate("table => table.scrollWidth <= table.parentElement.clientWidth")
    assert table.locator("th").nth(2).inner_text().startswith("total")
    page.close()


def names(page) -> list[str]:
    return page.locator("#students tbody tr:visible td:first-child").all_inner_texts()


def test_it_sorts_by_a_column_up_and_down(page):
    total = page.get_by_role("columnheader", name="total")
    total.click()
    assert names(page)[-1] == "Ada Lovelace"
    total.click()
    assert names(page)[0] == "Ada Lovelace"


def test_it_finds_by_a_part_of_a_name_or_id(page):
    page.get_by_label("search").fill("hopp")
    assert names(page) == ["Grace Hopper"]
    page.get_by_label("search").fill("12")
    assert names(page) == ["Ada Lovelace"]


def test_it_opens_a_student(page):
    page.get_by_role("link", name="Ada Lovelace").first.click()
    assert page.title() == "Ada Lovelace: 1.5 of 20 points"
    assert page.get_by_text("Dropout is never off.").is_visible()


def test_a_hostile_name_is_shown_as_text(page):
    assert EVE.name in names(page)


def test_a_student_s_page_fits_a_phone(page):
    page.set_viewport_size({"width": 380, "height": 700})
    page.get_by_role("link", name="Ada Lovelace").first.click()
    assert page.evaluate("document.documentElement.scrollWidth") <= 380
