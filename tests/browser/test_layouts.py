"""Every page in three languages, on a phone and on a desk: laid out as approved, in its direction, nothing cut off.

Every other host is blocked: nothing is asked for elsewhere, nothing fails, nothing stays empty. A page is opened once
for all that is asked of it in a language; what it shows on paper is asked of it here, too.

    APPROVE_LAYOUTS=1 python3 start.py test tests/browser/test_layouts.py

writes what is seen down as approved, in `approved/layouts.json`; look at the pages and at what `git diff` shows of it
before you commit it. Run without `-n`, or with `-n 0`: workers would write over each other.
"""

import re
from collections.abc import Callable, Iterator
from functools import partial
from typing import Literal

import pytest
from playwright.sync_api import Page, ViewportSize

from indicators.language.locales import SCREEN_LANGUAGES, direction
from pages.shared.registry import Entry, published_entries
from tests.browser import layout
from tests.browser.axe import violations
from tests.browser.conftest import PHONE, WIDE
from tests.browser.paper import A4, ADDRESS, close, printed, sizes, words
from tests.browser.test_screens import PAST_THE_EDGE, PRESSED, SCROLLING_BOXES, SMALL_TARGETS
from tests.browser.visit import Visit, in_light

SCREENS = {"phone": PHONE, "desk": WIDE}

OVERFLOW = """() => {
  const width = document.documentElement.clientWidth;
  const main = document.querySelector("[data-testid=stMain]");
  const beyond = [...document.querySelectorAll(".cs-html *, .js-plotly-plot text")].filter((element) => {
    if (element.closest(".cs-scroll, .cs-hidden, .cs-nav, .cs-long ol, .cs-fold > summary, [hidden]")) return false;
    const box = element.getBoundingClientRect();
    return box.width && (box.left < -1 || box.right > width + 1);
  });
  const cut = [...document.querySelectorAll(".js-plotly-plot")].flatMap((plot) => {
    const edge = plot.getBoundingClientRect();
    return [...plot.querySelectorAll(".main-svg text")].filter((text) => {
      const box = text.getBoundingClientRect();
      return box.width && !text.closest(".hoverlayer") && (box.left < edge.left - 2 || box.right > edge.right + 2);
    });
  });
  return {
    sideways: Math.max(document.scrollingElement.scrollWidth - width, main.scrollWidth - main.clientWidth),
    texts: [...new Set([...beyond, ...cut])].map((element) => element.textContent.trim().slice(0, 60)),
  };
}"""

OPENING = """() => {
  const picture = [...document.querySelectorAll("main .js-plotly-plot")].find((plot) => plot.offsetParent);
  if (!picture) return null;
  const { top, bottom, height } = picture.getBoundingClientRect();
  const sentence = document.querySelector("main h1").getBoundingClientRect();
  return { sentence: sentence.bottom <= innerHeight, picture: (Math.min(bottom, innerHeight) - top) / height };
}"""
"""Whether the sentence stands on the first screen, and the share of the first picture that does."""


FITTED = """() => [...document.querySelectorAll(".js-plotly-plot")].every((plot) => {
  const drawn = plot.querySelector(".main-svg")?.getBoundingClientRect().width ?? 0;
  return !plot.offsetParent || Math.abs(drawn - plot.getBoundingClientRect().width) <= 1;
}) && new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => done(true))))"""
"""Every picture is as wide as its place, and two frames have passed since."""


NOTE_FOLDED = "window.folded = [...document.querySelectorAll('details:not([open])')]; undefined"
FOLD_AGAIN = "window.folded.forEach(part => { part.open = false; })"
"""What was unfolded is folded again for the next test: unfolded, the page of sources has hundreds of sheets."""


def name_of(page: tuple[Entry, str]) -> str:
    """Return the name of a page in a language, as tests call it: `water-fr`."""
    return f"{page[0].script.removesuffix('.py')}-{page[1]}"


