"""The stream of positions: one answer that stays open for each follower.

It is written straight to the server. An event is the same bytes for everybody; a follower costs a task that waits for
it and one that waits for the end of the connection.
"""

import asyncio

from starlette.requests import Request
from starlette.types import Receive, Scope, Send

from indicators.language.translator import N_
from indicators.live import ballot
from indicators.live.followers import Mailbox, greeting
from indicators.live.refusals import RefusalKind, Refused
from pages.server.live_answers import opened_of, refusal, session_id
from pages.server.live_rooms import most_followers

FULL_HOUSE = N_("As many phones follow as this server can serve. The page asks for the slide from time to time.")

STOPPING = N_("The server is being stopped or started again. Try again in a moment.")

RETRY_SECONDS = 10

HEADERS = [
    (b"content-type", b"text/event-stream; charset=utf-8"),
    (b"cache-control", b"no-store"),
    (b"x-accel-buffering", b"no"),  # a proxy that gathers an answer would hold the room back
]


class EventStream:
    """ASGI endpoint of a stream: the position at once, unless the reader knows it, then each one as it comes."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one follower for as long as he stays."""
        request = Request(scope)
        try:
            await self._follow(request, receive, send)
        except Refused as refused:
            await refusal(request, refused)(scope, receive, send)

    async def _follow(self, request: Request, receive: Receive, send: Send) -> None:
        server, opened = await opened_of(request)
        if server.rooms.closing:
            raise Refused(RefusalKind.UNAVAILABLE, STOPPING, 1)
        if server.streams >= most_followers():
            raise Refused(RefusalKind.UNAVAILABLE, FULL_HOUSE, RETRY_SECONDS)
        voter = request.query_params.get("voter", "")
        last = last_sent(request)
        # who comes from another server may know a later position than this one has heard of: never an older one then
        is_sure = await server.rooms.knows(session_id(request), last)
        server.streams += 1
        try:
            with opened.followers.joined(voter if ballot.VOTER.fullmatch(voter) else "") as mailbox:
                # nothing waits between joining and this: no position comes twice or not at all
                mailbox.seq_taken = opened.sent["seq"]
                first = greeting() + (opened.sent_event if is_sure and last != mailbox.seq_taken else b"")
                await send({"type": "http.response.start", "status": 200, "headers": HEADERS})
                await send({"type": "http.response.body", "body": first, "more_body": request.method != "HEAD"})
                if request.method != "HEAD":
                    await _stay(mailbox, receive, send)
        finally:
            server.streams -= 1


def last_sent(request: Request) -> int:
    """Return the number of the position that a follower heard last, -1 where he heard none."""
    written = request.headers.get("last-event-id", "").strip()
    return int(written) if written.isascii() and written.isdigit() and len(written) < 16 else -1


async def _stay(mailbox: Mailbox, receive: Receive, send: Send) -> None:
    """Send what comes into a mailbox until it is closed: by the server, or because the reader has gone."""
    await receive()  # the request itself, which has no body
    gone = asyncio.ensure_future(receive())
    gone.add_done_callback(lambda _: mailbox.close())
    try:
        while (message := await mailbox.take()) is not None:
            await send({"type": "http.response.body", "body": message, "more_body": True})
        if not gone.done():
            await send({"type": "http.response.body", "body": b"", "more_body": False})
    finally:
        gone.cancel()
