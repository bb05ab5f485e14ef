"""Pictures made in the browser: everything a chart must say is on them, on white paper, from any screen."""

import base64
from functools import partial
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from indicators.figures.palette import DARK, LIGHT
from tests.browser.conftest import PHONE, WIDE
from tests.browser.visit import in_light

SVG = "{http://www.w3.org/2000/svg}"
CHART = "carbon_footprint_per_person-rank"
ADDRESS = "/carbon?indicator=carbon_footprint_per_person&lang={language}"

SCREENS = {
    "wide": {"viewport": WIDE},
    "phone": {"viewport": PHONE, "has_touch": True, "is_mobile": True},
}
LANGUAGES = {"wide": "en", "phone": "fr"}


WORDS = "البصمة الكربونية للفرد في الدار البيضاء"

TURN_ROUND = """([selector, words, direction]) => {
  const chart = document.querySelector(selector), title = chart.querySelector('h1');
  const before = title.innerHTML;
  title.innerHTML = words;
  chart.style.direction = direction;
  return before;
}"""
"""Gives a chart a title and a direction; returns the title before."""


@pytest.fixture(scope="module")
def opened(request, visit_of, app_address):
    """A page on a screen, opened once: to save its pictures changes nothing of it."""
    visit = visit_of(app_address, color_scheme="light", **SCREENS[request.param])
    visit.open(ADDRESS.format(language=LANGUAGES[request.param]))
    yield visit
    visit.end()
    assert visit.outside == []


on_screens = partial(pytest.mark.parametrize, "opened", indirect=True, scope="module")


def saved(visit, form: str, chart: str = CHART) -> Path:
    """Press the button of a picture and return the file that the browser saves."""
    with visit.page.expect_download() as download:
        visit.page.locator(f'button[data-picture="{form}"][data-of="{chart}"]').click()
    assert download.value.suggested_filename == f"{chart}.{form}"
    return Path(download.value.path())


def words(element: ET.Element) -> str:
    """Return the lines of text written around the picture, as one."""
    return " ".join(text.text or "" for text in element.findall(f"{SVG}text"))


def together(text: str) -> str:
    return "".join(text.split())


READ = """async (data) => {
    const picture = await createImageBitmap(await (await fetch(data)).blob());
    const canvas = new OffscreenCanvas(picture.width, picture.height);
    const pen = canvas.getContext('2d');
    pen.drawImage(picture, 0, 0);
    const counts = {};
    for (const pixel of new Uint32Array(pen.getImageData(0, 0, picture.width, picture.height).data.buffer)) {
        counts[pixel] = (counts[pixel] || 0) + 1;
    }
    return { width: picture.width, height: picture.height, counts };
}"""
"""Size of a picture, and how many of its pixels have each colour, written as alpha, blue, green, red."""


def pixel(colour: str) -> str:
    """Return a hex colour as :data:`READ` names it."""
    red, green, blue = (int(colour[index : index + 2], 16) for index in (1, 3, 5))
    return str(int.from_bytes(bytes([red, green, blue, 255]), "little"))


def assert_sharp(visit, png: bytes) -> None:
    """Hold that a picture has pixels enough, and is neither blank nor dark."""
    read = visit.page.evaluate(READ, f"data:image/png;base64,{base64.b64encode(png).decode()}")
    assert read["width"] >= 1590
    total = read["width"] * read["height"]
    shares = {name: read["counts"].get(pixel(getattr(LIGHT, name)), 0) / total for name in ("paper", "ink", "accent")}
    assert 0.5 < shares["paper"] < 0.97
    assert shares["accent"] > 0.0005
    assert shares["ink"] > 0.001
    assert pixel(DARK.paper) not in read["counts"]


