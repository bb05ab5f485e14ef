"""Every request has an id: a trusted proxy's, else one made here; it stands in the answer and in its log lines."""

import asyncio
import io
import json
import logging
from collections.abc import Iterator

import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import Route, WebSocketRoute
from starlette.testclient import TestClient
from starlette.websockets import WebSocket, WebSocketDisconnect

from indicators.operations.logs import handler
from indicators.operations.metrics import METRICS, Metrics
from indicators.operations.requests import WELL_FORMED
from indicators.web import app_state
from pages.server import observing
from pages.server.observing import Observed, kind_of, observed

PROXY = ("10.0.0.2", 41_000)
GIVEN = "3f2b4c9d-e1f0"

logger = logging.getLogger("tests.pages.observing")


async def look(request: Request) -> PlainTextResponse:
    logger.warning("on the loop")
    await asyncio.to_thread(logger.warning, "beside it")
    return PlainTextResponse(request.path_params["session"], status_code=202)


def fail(request: Request) -> PlainTextResponse:
    raise ValueError("no such figure")


async def stream(socket: WebSocket) -> None:
    await socket.accept()
    await socket.send_text(socket.headers["x-request-id"])
    await socket.close()


async def refuse(socket: WebSocket) -> None:
    await socket.close()


@pytest.fixture
def metrics() -> Metrics:
    return Metrics()


def served(metrics: Metrics, proxies: str = "", client: tuple[str, int] = PROXY) -> TestClient:
    routes = [
        Route("/live/{session}/votes", look, methods=["GET", "POST"]),
        Route("/live/{session}/fail", fail),
        WebSocketRoute("/_stcore/stream", stream),
        WebSocketRoute("/elsewhere", refuse),
    ]
    layer = Middleware(Observed, environment=lambda: {"INDICATORS_PROXIES": proxies}, metrics=metrics)
    return TestClient(Starlette(routes=routes, middleware=[layer]), client=client, raise_server_exceptions=False)


@pytest.fixture
def lines() -> Iterator[io.StringIO]:
    written = io.StringIO()
    for name in (logger.name, "pages.server.observing"):
        logging.getLogger(name).addHandler(handler({"INDICATORS_LOG": "json", "INDICATORS_LOG_LEVEL": "info"}, written))
        logging.getLogger(name).setLevel(logging.INFO)
    yield written
    for name in (logger.name, "pages.server.observing"):
        logging.getLogger(name).handlers.clear()
        logging.getLogger(name).setLevel(logging.NOTSET)


def test_an_id_is_made_and_stands_in_the_answer(metrics: Metrics) -> None:
    answer = served(metrics).get("/live/water/votes", headers={"X-Request-ID": GIVEN})
    assert WELL_FORMED.fullmatch(answer.headers["x-request-id"])
    assert answer.headers["x-request-id"] != GIVEN


def test_a_trusted_proxys_id_is_taken(metrics: Metrics) -> None:
    client = served(metrics, proxies="10.0.0.0/24")
    assert client.get("/live/water/votes", headers={"X-Request-ID": GIVEN}).headers["x-request-id"] == GIVEN
    forged = client.get("/live/water/votes", headers={"X-Request-ID": "a b"}).headers["x-request-id"]
    assert WELL_FORMED.fullmatch(forged)


def test_every_line_that_a_request_leads_to_has_its_id_and_no_address(metrics: Metrics, lines: io.StringIO) -> None:
    answer = served(metrics).get("/live/water/votes?voter=me")
    records = [json.loads(line) for line in lines.getvalue().splitlines()]
    assert [record["message"] for record in records] == ["on the loop", "beside it", "answered"]
    assert {record["request"] for record in records} == {answer.headers["x-request-id"]}
    assert {record["route"] for record in records} == {"/live/{session}/votes"}
    assert (records[-1]["method"], records[-1]["status"]) == ("GET", "202")
    for private in ("10.0.0.2", "water", "voter=me"):
        assert private not in lines.getvalue()


