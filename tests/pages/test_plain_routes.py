"""The routes of plain pages from outside: what they answer, how it is stored, how a bad address is answered."""

import gzip
from collections.abc import Iterator

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from indicators.plain.assets import PLOTLY, asset
from indicators.web import app_state
from pages.server import routes


@pytest.fixture(scope="module")
def client() -> Iterator[TestClient]:
    """The routes with every layer that an answer passes through."""
    with TestClient(Starlette(routes=routes.routes(), middleware=routes.middleware())) as opened:
        yield opened


def test_a_chart_as_a_page(client: TestClient) -> None:
    answer = client.get("/c/public_sewer-rank?lang=fr", headers={"Accept": "text/html"})
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert '<html lang="fr" dir="ltr">' in answer.text
    # what completes the application's documents is not put into these
    assert "streamlit" not in answer.text.lower()


def test_a_chart_as_json(client: TestClient) -> None:
    answer = client.get("/c/public_sewer-rank.json")
    record = answer.json()
    assert answer.headers["content-type"] == "application/json"
    assert record["data_version"] == app_state.published_dataset().version
    assert {"claim", "verdict", "sources", "table", "figure"} <= record.keys()


def test_the_browsers_language_is_the_readers(client: TestClient) -> None:
    answer = client.get("/c/public_sewer-rank", headers={"Accept-Language": "fr-MA,fr;q=0.9"})
    assert '<html lang="fr"' in answer.text
    assert "Accept-Language" in answer.headers["vary"]


def test_a_dark_screen_gets_the_dark_figure(client: TestClient) -> None:
    light, dark = (client.get(f"/c/public_sewer-rank.json?theme={theme}").json() for theme in ("light", "dark"))
    assert light["claim"] == dark["claim"]
    assert light["figure"]["layout"]["font"]["color"] != dark["figure"]["layout"]["font"]["color"]


def test_an_answer_that_is_known_is_not_sent_again(client: TestClient) -> None:
    first = client.get("/c/public_sewer-rank")
    again = client.get("/c/public_sewer-rank", headers={"If-None-Match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")


def test_it_is_compressed_for_who_understands_it(client: TestClient) -> None:
    plain = client.get("/c/public_sewer-rank", headers={"Accept-Encoding": "identity"})
    smaller = client.get("/c/public_sewer-rank", headers={"Accept-Encoding": "gzip"})
    assert "content-encoding" not in plain.headers
    assert smaller.headers["content-encoding"] == "gzip"
    assert smaller.text == plain.text
    assert len(gzip.compress(plain.content)) < 30_000


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("/c/public_sewr-rank", "public_sewer"),
        ("/c/public_sewer-pie", "pie"),
        ("/c/public_sewer-world", "No figure for it is held here."),
        ("/c/%3Cscript%3E-rank", "&lt;script&gt;"),
        ("/c/" + "a" * 3000, "is not known"),
    ],
)
def test_what_is_not_there_is_stated_in_words(client: TestClient, address: str, words: str) -> None:
    answer = client.get(address + "?lang=en")
    assert answer.status_code == 404
    assert words in answer.text
    assert "There is no such chart" in answer.text
    as_json = client.get(address + ".json?lang=en")
    assert as_json.status_code == 404
    assert as_json.json()["error"]


def test_what_of_an_address_is_not_honoured_is_stated(client: TestClient) -> None:
    answer = client.get("/c/public_sewer-rank?lang=en&cities=rabbat,fes&year=abc")
    assert answer.status_code == 200
    assert "rabbat" in answer.text
    assert "It is left out." in answer.text


def test_a_link_of_an_earlier_version_says_so(client: TestClient) -> None:
    assert "earlier version of the data (0123)" in client.get("/c/public_sewer-rank?lang=en&v=0123").text
    version = app_state.published_dataset().version
    assert "earlier version" not in client.get(f"/c/public_sewer-rank?lang=en&v={version}").text


def test_files_are_stored_for_ever(client: TestClient) -> None:
    answer = client.get(asset(PLOTLY))
    assert answer.status_code == 200
    assert "immutable" in answer.headers["cache-control"]
    assert answer.headers["content-encoding"] == "br"
    older = client.get(asset(PLOTLY), headers={"Accept-Encoding": "gzip"})
    assert older.headers["content-encoding"] == "gzip"
    assert older.content == answer.content
    assert client.get("/assets/plotly.js").status_code == 404
    assert client.get("/assets/..%2F..%2Fapp.py").status_code == 404