@on_screens(SCREENS)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_picture_says_all_that_the_page_says_on_white_paper(opened, scheme):
    visit = opened
    in_light(visit, scheme)
    head = visit.page.locator(f'.cs-chart[data-figure="{CHART}"]')
    foot = visit.page.locator(f'.cs-foot[data-figure="{CHART}"]')
    svg = saved(visit, "svg").read_text(encoding="utf-8")
    root = ET.fromstring(svg)
    written = together(words(root))
    for line in [head.locator("h1, h2").text_content(), head.locator(".cs-sub").text_content()]:
        assert together(line) in written
    printed = foot.locator("[data-print]").all()
    assert len(printed) >= 3, "verdict, notes, source"
    for line in printed:
        assert together(line.text_content()) in written
    link = foot.get_attribute("data-link")
    assert together(link) in written
    assert "&v=" in link
    assert link.split("&v=")[1] in foot.locator("[data-print]").last.text_content()
    assert root.find(f"{SVG}title").text == head.locator("h1, h2").text_content()
    assert len(list(root.iter(f"{SVG}path"))) > 20, "the bars are drawn"
    # A picture cannot ask for fonts: without ours in it, its titles would be set in another.
    assert '@font-face{font-family:"Source Sans"' in svg
    assert "url(data:font/" in svg or "url(data:application/" in svg
    assert visit.errors == []
    # a number keeps its unit on the line
    lines = [text.text for text in root.findall(f"{SVG}text")]
    held = [part for part in head.locator("h1").text_content().split(" ") if "\u00a0" in part or "\u202f" in part]
    assert held or visit.page.evaluate("document.documentElement.lang") != "fr"
    assert all(any(part in line for line in lines) for part in held)
    assert_on_white_paper(svg.lower())
    assert_sharp(visit, saved(visit, "png").read_bytes())
    assert_text_within(visit, svg)


def assert_on_white_paper(svg: str) -> None:
    root = ET.fromstring(svg)
    assert root.find(f"{SVG}rect").get("fill") == LIGHT.paper.lower()
    for colour in {DARK.paper, DARK.ink, DARK.accent, DARK.peer, DARK.muted} - {LIGHT.paper, LIGHT.ink}:
        assert colour.lower() not in svg
        assert f"rgb({', '.join(str(int(colour[index : index + 2], 16)) for index in (1, 3, 5))})" not in svg
    accent = LIGHT.accent.lower()
    assert accent in svg or f"rgb({', '.join(str(int(accent[index : index + 2], 16)) for index in (1, 3, 5))})" in svg


def assert_text_within(visit, svg: str) -> None:
    """Hold that no line leaves the picture, with our fonts and without them."""
    bare = svg.replace("Source Sans", "No Such Font").replace("Source Serif", "No Such Font")
    page = visit.page.context.new_page()
    page.set_viewport_size(visit.page.viewport_size)
    for body in (svg, bare):
        page.set_content(body.replace("<svg ", '<svg id="picture" ', 1))
        page.wait_for_function("document.fonts.status === 'loaded'")
        spaces = page.evaluate(
            """() => { const width = document.querySelector('#picture').getAttribute('width');
            const box = document.querySelector('#picture').getBoundingClientRect();
            return [...document.querySelectorAll('#picture > text')].flatMap(line => {
                const drawn = line.getBoundingClientRect();
                return [drawn.left - box.left, width - (drawn.right - box.left)]; }); }"""
        )
        assert min(spaces) >= 0
    page.close()


@on_screens(["wide"])
def test_right_to_left_text_begins_at_the_right(opened):
    page = opened.page
    words_before = page.evaluate(TURN_ROUND, [f'.cs-chart[data-figure="{CHART}"]', WORDS, "rtl"])
    root = ET.parse(saved(opened, "svg")).getroot()
    page.evaluate(TURN_ROUND, [f'.cs-chart[data-figure="{CHART}"]', words_before, ""])
    assert root.get("direction") == "rtl"
    first = root.find(f"{SVG}text")
    assert first.text == WORDS
    assert float(first.get("x")) == float(root.get("width")) - 24
