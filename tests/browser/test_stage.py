"""A session in front of a room: the projector's keys and type, the presenter's window, the clicker, the kiosk."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.stage import DRAWN, PHONES, TEXTS, at, fits, known, press, room_at
from tests.helpers.rooms import VOTER

pytestmark = pytest.mark.usefixtures("at_the_beginning")

# Keep what the time of a slide says first once the slide before, which took too long, is left.
FIRST_TIME = """() => {
  const row = document.getElementById('time-slide');
  new MutationObserver((_, observer) => {
    if (row.className === 'over') return;
    window.firstTime = [...row.querySelectorAll('dd')].map((said) => said.textContent);
    observer.disconnect();
  }).observe(row, {childList: true, subtree: true});
}"""


@pytest.mark.parametrize("session", ["water", "casablanca"])
@pytest.mark.parametrize("language", ["en", "fr", "ar"])
def test_nothing_is_set_under_24_pixels_and_nothing_is_cut_off(open_page, session, language):
    page = open_page(f"{session}/screen?lang={language}")
    at(page, 1)
    slides = page.evaluate("fetch(location.pathname.replace('screen', 'deck.json')).then(r => r.json())")["slides"]
    for number in range(1, len(slides) + 1):
        press(page, *str(number), "Enter")
        at(page, number)
        for _ in range(2 if slides[number - 1]["question"] else 1):
            page.wait_for_function(DRAWN)
            fits(page)
            assert [text for text in page.evaluate(TEXTS) if text["size"] < 24] == []
            if slides[number - 1]["chart"] and page.locator(".slide.shown.chart").count():
                expect(page.locator(".slide.shown .source")).to_have_text(re.compile(r"^(Source|المصدر)"))
            press(page, "r")
    for key in ("?", "o", "q"):
        press(page, key)
        assert [text for text in page.evaluate(TEXTS) if text["size"] < 24] == [], key


def test_clicks_into_a_chart_never_lose_the_keys(open_page):
    page = open_page("talk/screen?lang=en")
    at(page, 1)
    press(page, "PageDown")
    at(page, 2)
    page.wait_for_function(DRAWN)
    box = page.locator(".slide.shown .picture").bounding_box()
    for share in (0.2, 0.5, 0.8):
        page.mouse.click(box["x"] + box["width"] * share, box["y"] + box["height"] * share)
    page.mouse.dblclick(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    for key, number in (("ArrowRight", 3), (" ", 4), ("PageUp", 3), ("ArrowLeft", 2), ("End", 5), ("Home", 1)):
        press(page, key)
        at(page, number)


def test_a_number_then_enter_jumps_and_one_too_high_says_so(open_page):
    page = open_page("talk/screen?lang=en")
    at(page, 1)
    press(page, "4", "Enter")
    at(page, 4)
    expect(page.locator(".slide.shown")).to_contain_text("no_such_indicator")
    press(page, "7", "7", "Enter")
    expect(page.locator("#words")).to_have_text("There is no slide 77: this session has slides 1 to 5.")
    at(page, 4)
    press(page, "PageDown")
    at(page, 5)
    press(page, "PageDown")
    at(page, 5)


def test_what_clickers_send_moves_nobody(open_page):
    page = open_page("talk/screen?lang=en")
    at(page, 1)
    for key, name in ((".", "black"), ("w", "white")):
        press(page, key)
        expect(page.locator(f"#shade.{name}")).to_be_visible()
        press(page, key)
        expect(page.locator("#shade")).to_be_hidden()
    press(page, "b", "F5")
    expect(page.locator("#shade")).to_be_hidden()
    at(page, 1)


def test_escape_closes_what_is_open_then_leaves_to_where_one_came_from(open_page, address):
    page = open_page("talk/clicker?lang=en")
    page.evaluate("location.href = '/live/talk/screen?lang=en'")
    at(page, 1)
    press(page, "o")
    expect(page.locator("#overview button")).to_have_count(5)
    page.locator("#overview button").nth(1).click()
    at(page, 2)
    press(page, "q", "Escape")
    expect(page.locator("#code")).to_be_hidden()
    press(page, "Escape")
    page.wait_for_url("**/live/talk/clicker**")


def test_a_screen_without_a_key_browses_alone_and_returns(open_page, keys):
    alone, speaker = open_page("talk/screen?lang=en"), open_page("talk/screen?lang=en", keys["Ali"])
    at(alone, 1)
    known(speaker)
    press(speaker, "PageDown")
    at(alone, 2)
    # Of a slide that is not made yet it says that first: the last slide is there once it was shown.
    press(alone, "End")
    at(alone, 5)
    press(alone, "Enter")
    at(alone, 2)
    press(alone, "End")
    at(alone, 5)
    expect(alone.locator("#words")).to_contain_text("This screen alone. The room is at slide 2")
    at(speaker, 2)
    press(alone, "Enter")
    at(alone, 2)
    press(alone, "Home")
    at(alone, 1)
    press(speaker, "PageDown")
    at(alone, 3)


def test_the_questions_most_wanted_are_one_key_away(open_page, address, keys):
    page = open_page("talk/screen?lang=en")
    at(page, 1)
    press(page, "t")
    expect(page.locator("#asked")).to_contain_text("No question has been let through yet.")
    expect(page.locator("#asked")).to_contain_text("A moderator reads every question")
    question = {"voter": VOTER, "text": "<b>Why</b> 2018?", "lang": "en"}
    content = page.request.post(f"{address}/live/talk/questions", data=question).json()
    bearer = {"Authorization": f"Bearer {keys['Nadia']}"}
    assert page.request.post(f"{address}/live/talk/questions/{content['id']}/approve", data={}, headers=bearer).ok
    expect(page.locator("#asked li")).to_contain_text("<b>Why</b> 2018?")
    press(page, "PageDown")
    expect(page.locator("#asked")).to_be_hidden()
    at(page, 2)


def test_the_digits_of_a_french_keyboard_need_no_shift(open_page):
    page = open_page("talk/screen?lang=fr")
    at(page, 1)
    page.evaluate("document.dispatchEvent(new KeyboardEvent('keydown', {key: 'é', code: 'Digit2', bubbles: true}))")
    press(page, "Enter")
    at(page, 2)


def test_a_spotlight_travels_as_data(open_page, keys):
    speaker, follower = open_page("talk/screen?lang=en", keys["Ali"]), open_page("talk/screen?lang=fr")
    at(follower, 1)
    known(speaker)
    press(speaker, "2", "Enter")
    at(follower, 2)
    at(speaker, 2)
    press(speaker, "s")
    for letter in "2018":
        press(speaker, letter)
    expect(speaker.locator("#chooser .chosen")).to_have_text("2018")
    press(speaker, "Enter")
    expect(follower.locator(".slide.shown .annotation-text", has_text="2018")).to_be_visible()
    reported = follower.evaluate("fetch('/live/talk/now').then(answer => answer.json())")
    assert reported["spotlight"] == 2018
    assert keys["Ali"] not in speaker.url


def test_only_who_has_the_floor_moves_the_room(open_page, keys):
    room, ali, sara = (open_page("talk/screen?lang=en", key) for key in ("", keys["Ali"], keys["Sara"]))
    at(room, 1)
    known(ali)
    known(sara)
    press(sara, "PageDown")
    expect(sara.locator("#words")).to_have_text("Ali has the floor.")
    press(ali, "PageDown")
    at(room, 2)
    at(sara, 2)
    desk = open_page("talk/presenter?lang=en", keys["Ali"])
    desk.locator("[data-give=Sara]").click()
    expect(desk.locator("#floor")).to_have_text("Sara has the floor.")
    press(ali, "PageDown")
    expect(ali.locator("#words")).to_have_text("Sara has the floor.")
    at(room, 2)
    press(sara, "PageDown")
    at(room, 3)
    at(ali, 3)
    chair = open_page("talk/presenter?lang=en", keys["Nadia"])
    chair.get_by_role("button", name="Take the floor back").click()
    expect(desk.locator("#floor")).to_have_text("Nadia has the floor.")


def test_the_room_guesses_and_one_key_reveals(open_page, address, keys):
    page = open_page("talk/screen?lang=en", keys["Ali"])
    at(page, 1)
    known(page)
    press(page, "3", "Enter")
    at(page, 3)
    expect(page.locator(".slide.shown h1")).to_contain_text("where does Casablanca stand among these 10 places?")
    expect(page.locator(".slide.shown .plot")).to_have_count(0)
    room_at(page, 3)
    for at_, rank in enumerate((2, 5, 5)):
        vote = {"slide": 3, "voter": f"{VOTER}-{at_}", "value": rank}
        assert page.request.post(f"{address}/live/talk/votes", data=vote).status == 202
    expect(page.locator(".slide.shown .dot")).to_have_count(3)
    expect(page.locator(".slide.shown .guessed")).to_contain_text("Guesses: 3")
    press(page, "r")
    expect(page.locator(".slide.shown .plot .main-svg").first).to_be_visible()
    expect(page.locator(".slide.shown .guess-said")).to_contain_text("3")
    expect(page.locator(".slide.shown .source")).to_contain_text("HCP")
    expect(page.locator(".slide.shown .verdict")).to_be_visible()


def test_the_presenter_sees_what_really_comes_next_after_each_of_forty_moves(open_page, keys):
    desk = open_page("water/presenter?lang=en")
    expect(desk.locator("#notes")).to_contain_text("Notes need a speaker’s own link")
    desk.close()
    desk = open_page("talk/presenter?lang=en", keys["Ali"], viewport={"width": 1440, "height": 900})
    at(desk.locator("#now"), 1)
    expect(desk.locator("#floor")).to_have_text("You have the floor.")
    # The floor may be known before the room is heard; nothing is said of that once it is.
    expect(desk.locator("#state")).to_be_empty()
    number = 1
    moves = ["PageDown", "PageDown", "PageUp", "ArrowRight", "End", "ArrowLeft", "Home", "PageDown", "ArrowLeft", "End"]
    for key in moves * 4:
        press(desk, key)
        number = {"PageDown": number + 1, "ArrowRight": number + 1, "Home": 1, "End": 5}.get(key, number - 1)
        number = min(max(1, number), 5)
        at(desk.locator("#now"), number)
        if number < 5:
            at(desk.locator("#next"), number + 1)
        else:
            expect(desk.locator("#next-words")).to_have_text("The end: no slide comes after this one.")
    press(desk, "2", "Home", "PageDown")
    expect(desk.locator("#notes")).to_have_text("Say the year.")
    expect(desk.locator("#hard")).to_have_text("Why no progress since 2018?")
    expect(desk.locator("#time-slide")).to_contain_text("over time")
    # What is said first is kept by the page itself: a test on a busy machine may look only when time has passed.
    desk.evaluate(FIRST_TIME)
    press(desk, "PageDown")
    at(desk.locator("#now"), 3)
    spent, rest = desk.evaluate("window.firstTime")
    assert spent in ("0:00", "0:01")
    assert rest.endswith("in time")
    expect(desk.locator("#room")).to_contain_text("Following: ")


def test_a_rehearsal_moves_no_room_and_keeps_its_times(open_page, keys):
    desk, room = open_page("talk/presenter?lang=en", keys["Ali"]), open_page("talk/screen?lang=en")
    at(desk.locator("#now"), 1)
    at(room, 1)
    expect(desk.locator("#floor")).to_have_text("You have the floor.")
    desk.locator("#rehearse").click()
    press(desk, "PageDown")
    at(desk.locator("#now"), 2)
    at(room, 1)
    desk.locator("#rehearse").click()
    expect(desk.locator("#rehearsal-said")).to_contain_text("The rehearsal is kept")
    at(desk.locator("#now"), 1)


@pytest.mark.parametrize("size", PHONES, ids=lambda size: str(size["width"]))
def test_a_phone_is_a_clicker(open_page, keys, size):
    phone = open_page("talk/clicker?lang=fr", keys["Ali"], viewport=size, has_touch=True, is_mobile=True)
    expect(phone.locator("#state")).to_have_text("Vous avez la parole.")
    assert phone.evaluate("document.scrollingElement.scrollWidth") <= size["width"]
    boxes = [phone.locator(name).bounding_box() for name in ("#back", "#forward")]
    assert sum(box["width"] for box in boxes) == pytest.approx(size["width"], abs=1)
    assert all(box["height"] >= size["height"] * 0.49 for box in boxes)
    phone.locator("#forward").tap()
    expect(phone.locator("#place")).to_have_text("Diapositive 2 sur 5")
    phone.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    phone.context.set_offline(True)
    # a tap arrives when the page has time for it: the network comes back only after the press was lost, and said so
    phone.evaluate("document.getElementById('forward').addEventListener('click', () => { window.pressed = true })")
    phone.locator("#forward").tap()
    phone.wait_for_function("window.pressed")
    expect(phone.locator("#state")).not_to_have_text("Vous avez la parole.")
    phone.context.set_offline(False)
    phone.wait_for_timeout(3500)
    reported = phone.evaluate("fetch('/live/talk/now').then(answer => answer.json())")
    assert reported["slide"] == 2


def test_a_kiosk_runs_by_itself_and_a_touch_pauses_it(open_page):
    page = open_page("talk/kiosk?lang=en")
    at(page, 1)
    press(page, "PageDown")
    at(page, 2)
    expect(page.locator("#words")).to_contain_text("Paused")
    press(page, " ")
    at(page, 3)
    page.mouse.click(600, 300)
    expect(page.locator("#words")).to_contain_text("Paused")
