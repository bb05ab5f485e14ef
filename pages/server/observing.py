"""The outermost layer: every request has an id, every answer carries it with what all answers say, and is counted.

Where the server says nothing of a request this does not either: no address of a reader is stored, and no path.
"""

import logging
import os
import time
from collections.abc import Awaitable, Callable, Mapping, Sequence

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from indicators.operations.logs import Belonging, begin, end
from indicators.operations.metrics import METRICS, Metrics
from indicators.operations.requests import addresses, by_trusted_proxy, given_id, request_id
from pages.server.request_kinds import kind_of

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
