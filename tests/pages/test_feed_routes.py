"""The feeds of changes: valid Atom, stable ids, the sentences that say something else, and what is not known."""

import html
import re
from collections.abc import Iterator
from xml.etree import ElementTree as ET

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from indicators.plain.release_feed import FeedPlace, JournalStep, release_feed
from indicators.store.releases import releases
from indicators.web import app_state
from indicators.web.addresses import FeedScope
from pages.server import routes
from tests.helpers.published import dataset

SPACE = "{http://www.w3.org/2005/Atom}"
DATE = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")


@pytest.fixture(scope="module")
def client() -> Iterator[TestClient]:
    """The routes with every layer."""
    with TestClient(Starlette(routes=routes.routes(), middleware=routes.middleware())) as opened:
        yield opened


def check(body: bytes) -> ET.Element:
    """Hold a feed to what RFC 4287 asks of it (sections 4.1.1, 4.1.2, 4.2.6), and return its root."""
    root = ET.fromstring(body)
    assert root.tag == f"{SPACE}feed"
    for element in (root, *root.findall(f"{SPACE}entry")):
        for name in ("id", "title", "updated"):
            assert len(element.findall(f"{SPACE}{name}")) == 1
        assert DATE.fullmatch(element.findtext(f"{SPACE}updated") or "")
        assert re.fullmatch(r"tag:[a-z.0-9-]+,\d{4}-\d\d-\d\d:\S+", element.findtext(f"{SPACE}id") or "")
    assert root.findtext(f"{SPACE}author/{SPACE}name")
    assert [link.attrib["rel"] for link in root.findall(f"{SPACE}link")] == ["self", "alternate"]
    ids = [entry.findtext(f"{SPACE}id") for entry in root.findall(f"{SPACE}entry")]
    assert len(ids) == len(set(ids))
    for entry in root.findall(f"{SPACE}entry"):
        content = entry.find(f"{SPACE}content")
        assert content is not None
        assert content.attrib["type"] == "html"
        assert content.text
    return root


@pytest.mark.parametrize("language", ["en", "fr", "ar"])
@pytest.mark.parametrize("path", ["indicator/bathroom_at_home", "theme/land"])
def test_a_feed_is_valid_and_of_its_language(client: TestClient, path: str, language: str) -> None:
    answer = client.get(f"/feeds/{path}.atom?lang={language}")
    assert answer.headers["content-type"] == "application/atom+xml; charset=utf-8"
    root = check(answer.content)
    assert root.attrib["{http://www.w3.org/XML/1998/namespace}lang"] == language
    assert root.findall(f"{SPACE}entry")


def test_every_release_is_an_entry_of_the_whole(client: TestClient) -> None:
    root = check(client.get("/feeds/releases.atom?lang=en").content)
    known = releases(app_state.published_dataset().folder / "releases")
    assert len(root.findall(f"{SPACE}entry")) == len(known)
    updated = [entry.findtext(f"{SPACE}updated") or "" for entry in root.findall(f"{SPACE}entry")]
    assert updated == sorted(updated, reverse=True)


def test_an_entry_says_both_sentences(client: TestClient) -> None:
    root = check(client.get("/feeds/indicator/largest_city_population_national.atom?lang=en").content)
    reported = " ".join(entry.findtext(f"{SPACE}content") or "" for entry in root.findall(f"{SPACE}entry"))
    assert "With the figures of before: “" in reported
    assert "With the figures of after: “" in reported
    # other indicators are not in it
    assert "bathroom_at_home" not in reported


def test_every_chart_that_a_feed_leads_to_is_there(client: TestClient) -> None:
    led = set(re.findall(r'href="[^"]*?(/c/[^"]*)"', html.unescape(client.get("/feeds/theme/water.atom?lang=en").text)))
    assert len(led) > 5
    assert {address for address in led if client.get(address).status_code != 200} == set()


def test_a_feed_that_is_known_is_not_sent_again(client: TestClient) -> None:
    first = client.get("/feeds/theme/land.atom?lang=en")
    again = client.get("/feeds/theme/land.atom?lang=en", headers={"If-None-Match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")


def test_ids_stay_when_a_release_is_added() -> None:
    place, scope = FeedPlace("https://indicators.example.org", "en"), FeedScope()
    known = releases(dataset().folder / "releases")
    bodies = [release_feed(dataset(), some, (), scope, place, lambda *_: None) for some in (known[1:], known)]
    older, newer = ([one.findtext(f"{SPACE}id") for one in check(body).findall(f"{SPACE}entry")] for body in bodies)
    assert set(older) < set(newer)


def test_an_accepted_file_is_an_entry_of_what_it_touches() -> None:
    place = FeedPlace("https://indicators.example.org", "en")
    step = JournalStep(7, "2026-11-28T10:00:00+00:00", "Accepted: eau.csv", {"public_sewer": 3})
    for scope, there in (
        (FeedScope(), True),
        (FeedScope(indicator="public_sewer"), True),
        (FeedScope(theme="water"), True),
        (FeedScope(theme="energy"), False),
        (FeedScope(indicator="network_efficiency"), False),
    ):
        root = check(release_feed(dataset(), (), (step,), scope, place, lambda *_: None))
        titles = [entry.findtext(f"{SPACE}title") for entry in root.findall(f"{SPACE}entry")]
        assert titles == (["Accepted: eau.csv"] if there else [])


def test_without_the_figures_of_then_no_sentence_is_made_up() -> None:
    place, scope = FeedPlace("https://indicators.example.org", "en"), FeedScope(indicator="bathroom_at_home")
    body = release_feed(dataset(), releases(dataset().folder / "releases"), (), scope, place, lambda *_: None)
    reported = " ".join(entry.findtext(f"{SPACE}content") or "" for entry in check(body).findall(f"{SPACE}entry"))
    assert "With the figures of" not in reported
    assert "none, now there is one" in reported


@pytest.mark.parametrize(
    ("path", "stated"),
    [
        ("/feeds/indicator/public_sewr.atom", "did you mean public_sewer?"),
        ("/feeds/theme/wator.atom", "did you mean water?"),
        ("/feeds/theme/" + "a" * 3000 + ".atom", "is not known"),
        ("/feeds/nothing", "There is no page"),
        ("/feeds/indicator/%0d%0aX: y.atom", "is not known"),
    ],
)
def test_feeds_of_what_is_not_known(client: TestClient, path: str, stated: str) -> None:
    answer = client.get(f"{path}?lang=en")
    assert answer.status_code == 404
    assert stated in answer.text
    assert "x" not in answer.headers