PAGES = [(entry, language) for entry in published_entries() for language in SCREEN_LANGUAGES]
ONCE = [(entry, SCREEN_LANGUAGES[place % len(SCREEN_LANGUAGES)]) for place, entry in enumerate(published_entries())]
"""Every page in one of the languages, each in the next."""
NAMED = {name_of(page): page for page in PAGES}

of_pages = partial(pytest.mark.parametrize, "opened", indirect=True, scope="module", ids=name_of)
"""Has a test open pages; tests of the same page share it.

So each leaves it complete, in the light or dark it was opened in, and sets the size that it needs itself.
"""


def as_wide_as(page: Page, size: ViewportSize) -> None:
    """Give a page a size, and wait until its pictures have it."""
    page.set_viewport_size(size)
    page.wait_for_function(FITTED)


@pytest.fixture(scope="module")
def opened(
    request: pytest.FixtureRequest, visit_of: Callable[..., Visit], app_address: str
) -> Iterator[tuple[Entry, str, Visit]]:
    """A page in one language, opened on a phone; a desk is the same page made wider.

    In French, whose words are the longest, the phone is pressed by a finger and scales what is too wide. In Arabic the
    device is dark.
    """
    entry, language = request.param
    device = {"has_touch": True, "is_mobile": True} if language == "fr" else {}
    scheme = "dark" if language == "ar" else "light"
    visit = visit_of(app_address, viewport=PHONE, color_scheme=scheme, **device)
    visit.open(f"/{entry.address}?lang={language}")
    visit.page.wait_for_function("document.fonts.status === 'loaded'")
    yield entry, language, visit
    visit.end()


@of_pages(PAGES)
@pytest.mark.parametrize("screen", SCREENS)
def test_a_page_is_laid_out_as_approved(opened: tuple[Entry, str, Visit], screen: str) -> None:
    entry, language, visit = opened
    page = visit.page
    as_wide_as(page, SCREENS[screen])
    root = page.evaluate("[document.documentElement.lang, document.documentElement.dir]")
    assert root == [language, direction(language)]
    if opening := page.evaluate(OPENING):
        assert opening["sentence"]
        assert opening["picture"] >= 0.49
    overflow = page.evaluate(OVERFLOW)
    assert overflow["sideways"] <= 0
    if (entry.address, screen) != ("present", "phone"):  # what a hall sees has a hall's type, on a phone, too
        assert overflow["texts"] == []
    assert page.evaluate(PAST_THE_EDGE) == []
    pressed_by_a_finger = (language, screen) == ("fr", "phone")
    assert page.evaluate(SMALL_TARGETS, [PRESSED, 44 if pressed_by_a_finger else 24]) == []
    assert page.evaluate(SCROLLING_BOXES) == []
    name = f"{entry.script.removesuffix('.py')} {language} {screen}"
    lines = layout.seen(page)
    if layout.approving():
        layout.approve(name, lines)
    different = layout.differences(layout.approved(name), lines)
    assert different == [], f"{name} is not laid out as approved; see the head of {__name__}"


@of_pages(PAGES)
def test_a_page_is_complete(opened: tuple[Entry, str, Visit]) -> None:
    """Nothing is asked for elsewhere, nothing fails, nothing stays empty."""
    opened[2].assert_sound()


@of_pages(ONCE)
def test_nothing_is_cut_where_all_is_unfolded_and_axe_finds_nothing(opened: tuple[Entry, str, Visit]) -> None:
    """On a desk in Arabic, else on a phone."""
    _, language, visit = opened
    as_wide_as(visit.page, WIDE if language == "ar" else PHONE)
    visit.page.evaluate(NOTE_FOLDED)
    found = violations(visit.page)
    past_the_edge = visit.page.evaluate(PAST_THE_EDGE)
    visit.page.evaluate(FOLD_AGAIN)
    assert found == []
    assert past_the_edge == []


