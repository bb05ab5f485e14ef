"""Every screen: nothing cut, no sideways scroll, targets large enough, nothing for axe; and with text twice as large.

`INDICATORS_EVERY_SCREEN=1` opens every page in every language, scheme and width; else each page is opened once.
"""

from collections.abc import Callable, Iterator

import pytest

from tests.browser.axe import violations
from tests.browser.screens import APP, PLAIN, Screen, is_every_screen, open_screen, screens
from tests.browser.visit import Visit

PAST_THE_EDGE = """() => {
  const main = document.querySelector('[data-testid=stMain]') ?? document.scrollingElement;
  const found = [];
  const wider = main.scrollWidth - main.clientWidth;
  if (wider > 0) found.push(`the page scrolls sideways by ${wider}`);
  if (document.scrollingElement.scrollWidth > innerWidth) found.push('the document scrolls sideways');
  const scrolls = (element) => {
    for (let box = element.parentElement; box && box !== main && box !== document.body; box = box.parentElement) {
      if (/auto|scroll/.test(getComputedStyle(box).overflowX) && box.scrollWidth > box.clientWidth) return true;
    }
    return false;
  };
  const unseen = (element) => element.closest('svg, .cs-hidden, .walk:not(.shown), .hidden, #spoken, .cs-skip')
    || element.closest('.cs-fold > summary')
    || !element.checkVisibility({ visibilityProperty: true });
  for (const element of document.querySelectorAll('main *')) {
    if (unseen(element) || scrolls(element)) continue;
    const box = element.getBoundingClientRect();
    if (!box.width || !box.height || (box.left >= -1 && box.right <= innerWidth + 1)) continue;
    found.push(`past the edge: ${element.tagName}.${element.className} ${element.textContent.trim().slice(0, 40)}`);
  }
  for (const plot of document.querySelectorAll('.js-plotly-plot')) {
    const frame = plot.getBoundingClientRect();
    for (const label of plot.querySelectorAll('text')) {
      const box = label.getBoundingClientRect();
      if (box.width && (box.left < frame.left - 3 || box.right > frame.right + 3)) {
        found.push(`cut off in a chart: ${label.textContent}`);
      }
    }
  }
  return found.slice(0, 12);
}"""

UNFOLD = "document.querySelectorAll('details').forEach(part => { part.open = true; })"
"""Opens what is folded away: a table in it may be wider than the page."""

OVER_EACH_OTHER = """() => {
  const parts = ['.cs-brand', '.cs-find', '.cs-lang'].map((name) => document.querySelector(`.cs-mast ${name}`));
  const boxes = parts.map((part) => part.getBoundingClientRect());
  const cross = (a, b) => a.left < b.right - 1 && b.left < a.right - 1 && a.top < b.bottom - 1 && b.top < a.bottom - 1;
  return parts.flatMap((part, at) => parts.slice(at + 1)
    .filter((_, on) => cross(boxes[at], boxes[at + 1 + on])).map((other) => `${part.className} ${other.className}`));
}"""
"""Which parts of the line at the top of a page cover each other."""

PRESSED = "main :is(a, button, input, summary, select, textarea), header button"

SMALL_TARGETS = """([pressed, least]) => [...document.querySelectorAll(pressed)]
  .filter((element) => {
    if (element.closest('svg, .cs-hidden') || element.tabIndex < 0) return false;
    if (!element.checkVisibility({ visibilityProperty: true, opacityProperty: true })) return false;
    const box = element.getBoundingClientRect();
    if (!box.width || box.width <= 1) return false;
    // A link within a sentence may be as high as its line (WCAG 2.5.8, inline).
    const inline = (part) => getComputedStyle(part).display === 'inline';
    let line = element.parentElement;
    while (inline(line)) line = line.parentElement;
    const sentence = inline(element) && line.textContent.trim() !== element.textContent.trim();
    return !sentence && box.height < least - 0.5;
  })
  .map((element) => `${element.tagName}.${element.className} ${element.textContent.trim().slice(0, 30)}`
    + ` ${Math.round(element.getBoundingClientRect().height)}`)"""

SCROLLING_BOXES = """() => [...document.querySelectorAll('main *')].filter((element) => {
  const style = getComputedStyle(element);
  return (/auto|scroll/.test(style.overflowX) && element.scrollWidth > element.clientWidth + 1
    || /auto|scroll/.test(style.overflowY) && element.scrollHeight > element.clientHeight + 1)
    && element.checkVisibility() && !element.querySelector('a, button, input')
    && !(element.tabIndex >= 0 && element.getAttribute('aria-label'));
}).map((element) => element.outerHTML.slice(0, 120))"""


HERE = APP + PLAIN if is_every_screen() else tuple(path for path in APP if "?" in path) + PLAIN
"""The addresses opened here: a page as the menu opens it is looked at in :mod:`tests.browser.test_layouts` as well."""


@pytest.fixture(scope="module", params=screens(HERE), ids=str)
def opened(
    request: pytest.FixtureRequest, visit_of: Callable[..., Visit], app_address: str
) -> Iterator[tuple[Screen, Visit]]:
    """A screen that is complete, opened once for all that is asked of it."""
    screen = request.param
    visit = visit_of(app_address, **screen.settings)
    open_screen(visit, screen)
    yield screen, visit
    visit.end()
    assert visit.outside == []


def test_nothing_is_cut_and_targets_are_large(opened: tuple[Screen, Visit]) -> None:
    screen, visit = opened
    page = visit.page
    assert page.evaluate(PAST_THE_EDGE) == []
    assert page.evaluate(SMALL_TARGETS, [PRESSED, 44 if screen.width < 800 else 24]) == []
    assert page.evaluate(SCROLLING_BOXES) == []
    page.evaluate(UNFOLD)
    page.wait_for_timeout(300)
    assert page.evaluate(PAST_THE_EDGE) == []
    # a page that says that there is nothing is answered as such
    assert [error for error in visit.errors if "404" not in error] == []


def test_axe_finds_nothing(opened: tuple[Screen, Visit]) -> None:
    _, visit = opened
    assert violations(visit.page) == []


@pytest.mark.parametrize("language", ["fr", "ar"])
@pytest.mark.parametrize("path", APP if is_every_screen() else ("/", "/casablanca?indicator=public_sewer"), ids=str)
def test_text_at_twice_its_size_loses_nothing(open_visit: Callable[..., Visit], path: str, language: str) -> None:
    screen = Screen(path, language, "light", 1280)
    visit = open_visit(**screen.settings)
    open_screen(visit, screen)
    visit.page.add_style_tag(content="html { font-size: 200% !important; }")
    visit.page.wait_for_timeout(500)
    visit.settle()
    assert visit.page.evaluate(PAST_THE_EDGE) == []
    assert path.startswith("/present") or visit.page.evaluate(OVER_EACH_OTHER) == []
