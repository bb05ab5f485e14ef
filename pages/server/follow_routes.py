"""The routes of what the room has in its hands: the follower's page, its slides, the moderator's page, the questions.

They show what :mod:`pages.server.live_routes` tells; finished answers are cached like those of plain pages. Of a slide
that is guessed there are two answers, and the state of the room alone decides which one is given.
"""

import asyncio
import hashlib
import json
from collections.abc import Callable
from functools import partial
from pathlib import Path

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from indicators.charts.chart import Look
from indicators.language.translator import N_, Translator, text
from indicators.live.questions import MODERATED, REASONS
from indicators.live.refusals import RefusalKind, Refused
from indicators.live.room import Room
from indicators.live.rooms import NO_SESSION, OpenRoom
from indicators.plain.deck import PICTURE_TYPES
from indicators.plain.follower_page import follower_page, hall_questions, moderator_page, no_room_page
from indicators.plain.phone_slide import PhoneSlide, phone_slide
from indicators.sessions.programme import programme_path
from indicators.sessions.session import Session
from indicators.sessions.session_files import picture_path, read_sessions
from indicators.store.dataset import Dataset
from indicators.web import app_state
from indicators.web.middleware import reader_language
from pages.server import live_routes, programme_routes
from pages.server.answers import HTML, JSON, Answer
from pages.server.live_answers import in_words, opened_of, refusal, session_id
from pages.shared.page_cache import held_or_made, shared

OLD_LINK = N_("No session is called “{name}” here: the link is of another day, or a letter of it is missing.")

NO_SLIDE = N_("There is no slide {value}: this session has slides 1 to {slides}.")

MOST_AT_ONCE = 8
"""Slides that are fetched in one document, at most."""

NO_BLOCK = N_("Ask for at most {most} slides that follow each other, of 1 to {slides}.")

NO_PICTURE = N_("There is no such picture in this session.")

PICTURE_HEADERS = {
    "Cache-Control": "max-age=300",
    "X-Content-Type-Options": "nosniff",
    # a drawing may hold scripts; opened by itself it runs none
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; sandbox",
}


_prints: dict[str, tuple[Session, str]] = {}


def print_of(session: Session) -> str:
    """Return a fingerprint of a session: of two with the same one every slide is the same.

    It is made once for an object: to compare two sessions costs as much as the rest of an answer.
    """
    known = _prints.get(session.id)
    if known is None or known[0] is not session:
        known = session, hashlib.sha256(session.model_dump_json().encode()).hexdigest()[:16]
        _prints[session.id] = known
    return known[1]


class SessionShown:
    """A session as a part of the key of a cached answer: cheap to compare, whatever the number of its slides."""

    __slots__ = ("session", "stamp")

    def __init__(self, session: Session) -> None:
        self.session = session
        self.stamp = print_of(session)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, SessionShown) and self.stamp == other.stamp

    def __hash__(self) -> int:
        return hash(self.stamp)


def programme() -> str:
    """Return where the programme is, empty where none is held here."""
    return programme_routes.PREFIXES[0] if programme_path(app_state.folders()).is_file() else ""


async def _opened(request: Request, language: str) -> OpenRoom | Response:
    """Return the room that is asked for, or the answer that says why there is none."""
    try:
        return (await opened_of(request))[1]
    except Refused as refused:
        if refused.kind is not RefusalKind.NO_SESSION:
            return refusal(request, refused)
        return await no_room(request, language, refused)


async def follow(request: Request) -> Response:
    """Answer the follower's page at the room's position, complete as text."""
    language = reader_language(request)
    opened = await _opened(request, language)
    if isinstance(opened, Response):
        return opened
    room, sent_position = opened.room, opened.sent
    answer = await held_or_made(
        follow_answer,
        app_state.published_dataset(),
        SessionShown(room.session),
        json.dumps(sent_position),
        room.slide in room.revealed,
        language,
        app_state.public_address(),
        programme(),
    )
    return answer.response(request.headers)


@shared
def follow_answer(
    dataset: Dataset,
    shown: SessionShown,
    sent_position: str,
    revealed: bool,
    language: str,
    public: str,
    programme: str,
) -> Answer:
    """Return the follower's page at a position that was sent."""
    position = json.loads(sent_position)
    number, session = int(position["slide"]), shown.session
    slide = phone_slide(dataset, session, number, Look(language), revealed, public) if number else None
    moderated = Translator(language)(MODERATED)
    page = follower_page(dataset, session, position, slide, language, moderated, public, programme)
    return Answer.of(200, HTML, page.encode())


async def no_room(request: Request, language: str, refused: Refused) -> Response:
    """Answer in words that there is no such session, or none that can be read, with those there are."""

    def made() -> Answer:
        sessions = sorted(read_sessions(app_state.folders()).sessions.values(), key=lambda session: session.id)
        dataset, wanted = app_state.published_dataset(), session_id(request)[:60]
        reason = text(language, OLD_LINK, name=wanted) if refused.message == NO_SESSION else refused.words(language)
        place = (app_state.public_address(), programme())
        page = no_room_page(dataset, wanted, reason, sessions, language, *place)
        return Answer.of(404, HTML, page.encode())

    return (await asyncio.to_thread(made)).response(request.headers, cache="no-store")


