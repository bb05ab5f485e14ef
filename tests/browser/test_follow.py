"""A room of phones in a real browser: what a follower sees, keeps and sends, with every other host blocked."""

import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser.hall import PATH, Hall
from tests.browser.visit import Visit
from tests.helpers.room_server import room_server
from tests.helpers.rooms import write_session
from tests.helpers.serving import free_port

SMALL = {"width": 360, "height": 740}

SESSION = """
title = {en = "Water", fr = "Eau"}
chair = "Nadia"
speakers = ["Ali", "Sara"]

[[slides]]
kind = "section"
title.en = "What comes and what is lost"

[[slides]]
chart = "running_water_at_home-rank"
title.en = "Nearly every home"

[[slides]]
chart = "non_revenue_water-time"
title.en = "What share of the water is not billed?"
guess = "value"

[[slides]]
chart = "public_sewer-map"

[[slides]]
kind = "statement"
title.en = "And then?"
"""


NEXT_SLIDES = re.compile(r"/slides/1-5\.json")
"""What a phone fetches ahead."""


@pytest.fixture(scope="module")
def hall(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Hall]:
    folder = tmp_path_factory.mktemp("hall")
    write_session(folder, content=SESSION)
    port = free_port()
    with room_server(folder, folder / "log.txt", port):
        yield Hall(folder, port)


@pytest.fixture
def phone(begin_visit: Callable[..., Visit], hall: Hall) -> Iterator[Callable[..., Page]]:
    """Open the follower's page on phones, each with a storage of its own; the room begins at the first slide."""
    hall.send("begin", {}, "Nadia")
    opened = []

    def open_page(query: str = "?lang=en", refused: str = "", ahead: bool = False, **settings: object) -> Page:
        # a header of its own makes it a context of its own
        header = {"X-Phone": str(len(opened))}
        small = {"viewport": SMALL, "is_mobile": True, "has_touch": True, "extra_http_headers": header}
        visit = begin_visit(hall.address, **{**small, **settings})
        if refused:
            visit.page.route(refused, lambda route: route.abort())
        opened.append(visit)
        if ahead:
            with visit.page.expect_response(NEXT_SLIDES):
                visit.page.goto(f"{hall.address}{PATH}{query}")
        else:
            visit.page.goto(f"{hall.address}{PATH}{query}")
        expect(visit.page.locator("#more")).to_be_visible()
        return visit.page

    yield open_page
    for visit in opened:
        visit.page.evaluate("localStorage.clear()")
        # a connection that is cut is what some of these tests are about
        broken = [error for error in visit.errors if not re.search("ERR_INTERNET_DISCONNECTED|ERR_FAILED|503", error)]
        assert broken == []


def wake(page: Page, answer: str) -> None:
    """Wake a page until it has an answer from an address: within its first second it takes itself for awake."""
    with page.expect_response(answer):
        page.evaluate("waking = setInterval(() => document.dispatchEvent(new Event('visibilitychange')), 100)")
    page.evaluate("clearInterval(waking)")


def test_a_slide_change_arrives(hall: Hall, phone: Callable[..., Page]) -> None:
    page = phone()
    expect(page.locator("h1")).to_have_text("What comes and what is lost")
    hall.move(slide=2)
    expect(page.locator("h1")).to_have_text("Nearly every home")
    expect(page.locator("#where")).to_have_text("Slide 2 of 5 · live")
    # a screen reader is told the new claim, once and politely
    expect(page.locator("#announce")).to_have_text("Nearly every home")
    expect(page.locator("#picture .main-svg").first).to_be_visible()
    assert "98.5% of households in Casablanca" in page.locator("article").inner_text()
    page.get_by_text("The same as a table").click()
    expect(page.get_by_role("cell", name="Rabat", exact=True)).to_be_visible()


def test_the_next_slide_needs_no_answer(hall: Hall, phone: Callable[..., Page]) -> None:
    """What was fetched ahead is shown at once, even while the server's slides cannot be had."""
    page = phone(ahead=True)
    page.route("**/slides/**", lambda route: route.abort())
    hall.move(slide=2)
    expect(page.locator("h1")).to_have_text("Nearly every home")


