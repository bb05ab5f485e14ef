"""The routes of a room: what clickers, phones and screens are scripted against, and every refusal in words."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from indicators.live.log import LogUnreachable
from indicators.live.stores import room_keys
from indicators.web import app_state
from pages.server import live_rooms, routes
from tests.helpers.room_places import emptied
from tests.helpers.room_server import app as rooms_alone
from tests.helpers.rooms import OTHER, VOTER, keys_of, write_session

PATH = "/live/water"


@pytest.fixture(params=["files", "redis"])
def folder(request: pytest.FixtureRequest, toy_folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A data folder; its rooms lie in files, then in a Redis: what is answered is the same."""
    monkeypatch.setenv("INDICATORS_DATA", str(toy_folder))
    if request.param == "redis":
        monkeypatch.setenv("REDIS_URL", emptied(request.getfixturevalue("redis_of_tests").url))
    write_session(toy_folder)
    return toy_folder


@pytest.fixture
def client(folder: Path) -> Iterator[TestClient]:
    with TestClient(rooms_alone) as opened:
        yield opened


@pytest.fixture
def keys(folder: Path) -> dict[str, dict[str, str]]:
    """The header of each speaker's key."""
    return keys_of(folder)


def test_where_the_room_is(client: TestClient) -> None:
    answer = client.get(f"{PATH}/now")
    assert answer.headers["cache-control"] == "no-store"
    content = answer.json()
    version = content.pop("data_version")
    assert len(version) == 12
    assert content == {
        "session": "water", "seq": 0, "slide": 1, "slides": 3, "chart": "/c/network_losses-rank?cities=rabat",
        "spotlight": None, "revealed": False, "floor": "Ali", "round": 0,
    }  # fmt: skip


def test_the_holder_moves_the_room(client: TestClient, keys: dict) -> None:
    answer = client.post(f"{PATH}/position", json={"step": 1}, headers=keys["Ali"])
    assert (answer.status_code, answer.json()["seq"], answer.json()["slide"]) == (200, 1, 2)
    assert answer.json()["chart"] is None
    assert client.get(f"{PATH}/now").json() == answer.json()
    assert client.post(f"{PATH}/position", json={"slide": 3}, headers=keys["Ali"]).json()["seq"] == 2
    same = client.post(f"{PATH}/position", json={"step": 1}, headers=keys["Ali"])
    assert (same.status_code, same.json()["seq"]) == (200, 2), "beyond the last slide"
    sent = {"slide": 1, "spotlight": "rabat", "reveal": True}
    lit = client.post(f"{PATH}/position", json=sent, headers=keys["Ali"]).json()
    assert (lit["slide"], lit["spotlight"], lit["revealed"], lit["seq"]) == (1, "rabat", True, 4)


@pytest.mark.parametrize(
    ("speaker", "sent", "status", "words"),
    [
        ("Sara", {"json": {"step": 1}}, 409, "Ali has the floor."),
        ("Nadia", {"json": {"step": 1}}, 409, "Ali has the floor."),
        ("nobody", {"json": {"step": 1}}, 401, "This key is not known"),
        ("", {"json": {"step": 1}}, 401, "This key is not known"),
        ("Ali", {"json": {"slide": 4}}, 422, "There is no slide 4: this session has slides 1 to 3."),
        ("Ali", {"json": {}}, 422, "Ask for a slide"),
        ("Ali", {"json": [1]}, 422, "Send a JSON object"),
        ("Ali", {"content": b"\xff\xfe"}, 422, "Send a JSON object"),
        ("Ali", {"content": b"{"}, 422, "Send a JSON object"),
        ("Ali", {"content": b"[" * 16_000}, 422, "Send a JSON object"),
        ("Ali", {"content": b'{"slide": ' + b"1" * 20_000 + b"}"}, 422, "Send a JSON object"),
        ("Ali", {"content": b'{"step": 1' + b"0" * 6000 + b"}"}, 422, ""),
        ("Ali", {"content": b'{"spotlight": "\\ud800"}'}, 422, "A spotlight is"),
    ],
)
def test_a_move_that_is_refused(
    client: TestClient, keys: dict, speaker: str, sent: dict, status: int, words: str
) -> None:
    header = keys.get(speaker, {"Authorization": "Bearer made-up"} if speaker else {})
    answer = client.post(f"{PATH}/position", headers=header, **sent)
    assert answer.status_code == status
    assert answer.json()["error"].startswith(words)
    assert client.get(f"{PATH}/now").json()["seq"] == 0


