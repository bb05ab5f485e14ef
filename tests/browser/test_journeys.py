"""What readers do: find a figure by their own word, choose peers and language, follow a link with a mistake in it."""

import re
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import expect

CHART = ".js-plotly-plot"
TITLE = "[data-testid=stMain] h1"


def test_a_leak_is_found_and_leads_to_its_chart(visit):
    visit.open("/?lang=en")
    visit.page.get_by_role("combobox").fill("leak")
    expect(visit.page.locator(".cs-found a").first).to_contain_text("Efficiency of the water network")
    visit.page.keyboard.press("Enter")
    expect(visit.page.locator(TITLE)).to_contain_text("Efficiency of the water network")
    visit.settle()
    assert "indicator=network_efficiency" in visit.page.url
    assert visit.page.locator(CHART).count() >= 1
    assert visit.errors == []


@pytest.fixture(scope="module")
def overview(visit_of, app_address):
    """The overview, opened once for all who only ask its find box."""
    visit = visit_of(app_address)
    visit.open("/?lang=en")
    yield visit
    visit.end()
    assert visit.outside == []


@pytest.fixture
def find(overview):
    """The find box of the overview, empty and without the focus."""
    box = overview.page.get_by_role("combobox")
    box.fill("")
    box.blur()
    return box


def test_the_arrows_choose_among_what_is_found(overview, find):
    page = overview.page
    find.fill("leak")
    expect(page.locator(".cs-found [aria-selected=true]")).to_contain_text("Efficiency of the water network")
    page.keyboard.press("ArrowDown")
    expect(page.locator(".cs-found [aria-selected=true]")).not_to_contain_text("Efficiency of the water network")
    page.keyboard.press("Escape")
    expect(page.locator(".cs-found")).to_be_hidden()


def test_a_word_nobody_knows_is_answered_in_words(overview, find):
    find.fill("xyzzy")
    expect(overview.page.locator(".cs-found")).to_contain_text("Nothing by that word.")
    expect(overview.page.locator(".cs-found a")).to_have_attribute("href", re.compile("/sources"))


def test_a_slash_leads_to_the_find_box(overview, find):
    expect(find).not_to_be_focused()
    overview.page.keyboard.press("/")
    expect(find).to_be_focused()


def test_another_peer_set_and_then_another_language_keep_the_figure(visit):
    visit.open("/carbon?lang=fr&indicator=public_transport_access&peers=africa")
    visit.page.locator(".cs-peers > summary").click()
    chip = visit.page.locator(".cs-chips a:not([aria-current])").first
    name = chip.inner_text()
    visit.lead(chip.click)
    expect(visit.page.locator(".cs-chips a[aria-current]")).to_have_text(name)
    asked = parse_qs(urlsplit(visit.page.url).query)
    assert asked["indicator"] == ["public_transport_access"]
    assert asked["lang"] == ["fr"]
    assert asked["peers"] != ["africa"]
    expect(visit.page.locator(TITLE)).to_contain_text("66,5")
    visit.lead(visit.page.locator(".cs-lang a[lang=en]").click)
    expect(visit.page.locator(TITLE)).to_contain_text("66.5")
    asked_then = parse_qs(urlsplit(visit.page.url).query)
    assert asked_then["indicator"] == ["public_transport_access"]
    assert asked_then["peers"] == asked["peers"]
    expect(visit.page.locator("html")).to_have_attribute("lang", "en")
    assert visit.errors == []


def test_the_browsers_back_returns_to_the_figure_before(visit):
    visit.open("/water?lang=en&indicator=public_sewer")
    visit.lead(visit.page.locator(".cs-nav a", has_text="Carbon").click)
    assert "/carbon" in visit.page.url
    visit.page.go_back()
    expect(visit.page.locator(TITLE)).to_contain_text("public sewer")


def test_a_link_with_an_unknown_city_says_so_and_keeps_the_page(visit):
    visit.open("/carbon?lang=en&indicator=public_transport_access&cities=lyon,atlantis")
    expect(visit.page.locator(".cs-notice")).to_contain_text("atlantis")
    expect(visit.page.locator(".cs-why").first).to_contain_text("Lyon")
    assert visit.page.locator(CHART).count() >= 1 or visit.page.locator(".cs-table").count() >= 1


def test_the_table_has_the_values_of_the_chart(visit):
    visit.open("/carbon?lang=en&indicator=public_transport_access")
    twin = visit.page.locator(".cs-foot .cs-twin").first
    twin.locator("summary").click()
    own = twin.locator("tr.cs-own")
    expect(own).to_contain_text("Casablanca")
    expect(own).to_contain_text("66.5")
    assert twin.locator("tbody tr").count() == 38


def test_a_long_table_is_fetched_when_it_is_opened(visit):
    visit.open("/carbon?lang=fr&indicator=co2_per_person_national")
    long = visit.page.locator(".cs-twin:has([data-rows])").first
    assert long.locator("table").count() == 0
    long.locator("summary").click()
    expect(long.locator("thead th").first).to_have_text("Lieu")
    assert long.locator("tbody tr").count() > 150
    expect(long.locator("tr.cs-own").first).to_contain_text("Maroc")
    long.locator("summary").click()
    long.locator("summary").click()
    assert long.locator("table").count() == 1
    assert visit.errors == []


def test_a_long_table_that_does_not_come_is_reported_and_asked_for_again(visit):
    visit.open("/carbon?lang=fr&indicator=co2_per_person_national")
    long = visit.page.locator(".cs-twin:has([data-rows])").first
    visit.page.context.set_offline(True)
    long.locator("summary").click()
    expect(long.get_by_role("alert")).to_contain_text("Le tableau n’a pas pu être chargé")
    visit.page.context.set_offline(False)
    long.locator("summary").click()
    long.locator("summary").click()
    expect(long.locator("tbody tr").first).to_be_visible()
    expect(long.get_by_role("alert")).to_have_count(0)
