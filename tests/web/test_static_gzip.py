import asyncio
import gzip

import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.responses import FileResponse, PlainTextResponse, Response
from starlette.routing import Route, WebSocketRoute
from starlette.testclient import TestClient

from indicators.web.middleware import CompressedAssets

SCRIPT = b"function draw(figure) { return figure.data.map(trace => trace.y); }\n" * 400
FOREVER = {"cache-control": "public, immutable, max-age=31536000"}


@pytest.fixture
def served(tmp_path):
    """The layer over an application that counts what it is asked for."""
    (tmp_path / "chart.a1b2.js").write_bytes(SCRIPT)
    texts: list[str] = []

    def script(request):
        texts.append(request.url.path)
        return FileResponse(tmp_path / "chart.a1b2.js", headers=FOREVER)

    def changing(request):
        texts.append(request.url.path)
        return Response(SCRIPT, media_type="text/javascript", headers={"cache-control": "no-cache"})

    def cookie(request):
        texts.append(request.url.path)
        return Response(SCRIPT, headers={**FOREVER, "set-cookie": "reader=1"})

    def small(request):
        texts.append(request.url.path)
        return PlainTextResponse("{}", headers=FOREVER)

    async def echo(socket):
        await socket.accept()
        await socket.send_text(await socket.receive_text())
        await socket.close()

    app = Starlette(
        routes=[
            Route("/static/js/changing.js", changing),
            Route("/static/js/cookie.js", cookie),
            Route("/static/js/small.json", small),
            Route("/static/js/{name}", script),
            Route("/elsewhere/chart.js", script),
            WebSocketRoute("/static/stream.js", echo),
        ]
    )
    layer = CompressedAssets(app)
    return TestClient(layer, headers={"accept-encoding": "gzip, deflate"}), texts, layer


def test_an_immutable_file_is_compressed_once_and_then_sent_from_memory(served):
    client, asked, layer = served
    answers = [client.get("/static/js/chart.a1b2.js") for _ in range(3)]
    for answer in answers:
        assert answer.status_code == 200
        assert answer.content == SCRIPT
        assert answer.headers["content-encoding"] == "gzip"
        assert (
            int(answer.headers["content-length"])
            == len(layer.compressed["/static/js/chart.a1b2.js"].file.encoded("gzip"))
            < len(SCRIPT) / 5
        )
        assert answer.headers["cache-control"] == FOREVER["cache-control"]
        assert answer.headers["vary"] == "Accept-Encoding"
        # Which of its two names a script goes by is the system's table of types.
        assert "/javascript" in answer.headers["content-type"]
    assert len(asked) == 1


def test_the_stored_bytes_are_the_file(served):
    client, _, layer = served
    client.get("/static/js/chart.a1b2.js")
    assert gzip.decompress(layer.compressed["/static/js/chart.a1b2.js"].file.encoded("gzip")) == SCRIPT


@pytest.mark.parametrize("sent", [SCRIPT[:100], b""])
def test_what_was_cut_short_for_a_reader_who_left_is_not_stored_for_the_others(sent):
    answers = [sent, SCRIPT]

    async def app(scope, receive, send):
        headers = [
            (b"content-length", str(len(SCRIPT)).encode()),
            (b"cache-control", FOREVER["cache-control"].encode()),
        ]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        body = answers.pop(0)
        await send({"type": "http.response.body", "body": body, "more_body": len(body) < len(SCRIPT)})

    layer = CompressedAssets(app)
    left = TestClient(layer, headers={"accept-encoding": "gzip"}, raise_server_exceptions=False)
    left.get("/static/js/chart.js")
    assert layer.compressed == {}
    assert TestClient(layer, headers={"accept-encoding": "gzip"}).get("/static/js/chart.js").content == SCRIPT


def test_a_reader_with_the_file_hears_that_it_is_still_good(served):
    client, asked, _ = served
    tag = client.get("/static/js/chart.a1b2.js").headers["etag"]
    assert tag.startswith('W/"')
    again = client.get("/static/js/chart.a1b2.js", headers={"if-none-match": f'"other", {tag}'})
    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["etag"] == tag
    assert "content-encoding" not in again.headers
    assert client.get("/static/js/chart.a1b2.js", headers={"if-none-match": '"other"'}).status_code == 200
    assert len(asked) == 1


def test_a_reader_with_the_file_is_answered_below_when_it_is_not_stored_yet(served):
    client, asked, layer = served
    tag = client.get("/static/js/chart.a1b2.js", headers={"accept-encoding": "identity"}).headers["etag"]
    client.get("/static/js/chart.a1b2.js", headers={"if-none-match": tag})
    assert len(asked) == 2
    assert layer.compressed == {}


