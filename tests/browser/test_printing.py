"""Pages on paper: what a PDF of them holds, whatever the screen shows."""

import io
import re
import unicodedata
from collections.abc import Callable

import pytest
from pypdf import PdfReader

from tests.browser.visit import Visit

A4 = (595, 842)
ADDRESS = "https://indicators.example.org"


def printed(visit: Visit) -> PdfReader:
    """Return the page that is open as the browser prints it."""
    return PdfReader(io.BytesIO(visit.page.pdf(prefer_css_page_size=True, print_background=True)))


def words(paper: PdfReader) -> str:
    """Return the text of all its sheets, without the spaces: between letters that are set apart it finds some."""
    return close(" ".join(sheet.extract_text() for sheet in paper.pages))


def close(text: str) -> str:
    """Return a text without its spaces, letters that a face joins written one by one."""
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", text))


def sizes(paper: PdfReader) -> set[tuple[int, int]]:
    """Return the sizes of its sheets in points."""
    return {(round(float(sheet.mediabox.width)), round(float(sheet.mediabox.height))) for sheet in paper.pages}


# A function as the value of the whole would be called by Playwright there and then.
NOTE_PRINTING = "void (window.print = () => { window.printed = true; })"


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_overview_is_complete(open_visit: Callable[..., Visit], scheme: str) -> None:
    visit = open_visit(color_scheme=scheme)
    visit.open("/?lang=en")
    title = visit.page.locator("h1").inner_text()
    names = visit.page.locator("[data-testid=stPlotlyChart] .annotation-text").all_inner_texts()
    paper = printed(visit)
    text = words(paper)
    assert {(width, height) for width, height in sizes(paper)} == {A4}
    assert 2 <= len(paper.pages) <= 5
    assert close(title) in text
    # the ends of the strips stand at the right: they were lost when a wide screen was printed
    for name in filter(None, names):
        assert close(name) in text, f"{name} is not on the paper"
    assert f"{ADDRESS}/" in text
    assert close("Printed on") in text
    assert close("Data version") in text
    for control in ("Print this page", "Copy link", "Compare with", "Find:"):
        assert close(control) not in text
    # the page is as it was
    assert visit.page.locator(".cs-printed").count() == 0
    assert visit.errors == []


@pytest.mark.parametrize(
    "path", ["/water?lang=fr", "/world?lang=fr", "/sdg?lang=fr", "/sources?lang=fr", "/compare?lang=en"]
)
def test_every_page_is_unfolded(open_visit: Callable[..., Visit], path: str) -> None:
    visit = open_visit()
    visit.open(path)
    paper = printed(visit)
    assert sizes(paper) == {A4}
    last = [sheet.extract_text() for sheet in paper.pages]
    assert all(f"/{len(paper.pages)}" in close(sheet) for sheet in last), "a sheet does not say which it is of how many"
    assert close(visit.page.locator("h1").inner_text()) in words(paper)


def test_a_wide_table_lies_across(open_visit: Callable[..., Visit]) -> None:
    visit = open_visit()
    visit.open("/availability?lang=en")
    assert sizes(printed(visit)) == {A4, A4[::-1]}


def test_a_dark_screen_prints_no_dark_paper(open_visit: Callable[..., Visit]) -> None:
    visit = open_visit(color_scheme="dark")
    visit.open("/land?lang=en")
    visit.page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    visit.page.emulate_media(media="print")
    ground = "getComputedStyle(document.body).backgroundColor"
    assert visit.page.evaluate(ground) == "rgb(255, 255, 255)"
    fills = visit.page.evaluate(
        "[...document.querySelectorAll('.cs-printed text')].map((text) => getComputedStyle(text).fill)"
    )
    assert fills, "no chart is drawn for the paper"
    # no text of the light paper is lighter than grey
    assert all(sum(map(int, re.findall(r"\d+", fill)[:3])) < 480 for fill in fills)
    visit.page.evaluate("window.dispatchEvent(new Event('afterprint'))")
    visit.page.emulate_media(media="screen")
    assert visit.page.locator(".cs-printed").count() == 0


def test_the_button_prints_once_the_last_chart_is_drawn(open_visit: Callable[..., Visit]) -> None:
    visit = open_visit()
    visit.open("/water?lang=en")
    page = visit.page
    page.evaluate(NOTE_PRINTING)
    page.get_by_role("button", name="Print this page").click()
    assert page.evaluate("window.printed") is True
    # A chart that is not drawn yet, as a slow machine has it.
    page.evaluate("""() => {
        window.printed = false;
        window.late = document.createElement('div');
        window.late.dataset.testid = 'stPlotlyChart';
        document.querySelector('main, [data-testid=stMain]').append(window.late);
    }""")
    page.get_by_role("button", name="Print this page").click()
    assert page.evaluate("window.printed") is False
    page.evaluate("window.late.remove()")
    page.wait_for_function("window.printed === true")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_plain_page(open_visit: Callable[..., Visit], scheme: str) -> None:
    visit = open_visit(color_scheme=scheme)
    visit.page.goto(f"{visit.address}/c/public_sewer-rank?lang=en")
    visit.page.wait_for_selector(".js-plotly-plot .main-svg")
    paper = printed(visit)
    text = words(paper)
    assert (len(paper.pages), sizes(paper)) == (1, {A4})
    for part in ("Casablanca", "Source:", "Printed on", f"{ADDRESS}/c/public_sewer-rank"):
        assert close(part) in text
    assert close("Copy link") not in text
