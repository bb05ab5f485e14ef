"""Maps by keyboard and by pointer: a line of the list, an area and a point are the same link; years step by key."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import PHONE

TITLE = "[data-testid=stMain] h1"
SELECTED = ".cs-ranked a[aria-current]"


def press(visit, key):
    """Press a key and wait for what it leads to."""
    visit.lead(lambda: visit.page.keyboard.press(key))


def at(visit, x, y, plot=0):
    """Click a point of a map, given in its own coordinates."""
    box = visit.page.locator(".js-plotly-plot").nth(plot)
    box.scroll_into_view_if_needed()
    place = box.evaluate(
        "(plot, [x, y]) => { const rect = plot.getBoundingClientRect(); const { xaxis, yaxis } = plot._fullLayout;"
        " return [rect.left + xaxis._offset + xaxis.l2p(x), rect.top + yaxis._offset + yaxis.l2p(y)]; }",
        [x, y],
    )
    visit.page.mouse.move(*place)
    visit.page.wait_for_timeout(150)
    visit.lead(lambda: visit.page.mouse.click(*place))


def select(visit, place):
    """Select a place in the list by keyboard; expect that it is selected and keeps the focus."""
    visit.page.locator(f'a[data-hold="{place}"]').focus()
    press(visit, "Enter")
    expect(visit.page.locator(SELECTED)).to_have_attribute("data-hold", place)
    assert place in visit.page.url
    expect(visit.page.locator(f'a[data-hold="{place}"]:focus')).to_have_count(1)
    assert visit.errors == []


def test_the_list_of_the_world_selects_by_keyboard_and_keeps_the_focus(visit):
    visit.open("/world?lang=en&indicator=public_transport_access")
    select(visit, "tangier")


def test_an_area_of_the_city_is_a_link_as_its_line_of_the_list_is(visit):
    visit.open("/casablanca?lang=en&indicator=public_sewer")
    select(visit, "maarif")
    x, y = visit.page.locator(".js-plotly-plot").first.evaluate(
        "plot => { const words = plot.data.find(trace => trace.mode === 'text');"
        " const areas = plot.data.filter(trace => trace.meta?.href);"
        " const at = areas.findIndex(trace => trace.meta.href.includes('district=hay_hassani'));"
        " return [words.x[at], words.y[at]]; }"
    )
    at(visit, x, y)
    expect(visit.page.locator(SELECTED)).to_have_attribute("data-hold", "hay_hassani")


def test_years_step_by_key_and_by_button_and_a_point_of_the_world_is_a_link(visit):
    visit.open("/world?lang=en&indicator=population_agglomeration")
    expect(visit.page.locator(TITLE)).to_contain_text("in 2018")
    press(visit, "ArrowLeft")
    expect(visit.page.locator(TITLE)).to_contain_text("in 2017")
    assert "year=2017" in visit.page.url
    visit.lead(visit.page.locator("a[data-keys=ArrowLeft]").click)
    expect(visit.page.locator(TITLE)).to_contain_text("in 2016")
    press(visit, "ArrowRight")
    expect(visit.page.locator(TITLE)).to_contain_text("in 2017")
    x, y = visit.page.locator(".js-plotly-plot").evaluate(
        "plot => { const trace = plot.data.find(trace => trace.meta?.hrefs);"
        " const at = trace.meta.hrefs.findIndex(href => href.includes('place=nairobi'));"
        " return [trace.x[at], trace.y[at]]; }"
    )
    at(visit, x, y)
    expect(visit.page.locator(SELECTED)).to_have_attribute("data-hold", "nairobi")
    assert visit.errors == []


BLANK = """[...document.querySelectorAll('.js-plotly-plot')].map(plot => {
    const full = plot._fullLayout;
    const maps = Object.keys(plot.layout).filter(name => /^yaxis/.test(name) && plot.layout[name].scaleanchor);
    const room = plot.closest('[data-testid=stElementContainer]').getBoundingClientRect().height;
    // the pixels of the room of a map that its land does not fill, and those of the element that the figure does not
    const free = maps.map(name => {
        const [low, high] = plot.layout[name].domain;
        return (high - low) * (full.height - full.margin.t - full.margin.b) - full[name]._length;
    });
    const high = maps.length ? full.height : 0;
    return { free: Math.min(...free), apart: Math.abs(room - full.height), maps: maps.length, high };
})"""


@pytest.mark.parametrize(
    "address",
    ["/world?lang=fr", "/world?lang=ar", "/world?lang=en&indicator=public_transport_access", "/casablanca?lang=fr"],
)
def test_maps_fit_a_phone_with_letters_that_can_be_read_and_take_no_more_of_it_than_they_fill(open_visit, address):
    visit = open_visit(viewport=PHONE, has_touch=True, is_mobile=True)
    visit.open(address)
    assert visit.page.evaluate("document.scrollingElement.scrollWidth") <= PHONE["width"]
    reported = visit.page.evaluate(
        "[...document.querySelectorAll('.js-plotly-plot')].flatMap(plot => { const rect = plot.getBoundingClientRect();"
        " return [...plot.querySelectorAll('text')].filter(text => text.textContent.trim()).map(text => {"
        " const box = text.getBoundingClientRect(); return [parseFloat(getComputedStyle(text).fontSize),"
        " box.left - rect.left, rect.right - box.right]; }); })"
    )
    assert min(size for size, _, _ in reported) >= 12
    assert min(min(left, right) for _, left, right in reported) >= -3
    figures = [figure for figure in visit.page.evaluate(BLANK) if figure["maps"]]
    assert figures
    # Above one map, or several beside each other, stands their key.
    key = 110
    assert all(figure["free"] <= key and figure["apart"] <= 1 for figure in figures)
    # Turned, the phone gives the maps their height again.
    visit.page.set_viewport_size({"width": 844, "height": 390})
    before = sum(figure["high"] for figure in figures)
    visit.page.wait_for_function(
        f"before => {BLANK}.reduce((sum, figure) => sum + figure.high, 0) > before", arg=before
    )
    assert visit.errors == []