@of_pages([NAMED["changes-ar"]])
def test_signs_that_point_on_turn_in_arabic(opened: tuple[Entry, str, Visit]) -> None:
    turned = opened[2].page.locator(".cs-turns").first.evaluate("sign => getComputedStyle(sign).transform")
    assert re.match(r"matrix\(-1, 0, 0, 1", turned)


@of_pages([NAMED["sdg-ar"]])
def test_trends_do_not_turn_in_arabic(opened: tuple[Entry, str, Visit]) -> None:
    status = opened[2].page.locator(".cs-status").first
    assert status.evaluate("sign => getComputedStyle(sign).transform") == "none"


@of_pages([NAMED["overview-en"]])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_overview_is_complete_on_paper(opened: tuple[Entry, str, Visit], scheme: Literal["light", "dark"]) -> None:
    _, _, visit = opened
    in_light(visit, scheme)
    as_wide_as(visit.page, WIDE)
    title = visit.page.locator("h1").inner_text()
    names = visit.page.locator("[data-testid=stPlotlyChart] .annotation-text").all_inner_texts()
    paper = printed(visit.page)
    in_light(visit, "light")
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


@of_pages([NAMED[name] for name in ("water-fr", "world-fr", "sdg-fr", "sources-fr", "compare-en")])
def test_every_page_is_unfolded_on_paper(opened: tuple[Entry, str, Visit]) -> None:
    _, _, visit = opened
    as_wide_as(visit.page, WIDE)
    paper = printed(visit.page)
    assert sizes(paper) == {A4}
    sheets = [close(sheet.extract_text()) for sheet in paper.pages]
    assert all(f"/{len(sheets)}" in sheet for sheet in sheets), "a sheet does not say which it is of how many"
    assert close(visit.page.locator("h1").inner_text()) in "".join(sheets)


@of_pages([NAMED["availability-en"]])
def test_a_wide_table_lies_across_on_paper(opened: tuple[Entry, str, Visit]) -> None:
    as_wide_as(opened[2].page, WIDE)
    assert sizes(printed(opened[2].page)) == {A4, A4[::-1]}


@of_pages([NAMED["land-ar"]])
def test_a_dark_screen_prints_no_dark_paper(opened: tuple[Entry, str, Visit]) -> None:
    page = opened[2].page
    as_wide_as(page, WIDE)
    page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    page.emulate_media(media="print")
    ground = page.evaluate("getComputedStyle(document.body).backgroundColor")
    fills = page.evaluate(
        "[...document.querySelectorAll('.cs-printed text')].map((text) => getComputedStyle(text).fill)"
    )
    page.evaluate("window.dispatchEvent(new Event('afterprint'))")
    page.emulate_media(media="screen")
    assert ground == "rgb(255, 255, 255)"
    assert fills, "no chart is drawn for the paper"
    # no text of the light paper is lighter than grey
    assert all(sum(map(int, re.findall(r"\d+", fill)[:3])) < 480 for fill in fills)
    assert page.locator(".cs-printed").count() == 0


# A function as the value of the whole would be called by Playwright there and then.
NOTE_PRINTING = "void (window.print = () => { window.printed = true; })"


@of_pages([NAMED["water-en"]])
def test_the_button_prints_once_the_last_chart_is_drawn(opened: tuple[Entry, str, Visit]) -> None:
    page = opened[2].page
    as_wide_as(page, WIDE)
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
    printed_before = page.evaluate("window.printed")
    page.evaluate("window.late.remove()")
    page.wait_for_function("window.printed === true")
    assert printed_before is False


def test_a_block_that_moved_is_distinguished_from_one_that_gave_way_a_little():
    known = ["brand 17-22", "find 7-12", "names right"]
    assert layout.differences(known, ["brand 16-22", "find 7-13", "names right"]) == []
    assert layout.differences(known, ["brand 17-22", "find 7-12 flat", "names left"]) == [
        "no longer there: find 7-12",
        "no longer there: names right",
        "not there before: find 7-12 flat",
        "not there before: names left",
    ]
