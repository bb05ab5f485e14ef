"""Every page, with every other host blocked: nothing is asked for elsewhere, nothing fails, nothing stays empty."""

import pytest

from pages.shared.registry import published_entries
from tests.browser.conftest import PHONE

ADDRESSES = [f"/{entry.address}" for entry in published_entries()]


def assert_sound(visit):
    page = visit.page
    assert page.locator("[data-testid=stException]").count() == 0, page.locator(
        "[data-testid=stException]"
    ).inner_text()
    assert page.locator("[data-testid=stMain]").inner_text().strip()
    for figure in page.locator(".js-plotly-plot").all():
        assert figure.evaluate("figure => figure.data.some(trace => (trace.x || trace.y || []).length > 0)")
    assert visit.errors == []
    assert visit.failed == []
    assert visit.outside == []


@pytest.mark.parametrize("address", ADDRESSES)
def test_a_page_is_complete(visit, address):
    visit.open(f"{address}?lang=en")
    assert_sound(visit)


@pytest.mark.parametrize("address", ADDRESSES)
def test_a_page_fits_a_phone(open_visit, address):
    """In French, whose words are the longer ones."""
    visit = open_visit(viewport=PHONE, has_touch=True, is_mobile=True)
    visit.open(f"{address}?lang=fr")
    assert_sound(visit)
    assert visit.page.evaluate("document.scrollingElement.scrollWidth") <= PHONE["width"]


def test_a_dark_screen_is_complete(open_visit):
    visit = open_visit(color_scheme="dark")
    visit.open()
    assert_sound(visit)


def test_another_host_is_blocked_and_reported_of(visit):
    visit.open()
    visit.page.evaluate("fetch('https://example.org/pixel.png').catch(() => null)")
    assert visit.outside == ["https://example.org/pixel.png"]
    visit.outside.clear()
    visit.errors.clear()
