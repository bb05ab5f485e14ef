"""Which requests are answered: those for this server's own hosts, of its own pages, and not too often."""

from collections.abc import Callable

import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route, WebSocketRoute
from starlette.testclient import TestClient
from starlette.websockets import WebSocket, WebSocketDisconnect

from indicators.web import admission
from indicators.web.admission import Admission, Rate, is_own_origin, known_hosts, name_of_host

Client = Callable[..., TestClient]
LOCAL = {"INDICATORS_LOCAL": "1", "INDICATORS_ADDRESS": "http://localhost:8501"}
PUBLIC = {"INDICATORS_ADDRESS": "https://indicators.example.org", "INDICATORS_HOSTS": "app, Inner.example.org"}


def answer(_: Request) -> Response:
    return PlainTextResponse("answered")


async def stream(socket: WebSocket) -> None:
    await socket.accept()
    await socket.send_text("open")
    await socket.close()


@pytest.fixture
def client() -> Client:
    def made(settings: dict[str, str], host: str) -> TestClient:
        routes = [
            Route("/", answer, methods=["GET", "POST"]),
            Route("/upload", answer, methods=["PUT"]),
            WebSocketRoute("/stream", stream),
        ]
        application = Admission(Starlette(routes=routes), lambda: settings)
        return TestClient(application, base_url=f"http://{host}")

    return made


@pytest.mark.parametrize(
    ("settings", "host"),
    [
        (LOCAL, "localhost:8501"), (LOCAL, "127.0.0.1:8501"), (LOCAL, "[::1]:8501"), (LOCAL, "LOCALHOST"),
        (PUBLIC, "indicators.example.org"), (PUBLIC, "app:8501"), (PUBLIC, "inner.example.org"),
        (PUBLIC, "203.0.113.9:8501"), ({}, "192.168.1.20:8501"), ({}, "localhost:8501"),
    ],
)  # fmt: skip
def test_own_hosts_are_answered(client: Client, settings: dict[str, str], host: str) -> None:
    opened = client(settings, host)
    assert opened.get("/").text == "answered"
    with opened.websocket_connect(f"ws://{host}/stream", headers={"Origin": f"http://{host}"}) as open_stream:
        assert open_stream.receive_text() == "open"


@pytest.mark.parametrize(
    ("settings", "host"),
    [
        (LOCAL, "attacker.example"), (LOCAL, "localhost.attacker.example:8501"), (LOCAL, "192.168.1.20:8501"),
        (PUBLIC, "attacker.example"), ({}, "attacker.example:8501"), ({}, "203.0.113.9.attacker.example"),
    ],
)  # fmt: skip
def test_a_name_rebound_to_this_computer_is_refused(client: Client, settings: dict[str, str], host: str) -> None:
    opened = client(settings, host)
    refused = opened.get("/?lang=en")
    assert refused.status_code == 421
    assert refused.text == (
        f"This server does not answer for the host “{host}”. "
        "Its operator names the hosts it answers for in the setting INDICATORS_HOSTS."
    )
    assert refused.headers["content-type"] == "text/plain; charset=utf-8"
    assert opened.put("/upload", headers={"Origin": f"http://{host}"}).status_code == 421
    with (
        pytest.raises(WebSocketDisconnect),
        opened.websocket_connect(f"ws://{host}/stream", headers={"Origin": f"http://{host}"}),
    ):
        pass


@pytest.mark.parametrize(
    "origin", ["https://attacker.example", "http://localhost:3000", "null", "http://localhost", "file://localhost:8501"]
)
def test_a_page_of_another_site_changes_nothing(client: Client, origin: str) -> None:
    opened = client(LOCAL, "localhost:8501")
    for refused in (opened.put("/upload", headers={"Origin": origin}), opened.post("/", headers={"Origin": origin})):
        assert refused.status_code == 403
        assert refused.text == f"A page of another site, “{origin}”, may change nothing here."
    with (
        pytest.raises(WebSocketDisconnect),
        opened.websocket_connect("ws://localhost:8501/stream", headers={"Origin": origin}),
    ):
        pass
    # what is public may be read: the browser keeps the answer from a page of another site
    assert opened.get("/", headers={"Origin": origin}).text == "answered"


def test_a_program_sends_no_origin(client: Client) -> None:
    assert client(LOCAL, "localhost:8501").put("/upload").text == "answered"


def test_the_words_are_in_the_readers_language(client: Client) -> None:
    text = client(LOCAL, "attacker.example").get("/", headers={"accept-language": "fr-MA"}).text
    assert text.startswith("Ce serveur ne répond pas pour l’hôte")


def test_behind_a_proxy_the_public_address_is_the_origin(client: Client) -> None:
    opened = client(PUBLIC, "app:8501")
    assert opened.put("/upload", headers={"Origin": "https://indicators.example.org"}).text == "answered"
    assert opened.put("/upload", headers={"Origin": "https://attacker.example"}).status_code == 403


def test_what_is_no_port_is_part_of_the_name() -> None:
    """A known name before a colon says nothing where no port follows: another may stand behind it."""
    assert name_of_host("Localhost:8501") == name_of_host("localhost") == "localhost"
    assert name_of_host("[::1]:8501") == name_of_host("[::1]") == "[::1]"
    for host in ("localhost:8501@attacker.example", "localhost:8501.attacker.example", "localhost:", "::1:x"):
        assert not known_hosts(LOCAL).include(host)


def test_the_computers_own_name_counts_where_others_are_let_in(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("indicators.web.admission._own_names", lambda: frozenset({"desk"}))
    assert known_hosts({}).include("Desk:8501")
    assert not known_hosts(LOCAL).include("desk")


@pytest.mark.parametrize("origin", ["", "http://", "javascript:localhost:8501", "//localhost:8501"])
def test_what_is_no_origin_is_not_ours(origin: str) -> None:
    assert not is_own_origin(origin, "localhost:8501")
    assert not is_own_origin(origin, "")


def test_each_may_ask_so_often_in_a_while() -> None:
    now = [100.0]
    rate = Rate(2, 60, lambda: now[0])
    assert [rate.admit("a"), rate.admit("a")] == [0, 0]
    now[0] = 110
    assert rate.admit("a") == 50
    assert rate.admit("b") == 0
    now[0] = 160
    assert [rate.admit("a"), rate.admit("a"), rate.admit("a")] == [0, 0, 60]


def test_who_asked_longest_ago_is_forgotten_first(monkeypatch) -> None:
    monkeypatch.setattr(admission, "MOST_KNOWN", 2)
    rate = Rate(1, 60, lambda: 0.0)
    for who in ("a", "b", "c"):
        assert rate.admit(who) == 0
    assert rate.admit("c") == 60
    assert rate.admit("a") == 0
