"""The offline pack opened from a disk, with every request blocked: its keys, languages, notes and tables."""

from pathlib import Path

import pytest

from indicators.handout.pack import pack
from indicators.sessions.session_files import find_session
from indicators.store.dataset import DATA_FOLDER
from indicators.store.folders import Folders
from tests.helpers.published import dataset

HALL = {"width": 1280, "height": 720}


@pytest.fixture(scope="module")
def file(tmp_path_factory) -> Path:
    session_file, _ = find_session(Folders(DATA_FOLDER, DATA_FOLDER / "nowhere"), "water")
    path = tmp_path_factory.mktemp("pack") / "water.html"
    path.write_text(pack(dataset(), session_file.session, "en", {}), encoding="utf-8")
    return path


@pytest.fixture
def opened(browser, file):
    """The pack in a browser of its own that may fetch the file and nothing else; afterwards nothing was asked for."""
    context = browser.new_context(viewport=HALL, offline=True)
    asked, errors = [], []
    page = context.new_page()
    page.route(
        "**/*", lambda route: route.continue_() if route.request.url.startswith(file.as_uri()) else route.abort()
    )
    page.on("request", lambda request: asked.append(request.url))
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.goto(file.as_uri())
    page.wait_for_selector(".slide.shown h1")
    yield page
    assert errors == []
    assert {url.partition("#")[0] for url in asked if not url.startswith("data:")} == {file.as_uri()}
    context.close()


def shown(page, number):
    page.wait_for_selector(f'.slide.shown[data-number="{number}"] h1')
    return page.locator(".slide.shown h1").inner_text()


def test_it_is_walked_by_the_keys_of_a_clicker(opened):
    assert "where it comes from" in shown(opened, 1)
    opened.keyboard.press("PageDown")
    assert shown(opened, 2) == "In 2021 nearly all of the water came from two rivers"
    opened.locator(".slide.shown .js-plotly-plot .bars").wait_for()
    opened.keyboard.press("PageUp")
    shown(opened, 1)
    opened.keyboard.press("8")
    opened.keyboard.press("Enter")
    assert "94.2% of households in Anfa" in shown(opened, 8)


def test_notes_and_the_table_stand_behind_keys(opened):
    opened.keyboard.press("PageDown")
    shown(opened, 2)
    panel = opened.locator("#pack-panel")
    assert panel.is_hidden()
    opened.keyboard.press("n")
    assert "109 million cubic metres" in panel.inner_text()
    opened.keyboard.press("PageDown")
    shown(opened, 3)
    opened.wait_for_function("document.getElementById('pack-panel').innerText.includes('satellite image')")
    opened.keyboard.press("t")
    opened.wait_for_function("document.querySelectorAll('#pack-panel table tr').length === 10")
    opened.keyboard.press("Escape")
    assert panel.is_hidden()


def test_another_language_keeps_the_slide(opened):
    opened.keyboard.press("PageDown")
    shown(opened, 2)
    opened.keyboard.press("l")
    opened.wait_for_function("document.documentElement.lang === 'fr'")
    assert shown(opened, 2) == "En 2021, presque toute l’eau venait de deux fleuves"
    opened.locator("#pack-languages button[lang=en]").click()
    opened.wait_for_function("document.documentElement.lang === 'en'")
    shown(opened, 2)


def test_a_dark_hall_has_its_own_figures(opened):
    opened.keyboard.press("PageDown")
    shown(opened, 2)
    opened.keyboard.press("d")
    opened.wait_for_function("document.getElementById('stage')?.dataset.theme === 'dark'")
    shown(opened, 2)
    colour = opened.evaluate("document.querySelector('.slide.shown .js-plotly-plot').layout.font.color")
    assert colour == "#EEF1F4"


def test_a_phone_turns_by_touch(browser, file):
    context = browser.new_context(viewport={"width": 360, "height": 720}, has_touch=True, is_mobile=True, offline=True)
    page = context.new_page()
    page.goto(file.as_uri())
    shown(page, 1)
    page.get_by_role("button", name="Forward").tap()
    shown(page, 2)
    page.get_by_role("button", name="Notes").tap()
    assert "109 million cubic metres" in page.locator("#pack-panel").inner_text()
    page.get_by_role("button", name="Notes").tap()
    # Every button is whole, and no row of the table fills the screen.
    edges = page.locator(".pack-languages button").evaluate_all(
        "buttons => buttons.map((button) => button.getBoundingClientRect()).map(({left, right}) => [left, right])"
    )
    assert min(left for left, _ in edges) >= 0
    assert max(right for _, right in edges) <= 360
    page.get_by_role("button", name="Table").tap()
    rows = page.locator("#pack-panel tr").evaluate_all("rows => rows.map((row) => row.offsetHeight)")
    assert rows
    assert max(rows) <= 150
    page.get_by_role("button", name="Table").tap()
    page.get_by_role("button", name="Back").tap()
    shown(page, 1)
    context.close()
