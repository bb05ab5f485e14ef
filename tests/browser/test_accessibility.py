"""axe-core over what needs a key, a form or a pointer; the other screens are in :mod:`tests.browser.test_screens`.

`INDICATORS_EVERY_SCREEN=1` runs every page in every language, scheme and width; else each page is run once.
"""

from collections.abc import Callable
from pathlib import Path
from typing import Literal

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Browser, expect

from indicators.handout.pack import pack
from indicators.live.keys import FileKeys
from indicators.sessions.session_files import find_session, read_session_file
from indicators.store.dataset import DATA_FOLDER
from indicators.store.folders import Folders
from tests.browser.axe import violations
from tests.browser.conftest import PHONE, WIDE
from tests.browser.screens import ROOM, Screen, open_screen, screens
from tests.browser.test_keyboard import STOP_WITHOUT_RING
from tests.browser.test_screens import SMALL_TARGETS
from tests.browser.test_streamlit_bridge import UNKNOWN, bring
from tests.browser.visit import Visit, in_light
from tests.helpers.published import dataset


@pytest.fixture(scope="module")
def room(own_folder: Path, own_address: str) -> tuple[str, str]:
    """The address of a server with data of its own, and the key of the first speaker of the session on water."""
    session = read_session_file(DATA_FOLDER / "sessions" / "water.toml").session
    assert session is not None
    return own_address, FileKeys(own_folder / "store").of(session)[0].key


@pytest.mark.parametrize("screen", screens(ROOM), ids=str)
def test_axe_finds_nothing_in_a_room(begin_visit: Callable[..., Visit], room: tuple[str, str], screen: Screen) -> None:
    address, key = room
    visit = begin_visit(address, **screen.settings)
    open_screen(visit, screen, key)
    assert violations(visit.page) == []


LOW_CHOICES = """least => [...document.querySelectorAll('main label:has(input:is([type=radio], [type=checkbox]))')]
  .filter((label) => label.checkVisibility() && label.getBoundingClientRect().height < least - 0.5)
  .map((label) => label.outerHTML.slice(0, 80))"""
"""The choices whose labels are lower than a finger is wide."""


@pytest.mark.parametrize("screen", screens(("/data", "/sessions", "/sessions?session=water")), ids=str)
def test_axe_finds_nothing_in_the_forms(
    begin_visit: Callable[..., Visit], room: tuple[str, str], screen: Screen
) -> None:
    """The data page with a file of which nothing can be used; the page of sessions for whoever may publish."""
    visit = begin_visit(room[0], **screen.settings)
    open_screen(visit, screen)
    if screen.path == "/data":
        assert bring(visit.page, "figures.csv", UNKNOWN)
        visit.page.locator(".cs-filed").wait_for()
        visit.settle()
    for folded in visit.page.locator("main [data-testid=stExpander] summary").all():
        folded.click()
    visit.settle()
    if screen.path.endswith("session=water") and screen.width < 800:
        visit.page.locator("main input[type=radio]").first.wait_for(state="attached")
        assert visit.page.evaluate(LOW_CHOICES, 44) == []
    assert violations(visit.page) == []


def test_every_stop_of_the_forms_is_seen(begin_visit: Callable[..., Visit], room: tuple[str, str]) -> None:
    visit = begin_visit(room[0])
    visit.open("/sessions?lang=en&session=water")
    page = visit.page
    page.evaluate("document.querySelectorAll('main details').forEach(part => { part.open = true; })")
    page.locator("main input").first.wait_for()
    page.locator("main h1").evaluate("title => { title.tabIndex = -1; title.focus(); }")
    unseen, fields = [], set()
    for _ in range(60):
        page.keyboard.press("Tab")
        unseen.append(page.evaluate(STOP_WITHOUT_RING))
        fields.add(page.evaluate("document.activeElement.tagName + (document.activeElement.type ?? '')"))
    assert [stop for stop in unseen if stop] == []
    assert {"INPUTtext", "TEXTAREAtextarea", "INPUTnumber", "INPUTradio"} <= fields


def test_axe_finds_nothing_in_what_opens_over_a_page(open_visit: Callable[..., Visit]) -> None:
    visit = open_visit(viewport=PHONE, has_touch=True, is_mobile=True)
    visit.open("/water?lang=ar")
    page = visit.page
    page.keyboard.press("/")
    page.keyboard.type("ماء")
    page.locator(".cs-found [aria-selected=true]").wait_for()
    assert violations(page) == [], "what is found"
    assert page.evaluate(SMALL_TARGETS, [".cs-found a", 44]) == []
    page.keyboard.press("Escape")
    expect(page.locator(".cs-found")).to_be_hidden()
    page.locator("[data-tour]").click()
    page.locator(".cs-guide button").first.wait_for()
    assert violations(page) == [], "the tour"
    assert page.evaluate(SMALL_TARGETS, [".cs-guide button", 44]) == []