def test_looking_back_does_not_lose_the_room(hall: Hall, phone: Callable[..., Page]) -> None:
    hall.move(slide=4)
    page = phone()
    page.get_by_role("button", name="Back").click()
    page.get_by_role("button", name="Back").click()
    expect(page.locator("h1")).to_have_text("Nearly every home")
    expect(page.locator("#alert")).to_have_text("Slide 2 of 5. The room is at slide 4.")
    hall.move(slide=5)
    expect(page.locator("#alert")).to_have_text("Slide 2 of 5. The room is at slide 5.")
    expect(page.locator("h1")).to_have_text("Nearly every home")
    page.get_by_role("button", name="To slide 5, where the room is").click()
    expect(page.locator("h1")).to_have_text("And then?")
    expect(page.locator("#alert")).to_be_hidden()
    page.keyboard.press("ArrowLeft")
    expect(page.locator("#where")).to_have_text("Slide 4 of 5")


def test_a_server_started_again_is_rejoined(hall: Hall, begin_visit: Callable[..., Visit], tmp_path: Path) -> None:
    write_session(tmp_path, content=SESSION)
    other = Hall(tmp_path, free_port())
    with room_server(tmp_path, tmp_path / "log.txt", other.port):
        page = begin_visit(other.address, viewport=SMALL).page
        other.move(slide=2)
        with page.expect_response(NEXT_SLIDES):
            page.goto(f"{other.address}{PATH}?lang=en")
        expect(page.locator("h1")).to_have_text("Nearly every home")
    expect(page.locator("#alert")).to_have_text("Not connected, showing slide 2. It follows again by itself.")
    # without a server the pages go on turning
    page.get_by_role("button", name="Back").click()
    expect(page.locator("h1")).to_have_text("What comes and what is lost")
    page.get_by_role("button", name="To slide 2, where the room is").click()
    with room_server(tmp_path, tmp_path / "log.txt", other.port):
        expect(page.locator("#alert")).to_be_hidden()
        other.move(slide=4)
        expect(page.locator("h1")).to_contain_text("Connected to the public sewer")


def test_a_phone_that_slept_is_where_the_room_is(hall: Hall, phone: Callable[..., Page]) -> None:
    page = phone()
    page.context.set_offline(True)
    page.evaluate("window.dispatchEvent(new Event('offline'))")
    expect(page.locator("#alert")).to_contain_text("Not connected, showing slide 1.")
    hall.move(slide=4)
    hall.move(slide=2)
    page.context.set_offline(False)
    page.evaluate("window.dispatchEvent(new Event('online'))")
    expect(page.locator("h1")).to_have_text("Nearly every home")


def test_where_streams_are_refused_the_page_asks(hall: Hall, phone: Callable[..., Page]) -> None:
    page = phone()
    page.route("**/events**", lambda route: route.fulfill(status=503, body="{}"))
    wake(page, "**/events**")
    hall.move(slide=2)
    expect(page.locator("h1")).to_have_text("Nearly every home")


def test_an_older_position_is_dropped(hall: Hall, phone: Callable[..., Page]) -> None:
    hall.move(slide=2)
    page = phone()
    reported = hall.ask("now")
    older = json.dumps({**reported, "seq": reported["seq"] - 1, "slide": 5})
    page.route("**/now", lambda route: route.fulfill(body=older, content_type="application/json"))
    wake(page, "**/now")
    page.wait_for_timeout(500)
    assert page.locator("h1").inner_text() == "Nearly every home"


def test_a_guess_is_counted_once_and_nothing_tells_the_answer(hall: Hall, phone: Callable[..., Page]) -> None:
    hall.move(slide=2)
    page = phone()
    seen: dict[str, str] = {}

    def note(route: Route) -> None:
        answer = route.fetch()
        seen[route.request.url] = answer.text()
        route.fulfill(response=answer)

    page.route(re.compile(PATH + "(?!.*events)"), note)
    with page.expect_response(NEXT_SLIDES):  # what comes next is fetched ahead
        page.reload()
    hall.move(slide=3)
    expect(page.locator("h1")).to_have_text("What share of the water is not billed?")
    page.get_by_label("Your guess on the axis of the chart").fill("30")
    expect(page.locator("output")).to_have_text("Your guess: 30%")
    page.get_by_role("button", name="Send my guess").click()
    expect(page.locator("#guess .state")).to_have_text("Your guess is counted.")
    page.reload()
    expect(page.locator("#guess .state")).to_have_text("Your guess is counted.")
    expect(page.get_by_role("button", name="Send my guess")).to_be_hidden()
    votes = hall.ask("votes/3")
    assert (votes["n"], votes["median"]) == (1, 30)
    assert any("/slides/1-5.json" in url for url in seen)
    # a map's coordinates may hold the same digits
    assert not [url for url, body in seen.items() if "23.0%" in body or "35.9%" in body or '"answer":' in body]
    page.unroute_all(behavior="wait")
    hall.move(reveal=True)
    expect(page.locator(".published")).to_have_text("Published: 23.0% of the volume put into the network (2021).")
    expect(page.locator("#answer .own")).to_have_text("Your guess: 30%, 7 percentage points too high.")
    expect(page.locator("#answer .room")).to_contain_text("30.0% of the volume put into the network.")
    expect(page.locator("#picture .main-svg").first).to_be_visible()


