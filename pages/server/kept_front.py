"""The quickest way for an answer of open data that was sent before: sent again, with an id of its own.

The layers below decide everything, once: whether the host is one of ours, which form is asked for, what the head says.
What they sent of an answer that is stored is sent again to a request of the very same letters, as long as the same data
are published. A token is taken and the answer is counted as for any other.
"""

import logging
import time
from collections.abc import Awaitable, Callable, Mapping
from typing import NamedTuple

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from indicators.findings.finding import DataProblem
from indicators.open.answers import AnswerStore, Header
from indicators.operations.metrics import METRICS, Metrics
from indicators.store.dataset import Dataset
from indicators.web import app_state
from pages.server import observing
from pages.server.health_routes import health
from pages.server.observing import ID_HEADER, RequestKind, id_of, kind_of
from pages.server.open_doors import KEPT, LIMIT_HEADERS, ReadingAllowance, rate

ENDINGS = (".csv", ".json", ".zip", ".svg", ".png")
"""How the paths of chart files end."""

OTHERWISE = frozenset({b"if-none-match", b"if-range", b"range"})
"""Headers with which something else than the whole is asked for."""

OF_EACH = frozenset({ID_HEADER, *LIMIT_HEADERS})
"""Headers of an answer that are another one's the next time."""

MOST_SENT = 2_048
"""Answers that are sent again, at most; then they are gathered again."""

Key = tuple[bytes | str | None, ...]


class Sent(NamedTuple):
    """What was sent of an answer, without what is of one request alone."""

    head: tuple[Header, ...]
    body: bytes
    kind: RequestKind


class KeptFront:
    """ASGI layer above all others that sends again what they sent of an answer that is stored.

    Parameters
    ----------
    app
        The application underneath, with all its layers.
    prefix
        Below which every answer may be one that is stored; chart files are besides.
    store
        Where answers are stored: once it takes in another, nothing is sent again that it may have put out.
    environment
        Returns the settings, as for :class:`pages.server.observing.Observed`.
    metrics
        Where answers are counted.
    """

    def __init__(
        self,
        app: ASGIApp,
        prefix: str,
        store: AnswerStore,
        environment: Callable[[], Mapping[str, str]] = observing.settings,
        metrics: Metrics = METRICS,
    ) -> None:
        self.app = app
        self._prefix = prefix
        self._store = store
        self._environment = environment
        self._metrics = metrics
        self._rate = rate()
        self._sent: dict[Key, Sent] = {}
        self._of: tuple[Dataset | None, int] = (None, 0)
        """The data whose answers these are, and what the store held then."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request, or hand it on and remember what was sent."""
        key = self._key(scope)
        if key is None:
            await self.app(scope, receive, send)
            return
        asked, current = time.perf_counter(), self._current()
        if current != self._of:
            self._sent.clear()
            self._of = current
        sent = self._sent.get(key)
        if sent is not None:
            allowance = ReadingAllowance(scope, self._rate)
            if await allowance.take(1) <= 0:
                await self._send_again(scope, send, sent, allowance, asked)
                return
        answer = _Recorded(send)
        await self.app(scope, receive, answer)
        if scope.get(KEPT) and answer.is_whole and self._current() == self._of:
            if len(self._sent) >= MOST_SENT:
                self._sent.clear()
            head = tuple(pair for pair in answer.headers if pair[0] not in OF_EACH)
            self._sent[key] = Sent(head, answer.body, kind_of(scope))

    def _key(self, scope: Scope) -> Key | None:
        """Return the letters of a request that decide on its answer, None where this is no way for it."""
        if scope["type"] != "http" or scope["method"] != "GET":
            return None
        path = scope["path"]
        if not (path.startswith(self._prefix) or (path.startswith("/c/") and path.endswith(ENDINGS))):
            return None
        headers = dict(scope["headers"])
        if len(headers) != len(scope["headers"]) or not OTHERWISE.isdisjoint(headers):
            return None
        if observing.logger.isEnabledFor(logging.INFO):  # each answer has a line of its own, then
            return None
        asked = headers.get
        return (
            path, scope["query_string"], asked(b"host"), asked(b"accept"), asked(b"accept-encoding"),
            asked(b"accept-language"),
        )  # fmt: skip

    def _current(self) -> tuple[Dataset | None, int]:
        """Return the data that are published, and what the store has taken in so far."""
        try:
            return app_state.published_dataset(), self._store.taken_in
        except DataProblem:
            return None, self._store.taken_in

    async def _send_again(
        self, scope: Scope, send: Send, sent: Sent, allowance: ReadingAllowance, asked: float
    ) -> None:
        known = health()
        known.open_requests += 1
        try:
            name = id_of(scope, self._environment)
            head = [*sent.head, *allowance.headers(), (ID_HEADER, name.encode())]
            await send({"type": "http.response.start", "status": 200, "headers": head})
            await send({"type": "http.response.body", "body": sent.body})
        finally:
            known.open_requests -= 1
            self._metrics.count_request(sent.kind.kind, sent.kind.route, "200", time.perf_counter() - asked)


class _Recorded:
    """The `send` of one answer: remembers what goes through it."""

    def __init__(self, send: Send) -> None:
        self._send = send
        self._status = 0
        self._parts = 0
        self.headers: list[Header] = []
        self.body = b""

    @property
    def is_whole(self) -> bool:
        """Whether all of an answer went through at once."""
        return self._status == 200 and self._parts == 1

    def __call__(self, message: Message) -> Awaitable[None]:
        """Send one message of the answer."""
        if message["type"] == "http.response.start":
            self._status, self.headers = message["status"], list(message["headers"])
        else:
            self._parts += 1
            self.body = message.get("body", b"")
        return self._send(message)
