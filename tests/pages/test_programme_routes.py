"""The programme from outside: the page on a phone, the calendar file, a moment that is asked for."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from icalendar import Calendar
from starlette.applications import Starlette
from starlette.testclient import TestClient

from indicators.language.bidi import unmarked
from pages.server import routes
from tests.helpers.sessions import write

ONE_NAMED = """\
title.en = "Ours"
[[rooms]]
id = "hall"
name.en = "Main hall"
[[entries]]
start = 2027-01-13T09:00:00
end = 2027-01-13T09:15:00
room = "hall"
title.en = "Welcome"
speakers = [{ name = "Ali Tazi" }]
"""


@pytest.fixture
def brought(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("INDICATORS_DATA", str(tmp_path))
    return tmp_path


@pytest.fixture
def client(brought: Path) -> Iterator[TestClient]:
    """The routes with every layer, over the project's figures and a store of their own."""
    with TestClient(Starlette(routes=routes.routes(), middleware=routes.middleware())) as opened:
        yield opened


def test_the_page_says_that_it_is_an_example(client: TestClient) -> None:
    answer = client.get("/programme?lang=fr")
    assert answer.status_code == 200
    assert '<html lang="fr"' in answer.text
    assert "Programme d’exemple\u00a0: remplacez ce fichier." in answer.text
    assert "Mercredi 13 janvier" in answer.text
    assert "Grande salle · Intervenant 1 (français, anglais) · Intervenant 2 (arabe, français)" in answer.text
    assert 'href="/live/water?lang=fr"' in answer.text
    assert "streamlit" not in answer.text.lower()


def test_roles_are_arabic_and_names_stand_apart(client: TestClient, brought: Path) -> None:
    answer = client.get("/programme?lang=ar")
    assert "القاعة الكبرى · رئاسة الجلسة" in answer.text
    assert "المتحدث 1" in unmarked(answer.text)
    calendar = Calendar.from_ical(client.get("/programme.ics?lang=ar").content)
    assert "Speaker" not in "".join(str(event.get("description", "")) for event in calendar.walk("VEVENT"))
    write(brought / "store" / "sessions", "programme", ONE_NAMED)
    assert '<bdi lang="fr">Ali Tazi</bdi>' in client.get("/programme?lang=ar").text


def test_now_and_next_at_a_moment_of_its_clock(client: TestClient) -> None:
    text = client.get("/programme?lang=en&at=2027-01-13T09:20").text
    current = text.split('class="current"')[1].split("</section>")[0]
    assert "Now (09:20)" in current
    now, following = current.split("<h2>Next</h2>")
    assert "Casablanca in four figures" in now
    assert "09:30–10:00" in following
    assert "Nothing is on at this moment." in client.get("/programme?lang=en&at=2027-02-13T09:20").text


@pytest.mark.parametrize("at", ["yesterday", "0001-01-01", "9999-12-31T23:59", "2027-13-01", "\u0660"])
def test_a_moment_that_is_none_is_now(client: TestClient, at: str) -> None:
    assert client.get("/programme", params={"at": at}).status_code == 200


def test_the_calendar_file(client: TestClient) -> None:
    answer = client.get("/programme.ics?lang=fr")
    assert answer.headers["content-type"] == "text/calendar; charset=utf-8"
    assert answer.headers["content-disposition"] == 'attachment; filename="programme.ics"'
    assert len(Calendar.from_ical(answer.content).walk("VEVENT")) == 7


def test_a_programme_of_the_store_is_seen_at_once(client: TestClient, brought: Path) -> None:
    client.get("/programme")
    write(brought / "store" / "sessions", "programme", "title.en = '<b>Ours</b>'")
    text = client.get("/programme?lang=en").text
    assert "&lt;b&gt;Ours&lt;/b&gt;" in text
    assert "Example programme" not in text


def test_a_programme_that_cannot_be_read_is_stated(client: TestClient, brought: Path) -> None:
    write(brought / "store" / "sessions", "programme", "title = ")
    answers = [client.get(f"/programme{end}?lang=en") for end in ("", ".ics")]
    assert [answer.status_code for answer in answers] == [404, 404]
    assert "No programme is held here, or its file cannot be read." in answers[0].text
