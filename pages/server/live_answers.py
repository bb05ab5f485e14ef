"""How the routes of a room answer: JSON that no cache keeps, refusals in words, and who may ask for what.

Every refusal is an object with `error`, in the language asked for, and a status that a program can tell.
"""

import asyncio
import json
import logging
from collections.abc import Awaitable, Callable
from functools import wraps
from typing import Any

from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response

from indicators.language.translator import N_, Translator
from indicators.live import ballot
from indicators.live.log import LogEntry, LogUnusable
from indicators.live.position import KeyHolder
from indicators.live.refusals import RETRY_SECONDS, RefusalKind, Refused
from indicators.live.room import Room
from indicators.live.rooms import NOT_READ, OpenRoom
from indicators.web.middleware import reader_language
from pages.server.live_rooms import LiveServer, live

STATUS = {
    RefusalKind.NO_SESSION: 404,
    RefusalKind.NOT_FOUND: 404,
    RefusalKind.UNKNOWN_KEY: 401,
    RefusalKind.NOT_NOW: 409,
    RefusalKind.MALFORMED: 422,
    RefusalKind.TOO_MUCH: 429,
    RefusalKind.UNAVAILABLE: 503,
}

MOST_BYTES = 16_384
"""Bytes of what a phone or a key may send at once."""

UNKNOWN_KEY = N_("This key is not known: it is not of this session, or fresh ones were made since.")

NO_DOCUMENT = N_("Send a JSON object of at most {most} bytes.")

TOO_OFTEN = N_("That was too often. Try again in {seconds} s.")

FAILED = N_("Something went wrong on the server; nothing was changed. Its log has the details.")

Endpoint = Callable[[Request], Awaitable[Response]]


def json_answer(document: Any, status: int = 200, **headers: str) -> Response:
    """Return a JSON answer that no cache keeps."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    common = {"Cache-Control": "no-store", "X-Content-Type-Options": "nosniff", **named}
    body = json.dumps(document, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    return Response(body.encode("utf-8", "replace"), status, common, "application/json")


def refusal(request: Request, refused: Refused) -> Response:
    """Return a refusal in words."""
    headers = {"Retry_After": str(max(1, round(refused.retry)))} if refused.retry else {}
    if refused.kind is RefusalKind.UNKNOWN_KEY:
        headers["WWW_Authenticate"] = "Bearer"
    return json_answer({"error": refused.words(reader_language(request))}, STATUS[refused.kind], **headers)


def in_words(endpoint: Endpoint) -> Endpoint:
    """Return an endpoint whose refusals are answers; what nobody foresaw is logged and is an answer too."""

    @wraps(endpoint)
    async def answering(request: Request) -> Response:
        try:
            return await endpoint(request)
        except Refused as refused:
            return refusal(request, refused)
        except ClientDisconnect:
            return Response(status_code=400)
        except Exception:
            logging.getLogger(__name__).exception("path=%s", request.url.path)
            return json_answer({"error": Translator(reader_language(request))(FAILED)}, 500)

    return answering


async def asked_of(request: Request) -> dict[str, Any]:
    """Return the JSON object of a request, an empty one without a body; raises Refused where it is none or too long."""
    body = b""
    async for part in request.stream():
        body += part
        if len(body) > MOST_BYTES:
            raise Refused(RefusalKind.MALFORMED, NO_DOCUMENT, most=MOST_BYTES)
    try:
        document = json.loads(body or b"{}")
    except (ValueError, RecursionError):
        document = None
    if not isinstance(document, dict):
        raise Refused(RefusalKind.MALFORMED, NO_DOCUMENT, most=MOST_BYTES)
    return document


async def holder_of(request: Request, server: LiveServer, room: Room) -> KeyHolder:
    """Return whose key a request carries; raises :class:`Refused` for none and for an unknown one."""
    scheme, _, key = request.headers.get("authorization", "").partition(" ")
    holder = None
    if scheme.casefold() == "bearer":
        try:
            holder = await asyncio.to_thread(server.keys.holder, room.session, key.strip())
        except LogUnusable:
            raise Refused(RefusalKind.UNAVAILABLE, NOT_READ, RETRY_SECONDS) from None
    if holder is None:
        raise Refused(RefusalKind.UNKNOWN_KEY, UNKNOWN_KEY)
    return holder


def session_id(request: Request) -> str:
    """Return the session that a path names."""
    return str(request.path_params["session"])


async def opened_of(request: Request) -> tuple[LiveServer, OpenRoom]:
    """Return the room that a path names."""
    server = live()
    return server, await server.rooms.open(session_id(request))


Check = Callable[[LiveServer, Room, dict[str, Any]], Awaitable[None]]
"""What is looked at before anything is decided, and may take a while; raises :class:`Refused`."""


async def unchecked(*_: object) -> None:
    """Look at nothing."""


async def by_key(
    request: Request,
    decide: Callable[[Room, KeyHolder, dict[str, Any], str], list[LogEntry]],
    check: Check = unchecked,
) -> Response:
    """Have the holder of a key change the room; answer its position then."""
    server, opened = await opened_of(request)
    holder = await holder_of(request, server, opened.room)
    message = await asked_of(request)
    await check(server, opened.room, message)
    moved, _ = await server.rooms.change(
        session_id(request), lambda room, version: decide(room, holder, message, version)
    )
    return json_answer(moved)


async def by_phone(
    request: Request,
    action: str,
    decide: Callable[[Room, dict[str, Any], str], list[LogEntry]],
    check: Check = unchecked,
) -> tuple[int, OpenRoom, dict[str, Any]]:
    """Have a phone send something; return 202 where it is counted, 200 where it was before, with the room."""
    server, opened = await opened_of(request)
    message = await asked_of(request)
    voter = ballot.voter_of(message)
    address = request.client.host if request.client else ""
    sender = action, session_id(request), voter, address
    wait = await server.throttle.admit(*sender)
    if wait > 0:
        raise Refused(RefusalKind.TOO_MUCH, TOO_OFTEN, wait, seconds=max(1, round(wait)))
    try:
        await check(server, opened.room, message)
        _, entries = await server.rooms.change(
            session_id(request), lambda room, version: decide(room, message, version)
        )
    except Refused as refused:
        if refused.kind is RefusalKind.UNAVAILABLE:
            await server.throttle.give_back(*sender)
        raise
    return 202 if entries else 200, opened, message