def test_a_counted_vote_is_one_and_a_look_at_them_is_none(metrics: Metrics) -> None:
    client = served(metrics)
    client.get("/live/water/votes")
    assert metrics.registry.get_sample_value("indicators_votes_total") == 0
    client.post("/live/water/votes")
    assert metrics.registry.get_sample_value("indicators_votes_total") == 1
    assert metrics.registry.get_sample_value("indicators_questions_total") == 0


def test_what_nobody_foresaw_is_counted_and_goes_on(metrics: Metrics) -> None:
    assert served(metrics).get("/live/water/fail").status_code == 500
    known = {"kind": "room", "route": "/live/{session}/fail", "status": "500"}
    assert metrics.registry.get_sample_value("indicators_requests_total", known) == 1
    assert metrics.registry.get_sample_value("indicators_exceptions_total", {"where": "request"}) == 1


def test_a_stream_carries_its_id_to_the_runs_of_its_pages(metrics: Metrics) -> None:
    client = served(metrics)
    with client.websocket_connect("/_stcore/stream", headers={"X-Request-ID": GIVEN}) as socket:
        reported = socket.receive_text()
    assert WELL_FORMED.fullmatch(reported)
    assert reported != GIVEN
    known = {"kind": "session", "route": "/_stcore/stream", "status": "101"}
    assert metrics.registry.get_sample_value("indicators_requests_total", known) == 1


def test_a_stream_that_is_refused_is_counted_as_such(metrics: Metrics) -> None:
    with pytest.raises(WebSocketDisconnect), served(metrics).websocket_connect("/elsewhere"):
        pass
    known = {"kind": "other", "route": "other", "status": "403"}
    assert metrics.registry.get_sample_value("indicators_requests_total", known) == 1


def test_the_kind_of_a_request_is_reported_without_reading_what_is_published(monkeypatch: pytest.MonkeyPatch) -> None:
    """A record of the log names it, also the one that says why the store cannot be read: a server waited for itself."""
    app_state.published_dataset()

    def read() -> None:
        raise AssertionError("read again")

    monkeypatch.setattr(app_state, "published", read)
    assert kind_of({"type": "http", "path": "/water"}).route == "/water"
    assert kind_of({"type": "http", "path": "/nothing-such"}).kind == "other"


def runs(end: str) -> float:
    return METRICS.registry.get_sample_value("indicators_page_runs_total", {"page": "water", "end": end}) or 0.0


def timed() -> float:
    return METRICS.registry.get_sample_value("indicators_page_run_seconds_count", {"page": "water"}) or 0.0


def test_a_failure_is_one_line_and_goes_on(caplog: pytest.LogCaptureFixture) -> None:
    before = runs("failed")
    with caplog.at_level(logging.ERROR), pytest.raises(ValueError, match="two"), observed("water"):
        raise ValueError("two\nlines")
    (record,) = caplog.records
    assert record.getMessage() == "failed: ValueError: two lines"
    assert record.exc_info is not None
    assert runs("failed") == before + 1


def test_a_page_that_does_not_fail_is_counted_with_its_time_and_not_logged(caplog: pytest.LogCaptureFixture) -> None:
    before, times = runs("done"), timed()
    with caplog.at_level(logging.ERROR), observed("water"):
        pass
    assert caplog.records == []
    assert (runs("done"), timed()) == (before + 1, times + 1)


class OvertakenByAnotherRun(BaseException):
    """As Streamlit ends a run that a later one overtakes."""


def test_a_run_that_is_overtaken_has_no_time_of_its_own() -> None:
    before, times = runs("stopped"), timed()
    with pytest.raises(OvertakenByAnotherRun), observed("water"):
        raise OvertakenByAnotherRun
    assert (runs("stopped"), timed()) == (before + 1, times)


@pytest.mark.parametrize(("address", "name"), [("", "overview"), ("casablanca", "districts"), ("nowhere", "overview")])
def test_a_page_is_named_by_its_script(address: str, name: str) -> None:
    assert observing.name_of(address) == name
