"""The routes of the pages in front of a room: projector, presenter's window, phone clicker, kiosk, and what they fetch.

Decks are stored (:mod:`pages.server.decks`), as charts are. Notes and rehearsals ask for a speaker's key.
"""

import asyncio
from datetime import UTC, datetime

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from indicators.charts.chart import Look
from indicators.findings.finding import as_text
from indicators.language.locales import SCREEN_LANGUAGES
from indicators.language.translator import N_, Translator
from indicators.live.refusals import RefusalKind, Refused
from indicators.plain.chart_document import refusal_json
from indicators.plain.deck import speaker_notes
from indicators.plain.page import PageAddress, words_page
from indicators.plain.stage import StageView, clicker_page, kiosk_page, presenter_page, screen_page
from indicators.sessions.rehearsals import record_rehearsal
from indicators.sessions.session import Session
from indicators.sessions.session_files import SessionFile, find_session
from indicators.sessions.slide_charts import slide_titles
from indicators.store.dataset import Dataset
from indicators.web import app_state
from indicators.web.middleware import reader_language
from pages.server.answers import HTML, JSON, Answer
from pages.server.decks import DeckShown, deck_answer, deck_part, seen_pictures
from pages.server.follow_routes import MOST_AT_ONCE
from pages.server.live_answers import asked_of, holder_of, in_words, json_answer, opened_of
from pages.shared.page_cache import held, held_or_made, shared

PAGES = {"screen": screen_page, "presenter": presenter_page, "clicker": clicker_page, "kiosk": kiosk_page}
"""The pages in front of a room, by the last part of their address."""

NO_PART = N_("“{value}” names no slides: ask for at most {most} that follow each other, as in “3-5”.")

BAD_SECONDS = N_("“seconds” is a list of the seconds that each slide took, null for one that was not timed.")

LONGEST_SLIDE = 36_000.0
"""Seconds of one slide in a rehearsal, at most: ten hours are a window left open."""


def session_file(name: str) -> SessionFile | None:
    """Return the file of a session that can be read, None where there is none."""
    file, _ = find_session(app_state.folders(), name)
    return file if file is not None and file.session is not None else None


def reasons(name: str, language: str) -> list[str]:
    """Return in words why there is no session of a name."""
    _, findings = find_session(app_state.folders(), name)
    return [as_text(finding, language) for finding in findings]


def spoken(request: Request, session: Session) -> str:
    """Return the language of a page: the one asked for, else the first that the session's room reads."""
    wanted = request.query_params.get("lang", "")
    known = [wanted, *session.languages, *SCREEN_LANGUAGES]
    return next(language for language in known if language in SCREEN_LANGUAGES)


def theme_of(request: Request) -> str:
    """Return the theme asked for."""
    return "dark" if request.query_params.get("theme") == "dark" else "light"


async def page(request: Request) -> Response:
    """Answer one of the pages in front of a room."""
    name, kind = request.path_params["session"], request.url.path.rsplit("/", 1)[-1]
    file = await asyncio.to_thread(session_file, name)
    dataset = app_state.published_dataset()
    if file is None or file.session is None:
        absent = await asyncio.to_thread(no_session, dataset, name, kind, reader_language(request))
        return absent.response(request.headers)
    host = str(request.base_url).rstrip("/")
    view = StageView(spoken(request, file.session), theme_of(request), app_state.public_address(), host)
    arguments = dataset, file.session, kind, view
    answer = await held_or_made(page_answer, *arguments)
    return answer.response(request.headers)


def no_session(dataset: Dataset, name: str, kind: str, language: str) -> Answer:
    """Return the page that says that there is no such session, and which there is."""
    place = PageAddress.at(f"/live/{name}/{kind}", language)
    title = Translator(language)(N_("There is no such session"))
    return Answer.of(404, HTML, words_page(dataset, place, title, reasons(name, language)).encode())


@shared
def page_answer(dataset: Dataset, session: Session, kind: str, view: StageView) -> Answer:
    """Return a page in front of a room."""
    return Answer.of(200, HTML, PAGES[kind](dataset, session, view).encode())