@pytest.mark.parametrize("name", ["energy", "..", "%2e%2e%2fwater", "WATER", "water%00", "x" * 300])
def test_there_is_no_such_session(client: TestClient, keys: dict, name: str) -> None:
    for method, path, sent in (
        ("GET", "now", None), ("GET", "events", None), ("POST", "position", {"step": 1}), ("GET", "votes/1", None),
        ("POST", "votes", {"slide": 1, "voter": VOTER, "value": 1}), ("GET", "questions", None),
    ):  # fmt: skip
        answer = client.request(method, f"/live/{name}/{path}", json=sent, headers=keys["Ali"])
        assert answer.status_code == 404, path


def test_words_are_in_the_language_asked_for(client: TestClient) -> None:
    asked = client.get("/live/energy/now", params={"lang": "fr"}).json()["error"]
    heard = client.get("/live/energy/now", headers={"Accept-Language": "fr-MA,fr;q=0.9"}).json()["error"]
    assert asked == heard == "Il n’y a pas de séance «\u00a0energy\u00a0»."


def test_a_broken_session_is_stated(client: TestClient, folder: Path) -> None:
    write_session(folder, "broken", "title = ")
    answer = client.get("/live/broken/now")
    assert (answer.status_code, answer.json()["error"]) == (
        404, "The file of the session “broken” has a fault and cannot be read.",
    )  # fmt: skip


def test_an_empty_session_has_a_room(client: TestClient, folder: Path) -> None:
    write_session(folder, "empty", 'title = {en = "Nothing"}')
    content = client.get("/live/empty/now").json()
    assert (content["slide"], content["slides"], content["chart"], content["floor"]) == (0, 0, None, "Chair")


def test_the_floor(client: TestClient, keys: dict) -> None:
    def give(speaker: str, to: object) -> tuple[int, str]:
        answer = client.post(f"{PATH}/floor", json={"to": to}, headers=keys[speaker])
        return answer.status_code, answer.json().get("floor") or answer.json()["error"]

    assert give("Sara", "Sara") == (409, "Ali has the floor.")
    assert give("Ali", "Sara") == (200, "Sara")
    assert give("Ali", "Ali") == (409, "Sara has the floor.")
    assert give("Nadia", "Ali") == (200, "Ali")
    assert give("Nadia", "Omar") == (422, "No one called “Omar” speaks in this session. It has: Ali, Sara, Nadia.")
    assert client.post(f"{PATH}/floor", json={"to": "Ali"}).status_code == 401


def test_votes_are_counted_once(client: TestClient) -> None:
    sent = {"slide": 1, "voter": VOTER, "value": 20}
    assert [client.post(f"{PATH}/votes", json=sent).status_code for _ in range(2)] == [202, 200]
    assert client.post(f"{PATH}/votes", json={**sent, "voter": OTHER, "value": 30}).status_code == 202
    lying = client.get(f"{PATH}/votes/1", params={"low": 0, "high": 100, "bins": 10}).json()
    assert (lying["n"], lying["median"], lying["dots"]) == (2, 25, [[20, 1], [30, 1]])
    assert [one["n"] for one in lying["bins"]] == [0, 0, 1, 1, 0, 0, 0, 0, 0, 0]
    assert client.get(f"{PATH}/votes/9").status_code == 404
    assert client.get(f"{PATH}/votes/1", params={"low": "nan", "bins": "1e99"}).status_code == 200


@pytest.mark.parametrize(
    ("sent", "words"),
    [
        ({"slide": 1, "voter": "short", "value": 1}, "“voter” is a random id"),
        ({"slide": 2, "voter": VOTER, "value": 1}, "Nothing is guessed on slide 2."),
        ({"slide": 1, "voter": VOTER, "value": "<script>"}, "A guess is a number."),
        ({"slide": 3, "voter": VOTER, "value": 1}, "The room cannot guess a rank here"),
    ],
)
def test_a_vote_that_means_nothing(client: TestClient, sent: dict, words: str) -> None:
    answer = client.post(f"{PATH}/votes", json=sent)
    assert (answer.status_code, answer.json()["error"].startswith(words)) == (422, True)


