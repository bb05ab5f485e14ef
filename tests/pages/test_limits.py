"""What the server takes at most: uploads at places that it gave out, bytes a session and in all, sessions at once."""

from collections.abc import Iterator

import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route, WebSocketRoute
from starlette.testclient import TestClient
from starlette.websockets import WebSocket, WebSocketDisconnect
from streamlit.runtime.memory_uploaded_file_manager import MemoryUploadedFileManager

from pages.server import limits, streamlit_bridge
from pages.server.limits import Limits

PAGE = {"accept": "text/html", "accept-language": "en"}


def answer(_: Request) -> Response:
    return PlainTextResponse("answered")


async def stream(socket: WebSocket) -> None:
    await socket.accept()
    await socket.close()


@pytest.fixture
def client() -> TestClient:
    routes = [
        Route("/", answer),
        Route("/_stcore/health", answer),
        Route(streamlit_bridge.UPLOAD_PATH + "{session}/{file}", answer, methods=["PUT", "DELETE"]),
        WebSocketRoute("/_stcore/stream", stream),
    ]
    return TestClient(Limits(Starlette(routes=routes)))


@pytest.fixture
def place() -> Iterator[str]:
    """The path of a place given out to a session."""
    streamlit_bridge.remember_upload_places()
    manager = MemoryUploadedFileManager(streamlit_bridge.UPLOAD_PATH.rstrip("/"))
    (given,) = manager.get_upload_urls("a-session", ["figures.csv"])
    yield given.upload_url
    manager.remove_session_files("a-session")


def test_an_upload_takes_the_place_it_was_given_once(client: TestClient, place: str) -> None:
    assert client.put(place, content=b"x").text == "answered"
    refused = client.put(place, content=b"x")
    assert (refused.status_code, refused.text) == (404, "This page asked for no such file.")
    assert client.delete(place).text == "answered"


@pytest.mark.parametrize("path", ["a-session/made-up", "made-up/made-up", "a-session/", ""])
def test_a_made_up_place_takes_nothing(client: TestClient, place: str, path: str) -> None:
    assert client.put(streamlit_bridge.UPLOAD_PATH + path, content=b"x").status_code == 404


def test_a_file_for_a_page_of_another_replica_is_reported_the_balancer(
    client: TestClient, place: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("INDICATORS_REPLICA", "r2")
    refused = client.put(streamlit_bridge.UPLOAD_PATH + "of-replica-1/file", content=b"x")
    assert refused.status_code == 421
    assert "with another replica of the server" in refused.text
    assert client.put(place, content=b"x").text == "answered"


def test_a_place_ends_with_its_session(client: TestClient, place: str) -> None:
    MemoryUploadedFileManager("").remove_session_files("a-session")
    assert client.put(place, content=b"x").status_code == 404


@pytest.mark.parametrize(
    ("held", "status", "words"),
    [
        ((limits.MOST_OF_ONE - 4, 0), 413, "This session holds too many files. Load the page again."),
        (
            (0, limits.MOST_OF_ALL - 4),
            503,
            "The server holds too many files at the moment. Try again in a few minutes.",
        ),
    ],
)
def test_bytes_are_counted_for_one_session_and_for_all(
    client: TestClient, place: str, monkeypatch: pytest.MonkeyPatch, held: tuple[int, int], status: int, words: str
) -> None:
    monkeypatch.setattr(streamlit_bridge, "bytes_uploaded", lambda _: held)
    refused = client.put(place, content=b"12345")
    assert (refused.status_code, refused.text) == (status, words)
    # what did not fit has used no place
    assert client.put(place, content=b"1234").text == "answered"


def test_an_upload_without_a_length_counts_as_the_largest(
    client: TestClient, place: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(streamlit_bridge, "bytes_uploaded", lambda _: (1, 1))
    assert client.put(place, content=iter([b"x"])).status_code == 413


def test_who_comes_when_all_sessions_are_taken_gets_a_page(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("INDICATORS_SESSIONS", "3")
    monkeypatch.setattr(streamlit_bridge, "count_sessions", lambda: 3)
    full = client.get("/", headers=PAGE)
    assert full.status_code == 503
    assert full.headers["retry-after"] == "60"
    assert "<p>Too many readers at the moment. This page tries again in a minute.</p>" in full.text
    assert '<html lang="fr">' in client.get("/?lang=fr", headers=PAGE).text
    with pytest.raises(WebSocketDisconnect), client.websocket_connect("/_stcore/stream"):
        pass
    # what is no page is answered as ever
    assert client.get("/_stcore/health").text == "answered"
    monkeypatch.setattr(streamlit_bridge, "count_sessions", lambda: 2)
    assert client.get("/", headers=PAGE).text == "answered"
    with client.websocket_connect("/_stcore/stream"):
        pass


def test_without_a_server_nothing_is_held() -> None:
    assert limits.most_sessions() == limits.MOST_SESSIONS
