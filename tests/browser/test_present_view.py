"""The present view as a speaker uses it: a clicker's keys, one screen, nothing but the chart."""

import pytest
from playwright.sync_api import expect

PROJECTOR = {"width": 1280, "height": 720}
SLIDE = "/present?lang=en&indicator=public_sewer"


@pytest.fixture
def hall(open_visit):
    """A visit on the smallest projector."""
    return open_visit(viewport=PROJECTOR)


def press(visit, key, indicator):
    visit.lead(lambda: visit.page.keyboard.press(key))
    visit.page.wait_for_url(f"**indicator={indicator}**")


def test_arrows_and_clickers_turn_the_slides_and_escape_returns_to_the_page_of_the_figure(hall):
    hall.open(SLIDE)
    for forth, back in (("ArrowRight", "ArrowLeft"), ("PageDown", "PageUp")):
        press(hall, forth, "septic_tank_at_home")
        expect(hall.page.locator(".cs-room h1")).to_contain_text("Septic tank")
        press(hall, back, "public_sewer")
        expect(hall.page.locator(".cs-room h1")).to_contain_text("public sewer")
    hall.page.keyboard.press("Escape")
    hall.page.wait_for_url("**/water?**")
    hall.settle()
    assert "indicator=public_sewer" in hall.page.url
    expect(hall.page.locator(".cs-mast")).to_be_visible()
    assert hall.errors == []


def test_the_page_leads_into_the_present_view(hall):
    hall.open("/water?lang=en&indicator=public_sewer")
    hall.page.locator(".cs-tools a", has_text="Present").first.click()
    hall.page.wait_for_url("**/present?**")
    hall.settle()
    expect(hall.page.locator(".cs-room h1")).to_contain_text("public sewer")


SLIDES = (
    "lang=fr", "lang=en&indicator=public_sewer&chart=districts", "lang=fr&indicator=carbon_footprint_per_person",
    "lang=fr&indicator=open_public_space_share", "lang=en&indicator=population_agglomeration&chart=time",
    "lang=fr&indicator=built_up_area_per_person&chart=world", "lang=fr&indicator=network_efficiency",
    "lang=fr&indicator=non_revenue_water&chart=rank", "lang=en&indicator=slums_national",
)  # fmt: skip


def test_every_kind_of_slide_fills_one_screen_and_shows_its_source(hall):
    for slide in SLIDES:
        hall.open(f"/present?{slide}")
        main = hall.page.locator("[data-testid=stMain]")
        assert main.evaluate("main => main.scrollHeight - main.clientHeight") <= 0, slide
        assert main.evaluate("main => main.scrollWidth - main.clientWidth") <= 0, slide
        foot = hall.page.locator(".cs-roomfoot")
        box = foot.bounding_box()
        assert box["y"] + box["height"] <= PROJECTOR["height"], slide
        assert foot.evaluate("foot => parseFloat(getComputedStyle(foot).fontSize)") >= 12
        for away in ("stHeader", "stToolbar", "stSidebar"):
            expect(hall.page.locator(f"[data-testid={away}]")).to_be_hidden()
    assert hall.errors == []
