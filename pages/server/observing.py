"""The outermost layer: every request has an id, every answer carries it with what all answers say, and is counted.

Where the server says nothing of a request this does not either: no address of a reader is stored, and no path. What
kind a request is of, and the template of its route, are few values: an address holds what a reader asks for, a template
does not (`/live/{session}/votes`). Requests that lead nowhere share one template, so that nobody can fill the memory of
whoever counts them. The runs of pages are counted here, too: how long each took, and one line of the log for each that
failed.
"""

import logging
import os
import time
from collections.abc import Awaitable, Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import streamlit as st
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from indicators.open.doors import CHART_FILE
from indicators.open.endpoints import BY_PATH
from indicators.open.endpoints import ROOT as API
from indicators.operations.logs import Belonging, begin, belonging, end
from indicators.operations.metrics import METRICS, Metrics
from indicators.operations.requests import HEADER, addresses, by_trusted_proxy, given_id, request_id
from indicators.web import app_state
from pages.server import streamlit_bridge
from pages.shared import registry


@dataclass(frozen=True)
class RequestKind:
    """The kind of a request and the template of its route; of a `stream` the answer stays open."""

    kind: str
    route: str
    stream: bool = False


OTHER = RequestKind("other", "other")
SESSION = RequestKind("session", streamlit_bridge.STREAM_PATH, stream=True)

KINDS = {
    "app": "file", "assets": "file", "static": "file", "c": "chart", "download": "download", "figures": "download",
    "templates": "download", "brief": "handout", "handouts": "handout", "live": "room", "embed": "embed",
    "oembed": "embed", "still": "embed", "feeds": "feed", "data": "package", "sdmx": "package", "mcp": "assistant",
    "llms.txt": "assistant", "programme": "plain", "programme.ics": "plain", "accessibility": "plain",
    "glossary": "plain", "find.json": "find", "metrics": "operations",
}  # fmt: skip
"""The kind of a request by the first part of the template of its route."""

API_KINDS = {path: RequestKind("api", path) for path in (API, f"{API}/openapi.json", *BY_PATH)}
UNKNOWN_API = RequestKind("api", f"{API}/{{unknown}}")

STREAMS = ("/events", "mcp")
"""How the templates of routes end whose answers stay open."""

WITHOUT_ROUTE = {
    "healthz": RequestKind("operations", "/healthz"),
    "readyz": RequestKind("operations", "/readyz"),
    "static": RequestKind("file", "/static/{file}"),
    "app": RequestKind("file", "/app/static/{file}"),
    "media": RequestKind("file", "/media/{file}"),
    "find.json": RequestKind("find", "/find.json"),
    "figures": RequestKind("download", "/figures/{indicator}.csv"),
    "templates": RequestKind("download", "/templates/{name}"),
    "download": RequestKind("download", "/download/{page}.{form}"),
}
"""What layers answer, or Streamlit's application, by the first part of a path: neither says which route it took."""

STREAMLITS = streamlit_bridge.HEALTH_PATH.rpartition("/")[0] + "/"
"""Below which Streamlit answers its own page."""


def kind_of(scope: Any) -> RequestKind:
    """Return the kind of an ASGI request; known for certain once it was answered: its route is in the scope then."""
    path: str = scope["path"]
    if scope["type"] == "websocket":
        return SESSION if path == streamlit_bridge.STREAM_PATH else OTHER
    if path == API or path.startswith(f"{API}/"):
        return API_KINDS.get(path.rstrip("/"), UNKNOWN_API)
    if path.startswith("/c/") and (match := CHART_FILE.fullmatch(path)):
        return RequestKind("chart", f"/c/{{name}}.{match['form']}")
    return _by_template(path, scope.get("route"))


def _by_template(path: str, route: Any) -> RequestKind:
    """Return the kind of a request by its path's first part, else by the route that was found, else as a page."""
    address = path.strip("/")
    known = WITHOUT_ROUTE.get(address.partition("/")[0])
    if known is not None:
        return known
    if path.startswith(STREAMLITS):
        below = streamlit_bridge.UPLOAD_PATH if path.startswith(streamlit_bridge.UPLOAD_PATH) else STREAMLITS
        return RequestKind("streamlit", f"{below}{{name}}")
    template = getattr(route, "path", "").strip("/")
    if template:
        first = template.partition("/")[0]
        kind = KINDS.get(first, "package" if first.startswith(("catalog", "croissant")) else "plain")
        return RequestKind(kind, f"/{template}", stream=template.endswith(STREAMS))
    is_page = address in {entry.address for entry in registry.known_entries()}
    return RequestKind("page", f"/{address}") if is_page else OTHER


ID_HEADER = b"x-request-id"

COUNTED = 202
"""The status that a phone's vote or question has where it was counted, and not known before."""

VOTES, QUESTIONS = "/live/{session}/votes", "/live/{session}/questions"

logger = logging.getLogger(__name__)


Header = tuple[bytes, bytes]
Complete = Callable[[str, Sequence[Header]], Sequence[Header]]


