"""Every page in three languages, on a phone and on a desk: laid out as approved, in its direction, nothing cut off.

Every other host is blocked: nothing is asked for elsewhere, nothing fails, nothing stays empty.

    APPROVE_LAYOUTS=1 python3 start.py test tests/browser/test_layouts.py

writes what is seen down as approved, in `approved/layouts.json`; look at the pages and at what `git diff` shows of it
before you commit it. Run without `-n`, or with `-n 0`: workers would write over each other.
"""

from collections.abc import Callable, Iterator
from functools import partial

import pytest

from indicators.language.locales import SCREEN_LANGUAGES, direction
from pages.shared.registry import Entry, published_entries
from tests.browser import layout
from tests.browser.axe import violations
from tests.browser.conftest import PHONE, WIDE
from tests.browser.test_screens import PAST_THE_EDGE, PRESSED, SCROLLING_BOXES, SMALL_TARGETS
from tests.browser.visit import Visit

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


PAGES = [(entry, language) for entry in published_entries() for language in SCREEN_LANGUAGES]
ONCE = [(entry, SCREEN_LANGUAGES[place % len(SCREEN_LANGUAGES)]) for place, entry in enumerate(published_entries())]
"""Every page in one of the languages, each in the next."""

of_pages = partial(
    pytest.mark.parametrize,
    "opened",
    indirect=True,
    scope="module",
    ids=lambda page: f"{page[0].script.removesuffix('.py')}-{page[1]}",
)
"""Has a test open pages; tests of the same page share it."""


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
    page.set_viewport_size(SCREENS[screen])
    page.wait_for_function(FITTED)
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
    visit.page.set_viewport_size(WIDE if language == "ar" else PHONE)
    visit.page.wait_for_function(FITTED)
    assert violations(visit.page) == []
    assert visit.page.evaluate(PAST_THE_EDGE) == []


def test_a_block_that_moved_is_distinguished_from_one_that_gave_way_a_little():
    known = ["brand 17-22", "find 7-12", "names right"]
    assert layout.differences(known, ["brand 16-22", "find 7-13", "names right"]) == []
    assert layout.differences(known, ["brand 17-22", "find 7-12 flat", "names left"]) == [
        "no longer there: find 7-12",
        "no longer there: names right",
        "not there before: find 7-12 flat",
        "not there before: names left",
    ]
