"""The application as a stranger's browser or program meets it: a server of this computer alone, every route tried."""

import http.client
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from websockets.exceptions import InvalidStatus
from websockets.sync.client import connect

from pages.server import streamlit_bridge
from pages.shared.registry import published_entries
from tests.helpers.folders import write_folder
from tests.helpers.serving import running_app

pytestmark = pytest.mark.slow

OWN = ["/find.json", "/figures/network_losses.csv", "/download/water.csv?indicator=x", "/templates/figures.csv"]
STREAMLITS = [
    "/app/static/look.css",
    "/_stcore/health",
    "/_stcore/metrics",
    "/_stcore/host-config",
    "/media/x",
    "/nothing",
]
ROUTES = [*(f"/{entry.address}" for entry in published_entries()), *OWN, *STREAMLITS]


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("outside")
    data = write_folder(folder / "data")
    with running_app(folder / "log.txt", INDICATORS_DATA=str(data), INDICATORS_LOCAL="1") as served:
        yield served


def ask(address: str, path: str, method: str = "GET", **headers: str) -> tuple[int, str]:
    """Send one request; return status and text."""
    parts = urlsplit(address)
    connection = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=60)
    try:
        connection.request(method, path, body=b"x" if method == "PUT" else None, headers=headers)
        answer = connection.getresponse()
        return answer.status, answer.read().decode("utf-8", "replace")
    finally:
        connection.close()


@pytest.mark.parametrize("path", ROUTES)
def test_no_route_answers_for_a_foreign_host(address: str, path: str) -> None:
    status, words = ask(address, path, Host="attacker.example")
    assert status == 421
    assert "attacker.example" in words


@pytest.mark.parametrize("path", ["/", "/find.json", "/_stcore/health"])
def test_routes_answer_for_this_computer(address: str, path: str) -> None:
    assert ask(address, path)[0] == 200


@pytest.mark.parametrize("origin", ["https://attacker.example", "http://localhost:1", "null"])
def test_no_stream_opens_for_another_page_of_the_browser(address: str, origin: str) -> None:
    stream = address.replace("http", "ws") + streamlit_bridge.STREAM_PATH
    with pytest.raises(InvalidStatus) as refused, connect(stream, additional_headers={"Origin": origin}):
        pass
    assert refused.value.response.status_code == 403


def test_a_stream_opens_for_the_pages_of_the_server(address: str) -> None:
    stream = address.replace("http", "ws") + streamlit_bridge.STREAM_PATH
    with connect(stream, additional_headers={"Origin": address}, subprotocols=["streamlit"]):
        pass


def test_an_upload_to_a_made_up_name_is_not_taken(address: str) -> None:
    path = f"{streamlit_bridge.UPLOAD_PATH}0123/4567"
    assert ask(address, path, "PUT")[0] == 404
    assert ask(address, path, "PUT", Origin="https://attacker.example")[0] == 403
    assert ask(address, path, "DELETE", Origin="https://attacker.example")[0] == 403