def test_a_guess_is_revealed_out_of_the_store(client: TestClient, keys: dict) -> None:
    for voter, value in ((VOTER, 20), (OTHER, 30)):
        client.post(f"{PATH}/votes", json={"slide": 1, "voter": voter, "value": value})
    hidden = client.get(f"{PATH}/votes/1").json()
    assert (hidden["refused"], "truth" in hidden, "words" in hidden) == ("", False, False)
    client.post(f"{PATH}/position", json={"reveal": True}, headers=keys["Ali"])
    shown = client.get(f"{PATH}/votes/1", params={"lang": "fr"}).json()
    assert shown["truth"]["value"] == 23.0
    assert shown["truth"]["source"]
    assert shown["words"].startswith("Le milieu des 2 réponses est 25")
    late = client.post(f"{PATH}/votes", json={"slide": 1, "voter": "voter-0003", "value": 23})
    assert (late.status_code, late.json()["error"][:31]) == (409, "The published figure of this sl")


def test_a_rank_that_cannot_be_guessed_says_why(client: TestClient, keys: dict) -> None:
    asked = client.post(f"{PATH}/position", json={"slide": 3, "reveal": True}, headers=keys["Ali"])
    assert asked.status_code == 422
    assert asked.json()["error"].startswith("The room cannot guess a rank here: ")
    assert client.get(f"{PATH}/votes/3").json()["refused"] == asked.json()["error"]
    assert client.get(f"{PATH}/now").json()["seq"] == 0


def test_one_phone_that_floods_is_reported_when_to_come_again(client: TestClient) -> None:
    answers = [
        client.post(f"{PATH}/questions", json={"voter": VOTER, "text": f"Why {index}?", "lang": "en"})
        for index in range(5)
    ]
    assert [answer.status_code for answer in answers] == [202, 202, 202, 429, 429]
    assert answers[-1].json()["error"].startswith("That was too often. Try again in ")
    assert 1 <= int(answers[-1].headers["retry-after"]) <= 20
    other = client.post(f"{PATH}/questions", json={"voter": OTHER, "text": "Why?", "lang": "en"})
    assert other.status_code == 202, "another phone of the same address"


def test_a_question_and_its_moderator(client: TestClient, keys: dict) -> None:
    sent = {"voter": VOTER, "text": "<script>alert(1)</script>\x00", "lang": "fr"}
    asked = client.post(f"{PATH}/questions", json=sent)
    assert (asked.status_code, asked.json()["state"], asked.json()["text"]) == (
        202, "waiting", "<script>alert(1)</script>",
    )  # fmt: skip
    assert asked.headers["content-type"] == "application/json"
    assert asked.headers["x-content-type-options"] == "nosniff"
    assert client.post(f"{PATH}/questions", json=sent).status_code == 200
    seen = client.get(f"{PATH}/questions", params={"voter": VOTER}).json()
    assert seen["questions"] == []
    assert seen["moderated"] == "A moderator reads every question before the room sees it."
    assert [one["words"] for one in seen["own"]] == ["The moderator has not read it yet."]
    listed = client.get(f"{PATH}/questions", headers=keys["Sara"]).json()["questions"]
    assert [(one["id"], one["state"], one["slide"]) for one in listed] == [(1, "waiting", 1)]
    assert client.get(f"{PATH}/questions", headers={"Authorization": "Bearer x"}).status_code == 401
    assert client.post(f"{PATH}/questions/1/approve").status_code == 401
    assert client.post(f"{PATH}/questions/1/upvote", json={"voter": OTHER}).status_code == 404
    assert client.post(f"{PATH}/questions/1/approve", headers=keys["Nadia"]).json()["state"] == "approved"
    assert client.post(f"{PATH}/questions/1/upvote", json={"voter": OTHER}).json() == {"id": 1, "votes": 2}
    assert client.post(f"{PATH}/questions/1/upvote", json={"voter": OTHER}).status_code == 200
    assert [one["votes"] for one in client.get(f"{PATH}/questions/top").json()["questions"]] == [2]
    answered = client.post(f"{PATH}/questions/1/answer", json={"text": "Because."}, headers=keys["Ali"]).json()
    assert (answered["state"], answered["answer"]) == ("answered", "Because.")
    assert client.post(f"{PATH}/questions/7/approve", headers=keys["Ali"]).status_code == 404
    assert client.post(f"{PATH}/questions/1/drop", headers=keys["Ali"]).status_code == 404
    assert client.post(f"{PATH}/questions/1/merge", json={"into": 1}, headers=keys["Ali"]).status_code == 422


def test_a_blocked_word_is_withheld_and_stated(client: TestClient, folder: Path) -> None:
    listed = folder / "sessions" / "blocked_words.txt"
    listed.parent.mkdir()
    listed.write_text("rubbish\n", encoding="utf-8")
    sent = {"voter": VOTER, "text": "What RUBBISH is this?", "lang": "en"}
    answer = client.post(f"{PATH}/questions", json=sent).json()
    assert (answer["state"], answer["words"][:42]) == ("withheld", "The question holds a word that is not show")