def as_it_is(_: str, headers: Sequence[Header]) -> Sequence[Header]:
    """Return the headers of an answer without any more."""
    return headers


def settings() -> Mapping[str, str]:
    """Return the settings of this process."""
    return os.environ


class Observed:
    """ASGI layer that names every request, counts its answer, and writes a line of it where the log asks for one.

    Parameters
    ----------
    app
        The application underneath.
    environment
        Returns the settings: INDICATORS_PROXIES lists the proxies whose ids of requests are taken.
    metrics
        Where answers are counted.
    complete
        Returns the headers of the answer of a path with those that all answers have.
    """

    def __init__(
        self,
        app: ASGIApp,
        environment: Callable[[], Mapping[str, str]] = settings,
        metrics: Metrics = METRICS,
        complete: Complete = as_it_is,
    ) -> None:
        self.app = app
        self._complete = complete
        self._environment = environment
        self._metrics = metrics

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request by the application underneath."""
        if scope["type"] not in ("http", "websocket"):
            await self.app(scope, receive, send)
            return
        answer = _Answer(send, id_of(scope, self._environment), scope["path"], self._complete)
        if scope["type"] == "websocket":
            # the runs of a session's pages read its id among the headers of its stream
            known = [pair for pair in scope["headers"] if pair[0] != ID_HEADER]
            scope = {**scope, "headers": [*known, (ID_HEADER, answer.id.encode())]}
        token = begin(Belonging(answer.id, route=lambda: kind_of(scope).route))
        try:
            await self.app(scope, receive, answer)
        except Exception:
            self._metrics.exceptions.labels("request").inc()
            answer.status = answer.status or "500"
            raise
        finally:
            self._count(scope, answer)
            end(token)

    def _count(self, scope: Scope, answer: "_Answer") -> None:
        kind, now = kind_of(scope), time.perf_counter()
        until = answer.began if kind.stream and answer.began else now
        seconds = until - answer.asked
        self._metrics.count_request(kind.kind, kind.route, answer.status or "none", seconds)
        if answer.status == str(COUNTED) and scope.get("method") == "POST":
            if kind.route == VOTES:
                self._metrics.votes.inc()
            elif kind.route == QUESTIONS:
                self._metrics.questions.inc()
        if logger.isEnabledFor(logging.INFO):
            more = {"method": scope.get("method", "GET"), "status": answer.status, "seconds": round(seconds, 4)}
            logger.info("answered", extra=more)


def id_of(scope: Scope, environment: Callable[[], Mapping[str, str]]) -> str:
    """Return the id of a request: that of a proxy that the settings trust, else a new one."""
    given = given_id(scope)
    trusted = bool(given) and by_trusted_proxy(
        scope.get("client"), addresses(environment().get("INDICATORS_PROXIES", ""))
    )
    return request_id(given, trusted)


class _Answer:
    """The `send` of one answer: completes its head, and notes its status and when it began."""

    __slots__ = ("_complete", "_path", "_send", "asked", "began", "id", "status")

    def __init__(self, send: Send, name: str, path: str, complete: Complete) -> None:
        self._send = send
        self._path = path
        self._complete = complete
        self.id = name
        self.status = ""
        self.asked = time.perf_counter()
        self.began = 0.0

    def __call__(self, message: Message) -> Awaitable[None]:
        """Send one message of the answer."""
        kind = message["type"]
        if kind in ("http.response.start", "websocket.accept"):
            self.began = time.perf_counter()
            self.status = str(message.get("status", 101))
            headers = message.get("headers", ())
            if kind == "http.response.start":
                headers = self._complete(self._path, headers)
            message = {**message, "headers": [*headers, (ID_HEADER, self.id.encode())]}
        elif kind == "websocket.close" and not self.status:
            self.status = "403"
        return self._send(message)


MOST_STATE = 500
"""Letters of a page's query that a line of the log holds."""


@contextmanager
def observed(address: str) -> Iterator[None]:
    """Count the run of the page at an address; log an exception that ends it and pass it on.

    Streamlit draws the box that says so. Every line of the log within the run says which page it belongs to, what was
    asked of it, and the id of the request that opened its session.
    """
    page, began, end = name_of(address), time.perf_counter(), "stopped"
    query = "&".join(f"{name}={value}" for name, value in st.query_params.items())
    opened = st.context.headers.get(HEADER, "")
    with belonging(Belonging(opened, page=f"/{address}", state=" ".join(query.split())[:MOST_STATE])):
        try:
            yield
            end = "done"
        except Exception as error:
            end = "failed"
            METRICS.exceptions.labels("page").inc()
            streamlit_bridge.note_logged(error)
            message = " ".join(str(error).split())[:MOST_STATE]
            logger.exception("failed: %s: %s", type(error).__name__, message)
            raise
        finally:
            METRICS.count_page(page, end, time.perf_counter() - began)


def name_of(address: str) -> str:
    """Return the name of the page at an address, for metrics: that of its script."""
    return registry.entry_at(app_state.published_dataset(), address).script.removesuffix(".py")