async def slide(request: Request) -> Response:
    """Answer one slide as JSON: for followers to show, and to fetch ahead."""
    _, opened = await opened_of(request)
    room = opened.room
    number = slide_number(request, room)
    answer = await held_or_made(
        slide_answer,
        app_state.published_dataset(),
        SessionShown(room.session),
        number,
        number in room.revealed,
        look_of(request),
        app_state.public_address(),
    )
    return answer.response(request.headers)


def look_of(request: Request) -> Look:
    """Return the language and the theme that a phone asks for."""
    theme = "dark" if request.query_params.get("theme") == "dark" else "light"
    return Look(reader_language(request), theme)


def slide_number(request: Request, room: Room) -> int:
    """Return the number of the slide that a path names; raises :class:`Refused` where there is none."""
    written = str(request.path_params["number"])
    number = int(written) if written.isascii() and written.isdigit() and len(written) < 6 else 0
    if room.slide_at(number) is None:
        raise Refused(RefusalKind.NOT_FOUND, NO_SLIDE, value=written[:20], slides=room.slides)
    return number


@shared
def slide_answer(dataset: Dataset, shown: SessionShown, number: int, revealed: bool, look: Look, public: str) -> Answer:
    """Return a slide as JSON; without what is guessed on it unless that is revealed."""
    made: PhoneSlide = phone_slide(dataset, shown.session, number, look, revealed, public)
    return Answer.of(200, JSON, made.json())


async def slides(request: Request) -> Response:
    """Answer some slides that follow each other in one document: what a phone fetches ahead while the room listens."""
    _, opened = await opened_of(request)
    room, first, last = opened.room, int(request.path_params["first"]), int(request.path_params["last"])
    if room.slide_at(first) is None or not first <= last < first + MOST_AT_ONCE:
        raise Refused(RefusalKind.MALFORMED, NO_BLOCK, slides=room.slides, most=MOST_AT_ONCE)
    last = min(last, room.slides)
    answer = await held_or_made(
        slides_answer,
        app_state.published_dataset(),
        SessionShown(room.session),
        first,
        tuple(number in room.revealed for number in range(first, last + 1)),
        look_of(request),
        app_state.public_address(),
    )
    return answer.response(request.headers)


@shared
def slides_answer(
    dataset: Dataset, shown: SessionShown, first: int, revealed: tuple[bool, ...], look: Look, public: str
) -> Answer:
    """Return slides from the number `first` on, as many as it is stated of whether they are `revealed`."""
    parts = [
        slide_answer(dataset, shown, number, is_revealed, look, public).body
        for number, is_revealed in enumerate(revealed, start=first)
    ]
    return Answer.of(200, JSON, b'{"slides":[' + b",".join(parts) + b"]}")


async def picture(request: Request) -> Response:
    """Answer a picture that a slide of the session shows, and no other file."""
    _, opened = await opened_of(request)
    name = str(request.path_params["name"])
    path: Path | None = None
    if any(shown.picture == name for shown in opened.room.session.slides):
        path = await asyncio.to_thread(picture_path, app_state.folders(), name)
    if path is None:
        raise Refused(RefusalKind.NOT_FOUND, NO_PICTURE)
    body = await asyncio.to_thread(path.read_bytes)
    return Response(body, headers=PICTURE_HEADERS, media_type=PICTURE_TYPES[path.suffix.lower()])


async def moderate(request: Request) -> Response:
    """Answer the moderator's page: it asks for nothing that needs no key."""
    return await _page(request, partial(moderator_page, reasons=REASONS))


async def questions(request: Request) -> Response:
    """Answer the most wanted questions as a page to whoever reads pages, and all of them as JSON to programs."""
    if "text/html" not in request.headers.get("accept", ""):
        return await in_words(live_routes.questions)(request)
    return await _page(request, hall_questions)


async def _page(request: Request, made: Callable[[Dataset, Session, str, str], str]) -> Response:
    language = reader_language(request)
    opened = await _opened(request, language)
    if isinstance(opened, Response):
        return opened
    dataset, session = app_state.published_dataset(), opened.room.session
    page = await asyncio.to_thread(made, dataset, session, language, app_state.public_address())
    answer = Answer.of(200, HTML, page.encode()).response(request.headers)
    answer.headers["Vary"] = "Accept, Accept-Encoding, Accept-Language"
    return answer


ROUTES: list[BaseRoute] = [
    Route("/live/{session}", follow),
    Route("/live/{session}/slides/{first:int}-{last:int}.json", in_words(slides)),
    Route("/live/{session}/slides/{number}.json", in_words(slide)),
    Route("/live/{session}/pictures/{name}", in_words(picture)),
    Route("/live/{session}/moderator", moderate),
    Route("/live/{session}/questions", questions, methods=["GET"]),
]
