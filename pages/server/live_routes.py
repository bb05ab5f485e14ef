"""The routes of a room: where it is, the stream of positions, and what keys and phones send.

They are answered beside the application, as plain pages are: no Streamlit session, none of its layers. The stream is
one answer that stays open for each follower, written straight to the server. An event is the same bytes for everybody;
a follower costs a task that waits for it and one that waits for the end of the connection.
"""

import asyncio
import math
from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route
from starlette.types import Receive, Scope, Send

from indicators.language.translator import N_, Translator
from indicators.live import ballot, moderation, position
from indicators.live.followers import Mailbox, greeting
from indicators.live.guesses import USUAL_STEPS, distribution
from indicators.live.log import LogEntry
from indicators.live.position import KeyHolder
from indicators.live.questions import MODERATED
from indicators.live.refusals import RefusalKind, Refused
from indicators.live.room import Room
from indicators.web.middleware import reader_language
from pages.server.live_answers import (
    Endpoint,
    asked_of,
    by_key,
    by_phone,
    holder_of,
    in_words,
    json_answer,
    opened_of,
    refusal,
    session_id,
)
from pages.server.live_rooms import LiveServer, live, most_followers, room_words

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


async def show_now(request: Request) -> Response:
    """Answer where the room is."""
    _, opened = await opened_of(request)
    return json_answer(opened.sent)


async def move(request: Request) -> Response:
    """Move the room."""
    spoken = reader_language(request)

    async def check(server: LiveServer, room: Room, message: dict[str, Any]) -> None:
        if message.get("reveal") is True and room.slides:
            await require_answer(server, room, position.target(room, message), spoken)

    def decide(room: Room, holder: KeyHolder, message: dict[str, Any], version: str) -> list[LogEntry]:
        return position.move(room, holder, message, version, str(message.get("lang", spoken)))

    return await by_key(request, decide, check)


async def require_answer(server: LiveServer, room: Room, number: int, language: str) -> None:
    """Raise where the question of a slide refuses itself: its figures are not comparable, or there is none."""
    slide = room.slide_at(number)
    if slide is not None and slide.guess is not None:
        published, why = await server.reveal(slide, language)
        if published is None:
            raise Refused(RefusalKind.MALFORMED, why)


async def give_floor(request: Request) -> Response:
    """Give the floor to somebody."""
    return await by_key(
        request, lambda room, holder, message, version: position.give_floor(room, holder, message.get("to"), version)
    )


async def begin(request: Request) -> Response:
    """Begin a new round."""
    return await by_key(request, lambda room, holder, _, version: position.begin(room, holder, version))


async def vote(request: Request) -> Response:
    """Count a guess."""
    spoken = reader_language(request)

    async def check(server: LiveServer, room: Room, message: dict[str, Any]) -> None:
        await require_answer(server, room, position.whole(message.get("slide")) or 0, spoken)

    status, _, message = await by_phone(request, "votes", ballot.vote, check)
    return json_answer({"slide": message["slide"], "counted": True}, status)


async def votes(request: Request) -> Response:
    """Answer how the guesses of a slide lie; once it is revealed, with the published figure."""
    server, opened = await opened_of(request)
    room, number = opened.room, int(request.path_params["slide"])
    slide = room.slide_at(number)
    if slide is None:
        raise Refused(RefusalKind.NOT_FOUND, position.NO_SUCH_SLIDE, value=number, slides=room.slides)
    axis = tuple(number_of(request, name) for name in ("low", "high", "bins"))
    counted, is_revealed = len(room.votes.get(number, {})), number in room.revealed
    # a hall asks for the same at the moment of the reveal: it is worked out once
    known = (room.session.id, room.round, slide, number, counted, is_revealed, axis, reader_language(request))
    language = reader_language(request)
    return json_answer(await server.once(known, lambda: summary(server, room, number, axis, language)))


async def summary(
    server: LiveServer, room: Room, number: int, axis: tuple[float | None, ...], language: str
) -> dict[str, Any]:
    """Return how the guesses of a slide lie on an axis of `low`, `high` and a number of steps."""
    low, high, steps = axis
    guesses, slide = list(room.votes.get(number, {}).values()), room.slide_at(number)
    head: dict[str, Any] = {"session": room.session.id, "slide": number, "revealed": number in room.revealed}
    document = {**head, **distribution(guesses, low, high, int(steps or USUAL_STEPS))}
    if slide is not None and slide.guess is not None:
        published, document["refused"] = await server.reveal(slide, language)
        if published is not None and head["revealed"]:
            document["truth"] = published.record()
            document["words"] = await asyncio.to_thread(room_words, published, guesses, language)
    return document


