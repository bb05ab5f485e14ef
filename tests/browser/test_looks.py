"""Dark and light, wide and narrow: the look follows the reader's own settings."""

import pytest

from tests.browser.conftest import PHONE

WIDE_THINGS = [
    "/?lang=fr", "/land?indicator=population_agglomeration", "/carbon?indicator=carbon_footprint_per_person",
    "/land?indicator=open_public_space_share", "/water?indicator=non_revenue_water", "/sources?indicator=dam_fill",
    "/water?indicator=public_sewer&lang=fr", "/land?cities=rabat,tunis,lyon",
]  # fmt: skip


@pytest.fixture
def phone(open_visit):
    """A visit on a phone."""
    return open_visit(viewport=PHONE, has_touch=True, is_mobile=True)


def test_nothing_is_wider_than_a_phone(phone):
    for address in WIDE_THINGS:
        phone.open(address)
        phone.page.evaluate("document.querySelectorAll('.cs-foot .cs-twin').forEach(twin => { twin.open = true; })")
        main = phone.page.locator("[data-testid=stMain]")
        assert main.evaluate("main => main.scrollWidth - main.clientWidth") <= 0, address
        assert phone.page.evaluate("document.scrollingElement.scrollWidth") <= PHONE["width"], address
    assert phone.errors == []


@pytest.mark.parametrize(("scheme", "paper"), [("light", "rgb(255, 255, 255)"), ("dark", "rgb(18, 22, 27)")])
def test_the_page_and_its_charts_follow_the_scheme(open_visit, scheme, paper):
    visit = open_visit(color_scheme=scheme)
    visit.open("/water?lang=en&indicator=public_sewer")
    ground = visit.page.locator(".stApp").evaluate("app => getComputedStyle(app).backgroundColor")
    assert ground == paper
    ink = visit.page.locator(".js-plotly-plot").first.evaluate("plot => plot.layout.font.color")
    title = visit.page.locator("h1").evaluate("title => getComputedStyle(title).color")
    assert title == f"rgb({', '.join(str(int(ink[index : index + 2], 16)) for index in (1, 3, 5))})"


def test_no_text_of_a_chart_is_smaller_than_twelve_pixels(phone):
    phone.open("/carbon?lang=en&indicator=carbon_footprint_per_person")
    sizes = phone.page.evaluate(
        "[...document.querySelectorAll('.js-plotly-plot text, .cs-foot p')]"
        ".filter(text => text.textContent.trim()).map(text => parseFloat(getComputedStyle(text).fontSize))"
    )
    assert min(sizes) >= 12


def test_the_values_of_the_longest_bars_are_not_cut_off(phone):
    phone.open("/land?lang=en&indicator=population_agglomeration")
    reach = phone.page.evaluate(
        "(() => { const plot = document.querySelector('.js-plotly-plot').getBoundingClientRect();"
        " return Math.max(...[...document.querySelectorAll('.js-plotly-plot')][0].querySelectorAll('.textpoint text')"
        ".values().map(text => text.getBoundingClientRect().right - plot.right)); })()"
    )
    assert reach <= 0


def test_the_controls_of_a_chart_are_one_line_on_a_phone_that_stays_open(phone):
    phone.open("/compare?lang=en&indicator=public_sewer")
    folded = phone.page.locator(".cs-fold").first
    assert folded.evaluate("box => box.open") is False
    assert folded.bounding_box()["height"] < 60
    folded.locator("summary").click()
    folded.locator(".cs-chips a:not([aria-current])").first.click()
    phone.settle()
    phone.page.wait_for_function("document.querySelector('.cs-fold[data-folds]')?.open")


def test_the_controls_of_a_chart_stand_open_on_a_desk(visit):
    visit.open("/compare?lang=en&indicator=public_sewer")
    assert visit.page.locator(".cs-fold").first.evaluate("box => box.open")
    assert not visit.page.locator(".cs-fold > summary").first.is_visible()
