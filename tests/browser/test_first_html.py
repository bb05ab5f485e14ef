"""The first HTML in a real browser: read without scripts; with them it goes when the page stands there, unseen."""

from collections.abc import Callable

from playwright.sync_api import Browser, expect

from tests.browser.visit import Visit

OVERVIEW_TITLE = "Vue d’ensemble · Casablanca"
LAND_TITLE = "Surface verte par habitant · Foncier · Casablanca"
LAND = "/land?lang=fr&indicator=green_area_per_person"


def test_it_is_read_without_scripts(browser: Browser, app_address: str) -> None:
    context = browser.new_context(java_script_enabled=False, locale="fr-FR")
    page = context.new_page()
    page.goto(app_address + LAND)
    expect(page.locator("h1")).to_have_count(1)
    expect(page.locator("h1")).to_be_visible()
    expect(page.locator(".cs-drawn-wide").first).to_be_visible()
    expect(page.locator(".cs-drawn-narrow").first).to_be_hidden()
    expect(page.locator("nav.cs-nav a").first).to_be_visible()
    context.close()


# At every moment one title of the page can be seen, and one of the document, and they stay the same.
NOTE_TITLES = """window.titles = []; window.named = []; const look = () => {
    const all = [...document.querySelectorAll('h1')];
    const seen = all.filter((title) => title.checkVisibility({visibilityProperty: true}));
    if (document.readyState !== 'loading') window.titles.push(seen.map((h1) => h1.textContent).join('|'));
    requestAnimationFrame(look); }; requestAnimationFrame(look);
    new MutationObserver(() => {
        if (document.title && window.named.at(-1) !== document.title) window.named.push(document.title);
    }).observe(document, { childList: true, subtree: true, characterData: true });"""


def assert_one_title(visit: Visit, name: str) -> None:
    """Expect that the first HTML has gone, and that no other title was seen at any moment."""
    expect(visit.page.locator("#cs-first")).to_have_count(0)
    expect(visit.page.locator("h1")).to_have_count(1)
    assert set(visit.page.evaluate("window.titles")) == {visit.page.locator("h1").text_content()}
    assert visit.page.evaluate("window.named") == [name], "Streamlit shows another title meanwhile"
    assert visit.errors == []


def test_it_goes_when_the_page_stands_there(open_visit: Callable[..., Visit]) -> None:
    visit = open_visit()
    visit.page.add_init_script(NOTE_TITLES)
    visit.open("/?lang=fr")
    assert_one_title(visit, OVERVIEW_TITLE)


def test_a_link_that_is_followed_early_leads_to_its_page(open_visit: Callable[..., Visit]) -> None:
    visit = open_visit()
    # the session does not come: only the first HTML is there
    visit.page.route("**/static/js/index.*.js", lambda route: route.abort())
    visit.page.goto(visit.address + "/?lang=en")
    visit.page.locator("#cs-first .cs-nav a", has_text="Water").click()
    visit.page.wait_for_url("**/water?**")
    expect(visit.page.locator("#cs-first .cs-nav a[aria-current]")).to_have_text("Water")


def test_a_device_in_french_sees_one_title_and_fetches_only_the_fonts_that_are_needed(
    browser: Browser, app_address: str
) -> None:
    """On a device that has fetched nothing yet, at an address that names no language."""
    context = browser.new_context(locale="fr-FR", service_workers="block")
    visit = Visit(context, app_address)
    visit.page.add_init_script(NOTE_TITLES)
    fetched: list[tuple[str, int]] = []
    visit.page.on(
        "response",
        lambda answer: answer.request.resource_type == "font" and fetched.append((answer.url, len(answer.body()))),
    )
    visit.open("/land?indicator=green_area_per_person")
    visit.page.wait_for_function("document.fonts.status === 'loaded'")
    assert_one_title(visit, LAND_TITLE)
    names = sorted(url.rsplit("/", 1)[1].split(".")[0].split("-")[0] for url, _ in fetched)
    assert set(names) <= {"SourceSansVF", "SourceSerifVariable", "MaterialSymbols"}
    assert len(names) == len(set(names)), "a font came twice"
    assert sum(size for _, size in fetched) < 120_000
    context.close()
