"""The product by keyboard and by ear: the way to the first chart, its values one by one, focus and announcements."""

import re
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.browser.visit import Visit

MOST_STOPS = 10

SEWER, GOAL, SLOPE = "/water?indicator=public_sewer", "/sdg?indicator=network_efficiency", "/compare?view=slope"

HOMES = "/water?indicator=running_water_at_home"
"""A page whose first chart is a list of places, its second years, its third both, with more than one reason each."""

CHARTED = (
    SEWER, GOAL, SLOPE, "/", "/energy", "/land?indicator=green_area_per_person", "/carbon", "/casablanca", "/world",
    "/compare", "/compare?view=dumbbell", "/compare?view=scatter", "/compare?view=multiples",
)  # fmt: skip

STOP_WITHOUT_RING = """() => {
  const at = document.activeElement;
  if (at === document.body || at.tagName === 'MAIN') return '';
  // A field has it around its frame, a choice around its label.
  const holders = at.matches('input, textarea') ? [at, at.parentElement, at.closest('label')] : [at];
  const ringed = holders.filter(Boolean).map((holder) => getComputedStyle(holder)).some((style) =>
    style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2 || style.boxShadow !== 'none');
  return ringed ? '' : at.outerHTML.slice(0, 120);
}"""

STOP = "document.activeElement === document.body ? '' : document.activeElement.cloneNode(false).outerHTML.slice(0, 200)"
"""What has the focus, without what it holds; nothing at the end of a page."""

# Stand on a link whenever it is drawn, as a fast reader does before the rest of its page is.
STAND_ONCE_DRAWN = """(selector) => {
  let stood = null;
  new MutationObserver(() => {
    const link = document.querySelector(selector);
    if (link && link !== stood) link.focus();
    stood = link;
  }).observe(document.body, {childList: true, subtree: true});
}"""

# Draw the claim and the link in hand once more a while after the new claim, as Streamlit does on a busy machine.
DRAW_LATE = """() => {
  const before = document.querySelector('main h1').textContent;
  const watching = new MutationObserver(() => {
    const claim = document.querySelector('main h1');
    if (!claim || claim.textContent === before) return;
    watching.disconnect();
    setTimeout(() => {
      const link = document.activeElement;
      link.replaceWith(link.cloneNode(true));
      document.querySelector('main h1').textContent = 'What came last';
    }, 800);
  });
  watching.observe(document.body, {childList: true, characterData: true, subtree: true});
}"""

# Nothing has the focus, and Tab leads to the first stop of the page: as when it has just been opened.
BEGIN_AGAIN = """() => {
  const before = document.createElement('span');
  before.tabIndex = -1;
  document.body.prepend(before);
  before.focus();
  before.remove();
  document.querySelector('[data-testid=stMain]').scrollTo(0, 0);
}"""

CHART = "[data-walked]"
SPOKEN = "#spoken"


def in_english(path: str) -> str:
    """Return the address of a page in English."""
    return f"{path}{'&' if '?' in path else '?'}lang=en"


def stops_to(page: Page, selector: str) -> int:
    """Return how often Tab is pressed until an element has the focus; a way past a menu or a list is taken."""
    ways = [selector, "[data-testid=stSkipToContent], [data-skip]"]
    for stop in range(1, 60):
        page.keyboard.press("Tab")
        there, past = page.evaluate("ways => ways.map(way => document.activeElement.matches(way))", ways)
        if there:
            return stop
        if past:
            page.keyboard.press("Enter")
    return 60


def follow(visit: Visit, selector: str) -> None:
    """Follow a link by keyboard and wait for what it leads to."""
    link = visit.page.locator(selector).first
    link.focus()
    visit.lead(lambda: visit.page.keyboard.press("Enter"))


