"""What the server takes at most: bytes of uploads, sessions at once, and what an address may ask for.

Requests take tokens from one set of buckets for all that this process asks of them, over all replicas.
"""

import asyncio
import html
import os
from collections import Counter

from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

from indicators.language.translator import Translator
from indicators.live.stores import shared_buckets
from indicators.live.throttle import Buckets, TokenBuckets
from indicators.operations.replicas import replica_name
from indicators.web import app_state
from indicators.web.middleware import reader_language
from pages.server import streamlit_bridge

MOST_OF_ONE = 50_000_000
"""The bytes of uploads that the server holds for one session: two of the largest files, while one follows another."""

MOST_OF_ALL = 300_000_000
"""The bytes of uploads that it holds for all sessions."""

MOST_SESSIONS = 2_000
"""How many sessions are open at once; INDICATORS_SESSIONS sets another number."""

RETRY_SECONDS = 60


def most_sessions() -> int:
    """Return how many sessions may be open at once."""
    text = os.environ.get("INDICATORS_SESSIONS", "")
    return int(text) if text.isdecimal() else MOST_SESSIONS


class Limits:
    """ASGI layer that refuses uploads without a place or room, and whoever comes when all sessions are taken."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app
        self._coming: Counter[str] = Counter()
        """The bytes on their way, by session."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request, or hand it on."""
        if scope["type"] == "http" and scope["path"].startswith(streamlit_bridge.UPLOAD_PATH):
            await self._upload(scope, receive, send)
        elif scope["type"] == "websocket" and streamlit_bridge.count_sessions() >= most_sessions():
            await send({"type": "websocket.close", "code": 1013})
        elif scope["type"] == "http" and _is_document(scope) and streamlit_bridge.count_sessions() >= most_sessions():
            await _full(Request(scope))(scope, receive, send)
        else:
            await self.app(scope, receive, send)

    async def _upload(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Take one upload, where its place was given out and there is room."""
        if scope["method"] != "PUT":
            await self.app(scope, receive, send)
            return
        request = Request(scope)
        session, _, file = scope["path"].removeprefix(streamlit_bridge.UPLOAD_PATH).partition("/")
        length = request.headers.get("content-length", "")
        size = int(length) if length.isdecimal() else MOST_OF_ONE
        refusal = self._refusal(request, session, file, size)
        if refusal is not None:
            await refusal(scope, receive, send)
            return
        self._coming[session] += size
        try:
            await self.app(scope, receive, send)
        finally:
            self._coming[session] -= size
            if not self._coming[session]:
                del self._coming[session]

    def _refusal(self, request: Request, session: str, file: str, size: int) -> Response | None:
        """Return why an upload is not taken, None where it is."""
        t = Translator(reader_language(request))
        of_one, of_all = streamlit_bridge.bytes_uploaded(session)
        if size + of_one + self._coming[session] > MOST_OF_ONE:
            return PlainTextResponse(t("This session holds too many files. Load the page again."), status_code=413)
        if size + of_all + self._coming.total() > MOST_OF_ALL:
            words = t("The server holds too many files at the moment. Try again in a few minutes.")
            return PlainTextResponse(words, status_code=503, headers={"Retry-After": str(RETRY_SECONDS)})
        if not streamlit_bridge.take_upload_place(session, file):
            if replica_name() and not streamlit_bridge.is_session(session):
                words = t("The page of this file is with another replica of the server, and this one was asked.")
                words += " " + t("Its balancer has to keep a reader with one replica, by a cookie (docs/deploy).")
                return PlainTextResponse(words, status_code=421)
            return PlainTextResponse(t("This page asked for no such file."), status_code=404)
        return None


def _is_document(scope: Scope) -> bool:
    return scope["method"] == "GET" and "text/html" in Headers(scope=scope).get("accept", "")


def _full(request: Request) -> Response:
    """Return the page for who comes when all sessions are taken; it loads itself again."""
    t = Translator(reader_language(request))
    language = html.escape(t.language)
    words = html.escape(t("Too many readers at the moment. This page tries again in a minute."))
    page = (
        f'<!doctype html><html lang="{language}"><meta charset="utf-8">'
        f'<meta http-equiv="refresh" content="{RETRY_SECONDS}"><meta name="viewport" content="width=device-width">'
        f"<title>{words}</title><p>{words}</p></html>"
    )
    return HTMLResponse(page, status_code=503, headers={"Retry-After": str(RETRY_SECONDS)})


_made: dict[asyncio.AbstractEventLoop, Buckets] = {}


def buckets() -> Buckets:
    """Return the buckets of the running loop: in the Redis that replicas share, else those of this process."""
    loop = asyncio.get_running_loop()
    if loop not in _made:
        for ended in [loop for loop in _made if loop.is_closed()]:
            del _made[ended]
        _made[loop] = shared_buckets(app_state.redis_url(), TokenBuckets())
    return _made[loop]


async def close_buckets() -> None:
    """End what those of the running loop are connected to."""
    made = _made.pop(asyncio.get_running_loop(), None)
    if made is not None:
        await made.close()