COVERED = """() => {
  const at = document.activeElement, bar = document.querySelector('.turn');
  if (at === document.body || !bar || bar.contains(at)) return '';
  const box = at.getBoundingClientRect();
  return box.top < 0 || box.bottom > bar.getBoundingClientRect().top + 1 ? at.outerHTML.slice(0, 100) : '';
}"""
"""What has the focus and stands behind the line at the foot of a phone's page, or out of sight."""


@pytest.mark.parametrize("width", [1440, 390])
def test_the_line_at_the_foot_covers_no_focus(
    begin_visit: Callable[..., Visit], room: tuple[str, str], width: int
) -> None:
    visit = begin_visit(room[0], viewport={"width": width, "height": 700}, reduced_motion="reduce")
    page = visit.page
    page.goto(f"{room[0]}/live/water?lang=ar")
    expect(page.locator("#more")).to_be_visible()
    covered = []
    for _ in range(16):
        page.keyboard.press("Tab")
        covered.append(page.evaluate(COVERED))
    assert [stop for stop in covered if stop] == []


def test_the_presenters_window_holds_large_text_and_large_targets(
    begin_visit: Callable[..., Visit], room: tuple[str, str]
) -> None:
    address, key = room
    size = {"width": 1280, "height": 800}
    page = begin_visit(address, viewport=size, has_touch=True, is_mobile=True).page
    page.goto(f"{address}/live/water/presenter?lang=ar#key={key}")
    expect(page.locator("#give button").first).to_be_visible()
    assert page.evaluate(SMALL_TARGETS, ["#desk button:not([hidden]), #desk a", 44]) == []
    page.add_style_tag(content="html { font-size: 200% !important; }")
    assert page.evaluate("document.scrollingElement.scrollWidth - innerWidth") <= 0


def test_the_keys_of_the_projector_fit_a_phone(begin_visit: Callable[..., Visit], room: tuple[str, str]) -> None:
    page = begin_visit(room[0], viewport=PHONE).page
    page.goto(f"{room[0]}/live/water/screen?lang=ar")
    page.wait_for_selector(".slide.shown h1")
    page.keyboard.press("?")
    expect(page.locator("#help")).to_be_visible()
    ends = page.eval_on_selector_all(
        "#help :is(dt, dd)", "parts => parts.map(part => part.getBoundingClientRect()).flatMap(b => [b.left, b.right])"
    )
    assert ends
    assert min(ends) >= 0
    assert max(ends) <= PHONE["width"]
    assert violations(page) == []


def test_axe_finds_nothing_in_the_pack(browser: Browser, tmp_path: Path) -> None:
    session_file, _ = find_session(Folders(DATA_FOLDER, DATA_FOLDER / "nowhere"), "water")
    assert session_file.session is not None
    path = tmp_path / "water.html"
    path.write_text(pack(dataset(), session_file.session, "en", {}), encoding="utf-8")
    context = browser.new_context(viewport=WIDE, offline=True)
    page = context.new_page()
    page.goto(path.as_uri())
    page.wait_for_selector(".slide.shown h1")
    assert violations(page) == []
    context.close()


SCHEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")

HOVERED = (
    ".cs-nav a:not([aria-current])", ".cs-nav a[aria-current]", ".cs-list a:visible", ".cs-tools a", ".cs-tools button",
    ".cs-list a[aria-current]:visible", ".cs-peers > summary", ".cs-peers a:not([aria-current])", ".cs-brand",
    ".cs-peers a[aria-current]",
)  # fmt: skip


def test_text_under_the_pointer_can_be_read(visit: Visit) -> None:
    visit.open("/water?lang=en&indicator=public_sewer")
    page = visit.page
    page.add_style_tag(content="* { transition: none !important; }")
    page.locator(".cs-peers").evaluate("part => { part.open = true; }")
    page.evaluate(AXE_SCRIPT)
    for scheme in SCHEMES:
        in_light(visit, scheme)
        for selector in HOVERED:
            hovered = page.locator(selector).first
            hovered.hover()
            found = hovered.evaluate(
                "part => axe.run(part, {runOnly: ['color-contrast'], resultTypes: ['passes', 'violations']})"
            )
            assert found["violations"] == [], (scheme, selector)
            assert found["passes"], (scheme, selector)