@pytest.fixture(scope="module")
def open_once(visit_of: Callable[..., Visit], app_address: str) -> Iterator[Callable[[str], Visit]]:
    """Give an open page that tests only walk through, opened once for all of them; a walk begins where it begins."""
    visits: dict[str, Visit] = {}

    def give(path: str) -> Visit:
        if path not in visits:
            visits[path] = visit_of(app_address)
            visits[path].open(path)
        page = visits[path].page
        page.bring_to_front()
        page.evaluate(BEGIN_AGAIN)
        return visits[path]

    yield give
    for visit in visits.values():
        visit.end()
        assert visit.outside == []


@pytest.mark.parametrize("path", CHARTED)
def test_the_first_chart_is_near(open_once: Callable[[str], Visit], path: str) -> None:
    visit = open_once(in_english(path))
    visit.page.locator(CHART).first.wait_for()
    assert stops_to(visit.page, CHART) <= MOST_STOPS
    assert visit.errors == []


@pytest.mark.parametrize("path", [SEWER, "/", "/carbon"])
def test_every_picture_has_words_for_those_who_do_not_see_it(open_once: Callable[[str], Visit], path: str) -> None:
    page = open_once(in_english(path)).page
    charts = page.locator("[data-testid=stPlotlyChart]").all()
    assert charts
    for chart in charts:
        described = chart.evaluate(
            "chart => [chart, ...chart.querySelectorAll('[aria-label]')]"
            ".map(part => part.getAttribute('aria-label')).join(' ')"
        )
        assert re.search(r"Casablanca|arrondissement|Anfa", described)


@pytest.mark.parametrize(
    ("language", "words"), [("en", "Skip to the content"), ("fr", "Aller au contenu"), ("ar", "الانتقال إلى المحتوى")]
)
def test_the_first_stop_leads_past_the_menu_in_the_language_of_the_reader(
    open_once: Callable[[str], Visit], language: str, words: str
) -> None:
    visit = open_once(f"{HOMES}&lang={language}")
    visit.page.keyboard.press("Tab")
    first = visit.page.locator("[data-testid=stSkipToContent]")
    expect(first).to_be_focused()
    expect(first).to_have_text(words)
    visit.page.keyboard.press("Enter")
    expect(visit.page.locator("main h1")).to_be_focused()
    visit.page.keyboard.press("Tab")
    assert not visit.page.evaluate("Boolean(document.activeElement.closest('.cs-mast'))")


def test_a_list_is_left_by_its_first_stop(open_once: Callable[[str], Visit]) -> None:
    visit = open_once(f"{GOAL}&lang=en")
    leave = visit.page.get_by_role("button", name="Skip this list").first
    leave.focus()
    expect(leave).to_be_visible()
    visit.page.keyboard.press("Enter")
    assert visit.page.evaluate("document.activeElement.matches('h1, h2, h3')")
    assert not visit.page.evaluate("Boolean(document.activeElement.closest('nav'))")


def hear(page: Page, announced: str, *keys: str) -> str:
    """Press keys one after the other; expect that a pattern is announced after the last, and return the whole of it."""
    for key in keys:
        page.keyboard.press(key)
    expect(page.locator(SPOKEN)).to_have_text(re.compile(announced))
    return page.locator(SPOKEN).inner_text()


@pytest.mark.parametrize(
    "address", ["/water?lang=en&indicator=network_efficiency", "/c/network_efficiency-time?lang=en"]
)
def test_the_values_of_a_line_are_heard_one_by_one(visit: Visit, address: str) -> None:
    if address.startswith("/c/"):
        visit.page.goto(visit.address + address)
    else:
        visit.open(address)
    page = visit.page
    chart = page.locator(CHART).first
    chart.focus()
    expect(page.locator(".walk.shown")).to_contain_text("Arrow keys")
    first = hear(page, "1/6$", "ArrowRight")
    assert first.startswith("Casablanca: 64.1% of the volume put into the network, 1998. Comparable with care")
    hear(page, "2009.*2/6$", "ArrowRight")
    assert hear(page, "1/6$", "Home") == first
    hear(page, "6/6$", "End")
    hear(page, "6/6$", "ArrowRight")
    hear(page, "5/6$", "ArrowLeft")
    expect(page.locator(".walk.shown")).to_contain_text("Casablanca")
    expect(chart).to_be_focused()


