"""A session in Arabic in front of a room: projector, presenter's window, clicker and two phones, from right to left."""

import re

import httpx2
import pytest
from playwright.sync_api import expect

from indicators.live.keys import FileKeys
from indicators.sessions.session_files import read_session_file
from tests.browser.stage import PROJECTOR, at, fits, known, press, room_at
from tests.helpers.rooms import VOTER, write_session

PHONES = [{"width": 320, "height": 640}, {"width": 390, "height": 844}]

TALK = """
title = {ar = "ماء الدار البيضاء", en = "Casablanca’s water"}
speakers = ["ليلى"]
languages = ["ar"]

[[slides]]
kind = "section"
title = {ar = "من أين يأتي الماء"}

[[slides]]
chart = "non_revenue_water-time"
notes = {ar = "اذكروا السنة."}

[[slides]]
chart = "public_sewer-rank"
guess = "rank"

[[slides]]
chart = "bathroom_at_home-map"
"""

# Measured at one moment: the axis of a guess is drawn anew with each count of the guesses.
LIES_RIGHT = """([one, other]) => {
  const shown = document.querySelector('.slide.shown');
  const [box, beside] = [one, other].map((name) => shown?.querySelector(name)?.getBoundingClientRect());
  return box?.width > 0 && beside?.width > 0 && box.left > beside.right - 1;
}"""
# Every chart is as wide as its place, and two frames have passed since.
SETTLED = """() => [...document.querySelectorAll('.js-plotly-plot')].every((plot) => {
  const drawn = plot.querySelector('.main-svg')?.getBoundingClientRect().width ?? 0;
  return !plot.offsetParent || drawn > 0 && drawn <= plot.getBoundingClientRect().width + 1;
}) && new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => done(true))))"""
SIDEWAYS = "document.scrollingElement.scrollWidth - innerWidth"


@pytest.fixture(scope="module")
def hall(data, address):
    """The address of a server with the session, and the key of its speaker."""
    write_session(data, "arabic", TALK)
    session = read_session_file(data / "store" / "sessions" / "arabic.toml").session
    (key, *_) = [one.key for one in FileKeys(data / "store").of(session) if one.speaker == "ليلى"]
    return address, key


@pytest.fixture
def open_page(begin_visit, hall):
    """Open a page of the session in Arabic, in a tab of its own."""

    def open_(path, key="", **settings):
        page = begin_visit(hall[0], **({"viewport": PROJECTOR, "locale": "ar-MA"} | settings)).page
        page.goto(f"{hall[0]}/live/arabic{path}" + (f"#key={key}" if key else ""))
        assert page.evaluate("[document.documentElement.lang, document.documentElement.dir]") == ["ar", "rtl"]
        return page

    return open_


@pytest.fixture(autouse=True)
def at_the_beginning(hall):
    httpx2.post(f"{hall[0]}/live/arabic/begin", json={}, headers={"Authorization": f"Bearer {hall[1]}"})


def middle(page, selector):
    box = page.locator(selector).first.bounding_box()
    return box["x"] + box["width"] / 2


def on_phone(page, number):
    """Expect that a phone is at a slide, which it says with the number of all of them."""
    expect(page.locator("#where")).to_contain_text(re.compile(rf"\b{number}\b\D+\b4\b"))


def test_a_session_goes_through_the_room(open_page, hall):
    address, key = hall
    screen = open_page("/screen?lang=ar", key)
    desk = open_page("/presenter?lang=ar", key, viewport={"width": 1440, "height": 900}, color_scheme="dark")
    phones = [open_page("", viewport=size, has_touch=True, is_mobile=True) for size in PHONES]
    at(screen, 1)
    known(screen)
    assert screen.locator(".slide.shown .lockup").get_attribute("lang") == "zgh"
    expect(screen.locator(".slide.shown .lockup")).to_contain_text("ⵍⵎⵖⵔⵉⴱ")
    assert desk.locator("#desk").get_attribute("data-theme") == "dark"
    # The keys of a clicker are the same in every language.
    press(screen, "PageDown")
    at(screen, 2)
    press(screen, "ArrowRight")
    at(screen, 3)
    press(screen, "ArrowLeft")
    at(screen, 2)
    expect(desk.locator("#notes")).to_have_text("اذكروا السنة.")
    fits(screen)
    for phone in phones:
        on_phone(phone, 2)
        expect(phone.locator("#picture .main-svg").first).to_be_visible()
    press(screen, "PageDown")
    at(screen, 3)
    # The axis of a guess runs from the right, as bars do and as the slider of a phone does.
    screen.wait_for_function(LIES_RIGHT, arg=[".guesses text:first-of-type", ".guesses text:last-of-type"])
    room_at(screen, 3)
    assert screen.request.post(f"{address}/live/arabic/votes", data={"slide": 3, "voter": VOTER, "value": 4}).ok
    expect(screen.locator(".slide.shown .guessed")).to_contain_text("1")
    press(screen, "r")
    expect(screen.locator(".slide.shown .plot .main-svg").first).to_be_visible()
    screen.wait_for_function(LIES_RIGHT, arg=[".ytick text", ".bars path"])
    fits(screen)
    press(screen, "PageDown")
    at(screen, 4)
    fits(screen)
    for phone in phones:
        on_phone(phone, 4)
        assert phone.evaluate(SIDEWAYS) <= 0


def fits_every_phone(page, what):
    """Expect that a page is no wider than any phone, upright each."""
    for size in (*PHONES, {"width": 360, "height": 640}):
        page.set_viewport_size(size)
        page.wait_for_function(SETTLED)
        assert page.evaluate(SIDEWAYS) <= 0, (what, size["width"])


def test_every_page_of_a_phone_fits_it(open_page, hall):
    phone = {"viewport": PHONES[0], "has_touch": True, "is_mobile": True}
    page = open_page("", **phone)
    for number in range(1, 5):
        on_phone(page, number)
        fits_every_phone(page, f"slide {number}")
        if number < 4:
            page.locator("#on").tap()
    for path, there in (("/clicker", "#place"), ("/moderator", "#state-line"), ("/presenter", "#now .slide.shown")):
        page = open_page(f"{path}?lang=ar", hall[1], **phone)
        expect(page.locator(there)).not_to_be_empty()
        fits_every_phone(page, path)


def test_on_lies_to_the_left_where_it_is_drawn_and_swiped(open_page, hall):
    phone = open_page("/clicker?lang=ar", hall[1], viewport=PHONES[1], has_touch=True)
    expect(phone.locator("#place")).to_contain_text("1")
    assert middle(phone, "#forward") < middle(phone, "#back")
    phone.wait_for_timeout(1200)
    phone.mouse.move(100, 200)
    phone.mouse.down()
    phone.mouse.move(300, 205)
    phone.mouse.up()
    expect(phone.locator("#place")).to_contain_text("2")
    press(phone, "ArrowRight")
    expect(phone.locator("#place")).to_contain_text("3")


def test_a_screen_without_a_key_says_what_the_room_has_not_seen(open_page):
    page = open_page("/screen?lang=ar")
    at(page, 1)
    press(page, "3", "Enter")
    at(page, 3)
    press(page, "r")
    expect(page.locator("#words")).to_contain_text("كُشف الرقم على هذه الشاشة وحدها.")
