"""How often an address may ask: a bucket of tokens for all that programs read, and words for who must wait."""

from collections.abc import Iterator
from functools import partial

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from indicators.live.throttle import TokenBuckets
from pages.server import limits, open_doors, routes

SEWER = "/c/public_sewer-rank.csv"


def test_who_asks_too_often_is_reported_when_to_come_again(monkeypatch: pytest.MonkeyPatch) -> None:
    moment = [100.0]
    monkeypatch.setenv("INDICATORS_API_RATE", "10")
    monkeypatch.setattr(limits, "TokenBuckets", partial(TokenBuckets, clock=lambda: moment[0]))
    with TestClient(Starlette(middleware=routes.middleware())) as client:
        # what no other test has had made
        first, *others = [client.head(f"{SEWER}?places=kenitra~oujda") for _ in range(597)]
        # an answer that has to be made takes five tokens, one that is kept takes one
        assert first.headers["ratelimit"] == '"reading";r=595;t=1'
        assert first.headers["ratelimit-policy"] == '"reading";q=600;w=60'
        assert {answer.status_code for answer in others[:-1]} == {200}
        refused = others[-1]
        assert refused.status_code == 429
        assert refused.headers["retry-after"] == "1"
        moment[0] += 1.0
        assert client.head(SEWER).status_code == 200


def test_what_is_reported_to_who_asks_too_often_is_words(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(open_doors, "BUCKET", 1)
    monkeypatch.setenv("INDICATORS_API_RATE", "10")
    monkeypatch.setattr(limits, "TokenBuckets", partial(TokenBuckets, clock=lambda: 100.0))
    with TestClient(Starlette(middleware=routes.middleware())) as client:
        client.get(SEWER)
        record = client.get(f"{SEWER}?lang=fr").json()
    assert record["status"] == 429
    assert record["detail"].startswith("Cette adresse a demandé trop souvent.")


@pytest.fixture
def empty_bucket(monkeypatch: pytest.MonkeyPatch) -> Iterator[TestClient]:
    """A server at which one address has asked so often that it has no token left."""
    monkeypatch.setattr(open_doors, "BUCKET", 1)
    monkeypatch.setenv("INDICATORS_API_RATE", "10")
    monkeypatch.setattr(limits, "TokenBuckets", partial(TokenBuckets, clock=lambda: 100.0))
    with TestClient(Starlette(middleware=routes.middleware())) as client:
        client.get(SEWER)
        yield client


@pytest.mark.parametrize(
    "path", ["/data/datapackage.json", "/data/observations.csv", "/sdmx/sdg.csv", "/catalog.ttl", "/croissant.json"]
)
def test_whole_files_are_counted_too(empty_bucket: TestClient, path: str) -> None:
    refused = empty_bucket.get(path)
    assert refused.status_code == 429
    assert refused.headers["content-type"] == "application/problem+json"
    assert refused.headers["retry-after"] == "1"
    assert "asked too often" in refused.json()["detail"]


def test_assistants_are_counted_too(empty_bucket: TestClient) -> None:
    asked = {"jsonrpc": "2.0", "id": 1, "method": "tools/list"}
    refused = empty_bucket.post("/mcp", json=asked, headers={"Accept-Language": "fr"})
    assert refused.status_code == 429
    assert refused.json()["detail"].startswith("Cette adresse a demandé trop souvent.")


def test_pages_and_embeds_are_not_counted(empty_bucket: TestClient) -> None:
    for path in ("/c/public_sewer-rank", "/embed/public_sewer-rank", "/llms.txt"):
        assert empty_bucket.get(path).status_code == 200


def test_what_is_left_is_reported_with_a_file(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("INDICATORS_API_RATE", "10")
    monkeypatch.setattr(limits, "TokenBuckets", partial(TokenBuckets, clock=lambda: 100.0))
    with TestClient(Starlette(middleware=routes.middleware())) as client:
        answer = client.get("/data/README.txt")
    assert answer.status_code == 200
    assert answer.headers["ratelimit"] == '"reading";r=595;t=1'