def test_up_and_down_lead_to_the_same_year_of_another_place(open_once: Callable[[str], Visit]) -> None:
    visit = open_once(f"{SLOPE}&lang=en")
    visit.page.locator(CHART).first.focus()
    hear(visit.page, "^Alexandria: 1,037,462 people, 1950", "End", "Home")
    hear(visit.page, "^(?!Alexandria).*, 1950", "ArrowDown")
    hear(visit.page, "^Alexandria: 1,037,462 people, 1950", "ArrowUp")


def test_a_list_of_places_is_walked_as_the_page_is_read(open_once: Callable[[str], Visit]) -> None:
    page = open_once(f"{HOMES}&lang=ar").page
    assert page.evaluate("document.documentElement.dir") == "rtl"
    page.locator(CHART).first.focus()
    hear(page, "2/10$", "Home", "ArrowLeft")
    hear(page, "3/10$", "ArrowLeft")
    hear(page, "2/10$", "ArrowRight")
    # time runs from left to right in every language
    page.locator(CHART).nth(1).focus()
    hear(page, "2014.*1/2$", "Home")
    hear(page, "2024.*2/2$", "ArrowRight")
    hear(page, "2014.*1/2$", "ArrowLeft")


@pytest.mark.parametrize(
    ("language", "verdict"), [("en", "Comparable: "), ("fr", "Comparable\u00a0: "), ("ar", "قابل للمقارنة: ")]
)
def test_the_verdict_is_heard_in_every_language(open_once: Callable[[str], Visit], language: str, verdict: str) -> None:
    visit = open_once(f"{HOMES}&lang={language}")
    visit.page.locator(CHART).first.focus()
    hear(visit.page, re.escape(verdict), "End", "Home")


def test_arabic_is_heard_with_its_own_marks(open_once: Callable[[str], Visit]) -> None:
    page = open_once(f"{HOMES}&lang=ar").page
    page.locator(CHART).nth(2).focus()
    assert ";" not in hear(page, "؛ ", "End")


def test_a_long_table_is_fetched_to_be_heard(visit: Visit) -> None:
    visit.open("/carbon?lang=en&indicator=co2_per_person_national")
    later = visit.page.locator(".cs-foot:has([data-rows])").first
    number = visit.page.evaluate(
        "foot => [...document.querySelectorAll('[data-walked]')]"
        ".findIndex(chart => chart.compareDocumentPosition(foot) & 4 &&"
        " chart === [...document.querySelectorAll('[data-walked]')]"
        ".filter(one => one.compareDocumentPosition(foot) & 4).at(-1))",
        later.element_handle(),
    )
    visit.page.locator(CHART).nth(number).focus()
    visit.page.keyboard.press("ArrowRight")
    visit.page.wait_for_function("/1\\/\\d{3}$/.test(document.getElementById('spoken')?.textContent ?? '')")


