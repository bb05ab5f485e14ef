"""Addresses nobody meant, at every door: never a fault of the server, never a letter of them run by a reader."""

import os
from collections.abc import Iterator
from urllib.parse import quote

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from starlette.applications import Starlette
from starlette.testclient import TestClient

from pages.server import routes

pytestmark = pytest.mark.slow

EXAMPLES = int(os.environ.get("INDICATORS_API_EXAMPLES", "8"))
"""Addresses asked at each door; more where the API is asked more."""

SCRIPT = "<script>alert(1)</script>"

VALUES = st.one_of(
    st.sampled_from(
        [SCRIPT, '"><img src=x onerror=a>', "=cmd|a!A0", "a\r\nSet-Cookie: x=1", "\x00", "\u202e", "../../etc/passwd",
         "{{7*7}}", "a" * 5000, "-1", "9" * 25, "2000..", "..", "rabat~fes", "overview", "public_sewer", "casablanca",
         "public_sewer-rank", "fr", "xx", "undated", "2024", "0123456789ab"]
    ),
    st.text(max_size=20),
)  # fmt: skip

NAMES = st.one_of(st.sampled_from(["public_sewer-rank", "network_efficiency-time", "overview", "public_sewer"]), VALUES)

KEYS = st.sampled_from(
    ["places", "years", "csvType", "lang", "version", "peers", "cities", "view", "year", "to", "shown", "place", "v",
     "on", "theme", "width", "url", "format", "maxwidth", "chart", "source", "indicator", "limit", "cursor", "x"]
)  # fmt: skip

QUERIES = st.lists(st.tuples(KEYS, VALUES), max_size=5)

DOORS = (
    "/c/{}.csv", "/c/{}.metadata.json", "/c/{}.svg", "/c/{}.png", "/c/{}.json", "/c/{}/card.svg", "/embed/{}",
    "/embed/{}.svg", "/oembed", "/still/{}", "/still/public_sewer/{}/2024", "/still/{}/casablanca/2024",
    "/feeds/theme/{}.atom", "/feeds/indicator/{}.atom", "/api/v1/observations", "/api/v1/{}",
)  # fmt: skip


@pytest.fixture(scope="module")
def client() -> Iterator[TestClient]:
    """The routes with every layer; a fault is an answer, as it would be to a reader."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("INDICATORS_API_RATE", "0")
        app = Starlette(routes=routes.routes(), middleware=routes.middleware())
        with TestClient(app, follow_redirects=False, raise_server_exceptions=False) as opened:
            yield opened


def written(text: str) -> str:
    return quote(text.encode("utf-8", "surrogatepass"), safe="")


@pytest.mark.parametrize("door", DOORS)
def test_no_address_is_a_fault_or_an_echo(client: TestClient, door: str) -> None:
    @settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck))
    @given(name=NAMES, query=QUERIES)
    def ask(name: str, query: list[tuple[str, str]]) -> None:
        address = door.format(written(name)) + "?" + "&".join(f"{key}={written(value)}" for key, value in query)
        answer = client.get(address)
        assert answer.status_code < 500 or answer.status_code == 501, address
        assert "set-cookie" not in answer.headers
        kind = answer.headers.get("content-type", "")
        if any(word in kind for word in ("html", "xml", "svg")):
            assert SCRIPT not in answer.text
            assert "<img src=x" not in answer.text

    ask()


@pytest.mark.parametrize(
    "body", [b"", b"{", b"\xff\xfe", b"[]", b"null", b"[" * 5000, b'{"jsonrpc":"2.0"}', b'{"jsonrpc":"2.0","id":[]}']
)
def test_no_body_is_a_fault_of_the_protocol(client: TestClient, body: bytes) -> None:
    headers = {"Content-Type": "application/json", "Accept": "application/json, text/event-stream"}
    assert client.post("/mcp", content=body, headers=headers).status_code < 500