def test_a_new_round_is_guessed_again(hall: Hall, phone: Callable[..., Page]) -> None:
    hall.move(slide=3)
    page = phone()
    page.get_by_label("or as a number").fill("40")
    page.get_by_role("button", name="Send my guess").click()
    expect(page.locator("#guess .state")).to_have_text("Your guess is counted.")
    assert hall.send("begin", {}, "Nadia") == 200
    expect(page.locator("h1")).to_have_text("What comes and what is lost")
    hall.move(slide=3)
    expect(page.locator("output")).to_have_text("Move the point to your guess")
    page.get_by_role("button", name="Send my guess").click()
    expect(page.locator("#guess .state")).to_have_text("Choose a number first.")
    page.get_by_label("or as a number").fill("20")
    page.get_by_role("button", name="Send my guess").click()
    expect(page.locator("#guess .state")).to_have_text("Your guess is counted.")
    assert hall.ask("votes/3")["dots"] == [[20, 1]]


def test_a_slide_that_is_not_here_is_stated(hall: Hall, phone: Callable[..., Page]) -> None:
    page = phone(refused="**/slides/**")
    page.get_by_role("button", name="Forward").click()
    expect(page.locator("#alert")).to_have_text("Slide 2 cannot be fetched while there is no connection.")
    expect(page.locator("h1")).to_have_text("What comes and what is lost")


def test_a_question_is_text_and_the_moderator_decides(
    hall: Hall, phone: Callable[..., Page], begin_visit: Callable[..., Visit]
) -> None:
    hall.move(slide=2)
    page, other = phone(), phone(locale="fr-FR", query="?lang=fr")
    words = "<script>document.title='taken'</script> <img src=x onerror=alert(1)> Who pays?"
    key = hall.keys["Nadia"].removeprefix("Bearer ")
    moderator = begin_visit(hall.address, viewport=SMALL).page
    moderator.goto(f"{hall.address}{PATH}/moderator?lang=en#key={key}")
    expect(moderator.locator("#state-line")).to_have_text("Connected. Waiting: 0.")
    page.get_by_text("Ask a question").click()
    page.get_by_label("Your question, in any language").fill(words)
    page.get_by_role("button", name="Send", exact=True).click()
    expect(page.locator("#own-questions")).to_contain_text("The moderator has not read it yet.")
    # it comes to the moderator without a reload, and is no markup there
    row = moderator.locator("[data-state=waiting]")
    expect(row.locator(".text")).to_have_text(words)
    assert row.locator("img, script").count() == 0
    expect(row.get_by_role("link", name="Open its chart")).to_have_attribute(
        "href", "/c/running_water_at_home-rank?lang=en"
    )
    row.get_by_role("button", name="Show it").click()
    other.get_by_text("Poser une question").click()
    shown = other.locator("#questions li").first
    expect(shown.locator("p").first).to_have_text(words)
    assert shown.locator("img, script").count() == 0
    shown.get_by_role("button", name="Je veux aussi la réponse (1)").click()
    expect(shown.get_by_role("button", name="Vous voulez aussi la réponse (2)")).to_be_visible()
    screen = begin_visit(hall.address, viewport={"width": 1280, "height": 720}).page
    screen.goto(f"{hall.address}{PATH}/questions?lang=en")
    expect(screen.locator("#top li")).to_contain_text("Who pays? wanted by 2")
    assert screen.evaluate("parseFloat(getComputedStyle(document.querySelector('.votes')).fontSize)") >= 24
    moderator.get_by_role("button", name="Withhold").click()
    moderator.get_by_role("button", name="It was answered already.").click()
    expect(page.locator("#own-questions")).to_contain_text(
        "The moderator does not show it to the room: It was answered already."
    )
    expect(other.locator("#questions")).to_have_text("Aucune question n’est encore montrée à la salle.")
    assert page.title() != "taken"


def test_a_moderator_needs_the_key(hall: Hall, begin_visit: Callable[..., Visit]) -> None:
    page = begin_visit(hall.address, viewport=SMALL).page
    page.goto(f"{hall.address}{PATH}/moderator?lang=en")
    expect(page.locator("#state-line")).to_contain_text("Open this page by the link with its key")
    page.evaluate("location.hash = '#key=wrong'")
    expect(page.locator("#state-line")).to_contain_text("This key is not known")
    assert "#" not in page.url, "the key does not stay in the address bar"


