"""The contract of the bridge that only a browser shows: a failure here names what a version of Streamlit changed."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, WebSocketRoute, expect

from tests.browser.conftest import PHONE
from tests.browser.visit import Visit

STYLE = (Path(__file__).parents[2] / "static" / "streamlit_bridge.css").read_text(encoding="utf-8")
THEME = "/water?lang=en&indicator=public_sewer"

SESSIONS = "sessions"
"""The place whose forms only those see who may publish."""

ARABIC_SESSIONS = "sessions in Arabic"
"""The same place from right to left, where its forms are still folded."""

LOST = "connection lost"
"""Any page, once its server no longer answers."""

PLACES = {
    '[data-testid="stApp"]': "theme",
    '[data-testid="stAppViewContainer"]': "theme",
    '[data-testid="stMain"]': "theme",
    ':is([data-testid="stVerticalBlock"], [data-testid="stHorizontalBlock"], [data-testid="stColumn"])': "theme",
    '[data-testid="stElementContainer"]': "theme",
    '[data-testid="stPlotlyChart"]': "theme",
    '[data-testid="stElementContainer"]:not(:has(.cs-html, [data-testid="stPlotlyChart"]))': "data",
    '[data-testid="stSkipToContent"]': "theme",
    '[data-testid="stMainBlockContainer"]': "theme",
    '[data-testid="stHeader"]': "theme",
    '[data-testid="stHeader"] *': "theme",
    '[data-testid="stHeader"] :is(button, button *)': "theme",
    '[data-testid="stVerticalBlock"]': "theme",
    '[data-testid="stHorizontalBlock"]': "theme",
    '[data-testid="stMultiSelect"] [data-tag]': "theme",
    '[data-testid="stMultiSelect"] [data-tag] *': "theme",
    ".st-key-data": "data",
    ':is(.st-key-data, .st-key-sessions) [data-testid="stVerticalBlock"]': "data",
    ':is(.st-key-data, .st-key-sessions) [data-testid="stHorizontalBlock"]': "data",
    ':is(.st-key-data, .st-key-sessions) [data-testid="stExpander"] summary p': "data",
    ':is(.st-key-data, .st-key-sessions) [data-testid="InputInstructions"]': "data",
    ".st-key-sessions": SESSIONS,
    '.st-key-sessions [data-testid="stFileUploaderDropzoneInstructions"]': SESSIONS,
    ":is(.st-key-under-upload, .st-key-under-record)": "data",
    ':root:has(.cs-room) [data-testid="stHeader"]': "present",
    ':root:has(.cs-room) [data-testid="stMainBlockContainer"]': "present",
    '[data-testid="stStatusWidget"]': LOST,
    ":is(.js-plotly-plot, #js-plotly-tester)": "theme",
    '.st-key-dates [data-testid="stHorizontalBlock"]': "districts",
    '.st-key-dates [data-testid="stColumn"]': "districts",
    '[data-testid="stColumn"] [data-testid="stHorizontalBlock"]': "districts",
    '[data-testid="stColumn"] [data-testid="stColumn"]': "districts",
    ':root[dir="rtl"] [data-testid="stAppViewContainer"]': "arabic",
    ':root[dir="rtl"] [data-testid="stToolbar"] div:has(> [data-testid="stMainMenu"])': "arabic",
    ':root[dir="rtl"] [role="dialog"] > button[aria-label]': "nowhere",
    ':root[dir="rtl"] [data-testid="stExpander"] details:not([open]) > summary [data-testid="stIconMaterial"]': (
        ARABIC_SESSIONS
    ),
    ':root:lang(ar) :is(.stApp, [data-testid="portal"], [role="dialog"], [role="listbox"])'
    ' :is(p, label, input, textarea, button, li, option, [role="option"], [data-testid="stMarkdownContainer"],'
    ' [data-testid="stSelectbox"] *):not([data-testid="stIconMaterial"], svg, svg *, .js-plotly-plot *)': "arabic",
}
"""Each selector of the style, without a `:root` that says no more, and the page it is for."""

ADDRESSES = {
    "theme": f"{THEME}&cities=rabat,tunis",
    "present": "/present?lang=en&indicator=public_sewer",
    "arabic": "/water?lang=ar&indicator=public_sewer",
    "districts": "/casablanca?lang=ar",
    "nowhere": "/nowhere?lang=ar",
}
"""The pages of `PLACES` that need nothing but to be opened."""

NO_PAGE = "لا توجد صفحة في هذا العنوان"
"""What is said of an address that leads nowhere, in the language of `ADDRESSES["nowhere"]`."""

UNKNOWN = "Ville;Indicateur;Année;Valeur;Source\r\nAtlantide;leaks;2024;98,4;hcp_rgph_2024\r\n".encode("cp1252")
"""A file of which nothing can be used: the page has all its forms, and no charts to compute."""

COMES_TO_REST = """() => new Promise((done) => {
    let waiting;
    const still = () => {
        clearTimeout(waiting);
        waiting = setTimeout(() => { watching.disconnect(); done(true); }, 1000);
    };
    const watching = new MutationObserver(still);
    const changes = { attributes: true, childList: true, subtree: true };
    document.querySelectorAll('.js-plotly-plot').forEach((plot) => watching.observe(plot, changes));
    still();
})"""


def selectors() -> list[str]:
    """Return the selectors of the style, as they are written, without a `:root` that says no more."""
    plain = re.sub(r"/\*.*?\*/|@media[^{]*\{", "", STYLE, flags=re.DOTALL)
    heads = [head.strip() for head in re.findall(r"([^{}]+)\{", plain)]
    assert all(head.startswith(":root") for head in heads)
    # Of two selectors for one rule, each has to find something.
    return [part.strip().removeprefix(":root ") for head in heads for part in re.split(r",\s*(?=:root\b)", head)]


def bring(page: Page, name: str, content: bytes) -> bool:
    """Hand a file to the uploader by the bridge; return whether there is one."""
    page.locator("[data-drop]").first.wait_for(state="attached")
    found: bool = page.evaluate(
        "([name, bytes]) => streamlitBridge.upload(document.querySelector('[data-drop]').dataset.drop,"
        " new File([new Uint8Array(bytes)], name))",
        [name, list(content)],
    )
    return found


def test_every_selector_of_the_style_has_its_page() -> None:
    assert set(selectors()) == set(PLACES)
    assert set(PLACES.values()) == {*ADDRESSES, "data", SESSIONS, ARABIC_SESSIONS, LOST}


def find_elements(visit: Visit, place: str) -> None:
    """Fail for each selector of a place that finds no element on the page that is open."""
    for selector in (written for written in selectors() if PLACES[written] == place):
        element = visit.page.locator(selector if selector.startswith(":root") else f":root {selector}").first
        expect(element, f"Streamlit's page has lost what streamlit_bridge.css styles: {selector}").to_be_attached()


@pytest.mark.parametrize("place", sorted({*ADDRESSES} - {"theme", "nowhere"}))
def test_every_selector_of_the_style_finds_its_element(visit: Visit, place: str) -> None:
    visit.open(ADDRESSES[place])
    find_elements(visit, place)


def test_own_words_of_an_unknown_address(open_visit: Callable[..., Visit]) -> None:
    """What Streamlit says of it is styled, in the language of the reader, and closed by a finger."""
    visit = open_visit(viewport=PHONE, has_touch=True, is_mobile=True)
    visit.open(ADDRESSES["nowhere"])
    find_elements(visit, "nowhere")
    dialog = visit.page.get_by_role("dialog")
    expect(dialog).to_contain_text(NO_PAGE)
    close = dialog.locator("> button")
    expect(close).to_be_visible()
    box = close.bounding_box()
    assert box is not None
    assert min(box["width"], box["height"]) >= 44


def test_every_selector_of_the_forms_finds_its_element_and_the_uploader_takes_a_file(visit: Visit) -> None:
    """Its uploader is unseen and takes a file, every selector finds its element, what is wrong is tied to its field."""
    visit.open("/data?lang=en")
    page = visit.page
    for unseen in page.locator("[data-testid=stFileUploader]").all():
        expect(unseen).to_be_hidden()
    assert not page.evaluate("streamlitBridge.upload('none', new File(['a'], 'a.csv'))")
    assert bring(page, "figures.csv", UNKNOWN), "the uploader has no input for files below its key"
    expect(page.locator(".cs-filed")).to_contain_text("figures.csv")
    visit.settle()
    page.locator(".st-key-data summary", has_text="Add what the catalogue").click()
    named = page.get_by_role("combobox", name="Add an indicator")
    # Its list may close again while the page is still being put together.
    for _ in range(5):
        named.click()
        named.press("Enter")
        if "leaks" in named.input_value():
            break
        page.wait_for_timeout(1000)
    visit.settle()
    page.get_by_label("Definition (English)").press_sequentially("a")
    find_elements(visit, "data")
    page.get_by_role("button", name="Add it to the draft").first.click()
    problem = page.locator(".cs-problems [data-field][id]").first
    problem.wait_for()
    field = page.locator(f"[aria-describedby={problem.get_attribute('id')}]")
    expect(field).to_have_attribute("aria-invalid", "true")
    assert problem.inner_text().startswith(str(field.get_attribute("aria-label")))
    assert visit.errors == []


@pytest.fixture(scope="module")
def theme_page(visit_of: Callable[..., Visit], app_address: str) -> Iterator[tuple[Visit, list[str]]]:
    """A page of charts that is open and only looked at, and the paths that it asked for."""
    visit = visit_of(app_address)
    asked: list[str] = []
    visit.page.on("request", lambda request: asked.append(request.url.removeprefix(visit.address)))
    visit.open(ADDRESSES["theme"])
    yield visit, asked
    visit.end()
    assert visit.outside == []


def test_every_selector_of_a_page_of_charts_finds_its_element(theme_page: tuple[Visit, list[str]]) -> None:
    find_elements(theme_page[0], "theme")


def test_every_selector_of_the_page_of_sessions_finds_its_element(
    begin_visit: Callable[..., Visit], own_address: str
) -> None:
    """Its forms are for who may publish: whoever sits at the server."""
    visit = begin_visit(own_address)
    visit.open("/sessions?lang=en")
    visit.page.locator(".st-key-sessions summary", has_text="A new session").click()
    find_elements(visit, SESSIONS)
    visit.open("/sessions?lang=ar")
    find_elements(visit, ARABIC_SESSIONS)


def test_every_selector_of_a_lost_connection_finds_its_element(open_visit: Callable[..., Visit]) -> None:
    """What Streamlit says of its state stands on the page only while a script runs long or no server answers."""
    visit = open_visit(viewport=PHONE)
    page = visit.page
    streams: list[WebSocketRoute] = []

    def connect(stream: WebSocketRoute) -> None:
        streams.append(stream)
        stream.connect_to_server()

    page.route_web_socket("**/_stcore/stream", connect)
    visit.open(THEME)
    expect(page.locator("[data-testid=stStatusWidget]")).to_have_count(0)
    # From here on there is no server for this page, neither by its stream nor otherwise.
    page.route("**/_stcore/**", lambda route: route.abort())
    assert streams, "the stream of a page has another address"
    streams[-1].close()
    find_elements(visit, LOST)
    # On a phone a line of our own says it, so that nothing stands over the languages.
    expect(page.locator("[data-testid=stStatusWidget]")).to_be_hidden()
    expect(page.locator(".cs-lost")).to_be_visible()


def test_no_sidebar_and_no_menu_of_files(theme_page: tuple[Visit, list[str]]) -> None:
    for name in ("stSidebar", "stSidebarNav", "stExpandSidebarButton"):
        expect(theme_page[0].page.locator(f"[data-testid={name}]")).to_have_count(0)


def test_following_a_link_stays_in_the_session(visit: Visit) -> None:
    streams: list[str] = []
    visit.page.on("websocket", lambda stream: streams.append(stream.url))
    visit.open(THEME)
    visit.page.evaluate("window.stayed = true")
    before = visit.page.locator("h1").inner_text()
    visit.page.locator(".cs-nav a", has_text="Energy").click()
    expect(visit.page.locator("h1")).not_to_have_text(before)
    expect(visit.page).to_have_title("Energy · Casablanca")
    assert "/energy" in visit.page.url
    visit.page.go_back()
    expect(visit.page.locator("h1")).to_have_text(before)
    assert visit.page.evaluate("window.stayed"), "a link loaded the document again: popstate is no longer followed"
    assert len(streams) == 1, "a link opened another session: popstate is no longer followed"
    assert visit.errors == []


def test_following_a_link_shows_the_page_from_its_beginning(theme_page: tuple[Visit, list[str]]) -> None:
    page = theme_page[0].page
    main = page.locator("[data-testid=stMain]")
    main.evaluate("main => main.scrollTo(0, 600)")
    assert main.evaluate("main => main.scrollTop") == 600, "the part of the page that scrolls is no longer stMain"
    page.evaluate("streamlitBridge.scrollToTop()")
    assert main.evaluate("main => main.scrollTop") == 0


def test_no_server_is_looked_for_below_the_address_of_a_page(theme_page: tuple[Visit, list[str]]) -> None:
    visit, asked = theme_page
    assert "/_stcore/health" in asked
    assert [path for path in asked if path.startswith("/water/")] == [], "BACKEND_BASE_URL is no longer read"
    assert visit.failed == []


def test_the_parts_of_a_chart(theme_page: tuple[Visit, list[str]]) -> None:
    visit, _ = theme_page
    drawings = visit.page.evaluate("streamlitBridge.plots().map(streamlitBridge.drawing)")
    charts = visit.page.locator("[data-testid=stPlotlyChart]").count()
    assert len(drawings) == charts > 0, "charts are no longer .js-plotly-plot"
    for drawing in drawings:
        assert drawing.startswith("<svg"), "the layers of a chart are no longer .main-svg"
        assert "textpoint" in drawing or "<path" in drawing
        assert not re.search('class="[^"]*(hoverlayer|draglayer|cursor-crosshair)', drawing)
    for part in (".hoverlayer", ".draglayer"):
        assert visit.page.locator(f".js-plotly-plot {part}").count(), f"charts have no longer {part}"


def test_a_chart_that_is_drawn_is_not_drawn_again(theme_page: tuple[Visit, list[str]]) -> None:
    """What Streamlit measures and what the bridge sets are the same, also in a column of a fraction of a pixel."""
    visit, _ = theme_page
    column = visit.page.locator("[data-testid=stPlotlyChart]").first
    assert column.evaluate("column => column.getBoundingClientRect().width % 1"), "the column is of whole pixels here"
    visit.page.wait_for_function(COMES_TO_REST)


def test_a_click_on_a_chart_is_passed_on(theme_page: tuple[Visit, list[str]]) -> None:
    visit, _ = theme_page
    linked = visit.page.evaluate("streamlitBridge.plots().every(plot => 'linked' in plot.dataset && plot.on)")
    assert linked, "charts come on the page without being noticed, or without Plotly's `on`"


def test_own_words_are_stated_in_the_language_of_the_reader(visit: Visit) -> None:
    visit.open("/water?lang=fr&peers=by_hand")
    menu = visit.page.get_by_role("button", name="Menu", exact=True)
    expect(menu).to_be_visible()
    menu.click()
    expect(visit.page.get_by_text("Comme l’appareil")).to_be_visible()
    visit.page.keyboard.press("Escape")
    cities = visit.page.locator('[data-testid="stMultiSelect"] input')
    cities.click()
    cities.press_sequentially("xqxq")
    expect(visit.page.get_by_text("Aucune ville de ce nom").last).to_be_visible()


def test_a_page_at_rest_draws_no_chart_anew(visit: Visit) -> None:
    """Streamlit asks for widths to a part of a pixel; a chart drawn for another would be asked for again, for ever."""
    visit.open("/land?lang=en&indicator=green_area_per_person")
    page = visit.page
    expect(page.locator(".cs-word a").first).to_be_attached()
    page.evaluate(
        "() => { window.drawn = 0; new MutationObserver(() => { window.drawn += 1; })"
        ".observe(document.querySelector('.js-plotly-plot'), { childList: true, subtree: true }); }"
    )
    page.wait_for_timeout(2000)
    assert page.evaluate("window.drawn") == 0
