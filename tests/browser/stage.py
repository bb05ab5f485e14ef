"""A session in front of a room for tests: its slides, server and pages; what is pressed, awaited, measured there."""

import re
from contextlib import suppress

import httpx2
import pytest
from playwright.sync_api import TimeoutError, expect

from indicators.live.keys import FileKeys
from indicators.sessions.session_files import read_session_file
from tests.helpers.room_server import room_server
from tests.helpers.rooms import write_session

PROJECTOR = {"width": 1280, "height": 720}
PHONES = [{"width": 360, "height": 640}, {"width": 390, "height": 844}]

TALK = """
title = {en = "A talk", fr = "Un exposé"}
chair = "Nadia"
speakers = ["Ali", "Sara"]

[[slides]]
kind = "section"
title = {en = "Where the water goes"}

[[slides]]
chart = "network_efficiency-time"
notes = {en = "Say the year."}
hard_question = {en = "Why no progress since 2018?"}
seconds = 5

[[slides]]
chart = "public_sewer-rank"
guess = "rank"
seconds = 5

[[slides]]
chart = "no_such_indicator-rank"
seconds = 5

[[slides]]
kind = "statement"
title = {en = "So?"}
seconds = 5
"""

TEXTS = """() => {
  const found = [];
  const texts = document.createTreeWalker(document.getElementById('stage'), NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    const text = texts.currentNode, holder = text.parentElement;
    if (!text.data.trim() || !holder.checkVisibility({visibilityProperty: true})) continue;
    const range = document.createRange();
    range.selectNodeContents(text);
    const box = range.getBoundingClientRect();
    found.push({words: text.data, size: parseFloat(getComputedStyle(holder).fontSize),
                inside: box.left >= 0 && box.right <= innerWidth && box.top >= 0 && box.bottom <= innerHeight});
  }
  return found;
}"""

# Every chart of the slide on screen is drawn, and two frames have passed since.
DRAWN = """() => [...document.querySelectorAll('.slide.shown .plot')].every((plot) => plot.querySelector('.main-svg'))
    && new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => done(true))))"""


@pytest.fixture(scope="package")
def data(tmp_path_factory):
    """A folder of what is brought, with one session; the figures and two sessions are the project's own."""
    folder = tmp_path_factory.mktemp("data")
    write_session(folder, "talk", TALK)
    return folder


@pytest.fixture(scope="package")
def address(data, tmp_path_factory):
    with room_server(data, tmp_path_factory.mktemp("log") / "log.txt") as (address, _):
        yield address


@pytest.fixture(scope="package")
def keys(data):
    return keys_of_talk(data)


def keys_of_talk(folder):
    session = read_session_file(folder / "store" / "sessions" / "talk.toml").session
    return {one.speaker: one.key for one in FileKeys(folder / "store").of(session)}


@pytest.fixture
def open_page(begin_visit, address):
    """Open a page in front of a room, in a tab of its own, with a speaker's key where one is given."""

    def open_(path, key="", server=address, **settings):
        visit = begin_visit(server, **({"viewport": PROJECTOR} | settings))
        visit.page.goto(f"{server}/live/{path}" + (f"#key={key}" if key else ""))
        return visit.page

    return open_


@pytest.fixture
def at_the_beginning(address, keys):
    """Begin a new round: slide 1, the floor with the first speaker."""
    bearer = {"Authorization": f"Bearer {keys['Nadia']}"}
    for path, asked in (("floor", {"to": "Ali"}), ("begin", {})):
        httpx2.post(f"{address}/live/talk/{path}", json=asked, headers=bearer)


def at(page, number):
    """Expect that a slide is on a screen, drawn."""
    expect(page.locator(f'.slide.shown[data-number="{number}"]')).to_be_visible()


def room_at(page, number):
    """Wait until the room itself is at a slide: the screen that moves it shows the slide before the room has heard."""
    page.wait_for_function(
        "number => fetch(location.pathname.replace(/[^/]*$/, 'now'))"
        ".then(answer => answer.json()).then(told => told.slide === number)",
        arg=number,
    )


def press(page, *names):
    for name in names:
        page.keyboard.press(name)


def fits(page):
    """Expect that a screen cuts off no text, once its charts have found their margins."""
    with suppress(TimeoutError):
        page.wait_for_function(f"({TEXTS})().every((text) => text.inside)")
    assert [text for text in page.evaluate(TEXTS) if not text["inside"]] == []


def known(page):
    """Wait until a screen shows a slide, knows whose key it has and hears the room.

    What is pressed before it has slides moves nothing, what is pressed before it hears the room moves it alone.
    """
    expect(page.locator(".slide.shown")).to_be_visible()
    signed_in(page)


def signed_in(page):
    """Wait until a screen knows whose key it has and hears the room, whether it has slides or not."""
    expect(page.locator("#stage")).to_have_attribute("data-you", re.compile("."))
