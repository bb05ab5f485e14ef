"""What readers take away: a citation, a picture with its source, the figures."""

import csv
import io
from xml.etree import ElementTree as ET

import pytest
from playwright.sync_api import expect

PAGE = "/carbon?lang=en&indicator=public_transport_access"


@pytest.fixture(scope="module")
def opened(visit_of, app_address):
    """A visit at a chart, that may read what it copied; nothing that is taken away changes the page."""
    visit = visit_of(app_address)
    visit.page.context.grant_permissions(["clipboard-read", "clipboard-write"], origin=app_address)
    visit.open(PAGE)
    yield visit
    visit.page.context.clear_permissions()
    visit.end()
    assert visit.outside == []


def test_the_citation_is_copied_with_version_and_link(opened):
    button = opened.page.locator('button[data-done="Citation copied"]').first
    button.click()
    expect(button).to_have_text("Citation copied")
    copied = opened.page.evaluate("navigator.clipboard.readText()")
    assert "66.5% of people in Casablanca" in copied
    assert "UN-Habitat" in copied
    assert "data version" in copied
    assert "indicator=public_transport_access" in copied


def test_a_picture_as_svg_says_what_it_shows_and_where_it_comes_from(opened):
    with opened.page.expect_download() as waiting:
        opened.page.locator("button[data-picture=svg]").first.click()
    reported = waiting.value.path().read_text(encoding="utf-8")
    words = " ".join(" ".join(ET.fromstring(reported).itertext()).split())
    assert waiting.value.suggested_filename == "public_transport_access-rank.svg"
    assert "14th of 24" in words
    for part in ("Casablanca", "Source:", "UN-Habitat", "Perimeter: urban centre"):
        assert part in reported
    assert "<text" in reported
    # A clip named by the address of the page would be lost in the file.
    assert "url(http" not in reported.replace("&quot;", "").replace('"', "")


def test_a_picture_as_png_is_one(opened):
    with opened.page.expect_download() as waiting:
        opened.page.locator("button[data-picture=png]").first.click()
    assert waiting.value.suggested_filename == "public_transport_access-rank.png"
    content = waiting.value.path().read_bytes()
    assert content.startswith(b"\x89PNG")
    assert len(content) > 20_000


def test_the_figures_are_a_table_with_their_sources(opened):
    with opened.page.expect_download() as waiting:
        opened.page.locator(".cs-tools a[download]", has_text="CSV").first.click()
    rows = list(csv.DictReader(io.StringIO(waiting.value.path().read_text(encoding="utf-8-sig"))))
    [own] = [row for row in rows if row["place"] in ("casablanca", "Casablanca")]
    assert float(own["value"]) == pytest.approx(66.4805, abs=1e-3)
    assert own["source"]


def test_an_error_is_reported_with_the_figure_named(opened):
    link = opened.page.locator("a[href^='mailto:']").first.get_attribute("href")
    assert "public_transport_access" in link
    assert "Casablanca" in link
