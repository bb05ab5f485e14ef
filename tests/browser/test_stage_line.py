"""The line between a screen and its server: slides that come later, answers that are lost, a server that is dead."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.stage import PROJECTOR, TALK, at, keys_of_talk, known, press, signed_in
from tests.helpers.room_server import room_server
from tests.helpers.rooms import write_session

pytestmark = pytest.mark.usefixtures("at_the_beginning")


def in_parts(page, held):
    """Have a page get its deck slide by slide, those whose numbers are in `held` only once they are taken out of it."""

    def answer(route):
        wanted = re.search(r"slides=(\d+)-", route.request.url)
        if wanted and int(wanted[1]) in held:
            waiting.append(route)
            return
        whole = route.fetch(url=route.request.url.split("&slides=")[0])
        if wanted is None:
            route.fulfill(response=whole)
            return
        deck = whole.json()
        part = [slide if slide["number"] == int(wanted[1]) else None for slide in deck["slides"]]
        route.fulfill(json={**deck, "slides": part})

    def let_go():
        held.clear()
        for route in waiting:
            answer(route)

    waiting = []
    page.route("**/deck.json?**", answer)
    return let_go


def test_the_first_slide_is_shown_before_the_others_are_made(begin_visit, address):
    page = begin_visit(address, viewport=PROJECTOR).page
    let_go = in_parts(page, {2})
    page.goto(f"{address}/live/talk/screen?lang=en")
    at(page, 1)
    press(page, "PageDown")
    expect(page.locator("#words")).to_have_text("The slides are being prepared ...")
    at(page, 1)
    let_go()
    at(page, 2)
    press(page, "End")
    at(page, 5)


def test_keys_before_the_first_slide_move_nobody(begin_visit, open_page, address, keys):
    other = open_page("talk/screen?lang=en", keys["Ali"])
    at(other, 1)
    known(other)
    press(other, "3", "Enter")
    at(other, 3)
    press(other, "r")
    expect(other.locator(".slide.shown .plot .main-svg").first).to_be_visible()
    page = begin_visit(address, viewport=PROJECTOR).page
    let_go = in_parts(page, {3})
    page.goto(f"{address}/live/talk/screen?lang=en#key={keys['Ali']}")
    signed_in(page)
    press(page, "PageDown", "Home")
    expect(page.locator("#words")).to_have_text("The slides are being prepared ...")
    let_go()
    # It opens where the room is, as the room sees it.
    at(page, 3)
    expect(page.locator(".slide.shown .plot .main-svg").first).to_be_visible()
    at(other, 3)


def test_a_move_that_has_no_answer_reaches_the_room_all_the_same(open_page, keys):
    speaker, room = open_page("talk/screen?lang=en", keys["Ali"]), open_page("talk/screen?lang=en")
    at(room, 1)
    known(speaker)
    lost = []

    def lose(route):
        if len(lost) < 2:
            lost.append(route.request.post_data_json)
            route.abort()
        else:
            route.continue_()

    speaker.route("**/position**", lose)
    press(speaker, "3", "Enter")
    at(speaker, 3)
    at(room, 3)
    assert [move["slide"] for move in lost] == [3, 3]
    lost.clear()
    press(speaker, "r")
    expect(room.locator(".slide.shown .plot .main-svg").first).to_be_visible()


def test_a_dead_server_leaves_the_slide_and_the_keys(begin_visit, tmp_path):
    # A folder of its own: two servers on one would not both move its rooms.
    log = tmp_path / "log.txt"
    write_session(tmp_path, "talk", TALK)
    keys = keys_of_talk(tmp_path)
    with room_server(tmp_path, log) as (address, process):
        visit = begin_visit(address, viewport=PROJECTOR)
        page = visit.page
        page.on("dialog", lambda dialog: pytest.fail(dialog.message))
        page.goto(f"{address}/live/talk/screen?lang=en#key={keys['Ali']}")
        at(page, 1)
        known(page)
        press(page, "PageDown")
        at(page, 2)
        page.wait_for_timeout(2500)
        process.kill()
        process.wait()
        expect(page.locator("#mark")).to_have_text("Not connected")
        expect(page.locator("#mark")).to_be_visible()
        at(page, 2)
        press(page, "PageDown")
        at(page, 3)
        press(page, "5", "Enter")
        at(page, 5)
        press(page, "PageUp")
        at(page, 4)
    port = int(address.rsplit(":", 1)[1])
    with room_server(tmp_path, log, port):
        expect(page.locator("#mark")).to_be_hidden()
        page.wait_for_function("fetch('/live/talk/now').then(a => a.json()).then(told => told.slide == 4)")
        at(page, 4)
        press(page, "PageDown")
        page.wait_for_function("fetch('/live/talk/now').then(a => a.json()).then(told => told.slide == 5)")
        visit.failed.clear()
