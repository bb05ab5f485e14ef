"""What the room has in its hands, from outside: pages, slides, and that no answer tells what is still guessed."""

import gzip
import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from indicators.plain.assets import PLOTLY, asset, by_path
from indicators.store.dataset import DATA_FOLDER
from pages.server import routes
from tests.helpers.rooms import keys_of, write_session
from tests.helpers.serving import wait_until

PATH = "/live/water"

SESSION = """
title = {en = "Water", fr = "Eau"}
chair = "Nadia"
speakers = ["Ali", "Sara"]

[[slides]]
kind = "section"
title = {fr = "Les pertes"}

[[slides]]
chart = "non_revenue_water-time"
title.en = "From 35.9% to 23.0%"
guess = "value"

[[slides]]
chart = "public_sewer-rank"

[[slides]]
kind = "picture"
picture = "dam.svg"
alt.en = "The dam"

[[slides]]
chart = "non_revenue_water-rank"
guess = "rank"
"""

SECRETS = ("23.0", "23,0", "35.9", "35,9")
"""The figures of the slide that is guessed, in both languages."""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A data folder with a session on the project's own figures."""
    monkeypatch.setenv("INDICATORS_DATA", str(tmp_path))
    monkeypatch.setenv("INDICATORS_ADDRESS", "https://example.org")
    write_session(tmp_path, content=SESSION)
    (tmp_path / "store" / "sessions" / "dam.svg").write_text("<svg xmlns='http://www.w3.org/2000/svg'/>")
    (tmp_path / "store" / "sessions" / "other.svg").write_text("<svg/>")
    return tmp_path


@pytest.fixture
def client(folder: Path) -> Iterator[TestClient]:
    """The routes with every layer that an answer passes through."""
    app = Starlette(routes=routes.routes(), middleware=routes.middleware())
    with TestClient(app, base_url="http://localhost") as opened:
        yield opened


@pytest.fixture
def ali(folder: Path) -> dict[str, str]:
    return keys_of(folder)["Ali"]


def move(client: TestClient, key: dict[str, str], **asked: object) -> dict:
    answer = client.post(f"{PATH}/position", json=asked, headers=key)
    assert answer.status_code == 200
    return answer.json()


def state_of(page: str) -> dict:
    """Return what a follower's page brings along for its script."""
    return json.loads(re.search(r'id="state">(.*?)</script>', page, re.DOTALL)[1])


def words_of(page: str) -> str:
    return " ".join(re.sub(r"<script.*?</script>|<[^>]+>", " ", page, flags=re.DOTALL).split())


def test_the_page_is_the_slide_on_screen_as_text(client: TestClient, ali: dict) -> None:
    position = move(client, ali, slide=3)
    answer = client.get(f"{PATH}?lang=en")
    assert (answer.status_code, answer.headers["content-type"]) == (200, "text/html; charset=utf-8")
    words = words_of(answer.text)
    assert "Connected to the public sewer: 98.2% of households in Casablanca in 2024" in words
    assert "Source: Haut-Commissariat au Plan" in words
    assert "Slide 3 of 5" in words
    assert state_of(answer.text)["position"] == position
    assert "streamlit" not in answer.text.lower()
    assert 'id="announce" aria-live="polite"' in answer.text


def test_the_phones_own_language(client: TestClient, ali: dict) -> None:
    move(client, ali, slide=3)
    page = client.get(PATH, headers={"Accept-Language": "fr-MA,fr;q=0.9"}).text
    assert '<html lang="fr" dir="ltr">' in page
    assert "98,2\xa0% des ménages" in page
    assert "Diapositive 3 sur 5" in page
    # a title that exists in another language alone says which
    assert '<h1 id="claim" tabindex="-1" lang="fr" dir="ltr">Les pertes</h1>' in slide(client, 1)["html"]


def slide(client: TestClient, number: int, query: str = "lang=en") -> dict:
    answer = client.get(f"{PATH}/slides/{number}.json?{query}")
    assert answer.status_code == 200
    return answer.json()


