"""The document layer: our links in the head of every HTML answer, everything else as it was."""

import gzip
import html

import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import FileResponse, HTMLResponse, Response, StreamingResponse
from starlette.routing import Route, WebSocketRoute
from starlette.testclient import TestClient
from starlette.websockets import WebSocket

from indicators.web.middleware import DocumentHead, preferred_locale

PAGE = "<html><head><title>Casablanca · الدار البيضاء</title></head><body><pre></head></pre></body></html>"
NAMED = PAGE.replace("Casablanca · الدار البيضاء", "Eau &lt;b&gt;")
LINKS = '<link rel="stylesheet" href="/look.css">'
BROWSER = {"accept": "text/html,application/xhtml+xml,*/*;q=0.8"}


@pytest.fixture
def client(tmp_path) -> TestClient:
    (tmp_path / "index.html").write_text(PAGE, encoding="utf-8")

    def page(request: Request) -> Response:
        return FileResponse(tmp_path / "index.html")

    def parts(request: Request) -> Response:
        return StreamingResponse((PAGE[index : index + 7] for index in range(0, len(PAGE), 7)), media_type="text/html")

    def asked(request: Request) -> Response:
        return HTMLResponse(",".join(sorted(request.headers)))

    def packed(request: Request) -> Response:
        return Response(gzip.compress(PAGE.encode()), media_type="text/html", headers={"content-encoding": "gzip"})

    def table(request: Request) -> Response:
        return Response("<head></head>", media_type="text/csv", headers={"etag": '"1"'})

    async def echo(socket: WebSocket) -> None:
        await socket.accept()
        await socket.send_text(await socket.receive_text())
        await socket.close()

    routes = [
        Route("/", page, methods=["GET", "HEAD", "POST"]), Route("/parts", parts), Route("/asked", asked),
        Route("/packed", packed), Route("/table.csv", table), WebSocketRoute("/stream", echo),
    ]  # fmt: skip
    layer = DocumentHead(Starlette(routes=routes), LINKS, own)
    return TestClient(layer, headers=BROWSER)


def own(request: Request) -> dict[str, str]:
    title = html.escape(request.query_params.get("title", "Eau <b>"))
    return {"<title>Casablanca · الدار البيضاء</title>": f"<title>{title}</title>"}


@pytest.mark.parametrize("path", ["/", "/parts"])
def test_the_links_stand_once_before_the_end_of_the_head(client: TestClient, path: str) -> None:
    answer = client.get(path)
    assert answer.status_code == 200
    assert answer.text == NAMED.replace("</title></head>", f"</title>{LINKS}</head>")
    assert int(answer.headers["content-length"]) == len(answer.content)


def test_the_title_is_that_of_the_request(client: TestClient) -> None:
    answer = client.get("/", params={"title": "Énergie"})
    assert "<title>Énergie</title>" in answer.text
    assert answer.headers["vary"] == "Accept-Language"


def test_what_a_document_does_not_have_is_not_replaced() -> None:
    page = "<html><head><title>Casablanca</title></head></html>"
    layer = DocumentHead(Starlette(routes=[Route("/", HTMLResponse(page))]), LINKS, own)
    assert TestClient(layer, headers=BROWSER).get("/").text == page.replace("</head>", f"{LINKS}</head>")


@pytest.mark.parametrize(
    ("accept_language", "locale"),
    [
        ("", ""),
        ("fr", "fr"),
        ("fr-MA,fr;q=0.9,en;q=0.8", "fr-MA"),
        ("en;q=0.8, fr-MA", "fr-MA"),
        ("en; q=0.5, ar; q=0.7", "ar"),
        ("fr;q=high, en;q=0.2", "en"),
        (",;q=", ""),
        ("zgh, fr-MA;q=0.8, ar;q=0.7", "fr-MA"),
        ("de-DE, ar-MA;q=0.3", "ar-MA"),
        ("de-DE, it;q=0.3", "de-DE"),
    ],
)
def test_the_locale_that_is_preferred(accept_language: str, locale: str) -> None:
    assert preferred_locale(accept_language) == locale


def test_a_page_is_never_partial_compressed_or_left_out(client: TestClient) -> None:
    """A stored copy from before the links must not be declared fresh."""
    for headers in (
        {"if-none-match": '"any"'},
        {"if-modified-since": "Fri, 01 Jan 2100 00:00:00 GMT"},
        {"range": "bytes=0-10"},
        {"accept-encoding": "gzip"},
    ):
        answer = client.get("/", headers=headers)
        assert answer.status_code == 200
        assert LINKS in answer.text
        assert not {"etag", "last-modified", "content-encoding"} & set(answer.headers)
    text = client.get("/asked", headers={"range": "bytes=0-1", "accept-encoding": "gzip"}).text
    assert "accept-encoding" not in text
    assert "range" not in text
    assert "user-agent" in text


def test_a_compressed_page_passes_as_it_is(client: TestClient) -> None:
    answer = client.get("/packed")
    assert answer.text == PAGE
    assert answer.headers["content-encoding"] == "gzip"


def test_what_is_no_page_passes_as_it_is(client: TestClient) -> None:
    answer = client.get("/table.csv")
    assert answer.text == "<head></head>"
    assert answer.headers["etag"] == '"1"'
    missing = client.get("/none")
    assert missing.status_code == 404
    assert LINKS not in missing.text


def test_what_asks_for_no_page_is_not_read(client: TestClient) -> None:
    assert client.get("/", headers={"accept": "*/*"}).text == PAGE
    head = client.head("/")
    assert (head.status_code, head.content) == (200, b"")
    assert "etag" in head.headers
    assert client.post("/").text == PAGE


def test_a_websocket_passes(client: TestClient) -> None:
    with client.websocket_connect("/stream") as socket:
        socket.send_text("salam")
        assert socket.receive_text() == "salam"
