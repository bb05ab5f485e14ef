"""The routes of the pages in front of a room: every page is served, the deck is stored, notes need a key."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from indicators.sessions.rehearsals import read_rehearsal
from indicators.web import app_state
from pages.server.stage_routes import PAGES
from pages.shared import page_cache
from tests.helpers.room_server import app
from tests.helpers.rooms import SESSION, keys_of, write_session

DECK = "/live/water/deck.json?lang=en"
NOTED = SESSION.replace(
    'kind = "statement"', 'kind = "statement"\nnotes = {en = "Breathe."}\nhard_question = {en = "Says who?"}'
)


@pytest.fixture
def folder(toy_folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("INDICATORS_DATA", str(toy_folder))
    write_session(toy_folder, content=NOTED)
    return toy_folder


@pytest.fixture
def client(folder: Path) -> Iterator[TestClient]:
    with TestClient(app) as opened:
        yield opened


@pytest.fixture
def keys(folder: Path) -> dict[str, dict[str, str]]:
    return keys_of(folder)


@pytest.mark.parametrize("page", PAGES)
def test_every_page_is_served_in_its_language_and_holds_no_notes(client, page):
    answer = client.get(f"/live/water/{page}?lang=fr")
    assert (answer.status_code, answer.headers["content-type"]) == (200, "text/html; charset=utf-8")
    assert '<html lang="fr" dir="ltr">' in answer.text
    assert "Breathe" not in answer.text
    assert "http://" not in answer.text.replace("http://testserver", "").replace("http://www.w3.org", "")
    again = client.get(f"/live/water/{page}?lang=fr", headers={"If-None-Match": answer.headers["etag"]})
    assert again.status_code == 304


@pytest.mark.parametrize("page", PAGES)
def test_a_page_of_no_session_says_so_in_words(client, page):
    answer = client.get(f"/live/watr/{page}?lang=en")
    assert answer.status_code == 404
    assert "There is no session “watr” (did you mean water?)." in answer.text


def test_a_page_speaks_the_language_of_its_room_unless_another_is_asked_for(client, folder):
    write_session(
        folder, "french", NOTED.replace('title = {en = "Water"', 'languages = ["fr", "ar"]\ntitle = {en = "Water"', 1)
    )
    assert '<html lang="fr"' in client.get("/live/french/screen").text
    assert '<html lang="en"' in client.get("/live/french/screen?lang=en").text
    assert '<html lang="ar" dir="rtl"' in client.get("/live/french/screen?lang=ar").text
    assert '<html lang="fr"' in client.get("/live/french/screen?lang=xx").text


def test_the_deck_is_one_document_stored_until_the_session_changes(client, folder):
    answer = client.get("/live/water/deck.json?lang=en&theme=dark", headers={"Accept-Encoding": "gzip"})
    assert (answer.status_code, answer.headers["content-encoding"]) == (200, "gzip")
    deck = answer.json()
    assert (deck["session"], deck["theme"], len(deck["slides"])) == ("water", "dark", 3)
    assert deck["slides"][0]["question"]["high"] == 100.0
    assert deck["slides"][2]["question"] is None
    assert deck["slides"][2]["refused"]
    assert "Breathe" not in answer.text
    etag = answer.headers["etag"]
    assert client.get("/live/water/deck.json?lang=en&theme=dark", headers={"If-None-Match": etag}).status_code == 304
    write_session(folder, content=NOTED.replace("So?", "And now?"))
    changed = client.get("/live/water/deck.json?lang=en&theme=dark", headers={"If-None-Match": etag})
    assert changed.json()["slides"][1]["title"] == "And now?"


def test_a_deck_that_is_not_made_comes_as_far_as_it_is_asked_for(client):
    page_cache.clear()
    part = client.get("/live/water/deck.json?lang=en&slides=2-2")
    assert part.headers["cache-control"] == "no-store"
    assert "etag" not in part.headers
    first, second, third = part.json()["slides"]
    assert (first, second["number"], second["title"], third) == (None, 2, "So?", None)
    # A screen does not know how many slides there are: what lies behind the last is the last.
    assert [slide and slide["number"] for slide in client.get(f"{DECK}&slides=9-12").json()["slides"]] == [
        None,
        None,
        3,
    ]
    whole = client.get(DECK)
    assert whole.json()["slides"][1] == second
    made = client.get("/live/water/deck.json?lang=en&slides=2-2")
    assert (made.json(), made.headers["etag"]) == (whole.json(), whole.headers["etag"])


@pytest.mark.parametrize("written", ["2", "two-three", "-1", "1-999999", "٢-٣"])
def test_a_part_of_a_deck_that_is_none_is_refused_in_words(client, written):
    answer = client.get("/live/water/deck.json", params={"lang": "en", "slides": written})
    assert answer.status_code == 422
    assert written in answer.json()["error"]


def test_a_deck_of_no_session_says_so(client):
    answer = client.get("/live/nothing/deck.json?lang=fr")
    assert answer.status_code == 404
    assert "nothing" in answer.json()["error"]


def test_a_slide_whose_chart_is_gone_says_so_and_the_others_stay(client, folder):
    write_session(folder, content=NOTED.replace("network_losses-rank?cities=rabat", "no_such_thing-rank"))
    first, second, _ = client.get("/live/water/deck.json?lang=en").json()["slides"]
    assert first["chart"] is None
    assert "no_such_thing" in first["said"][0]
    assert second["title"] == "So?"


def test_an_empty_session_is_no_fault(client, folder):
    write_session(folder, content='title = {en = "Nothing yet"}\n')
    assert client.get("/live/water/deck.json").json()["slides"] == []
    assert client.get("/live/water/screen").status_code == 200


def test_notes_are_for_a_key(client, keys):
    for headers in ({}, {"Authorization": "Bearer wrong"}, {"Authorization": "Basic Ali"}):
        answer = client.get("/live/water/notes?lang=en", headers=headers)
        assert answer.status_code == 401
        assert "This key is not known" in answer.json()["error"]
        assert "Breathe" not in answer.text
    answer = client.get("/live/water/notes?lang=en", headers=keys["Sara"])
    assert answer.headers["cache-control"] == "no-store"
    document = answer.json()
    assert document["you"] == "Sara"
    assert document["slides"][1] == {"title": "So?", "notes": "Breathe.", "hard_question": "Says who?", "seconds": 60}


def test_a_rehearsal_is_stored(client, keys, folder):
    answer = client.post("/live/water/rehearsal", json={"seconds": [12.5, None, 30]}, headers=keys["Ali"])
    assert (answer.status_code, answer.json()) == (200, {"session": "water", "seconds": 42.5, "planned": 180})
    rehearsal, _ = read_rehearsal(app_state.folders(), "water")
    assert [slide.seconds for slide in rehearsal.slides] == [12.5, None, 30.0]


@pytest.mark.parametrize(
    "sent",
    [{}, {"seconds": "long"}, {"seconds": [1, 2, 3, 4]}, {"seconds": [-1]}, {"seconds": [True]}, {"seconds": [1e9]}],
)
def test_a_rehearsal_that_is_none_is_refused_in_words(client, keys, sent):
    answer = client.post("/live/water/rehearsal", json=sent, headers=keys["Ali"])
    assert answer.status_code == 422
    assert answer.json()["error"].startswith("“seconds” is a list")
    assert client.post("/live/water/rehearsal", json={"seconds": [1]}).status_code == 401


def test_a_picture_travels_with_the_deck(client, folder):
    content = NOTED + '\n[[slides]]\nkind = "picture"\npicture = "map.svg"\nalt = {en = "A map"}\n'
    write_session(folder, content=content)
    assert client.get("/live/water/deck.json").json()["slides"][3]["picture"] == ""
    (folder / "store" / "sessions" / "map.svg").write_text("<svg/>", encoding="utf-8")
    picture = client.get("/live/water/deck.json").json()["slides"][3]["picture"]
    assert picture.startswith("data:image/svg+xml;base64,")