def test_a_first_open_is_small(client: TestClient, ali: dict) -> None:
    """Everything that a phone fetches before it shows a chart: half a megabyte, most of it cached for ever."""
    move(client, ali, slide=3)
    page = client.get(PATH, headers={"Accept-Encoding": "gzip"})
    fetched = re.findall(r'(?:href|src)="(/assets/[^"]+)"', page.text)
    sizes = {name: int(client.get(name).headers["content-length"]) for name in fetched}
    assert len(fetched) == 3
    assert asset(PLOTLY) in sizes
    assert int(page.headers["content-length"]) + sum(sizes.values()) <= 500_000
    assert all("immutable" in client.get(name).headers["cache-control"] for name in fetched)


def test_slides_are_stored_and_compressed(client: TestClient) -> None:
    address = f"{PATH}/slides/3.json?lang=fr&theme=dark"
    first = client.get(address)
    assert len(gzip.compress(first.content)) <= 30_000
    assert first.headers["content-encoding"] == "gzip"
    again = client.get(address, headers={"If-None-Match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert first.json()["theme"] == "dark"
    light = slide(client, 3, "lang=fr")
    assert light["figure"]["layout"]["font"]["color"] != first.json()["figure"]["layout"]["font"]["color"]


def test_some_slides_come_in_one_document(client: TestClient) -> None:
    block = client.get(f"{PATH}/slides/1-8.json?lang=en").json()["slides"]
    assert [one["slide"] for one in block] == [1, 2, 3, 4, 5]
    assert block[2] == slide(client, 3)
    for wrong in ("0-3", "3-2", "1-9", "9-9"):
        answer = client.get(f"{PATH}/slides/{wrong}.json?lang=en")
        assert (answer.status_code, answer.json()) == (
            422, {"error": "Ask for at most 8 slides that follow each other, of 1 to 5."},
        )  # fmt: skip


@pytest.mark.parametrize("number", ["0", "6", "99999999", "x", "-1", "²"])
def test_a_slide_that_there_is_not(client: TestClient, number: str) -> None:
    answer = client.get(f"{PATH}/slides/{number}.json?lang=en")
    assert answer.status_code == 404
    assert answer.json()["error"] == f"There is no slide {number}: this session has slides 1 to 5."


def all_that_phones_fetch(client: TestClient) -> str:
    """Return the body of every answer that a follower's page asks for at the room's position."""
    addresses = [f"{PATH}?lang={language}" for language in ("en", "fr")]
    addresses += [f"{PATH}/now", f"{PATH}/questions?voter=voter-0001", f"{PATH}/votes/2"]
    for query in ("lang=en", "lang=fr&theme=dark"):
        addresses += [f"{PATH}/slides/2.json?{query}&revealed=1", f"{PATH}/slides/1-3.json?{query}"]
    return "".join(client.get(address).text for address in addresses)


def test_nothing_tells_what_is_guessed_until_it_is_shown(client: TestClient, ali: dict) -> None:
    for position in (1, 2):
        move(client, ali, slide=position)
        fetched = all_that_phones_fetch(client)
        assert not [secret for secret in SECRETS if secret in fetched]
    hidden = slide(client, 2)
    assert (hidden["hidden"], hidden["figure"], hidden["title"]) == (
        True, None, "Non-revenue water: what is the figure of Casablanca?",
    )  # fmt: skip
    move(client, ali, reveal=True)
    shown = slide(client, 2)
    assert (shown["hidden"], shown["title"], shown["guess"]["answer"]) == (False, "From 35.9% to 23.0%", [23.0, 23.0])
    move(client, ali, slide=3)
    assert not slide(client, 2)["hidden"], "who looks back sees what was shown"
    move(client, ali, slide=2, reveal=False)
    assert slide(client, 2)["hidden"]


def test_a_question_that_refuses_itself_shows_its_chart(client: TestClient) -> None:
    refused = slide(client, 5)
    assert not refused["hidden"]
    assert "the figures are not comparable" in refused["html"]


def test_a_session_that_changes_is_another_answer(client: TestClient, folder: Path, ali: dict) -> None:
    assert "Les pertes" in client.get(f"{PATH}?lang=en").text
    write_session(folder, content=SESSION.replace("Les pertes", "Ce qui se perd"))
    wait_until(lambda: "Ce qui se perd" in client.get(f"{PATH}?lang=en").text)


def test_only_pictures_of_the_session_are_given(client: TestClient) -> None:
    answer = client.get(f"{PATH}/pictures/dam.svg")
    assert (answer.status_code, answer.headers["content-type"]) == (200, "image/svg+xml")
    assert "sandbox" in answer.headers["content-security-policy"]
    for name in ("other.svg", "water.toml", "..%2Fwater.toml"):
        assert client.get(f"{PATH}/pictures/{name}").status_code == 404


def test_an_old_link_leads_to_the_sessions_there_are(client: TestClient) -> None:
    answer = client.get("/live/wasser?lang=en", headers={"Accept": "text/html"})
    assert answer.status_code == 404
    words = words_of(answer.text)
    assert "No session is called “wasser” here" in words
    assert 'href="/live/water?lang=en"' in answer.text
    for path in ("moderator", "questions"):
        found = client.get(f"/live/wasser/{path}?lang=fr", headers={"Accept": "text/html"})
        assert (found.status_code, "Il n’y a pas cette séance" in found.text) == (404, True)


def test_scripts_in_an_address_are_text(client: TestClient) -> None:
    answer = client.get("/live/%3Cscript%3Ealert(1)%3C%2Fscript%3E?lang=en")
    assert "<script>alert" not in answer.text
    answer = client.get("/live/%3Cimg%20src=x%20onerror=alert(1)%3E?lang=en")
    assert answer.status_code == 404
    assert "<img" not in answer.text


def test_an_empty_session_says_so(client: TestClient, folder: Path) -> None:
    write_session(folder, "empty", 'title = {en = "Nothing yet"}\n')
    answer = client.get("/live/empty?lang=en")
    assert answer.status_code == 200
    assert "This session has no slides yet." in answer.text


def test_a_file_that_cannot_be_read_is_reported_in_words(client: TestClient, folder: Path) -> None:
    write_session(folder, "broken", "title = [\n")
    answer = client.get("/live/broken?lang=en", headers={"Accept": "text/html"})
    assert answer.status_code == 404
    assert "broken" in words_of(answer.text)
    assert "cannot be read" in words_of(answer.text)


def test_questions_are_a_page_for_a_hall_and_json_for_programs(client: TestClient) -> None:
    page = client.get(f"{PATH}/questions?lang=en", headers={"Accept": "text/html,*/*"})
    assert page.headers["content-type"] == "text/html; charset=utf-8"
    assert "Accept" in page.headers["vary"]
    assert "Ask from your phone: example.org/live/water" in words_of(page.text)
    document = client.get(f"{PATH}/questions", headers={"Accept": "*/*"}).json()
    assert document["questions"] == []


def test_the_moderators_page_holds_no_question(client: TestClient) -> None:
    client.post(f"{PATH}/questions", json={"voter": "voter-0001", "text": "Who pays?", "lang": "en"})
    page = client.get(f"{PATH}/moderator?lang=fr", headers={"Accept": "text/html"}).text
    assert "Who pays?" not in page
    assert "Elle porte sur une personne." in page, "the reasons stand in the moderator's language"


def test_what_the_programme_is_linked_from(client: TestClient) -> None:
    held = (DATA_FOLDER / "sessions" / "programme.toml").is_file()
    assert ('href="/programme?lang=en"' in client.get(f"{PATH}?lang=en").text) is held


def test_joined_files_have_every_part() -> None:
    files = by_path()
    body = files["plain/phone.js"].body.decode()
    assert body.index("window.RoomLink = ") < body.index("new window.RoomLink(")
    assert "window.Spotlight = " in body
    assert b".turn" in files["plain/phone.css"].body