def test_a_reader_who_takes_brotli_gets_fewer_bytes_of_the_same_file(served):
    client, asked, _ = served
    smaller = client.get("/static/js/chart.a1b2.js", headers={"accept-encoding": "gzip, deflate, br"})
    assert smaller.headers["content-encoding"] == "br"
    assert smaller.content == SCRIPT
    larger = client.get("/static/js/chart.a1b2.js")
    assert int(smaller.headers["content-length"]) < int(larger.headers["content-length"])
    assert smaller.headers["etag"] == larger.headers["etag"]
    assert len(asked) == 1


def test_a_reader_without_gzip_gets_the_file_as_it_is(served):
    client, asked, layer = served
    for _ in range(2):
        answer = client.get("/static/js/chart.a1b2.js", headers={"accept-encoding": "identity"})
        assert answer.content == SCRIPT
        assert "content-encoding" not in answer.headers
        assert answer.headers["vary"] == "Accept-Encoding"
    assert len(asked) == 2
    assert layer.compressed == {}


def test_a_part_of_a_file_is_a_part_of_the_file(served):
    client, _, _ = served
    client.get("/static/js/chart.a1b2.js")
    part = client.get("/static/js/chart.a1b2.js", headers={"range": "bytes=9-12"})
    assert (part.status_code, part.content) == (206, SCRIPT[9:13])
    assert "content-encoding" not in part.headers


def test_head_says_what_get_would(served):
    client, asked, _ = served
    cold = client.head("/static/js/chart.a1b2.js")
    assert (cold.status_code, cold.content) == (200, b"")
    whole = client.get("/static/js/chart.a1b2.js")
    warm = client.head("/static/js/chart.a1b2.js")
    assert (warm.status_code, warm.content) == (200, b"")
    assert warm.headers == whole.headers
    assert len(asked) == 2


@pytest.mark.parametrize("path", ["/static/js/changing.js", "/static/js/cookie.js", "/elsewhere/chart.js"])
def test_what_may_change_or_is_personal_or_lies_elsewhere_is_left_alone(served, path):
    client, asked, layer = served
    for _ in range(2):
        answer = client.get(path)
        assert answer.content == SCRIPT
        assert "content-encoding" not in answer.headers
    assert len(asked) == 2
    assert layer.compressed == {}


def test_a_file_too_small_to_gain_and_a_font_are_left_alone(served):
    client, asked, layer = served
    assert client.get("/static/js/small.json").text == "{}"
    assert client.get("/static/js/letters.woff2").content == SCRIPT
    assert layer.compressed == {}
    assert len(asked) == 2


def test_a_missing_file_stays_missing(served):
    client, _, layer = served
    assert client.get("/static/none.js").status_code == 404
    assert client.post("/static/js/chart.a1b2.js").status_code == 405
    assert layer.compressed == {}


def test_a_websocket_passes(served):
    client, _, _ = served
    with client.websocket_connect("/static/stream.js") as socket:
        socket.send_text("hello")
        assert socket.receive_text() == "hello"


def test_the_memory_is_bounded(served):
    client, asked, _ = served
    layer = CompressedAssets(client.app.app, capacity=1)
    crowded = TestClient(layer, headers={"accept-encoding": "gzip"})
    for name in ("one.js", "two.js", "two.js"):
        assert crowded.get(f"/static/js/{name}").content == SCRIPT
    assert list(layer.compressed) == ["/static/js/one.js"]
    assert len(asked) == 3


def test_it_is_a_layer_of_an_application():
    app = Starlette(
        routes=[Route("/static/a.js", lambda _: Response(SCRIPT, headers=FOREVER))],
        middleware=[Middleware(CompressedAssets, prefixes=("/static/",))],
    )
    answer = TestClient(app).get("/static/a.js", headers={"accept-encoding": "gzip"})
    assert answer.headers["content-encoding"] == "gzip"


def test_a_crowd_costs_one_reading():
    asked = []

    async def below(scope, receive, send):
        asked.append(scope["path"])
        await asyncio.sleep(0)
        headers = [(b"content-length", str(len(SCRIPT)).encode()), (b"cache-control", b"immutable")]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await send({"type": "http.response.body", "body": SCRIPT[:100], "more_body": True})
        await send({"type": "http.response.body", "body": SCRIPT[100:]})

    async def visit(layer):
        sent = []

        async def send(message):
            sent.append(message)

        scope = {
            "type": "http", "method": "GET", "path": "/static/a.js", "headers": [(b"accept-encoding", b"gzip")],
        }  # fmt: skip
        await layer(scope, None, send)
        return sent[1]["body"]

    async def crowd():
        layer = CompressedAssets(below)
        return await asyncio.gather(*(visit(layer) for _ in range(20)))

    bodies = asyncio.run(crowd())
    assert len(asked) == 1
    assert {gzip.decompress(body) for body in bodies} == {SCRIPT}
