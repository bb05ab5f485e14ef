"""Whether a server lives and is ready, as a balancer asks; and what each answer says of who made it."""

from contextlib import asynccontextmanager

import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.responses import PlainTextResponse, StreamingResponse
from starlette.routing import Route
from starlette.testclient import TestClient

from indicators.findings.finding import DataProblem, Finding
from indicators.model.rules import MISSING_FILE
from indicators.web import app_state
from pages.server import health_routes
from pages.server.answers import AnswerHead
from pages.server.health_routes import HealthFront, drain_seconds, health, watching_health
from pages.server.observing import Observed
from tests.helpers.serving import free_port


async def page(_):
    return PlainTextResponse("a page")


async def counted(_):
    return PlainTextResponse(str(health().open_requests))


async def events(_):
    async def lines():
        yield str(health().open_requests)

    return StreamingResponse(lines())


@asynccontextmanager
async def lifespan(_):
    async with watching_health():
        yield


APP = Starlette(
    routes=[
        Route("/page", page),
        Route("/counted", counted),
        Route("/live/s/events", events),
    ],
    middleware=[Middleware(Observed, complete=AnswerHead().complete), Middleware(HealthFront)],
    lifespan=lifespan,
)


@pytest.fixture
def client(monkeypatch):
    monkeypatch.delenv("INDICATORS_REPLICA", raising=False)
    health.cache_clear()
    with TestClient(APP) as opened:
        yield opened
    health.cache_clear()


def test_a_process_that_lives_says_ok_and_is_ready(client):
    assert client.get("/healthz").text == "ok\n"
    answer = client.get("/readyz")
    assert answer.status_code == 200
    assert answer.headers["cache-control"] == "no-store"
    document = answer.json()
    assert document["ready"] is True
    assert document["replica"] is None
    assert document["data_version"] == app_state.published_dataset().version
    assert [line["check"] for line in document["checks"]] == ["data", "store", "serving"]


def test_a_head_has_no_body(client):
    answer = client.head("/readyz")
    assert (answer.status_code, answer.content) == (200, b"")


def test_a_replica_that_is_asked_to_leave_answers_pages_and_is_not_ready(client):
    health().drain()
    answer = client.get("/readyz?lang=fr")
    assert answer.status_code == 503
    assert "en cours d’arrêt" in answer.json()["checks"][-1]["words"]
    assert client.get("/page").text == "a page"
    assert client.get("/healthz").status_code == 200


def test_a_store_that_cannot_be_read_makes_it_not_ready_and_comes_back_by_itself(client, monkeypatch):
    def unreadable():
        raise DataProblem([Finding(MISSING_FILE, file="/srv/secret")])

    store = next(check for check in health().checks if check.name == "store")
    monkeypatch.setattr(health_routes.app_state, "published", unreadable)
    health().look(store)
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert "cannot be read" in answer.json()["checks"][1]["words"]
    assert "secret" not in answer.text
    monkeypatch.undo()
    health().look(store)
    assert client.get("/readyz").status_code == 200


def test_a_redis_of_the_settings_that_is_not_reached_makes_it_not_ready(monkeypatch):
    monkeypatch.setenv("REDIS_URL", f"redis://127.0.0.1:{free_port()}/0")
    health.cache_clear()
    try:
        with TestClient(APP) as opened:
            answer = opened.get("/readyz")
    finally:
        health.cache_clear()
    assert answer.status_code == 503
    (stated,) = [check for check in answer.json()["checks"] if check["check"] == "rooms"]
    assert not stated["passed"]
    assert "is not reached" in stated["words"]


def test_every_answer_carries_the_versions_of_data_and_code(client):
    answer = client.get("/page")
    assert answer.headers["x-data-version"] == app_state.published_dataset().version
    assert answer.headers["x-code-version"] == client.get("/readyz").json()["code_version"] != ""
    assert client.get("/readyz").headers["x-data-version"] == answer.headers["x-data-version"]


def test_a_replica_names_itself(client, monkeypatch):
    monkeypatch.setenv("INDICATORS_REPLICA", "r2")
    assert client.get("/readyz").json()["replica"] == "r2"


def test_open_requests_are_counted_and_streams_are_not(client):
    assert client.get("/counted").text == "1"
    assert client.get("/live/s/events").text == "0"
    assert client.get("/readyz").json()["open_requests"] == 0


@pytest.mark.parametrize(("written", "seconds"), [("", 0), ("5", 5), (" 12 ", 12), ("soon", 0), ("-1", 0)])
def test_how_long_it_serves_after_it_is_asked_to_stop(monkeypatch, written, seconds):
    monkeypatch.setenv("INDICATORS_DRAIN", written)
    assert drain_seconds() == seconds
