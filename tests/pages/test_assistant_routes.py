"""The door for assistants over HTTP: the official client against the layers of the app, and what is refused."""

import asyncio
from contextlib import asynccontextmanager

import httpx2
import pytest
from mcp import Client
from mcp.client.streamable_http import streamable_http_client
from starlette.applications import Starlette
from starlette.testclient import TestClient

from indicators.web import app_state
from pages.server import assistant_routes, routes

app = Starlette(middleware=routes.middleware())
"""The layers of the app without Streamlit below them."""

INITIALIZE = {
    "jsonrpc": "2.0", "id": 1, "method": "initialize",
    "params": {"protocolVersion": "2025-06-18", "capabilities": {}, "clientInfo": {"name": "test", "version": "1"}},
}  # fmt: skip

HEADERS = {"Accept": "application/json, text/event-stream", "Content-Type": "application/json"}


@pytest.fixture
def client() -> TestClient:
    return TestClient(app)


@asynccontextmanager
async def connected(mode: str):
    http = httpx2.AsyncClient(transport=httpx2.ASGITransport(app=app), base_url="http://testserver")
    async with http, Client(streamable_http_client("http://testserver/mcp", http_client=http), mode=mode) as opened:
        yield opened


@pytest.mark.parametrize("mode", ["legacy", "auto"])
def test_the_client_asks_over_http(mode: str) -> None:
    async def asked():
        async with connected(mode) as opened:
            tools = await opened.list_tools()
            call_tool_result = await opened.call_tool("search_indicators", {"query": "electricity at home"})
            several = await asyncio.gather(
                *(opened.call_tool("get_values", {"indicator": "electricity_at_home", "places": [place]})
                  for place in ("rabat", "casablanca", "tanger", "fes"))
            )  # fmt: skip
            return tools, call_tool_result, several

    tools, found, several = asyncio.run(asked())
    assert len(tools.tools) == 6
    assert found.structured_content["indicators"][0]["id"] == "electricity_at_home"
    assert several[0].structured_content["figures"][0]["value"] == 99.8
    assert found.structured_content["data_version"] == app_state.published_dataset().version


def test_nothing_is_stored_between_two_requests(client: TestClient) -> None:
    answer = client.post("/mcp", json=INITIALIZE, headers=HEADERS)
    assert (answer.status_code, answer.headers["content-type"]) == (200, "application/json")
    assert "mcp-session-id" not in answer.headers
    assert "ask compare, which refuses" in answer.json()["result"]["instructions"].replace("\n", " ")
    call = {"jsonrpc": "2.0", "id": 2, "method": "tools/list"}
    assert len(client.post("/mcp", json=call, headers=HEADERS).json()["result"]["tools"]) == 6


def test_foreign_hosts_and_pages_are_refused(client: TestClient) -> None:
    foreign = client.post("/mcp", json=INITIALIZE, headers={**HEADERS, "Origin": "https://evil.example"})
    assert (foreign.status_code, "evil.example" in foreign.text) == (403, True)
    rebound = client.post("/mcp", json=INITIALIZE, headers={**HEADERS, "Host": "evil.example"})
    assert rebound.status_code == 421


@pytest.mark.parametrize("method", ["GET", "DELETE", "PUT"])
def test_only_post_is_taken(client: TestClient, method: str) -> None:
    answer = client.request(method, "/mcp", headers=HEADERS)
    assert (answer.status_code, answer.headers["allow"]) == (405, "POST")
    assert "Model Context Protocol" in answer.text


def test_a_long_request_is_refused(client: TestClient) -> None:
    answer = client.post("/mcp", content=b'{"a": "' + b"x" * assistant_routes.MOST_BYTES + b'"}', headers=HEADERS)
    assert answer.status_code == 413


@pytest.mark.parametrize("body", [b"", b"not json", b"[]", b'{"jsonrpc": "2.0"}', b"\xff\xfe"])
def test_what_is_no_message_is_an_error_of_the_protocol(client: TestClient, body: bytes) -> None:
    answer = client.post("/mcp", content=body, headers=HEADERS)
    assert answer.status_code == 400
    assert "error" in answer.json()


def test_llms_txt_names_what_is_there(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("INDICATORS_ADDRESS", "https://figures.example")
    answer = client.get("/llms.txt")
    assert (answer.status_code, answer.headers["content-type"]) == (200, "text/plain; charset=utf-8")
    assert answer.text.startswith("# Casablanca smart-city indicators\n\n> Casablanca's water")
    assert "(https://figures.example/mcp)" in answer.text
    assert app_state.published_dataset().version in answer.text
    assert client.get("/llms.txt", headers={"If-None-Match": answer.headers["etag"]}).status_code == 304
