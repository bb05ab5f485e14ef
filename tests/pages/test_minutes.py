"""The minutes of a room over HTTP: charts as they stood, votes, questions; for speakers alone."""

import io
import zipfile

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from indicators.web import app_state
from pages.server import handout_routes
from pages.server.routes import middleware
from tests.helpers.room_places import emptied
from tests.helpers.room_server import rooms_served
from tests.helpers.rooms import OTHER, VOTER, keys_of, write_session

PATH = "/live/water"


@pytest.fixture(params=["files", "redis"])
def folder(request, toy_folder, monkeypatch):
    monkeypatch.setenv("INDICATORS_DATA", str(toy_folder))
    if request.param == "redis":
        monkeypatch.setenv("REDIS_URL", emptied(request.getfixturevalue("redis_of_tests").url))
    write_session(toy_folder)
    return toy_folder


@pytest.fixture
def client(folder):
    with TestClient(Starlette(middleware=middleware(), lifespan=rooms_served)) as opened:
        yield opened


@pytest.fixture
def keys(folder):
    return keys_of(folder)


@pytest.fixture
def held(client, keys):
    """A round with a guess, a question with an answer, and one that is withheld."""
    client.post(f"{PATH}/votes", json={"slide": 1, "voter": VOTER, "value": 20})
    client.post(f"{PATH}/votes", json={"slide": 1, "voter": OTHER, "value": 30})
    client.post(f"{PATH}/position", json={"slide": 2}, headers=keys["Ali"])
    client.post(f"{PATH}/position", json={"slide": 1}, headers=keys["Ali"])
    asked = {"voter": VOTER, "text": "=1+1 <script>alert(1)</script>", "lang": "en"}
    assert client.post(f"{PATH}/questions", json=asked).status_code == 202
    client.post(f"{PATH}/questions/1/approve", headers=keys["Nadia"])
    return client


def test_the_minutes_show_each_chart_with_its_votes(held, keys):
    answer = held.get(f"{PATH}/minutes?lang=en", headers=keys["Nadia"])
    assert answer.status_code == 200
    assert answer.headers["cache-control"] == "no-store"
    page = answer.text
    assert page.count("<svg") >= 1
    # on a phone a chart scrolls sideways: by keyboard, too
    assert page.count('<div class="drawn" tabindex="0" role="group" aria-label="') == page.count('class="drawn"') >= 1
    assert "2 guesses, the middle one 25.0." in page
    assert "Ali had the floor." in page
    assert f"Data version {app_state.published_dataset().version}" in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert "<script>alert" not in page
    assert VOTER not in page


def test_without_a_key_nothing_is_reported(held):
    page = held.get(f"{PATH}/minutes?lang=en").text
    assert "alert(1)" not in page
    assert 'data-address="/live/water/minutes?lang=en"' in page
    assert held.get(f"{PATH}/minutes.zip").status_code == 401
    assert held.get(f"{PATH}/minutes", headers={"Authorization": "Bearer wrong"}).status_code == 401


def test_the_zip_holds_the_page_the_tables_and_the_charts(held, keys):
    answer = held.get(f"{PATH}/minutes.zip?lang=fr", headers=keys["Ali"])
    with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
        names = archive.namelist()
        assert names[:3] == ["minutes.html", "shown.csv", "questions.csv"]
        assert any(name.endswith(".csv") and name.startswith("charts/01-network_losses-rank") for name in names)
        assert "'=1+1" in archive.read("questions.csv").decode("utf-8-sig")
        assert "<style>" in archive.read("minutes.html").decode()


def test_the_zip_in_arabic_brings_its_face_and_asks_for_nothing(held, keys):
    answer = held.get(f"{PATH}/minutes.zip?lang=ar", headers=keys["Ali"])
    with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
        page = archive.read("minutes.html").decode()
    assert '<html lang="ar" dir="rtl"' in page
    assert "data:font/woff2;base64," in page
    assert "/assets/" not in page


def test_a_version_that_is_gone_is_stated_to_be(held, keys, monkeypatch):
    monkeypatch.setattr(handout_routes, "dataset_of_version", lambda _version: None)
    page = held.get(f"{PATH}/minutes?lang=en", headers=keys["Nadia"]).text
    assert "which can no longer be made; nothing is shown in its place." in page
    assert "<svg" not in page


def test_a_room_that_nobody_moved_has_empty_minutes(client, keys):
    assert "Nothing was shown yet." in client.get(f"{PATH}/minutes?lang=en", headers=keys["Nadia"]).text
