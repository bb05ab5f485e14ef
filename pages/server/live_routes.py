"""The routes of a room: where it is, and what keys and phones send. The stream of positions is `live_events`.

They are answered beside the application, as plain pages are: no Streamlit session, none of its layers.
"""

import asyncio
import math
from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from indicators.language.translator import Translator
from indicators.live import ballot, moderation, position
from indicators.live.entries import LogEntry
from indicators.live.position import KeyHolder
from indicators.live.questions import MODERATED
from indicators.live.refusals import RefusalKind, Refused
from indicators.live.room import Room
from indicators.live.votes import USUAL_STEPS, distribution
from pages.server.live_answers import (
    Endpoint,
    asked_of,
    by_key,
    by_phone,
    holder_of,
    in_words,
    json_answer,
    language_of,
    opened_of,
    session_id,
)
from pages.server.live_events import EventStream
from pages.server.live_rooms import LiveServer, live, room_words


async def show_now(request: Request) -> Response:
    """Answer where the room is."""
    _, opened = await opened_of(request)
    return json_answer(opened.sent)


async def move(request: Request) -> Response:
    """Move the room."""
    spoken = language_of(request)

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
    spoken = language_of(request)

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
    known = (room.session.id, room.round, slide, number, counted, is_revealed, axis, language_of(request))
    language = language_of(request)
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
    asked_questions = moderation.for_author(opened.room, str(message["voter"]), language_of(request))
    return json_answer(asked_questions[-1] if asked_questions else {}, status)


async def questions(request: Request) -> Response:
    """Answer the questions: all of them to a key, else those that the room sees, and a voter's own with their state."""
    server, opened = await opened_of(request)
    room, language = opened.room, language_of(request)
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