def test_the_speaker_points_at_a_place(hall: Hall, phone: Callable[..., Page]) -> None:
    hall.move(slide=2)
    page = phone()
    expect(page.locator("#picture .main-svg").first).to_be_visible()
    hall.move(spotlight="rabat")
    expect(page.locator(".spot")).to_have_text("The speaker points at: Rabat")
    dimmed = "document.getElementById('picture').data[0].marker.opacity.filter(one => one === 1).length"
    expect(page.locator(".pointed td").first).to_have_text("Rabat")
    assert page.evaluate(dimmed) == 1
    hall.move(spotlight=None)
    expect(page.locator(".spot")).to_be_hidden()


def test_stored_charts_leave_as_one_file_without_a_connection(
    hall: Hall, phone: Callable[..., Page], begin_visit: Callable[..., Visit], tmp_path: Path
) -> None:
    hall.move(slide=2)
    page = phone()
    expect(page.locator("#picture .main-svg").first).to_be_visible()
    page.get_by_role("button", name="Keep this chart").click()
    expect(page.get_by_role("button", name="Kept: take it out")).to_be_visible()
    page.context.set_offline(True)
    page.get_by_text("Kept charts: 1").click()
    with page.expect_download() as leaving:
        page.get_by_role("button", name="Take them away as one file").click()
    page.context.set_offline(False)
    leaving.value.save_as(tmp_path / "kept.html")
    stored = (tmp_path / "kept.html").read_text(encoding="utf-8")
    assert "Nearly every home" in stored
    assert "data:image/svg+xml" in stored
    assert "Source: Haut-Commissariat au Plan" in stored
    assert "<script" not in stored
    visit = begin_visit(hall.address)
    visit.page.route("**/kept.html", lambda route: route.fulfill(body=stored, content_type="text/html"))
    visit.page.goto(f"{hall.address}/kept.html")
    assert visit.page.locator("img").evaluate("picture => picture.naturalWidth") > 300
    expect(visit.page.get_by_role("cell", name="Rabat", exact=True)).to_be_visible()


def test_a_wish_is_for_the_speaker(hall: Hall, phone: Callable[..., Page]) -> None:
    page = phone()
    page.get_by_role("button", name="Slower").click()
    expect(page.locator("#wish-state")).to_have_text("The speaker is told.")


@pytest.mark.parametrize(("language", "back"), [("en", "Back"), ("fr", "Précédent"), ("ar", "رجوع")])
def test_the_smallest_phone_never_scrolls_sideways(
    hall: Hall, phone: Callable[..., Page], language: str, back: str
) -> None:
    page = phone(f"?lang={language}")
    for number in range(1, 6):
        hall.move(slide=number)
        expect(page.locator("#where")).to_contain_text(re.compile(rf"\b{number}\b\D+\b5\b"))
        page.locator("#ask").evaluate("box => { box.open = true; }")
        page.locator(".slide details").evaluate_all("boxes => boxes.forEach(box => { box.open = true; })")
        assert page.evaluate("document.scrollingElement.scrollWidth") <= SMALL["width"]
        small = page.evaluate(
            """() => [...document.querySelectorAll('button, summary, .tools a')]
                .filter(one => one.offsetParent && one.getBoundingClientRect().height < 44)
                .map(one => one.textContent)"""
        )
        assert small == [], "each is as large as a finger"
    page.get_by_role("button", name=back).click()
    assert page.evaluate("document.scrollingElement.scrollWidth") <= SMALL["width"]


def test_without_a_script_the_slide_is_there(hall: Hall, begin_visit: Callable[..., Visit]) -> None:
    hall.move(slide=2)
    visit = begin_visit(hall.address, viewport=SMALL, java_script_enabled=False)
    visit.page.goto(f"{hall.address}{PATH}?lang=en")
    words = visit.page.locator("main").inner_text()
    assert "98.5% of households in Casablanca" in words
    assert "Load the slide on screen" in words


def test_an_hour_of_listening_is_light(hall: Hall, phone: Callable[..., Page]) -> None:
    """Beyond what is cached for ever, all slides of a session and what a phone sends are a few kilobytes."""
    page = phone()
    sizes: list[int] = []
    page.on(
        "response",
        lambda answer: (
            PATH in answer.url
            and "/events" not in answer.url
            and sizes.append(answer.request.sizes()["responseBodySize"])
        ),
    )
    for number in (2, 3, 4, 5):
        hall.move(slide=number)
        expect(page.locator("#where")).to_contain_text(f"Slide {number} of 5")
    assert sum(sizes) < 60_000