def test_the_focus_stays_and_the_claim_is_announced(visit: Visit) -> None:
    page = visit.page
    visit.open("/casablanca?lang=en&indicator=public_sewer")
    # what is drawn late takes no focus, and is announced
    page.evaluate(DRAW_LATE)
    follow(visit, ".cs-list a:not([aria-current]):visible")
    expect(page.locator(SPOKEN)).to_have_text("What came last")
    expect(page.locator(".cs-list a[aria-current]:visible")).to_be_focused()
    follow(visit, ".cs-list a:not([aria-current]):visible")
    expect(page.locator(".cs-list a[aria-current]:visible")).to_be_focused()
    expect(page.locator(SPOKEN)).to_have_text(page.locator("main h1").inner_text())
    expect(page).to_have_title(re.compile(r"^.+ · Districts · Casablanca$"))
    follow(visit, ".cs-ranked ol a >> nth=2")
    expect(page.locator(".cs-ranked ol a[aria-current]")).to_be_focused()
    follow(visit, ".cs-choices .cs-chips a:not([aria-current]), .cs-chips a:not([aria-current]):visible")
    expect(page.locator(".cs-chips a[aria-current]:focus")).to_have_count(1)
    expect(page.locator(SPOKEN)).to_have_text(page.locator("main h1").inner_text())
    follow(visit, ".cs-lang a[lang=fr]")
    expect(page.locator(".cs-lang a[lang=fr]")).to_be_focused()
    expect(page.locator(SPOKEN)).to_have_text(page.locator("main h1").inner_text())
    follow(visit, ".cs-nav a.cs-energy")
    expect(page.locator("main h1")).to_be_focused()
    visit.lead(page.go_back)
    expect(page.locator("main h1")).to_be_focused()
    assert visit.errors == []


def test_a_choice_in_a_part_that_closes_leaves_the_focus_on_its_line(visit: Visit) -> None:
    visit.open("/land?lang=en&indicator=green_area_per_person")
    visit.page.locator(".cs-peers > summary").focus()
    visit.page.keyboard.press("Enter")
    follow(visit, ".cs-peers .cs-chips a:not([aria-current])")
    expect(visit.page.locator(".cs-peers :focus")).to_have_count(1)


def test_the_find_box_says_what_it_found(open_once: Callable[[str], Visit]) -> None:
    page = open_once(f"{SEWER}&lang=en").page
    page.locator(CHART).first.focus()
    page.keyboard.press("/")
    box = page.get_by_role("combobox")
    page.keyboard.type("leak")
    chosen = page.locator(".cs-found [aria-selected=true]")
    expect(chosen).to_have_count(1)
    listed = page.locator(f"#{box.get_attribute('aria-controls')}")
    expect(listed).to_have_attribute("role", "listbox")
    expect(box).to_have_attribute("aria-activedescendant", str(chosen.get_attribute("id")))
    expect(page.locator(SPOKEN)).to_have_text(f"{listed.locator('[role=option]').count()} results")
    page.keyboard.press("ArrowDown")
    expect(box).to_have_attribute("aria-activedescendant", "cs-option-1")
    page.keyboard.press("Escape")
    expect(box).to_be_focused()
    expect(box).to_have_attribute("aria-expanded", "false")
    page.keyboard.press("Escape")
    expect(page.locator(CHART).first).to_be_focused()


def test_every_stop_is_seen(open_once: Callable[[str], Visit]) -> None:
    """Each stop of a page has a ring, but for Streamlit's main part, whose whole is the page."""
    page = open_once(f"{SEWER}&lang=en").page
    unseen = []
    for _ in range(60):
        page.keyboard.press("Tab")
        unseen.append(page.evaluate(STOP_WITHOUT_RING))
    assert [one for one in unseen if one] == []


def test_nothing_holds_the_focus(open_once: Callable[[str], Visit]) -> None:
    visit = open_once(f"{SLOPE}&lang=en")
    seen = set()
    for _ in range(250):
        visit.page.keyboard.press("Tab")
        stop = visit.page.evaluate(STOP)
        if not stop:
            return
        seen.add(stop)
    raise AssertionError(f"the end of the page was not reached in 250 stops, {len(seen)} of them different")


def test_who_works_on_the_new_page_already_stays_there(visit: Visit) -> None:
    visit.open("/water?indicator=public_sewer&lang=en")
    page = visit.page
    page.evaluate(STAND_ONCE_DRAWN, "a[href^='/programme?']")
    page.get_by_role("link", name="Add to session").first.click()
    expect(page.locator(SPOKEN)).to_have_text("Sessions")
    expect(page.locator("a[href^='/programme?']")).to_be_focused()
