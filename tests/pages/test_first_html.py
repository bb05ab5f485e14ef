"""The first HTML of a page: it holds what the page says before a script runs, in the reader's language, once made."""

import gzip
import re
from collections.abc import Iterator

import pytest
import streamlit as st
from starlette.testclient import TestClient
from streamlit.runtime import Runtime

from indicators.web import app_state
from pages.server import first_html, routes, streamlit_bridge
from pages.shared.page_cache import held
from pages.shared.registry import published_entries
from tests.pages.test_streamlit_bridge import BROWSER, ROOT

ADDRESSES = [entry.address for entry in published_entries()]


@pytest.fixture(scope="module")
def client() -> Iterator[TestClient]:
    """The application, its server not started: it answers for documents all the same. A process has one of them."""
    before, Runtime._instance = Runtime._instance, None
    yield TestClient(st.App(ROOT / "app.py", routes=routes.routes(), middleware=routes.middleware()), headers=BROWSER)
    Runtime._instance = before


def first_of(html: str) -> str:
    """Return what stands before the place that Streamlit draws into."""
    found = re.search(r'<div id="cs-first".*?(?=<div id="root">)', html, re.DOTALL)
    assert found, "the document holds nothing of the page"
    return found[0]


@pytest.mark.parametrize("address", ADDRESSES)
def test_every_page_says_something_before_a_script_runs(client: TestClient, address: str) -> None:
    first = first_of(client.get(f"/{address}?lang=fr").text)
    titles = re.findall(r"<h1[^>]*>(.+?)</h1>", first)
    assert len(titles) == 1, f"{address or 'the overview'} begins with {len(titles)} titles"
    assert first_html.OPENINGS.keys() == {entry.script for entry in published_entries()}


@pytest.mark.parametrize("address", ["", "land", "world", "sdg"])
def test_a_chart_stands_there_as_two_drawings(client: TestClient, address: str) -> None:
    first = first_of(client.get(f"/{address}?lang=en").text)
    boxes = re.findall(r'<div class="cs-drawn" role="img" aria-label="([^"]+)">', first)
    assert boxes, "no chart is drawn"
    assert all(boxes), "a drawing without words"
    assert first.count("cs-drawn-narrow") == first.count("cs-drawn-wide") == len(boxes)
    names = re.findall(r'<clipPath id="([^"]+)"', first)
    assert len(names) == len(set(names)), "two drawings share the name of a clip"


@pytest.mark.parametrize("address", ADDRESSES)
def test_no_drawing_is_narrower_than_its_margins(client: TestClient, address: str) -> None:
    first = first_of(client.get(f"/{address}?lang=fr").text)
    assert re.findall(r'(?:width|height)="-[^"]*"', first) == []


def test_the_figures_stand_there_as_text(client: TestClient) -> None:
    first = first_of(client.get("/land?lang=en&indicator=green_area_per_person").text)
    assert re.search(r"<table.*?Casablanca.*?</table>", first, re.DOTALL)
    assert "cs-verdict" in first


def test_the_language_is_the_browsers_where_the_address_names_none(client: TestClient) -> None:
    first = first_of(client.get("/water", headers={"Accept-Language": "fr-MA,fr;q=0.9"}).text)
    assert '<div id="cs-first" lang="fr">' in first


def test_what_of_an_address_is_not_honoured_is_stated(client: TestClient) -> None:
    assert "no_such_thing" in first_of(client.get("/water?lang=en&indicator=no_such_thing").text)


def test_a_page_that_cannot_begin_is_served_without(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise ValueError("no such figure")

    monkeypatch.setitem(first_html.OPENINGS, "sources.py", fail)
    answer = client.get("/sources?lang=en&indicator=public_sewer")
    assert answer.status_code == 200
    assert "cs-first" not in answer.text.split("</head>")[1]
    assert streamlit_bridge.ROOT in answer.text


def test_it_is_made_once_and_compressed(client: TestClient) -> None:
    address = "/carbon?lang=fr"
    made = client.get(address, headers={"Accept-Encoding": "gzip"})
    assert made.headers["content-encoding"] == "gzip"
    assert len(gzip.compress(made.content)) < 40_000
    smaller = client.get(address, headers={"Accept-Encoding": "gzip, br"})
    assert smaller.headers["content-encoding"] == "br"
    assert smaller.content == made.content
    assert int(smaller.headers["content-length"]) < int(made.headers["content-length"])
    assert "content-encoding" not in client.get(address, headers={"Accept-Encoding": "identity"}).headers
    known = app_state.published()
    assert held(first_html.first_html, known.dataset, known.ledger, "carbon", (("lang", "fr"),), "en")


def test_nothing_holds_up_the_first_picture(client: TestClient) -> None:
    head = client.get("/land?lang=fr").text.split("</head>")[0]
    blocking = re.findall(r'<link rel="stylesheet"(?![^>]*media="print")[^>]*>', head)
    assert [link for link in blocking if "/static/css/" in link or "look.css" in link] == []
    assert "<noscript>" not in client.get("/land?lang=fr").text
