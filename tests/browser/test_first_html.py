"""The first HTML in a real browser: read without scripts; with them it goes when the page stands there, unseen."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.visit import Visit

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


@pytest.mark.parametrize("path", ["/?lang=fr", LAND])
def test_it_goes_when_the_page_stands_there(open_visit: Callable[..., Visit], path: str) -> None:
    visit = open_visit()
    # at every moment one title can be seen, and it is the same
    visit.page.add_init_script("""window.titles = []; const look = () => {
        const all = [...document.querySelectorAll('h1')];
        const seen = all.filter((title) => title.checkVisibility({visibilityProperty: true}));
        if (document.readyState !== 'loading') window.titles.push(seen.map((h1) => h1.textContent).join('|'));
        requestAnimationFrame(look); }; requestAnimationFrame(look);""")
    visit.open(path)
    expect(visit.page.locator("#cs-first")).to_have_count(0)
    expect(visit.page.locator("h1")).to_have_count(1)
    titles = set(visit.page.evaluate("window.titles"))
    assert titles == {visit.page.locator("h1").text_content()}
    assert visit.errors == []


def test_a_link_that_is_followed_early_leads_to_its_page(open_visit: Callable[..., Visit]) -> None:
    visit = open_visit()
    # the session does not come: only the first HTML is there
    visit.page.route("**/static/js/index.*.js", lambda route: route.abort())
    visit.page.goto(visit.address + "/?lang=en")
    visit.page.locator("#cs-first .cs-nav a", has_text="Water").click()
    visit.page.wait_for_url("**/water?**")
    expect(visit.page.locator("#cs-first .cs-nav a[aria-current]")).to_have_text("Water")


def test_only_the_fonts_that_are_needed_are_fetched(browser: Browser, app_address: str) -> None:
    context = browser.new_context(locale="fr-FR", service_workers="block")
    visit = Visit(context, app_address)
    fetched: list[tuple[str, int]] = []
    visit.page.on(
        "response",
        lambda answer: answer.request.resource_type == "font" and fetched.append((answer.url, len(answer.body()))),
    )
    visit.open("/land?lang=fr")
    names = sorted(url.rsplit("/", 1)[1].split(".")[0].split("-")[0] for url, _ in fetched)
    assert set(names) <= {"SourceSansVF", "SourceSerifVariable", "MaterialSymbols"}
    assert len(names) == len(set(names)), "a font came twice"
    assert sum(size for _, size in fetched) < 120_000
    context.close()
