"""Dark and light, wide and narrow: the look follows the reader's own settings."""

import pytest

from tests.browser.conftest import PHONE

WIDE_THINGS = [
    "/land?indicator=population_agglomeration", "/carbon?indicator=carbon_footprint_per_person",
    "/land?indicator=open_public_space_share", "/water?indicator=non_revenue_water", "/sources?indicator=dam_fill",
    "/water?indicator=public_sewer&lang=fr", "/land?cities=rabat,tunis,lyon",
]  # fmt: skip

TEXT_SIZES = (
    "[...document.querySelectorAll('.js-plotly-plot text, .cs-foot p')]"
    ".filter(text => text.textContent.trim()).map(text => parseFloat(getComputedStyle(text).fontSize))"
)

REACH = (
    "[...document.querySelectorAll('.js-plotly-plot')].flatMap(plot => [...plot.querySelectorAll('.textpoint text')]"
    ".map(text => text.getBoundingClientRect().right - plot.getBoundingClientRect().right))"
)
"""How far the values beside the bars of each chart reach beyond it."""


@pytest.fixture
def phone(open_visit):
    """A visit on a phone."""
    return open_visit(viewport=PHONE, has_touch=True, is_mobile=True)


def test_nothing_is_wider_than_a_phone_nor_small_nor_cut_off(phone):
    sizes, reached = [], []
    for address in WIDE_THINGS:
        phone.open(address)
        phone.page.evaluate("document.querySelectorAll('.cs-foot .cs-twin').forEach(twin => { twin.open = true; })")
        main = phone.page.locator("[data-testid=stMain]")
        assert main.evaluate("main => main.scrollWidth - main.clientWidth") <= 0, address
        assert phone.page.evaluate("document.scrollingElement.scrollWidth") <= PHONE["width"], address
        sizes += [(size, address) for size in phone.page.evaluate(TEXT_SIZES)]
        reached += [(beyond, address) for beyond in phone.page.evaluate(REACH)]
    assert [(size, address) for size, address in sizes if size < 12] == []
    assert [(beyond, address) for beyond, address in reached if beyond > 0] == []
    assert sizes
    assert reached
    assert phone.errors == []


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