def test_what_the_presenter_sees(client: TestClient, keys: dict) -> None:
    assert client.get(f"{PATH}/status").status_code == 401
    assert client.post(f"{PATH}/pulse", json={"voter": VOTER, "pulse": "slower"}).status_code == 202
    assert client.post(f"{PATH}/pulse", json={"voter": VOTER, "pulse": "faster"}).status_code == 422
    client.post(f"{PATH}/questions", json={"voter": VOTER, "text": "Why?", "lang": "en"})
    seen = client.get(f"{PATH}/status", headers=keys["Sara"]).json()
    assert (seen["you"], seen["chair"], seen["floor"], seen["speakers"]) == ("Sara", "Nadia", "Ali", ["Ali", "Sara"])
    assert (seen["followers"], seen["behind"], seen["questions_waiting"]) == (0, 0, 1)
    assert seen["pulse"]["slower"] == {"n": 1, "share": 1.0}
    assert client.post(f"{PATH}/seen", json={"voter": VOTER, "seq": 3}).status_code == 204


def test_fresh_keys_take_the_old_ones_out(client: TestClient, keys: dict, folder: Path) -> None:
    session = live_rooms.session_of("water")
    fresh = room_keys(folder / "store", app_state.redis_url()).of(session, fresh=True)[0].key
    assert client.post(f"{PATH}/position", json={"step": 1}, headers=keys["Ali"]).status_code == 401
    answer = client.post(f"{PATH}/position", json={"step": 1}, headers={"Authorization": f"bearer {fresh}"})
    assert answer.status_code == 200


def test_a_new_round(client: TestClient, keys: dict) -> None:
    client.post(f"{PATH}/votes", json={"slide": 1, "voter": VOTER, "value": 20})
    client.post(f"{PATH}/position", json={"step": 1}, headers=keys["Ali"])
    assert client.post(f"{PATH}/begin", headers=keys["Sara"]).status_code == 409
    begun = client.post(f"{PATH}/begin", headers=keys["Nadia"]).json()
    assert (begun["seq"], begun["slide"]) == (2, 1)
    assert client.get(f"{PATH}/votes/1").json()["n"] == 0


def test_an_exception_is_an_answer_in_words(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("indicators.live.moderation.for_room", broken)
    answer = client.get(f"{PATH}/questions")
    assert (answer.status_code, answer.json()["error"][:20]) == (500, "Something went wrong")


def test_more_followers_than_are_served_are_refused_in_words(
    client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("INDICATORS_FOLLOWERS", "0")
    answer = client.get(f"{PATH}/events")
    assert (answer.status_code, answer.headers["retry-after"]) == (503, "10")
    assert answer.json()["error"].startswith("As many phones follow as this server can serve.")
    assert client.get(f"{PATH}/now").status_code == 200
    monkeypatch.setenv("INDICATORS_FOLLOWERS", "many")
    assert live_rooms.most_followers() == live_rooms.MOST_FOLLOWERS


def test_the_application_answers_beside_its_layers(folder: Path, keys: dict) -> None:
    """The layers of pages neither complete, compress nor limit what a room answers; only foreign hosts are refused."""
    with TestClient(Starlette(routes=routes.routes(), middleware=routes.middleware())) as app:
        answer = app.get(f"{PATH}/now", headers={"Accept": "text/html", "Accept-Encoding": "gzip"})
        assert (answer.status_code, answer.headers.get("content-encoding")) == (200, None)
        assert app.post(f"{PATH}/position", json={"step": 1}, headers=keys["Ali"]).status_code == 200
        foreign = app.post(f"{PATH}/position", json={"step": 1}, headers={**keys["Ali"], "Origin": "https://evil.org"})
        assert foreign.status_code == 403


def test_what_could_not_be_stored_does_not_count(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = {"voter": VOTER, "text": "Why?", "lang": "en"}
    client.get(f"{PATH}/now")

    async def away(_: object) -> list[int]:
        raise LogUnreachable("Redis is not reached")

    with monkeypatch.context() as patched:
        patched.setattr(live_rooms._servers[-1].rooms._writer, "write", away)
        answers = [client.post(f"{PATH}/questions", json=asked).status_code for _ in range(9)]
    assert answers == [503] * 9
    answers = [
        client.post(f"{PATH}/questions", json={**asked, "text": f"Why {index}?"}).status_code for index in range(4)
    ]
    assert answers == [202, 202, 202, 429]