async def deck(request: Request) -> Response:
    """Answer the deck of a session in one language and theme: whole where it is made, else as far as is asked for.

    With `slides=3-5` the others are null until all are made, so that a screen has the slide that it shows first.
    """
    name = request.path_params["session"]
    file = await asyncio.to_thread(session_file, name)
    if file is None or file.session is None:
        refused = await asyncio.to_thread(reasons, name, reader_language(request))
        return Answer.of(404, JSON, refusal_json(" ".join(refused))).response(request.headers)
    look = Look(spoken(request, file.session), theme_of(request), "room")
    shown = DeckShown(file.session, seen_pictures(file.path.parent), look, app_state.public_address())
    part = part_asked(request.query_params.get("slides", ""), len(file.session.slides))
    dataset = app_state.published_dataset()
    answer = held(deck_answer, dataset, shown)
    if answer is None and part is not None:
        body = await asyncio.to_thread(deck_part, dataset, shown, part)
        return Response(body, 200, {"Cache-Control": "no-store"}, JSON)
    if answer is None:
        answer = await asyncio.to_thread(deck_answer, dataset, shown)
    return answer.response(request.headers)


def part_asked(written: str, slides: int) -> range | None:
    """Return the numbers of the slides asked for (`3-5`), None for all; raises :class:`Refused` where it is no part.

    A number after the last slide is the last: a screen does not know how many there are before it hears.
    """
    if not written:
        return None
    first, _, last = written.partition("-")
    if not all(number.isascii() and number.isdigit() and len(number) < 6 for number in (first, last)):
        raise Refused(RefusalKind.MALFORMED, NO_PART, value=written[:20], most=MOST_AT_ONCE)
    begin, end = max(1, min(int(first), slides)), min(int(last), slides)
    return range(begin, min(max(begin, end), begin + MOST_AT_ONCE - 1) + 1)


async def notes(request: Request) -> Response:
    """Answer to a speaker's key what only speakers see: title, notes, hard question and seconds of each slide."""
    server, opened = await opened_of(request)
    holder = await holder_of(request, server, opened.room)
    session, language = opened.room.session, reader_language(request)
    dataset = app_state.published_dataset()
    titles = await asyncio.to_thread(titles_of, dataset, session, language)
    slides = [
        {"title": title, **notes_of_slide}
        for title, notes_of_slide in zip(titles, speaker_notes(session, language), strict=True)
    ]
    return json_answer({"session": session.id, "you": holder.name, "slides": slides})


@shared
def titles_of(dataset: Dataset, session: Session, language: str) -> list[str]:
    """Return the titles of a session's slides."""
    return slide_titles(dataset, session, Look(language))


async def rehearsal(request: Request) -> Response:
    """Keep the seconds that each slide took, with what it showed, as the rehearsal of a session."""
    server, opened = await opened_of(request)
    await holder_of(request, server, opened.room)
    seconds = (await asked_of(request)).get("seconds")
    if not isinstance(seconds, list) or len(seconds) > opened.room.slides or not all(map(_timed, seconds)):
        raise Refused(RefusalKind.MALFORMED, BAD_SECONDS)
    session, dataset = opened.room.session, app_state.published_dataset()
    findings = await asyncio.to_thread(
        record_rehearsal, app_state.folders(), dataset, session, seconds, datetime.now(UTC)
    )
    if findings:
        refused = [as_text(finding, reader_language(request)) for finding in findings]
        return json_answer({"error": " ".join(refused)}, 503)
    total = sum(second for second in seconds if second is not None)
    return json_answer({"session": session.id, "seconds": total, "planned": session.seconds})


def _timed(seconds: object) -> bool:
    """Return whether this is the time of one slide in seconds, or None."""
    if seconds is None:
        return True
    return isinstance(seconds, int | float) and not isinstance(seconds, bool) and 0 <= seconds <= LONGEST_SLIDE


ROUTES: list[BaseRoute] = [
    Route("/live/{session}/deck.json", in_words(deck)),
    Route("/live/{session}/notes", in_words(notes)),
    Route("/live/{session}/rehearsal", in_words(rehearsal), methods=["POST"]),
    *(Route(f"/live/{{session}}/{kind}", in_words(page)) for kind in PAGES),
]