def number_of(request: Request, name: str) -> float | None:
    """Return a number of the query, None where it is none."""
    try:
        value = float(request.query_params.get(name, ""))
    except ValueError:
        return None
    return value if math.isfinite(value) and abs(value) <= ballot.LARGEST else None


async def ask(request: Request) -> Response:
    """Take a question; answer what becomes of it."""
    blocked = live().blocked_words
    status, opened, message = await by_phone(
        request, "questions", lambda room, message, version: ballot.question(room, message, blocked, version)
    )
    asked_questions = moderation.for_author(opened.room, str(message["voter"]), reader_language(request))
    return json_answer(asked_questions[-1] if asked_questions else {}, status)


async def questions(request: Request) -> Response:
    """Answer the questions: all of them to a key, else those that the room sees, and a voter's own with their state."""
    server, opened = await opened_of(request)
    room, language = opened.room, reader_language(request)
    document: dict[str, Any] = {"session": room.session.id, "moderated": Translator(language)(MODERATED)}
    if "authorization" in request.headers:
        await holder_of(request, server, room)
        return json_answer({**document, "questions": moderation.for_moderator(room)})
    document["questions"] = moderation.for_room(room)
    if "voter" in request.query_params:
        voter = ballot.voter_of(request.query_params)
        document["own"] = moderation.for_author(room, voter, language)
    return json_answer(document)


async def on_question(request: Request) -> Response:
    """Take a voter's or a moderator's word on a question."""
    number, action = request.path_params["number"], request.path_params["action"]
    if action == "upvote":
        status, opened, _ = await by_phone(
            request, "upvotes", lambda room, message, version: ballot.upvote(room, number, message, version)
        )
        return json_answer({"id": number, "votes": len(opened.room.questions[number].voters)}, status)
    server, opened = await opened_of(request)
    holder, message = await holder_of(request, server, opened.room), await asked_of(request)
    await server.rooms.change(
        session_id(request),
        lambda room, version: moderation.moderate(room, holder, number, action, message, version),
    )
    return json_answer(opened.room.questions[number].for_moderator())


async def pulse(request: Request) -> Response:
    """Take a wish of a phone."""
    status, _, message = await by_phone(request, "pulse", ballot.pulse)
    return json_answer({"pulse": message["pulse"]}, status)


async def seen(request: Request) -> Response:
    """Note which position a phone says it shows; nothing of it is stored."""
    server, opened = await opened_of(request)
    message = await asked_of(request)
    voter, seq = ballot.voter_of(message), position.whole(message.get("seq"))
    address = request.client.host if request.client else ""
    if await server.throttle.admit("seen", session_id(request), voter, address) == 0 and seq is not None:
        opened.followers.note_seen(voter, seq)
    return Response(status_code=204)


async def status(request: Request) -> Response:
    """Answer what the presenter's window shows of the room."""
    server, opened = await opened_of(request)
    room, crowd = opened.room, opened.everywhere
    holder = await holder_of(request, server, room)
    return json_answer(
        {
            **opened.sent,
            "you": holder.name,
            "chair": room.session.chair,
            "speakers": list(room.session.speakers),
            "round": room.round,
            "seconds_on_slide": round(opened.seconds_since_move, 1),
            "followers": crowd.followers,
            "behind": crowd.behind,
            "questions_waiting": moderation.waiting(room),
            "votes": len(room.votes.get(room.slide, {})),
            "pulse": room.pulse.share(server.rooms.now(), crowd.followers),
        }
    )


async def top_questions(request: Request) -> Response:
    """Answer the most wanted questions that are not answered yet, as a slide shows them."""
    _, opened = await opened_of(request)
    top = [question for question in moderation.for_room(opened.room) if question["state"] == "approved"]
    return json_answer({"session": opened.room.session.id, "questions": top[: moderation.TOP]})


def _route(path: str, endpoint: Endpoint, method: str = "GET") -> Route:
    return Route(f"/live/{{session}}/{path}", in_words(endpoint), methods=[method])


ROUTES: list[BaseRoute] = [
    Route("/live/{session}/events", EventStream(), methods=["GET"]),
    _route("now", show_now),
    _route("position", move, "POST"),
    _route("floor", give_floor, "POST"),
    _route("begin", begin, "POST"),
    _route("status", status),
    _route("votes", vote, "POST"),
    _route("votes/{slide:int}", votes),
    _route("questions", ask, "POST"),
    _route("questions", questions),
    _route("questions/top", top_questions),
    _route("questions/{number:int}/{action}", on_question, "POST"),
    _route("pulse", pulse, "POST"),
    _route("seen", seen, "POST"),
]

PREFIX = "/live/"
"""Where these paths begin."""
