"""The routes of handouts: a session or a chart as a file, and the jobs that make them beside the loop.

`GET /live/<session>.pptx` answers the file when it is made; `POST /handouts` begins a job that says how far it is and
can be cancelled. Two are made at a time, whoever asks.
"""

import asyncio
from functools import cache
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, Response
from starlette.routing import BaseRoute, Route

from indicators.charts.chart import Look
from indicators.findings.finding import as_text
from indicators.handout.brief import brief_of, brief_pdf
from indicators.handout.export import FORMS, Material, pictures_of
from indicators.handout.figure_drawing import figure_drawing, figure_json
from indicators.handout.minutes_page import MinutesKeyPage, RoomMinutes
from indicators.handout.pack import sheet
from indicators.handout.picture import svg
from indicators.handout.powerpoint import chart_powerpoint
from indicators.language.locales import LANGUAGES
from indicators.language.translator import N_, Translator
from indicators.live.minutes import minutes
from indicators.model.vocabulary import Theme
from indicators.operations.replicas import replica_name
from indicators.plain.chart_document import chart_document
from indicators.plain.page import PageAddress, own_styles, page_head
from indicators.sessions.session_files import SESSION_UNKNOWN, find_session, in_words
from indicators.store.dataset import Dataset
from indicators.web import app_state
from indicators.web.addresses import read_chart
from indicators.web.middleware import reader_language
from pages.server.answers import Answer, Query, query_of
from pages.server.handout_jobs import JOBS, HandoutJob, JobState, TooManyHandouts, replica_of
from pages.server.health_routes import health
from pages.server.live_answers import asked_of, holder_of, json_answer, opened_of
from pages.server.live_answers import in_words as answered
from pages.shared.page_cache import held_or_made, shared

SVG_WIDTH = 1184.0
"""Pixels of a chart as SVG: a slide's width without its edges."""

CHART_TYPES = {"pptx": FORMS["pptx"], "svg": "image/svg+xml; charset=utf-8"}
"""The forms of a single chart, and their media types."""

BUSY = N_("The server makes as many handouts as it can. Try again in a minute.")

NO_HANDOUT = N_("There is no such handout: it was never asked for, or it ended long ago.")

ELSEWHERE = N_(
    "Replica {name} makes this handout, and another one was asked: the balancer does not send on by names. Try again."
)

NOT_READY = N_("The file is not ready.")

FORM_UNKNOWN = N_("A handout is one of these: {allowed}.")

NO_FIGURE = N_("This chart has no picture: it is a table.")


def handout_language(request: Request) -> str:
    """Return the language of a handout: the one asked for, Arabic as well, else the reader's."""
    wanted = request.query_params.get("lang", "")
    return wanted if wanted in LANGUAGES else reader_language(request)


def form_of(request: Request) -> str:
    """Return the form of a file that is asked for: the ending of its path."""
    return request.url.path.rpartition(".")[2]


def material_of(name: str) -> tuple[Material | None, str, int]:
    """Return what the handouts of a session are made of; None where there is none, with why in words and the status."""
    folders = app_state.folders()
    file, findings = find_session(folders, name)
    if file is None or file.session is None:
        unknown = all(finding.rule is SESSION_UNKNOWN for finding in findings)
        return None, "\n".join(in_words(finding) for finding in findings), 404 if unknown else 422
    dataset = app_state.published_dataset()
    return Material(dataset, file.session, pictures_of(folders, file.session), app_state.public_address()), "", 200


def file_response(job: HandoutJob) -> Response:
    """Return the file of a finished job."""
    if job.result is None:
        return PlainTextResponse(Translator(job.language)(NOT_READY), status_code=409)
    name = f"{job.session}-{job.language}-{job.version}.{job.form}"
    disposition = f"attachment; filename=\"{name}\"; filename*=UTF-8''{quote(name)}"
    headers = {"Content-Disposition": disposition, "Cache-Control": "no-cache"}
    return Response(job.result.body, headers=headers, media_type=FORMS[job.form])


async def session_file(request: Request) -> Response:
    """Answer a session as a file, once it is made."""
    language, form = handout_language(request), form_of(request)
    material, why, status = await asyncio.to_thread(material_of, str(request.path_params["session"]))
    if material is None:
        return PlainTextResponse(why, status_code=status)
    loop, made = asyncio.get_running_loop(), asyncio.Event()

    def finished(_: HandoutJob) -> None:
        loop.call_soon_threadsafe(made.set)

    try:
        job = JOBS.start(material, form, language, finished)
    except TooManyHandouts:
        return _busy(language)
    while not made.is_set():
        try:
            await asyncio.wait_for(made.wait(), 1.0)
        except TimeoutError:
            if await request.is_disconnected():
                JOBS.cancel(job.id)
                return Response(status_code=204)
    if job.state is not JobState.DONE:
        record = job.record()
        return PlainTextResponse(job.words or record["words"], status_code=422 if job.words else 500)
    return file_response(job)


def _busy(language: str) -> Response:
    return PlainTextResponse(Translator(language)(BUSY), status_code=503, headers={"Retry-After": "60"})


async def begin_handout(request: Request) -> Response:
    """Begin a handout: `{"session", "form", "lang"}`; answer its job."""
    fields = await asked_of(request)
    language = str(fields.get("lang", "")) if fields.get("lang") in LANGUAGES else handout_language(request)
    form, t = str(fields.get("form", "")), Translator(language)
    if form not in FORMS:
        return json_answer({"error": t(FORM_UNKNOWN, allowed=", ".join(FORMS))}, 422)
    material, why, status = await asyncio.to_thread(material_of, str(fields.get("session", "")))
    if material is None:
        return json_answer({"error": why}, status)
    try:
        job = JOBS.start(material, form, language)
    except TooManyHandouts:
        return json_answer({"error": t(BUSY)}, 503, Retry_After="60")
    return json_answer(job.record(), 202, Location=f"/handouts/{job.id}")


async def show_handout(request: Request) -> Response:
    """Answer how far a handout is."""
    job = JOBS.jobs.get(str(request.path_params["id"]))
    return _unknown(request) if job is None else json_answer(job.record())


async def cancel_handout(request: Request) -> Response:
    """Cancel a handout; one that has ended stays as it is."""
    job = JOBS.cancel(str(request.path_params["id"]))
    return _unknown(request) if job is None else json_answer(job.record())


async def handout_file(request: Request) -> Response:
    """Answer the file of a handout that is ready."""
    job = JOBS.jobs.get(str(request.path_params["id"]))
    if job is None:
        return _unknown(request)
    return file_response(job) if job.result else json_answer(job.record() | {"error": job.record()["words"]}, 409)


def _unknown(request: Request) -> Response:
    """Return that there is no such handout; where another replica may have it, that it was not asked."""
    replica, t = replica_of(str(request.path_params["id"])), Translator(reader_language(request))
    others = {replica.name for replica in health().neighbours.alive()} - {replica_name()}
    if replica in others:
        return json_answer({"error": t(ELSEWHERE, name=replica)}, 421, Retry_After="1")
    return json_answer({"error": t(NO_HANDOUT)}, 404)


async def chart_file(request: Request) -> Response:
    """Answer one chart as PowerPoint or as SVG."""
    name, form, language = str(request.path_params["name"]), form_of(request), reader_language(request)
    arguments = app_state.published_dataset(), name, form, query_of(request), language, app_state.public_address()
    body, why = await held_or_made(chart_bytes, *arguments)
    if body is None:
        return PlainTextResponse(why, status_code=404)
    file = f"{name}-{language}-{arguments[0].version}.{form}"
    kind = "attachment" if form == "pptx" else "inline"
    disposition = f"{kind}; filename=\"chart.{form}\"; filename*=UTF-8''{quote(file)}"
    headers = {"Content-Disposition": disposition, "Cache-Control": "no-cache", "X-Content-Type-Options": "nosniff"}
    return Response(body, headers=headers, media_type=CHART_TYPES[form])


@shared
def chart_bytes(
    dataset: Dataset, name: str, form: str, query: Query, language: str, public: str
) -> tuple[bytes | None, str]:
    """Return a chart as a file of a form, None and why in words where there is none."""
    parameters = {**dict(query), "lang": language}
    theme = "dark" if parameters.pop("theme", "") == "dark" and form == "svg" else "light"
    state, findings = read_chart(name, parameters, dataset)
    look, t = Look(language, theme, "room"), Translator(language)
    document = None if state is None else chart_document(dataset, state, look, public)
    if document is None:
        reasons = [as_text(finding, language) for finding in findings]
        return None, "\n".join(reasons) or t(N_("No figure for it is held here."))
    if form == "svg":
        if document.chart.figure is None:
            return None, t(NO_FIGURE)
        drawing = figure_drawing(figure_json(document.chart), SVG_WIDTH)
        return svg(drawing, document.chart.alt, look.colours.paper, language).encode(), ""
    brand = dataset.places[dataset.home.city].names.get(language)
    return chart_powerpoint(document, f"{brand} · {t('smart-city indicators')}"), ""


MINUTES_FILES = ["plain/page.css", "plain/minutes.css"]
"""The styles of the minutes."""


def dataset_of_version(version: str) -> Dataset | None:
    """Return the data of a version: those published now, else those of the journal; None where neither is it."""
    now = app_state.published_dataset()
    if now.version == version:
        return now
    earlier = app_state.earlier_dataset(version)
    return earlier[0] if earlier else None


async def show_minutes(request: Request) -> Response:
    """Answer the minutes of a session as a page or a zip to a speaker's key; without one, a page that asks for it."""
    server, opened = await opened_of(request)
    session, language = opened.room.session, reader_language(request)
    place, dataset = PageAddress.at(f"/live/{session.id}/minutes", language), app_state.published_dataset()
    title = Translator(language)(N_("Minutes: {title}"), title=session.title.get(language))
    if "authorization" not in request.headers and not request.url.path.endswith(".zip"):
        head = page_head(dataset, place, title, title, [*MINUTES_FILES, "plain/minutes.js"])
        page = MinutesKeyPage(head, title, session.id, place.addresses[language]).html(language)
        return HTMLResponse(page, headers={"Cache-Control": "no-store"})
    await holder_of(request, server, opened.room)
    entries = await server.rooms.entries(session.id)

    def make() -> tuple[bytes, str]:
        room = RoomMinutes(session, minutes(session, entries), cache(dataset_of_version), language)
        if request.url.path.endswith(".zip"):
            styles = "\n".join(sheet(name) for name in (*MINUTES_FILES, *own_styles(language, MINUTES_FILES)))
            return room.archive(page_head(dataset, place, title, title, []), styles), "application/zip"
        archive = f"{request.url.path}.zip?lang={language}"
        return room.page(page_head(dataset, place, title, title, MINUTES_FILES), archive).encode(), "text/html"

    body, media_type = await asyncio.to_thread(make)
    headers = {"Cache-Control": "no-store"}
    if media_type == "application/zip":
        headers["Content-Disposition"] = f'attachment; filename="{session.id}-minutes.zip"'
    return Response(body, headers=headers, media_type=media_type)


async def brief(request: Request) -> Response:
    """Answer the brief of a theme in the reader's language."""
    theme, language = request.path_params["theme"], reader_language(request)
    if theme not in set(Theme):
        return PlainTextResponse(f"{Translator(language)(N_('There is no page at this address'))}.\n", status_code=404)
    arguments = app_state.published_dataset(), theme, language, app_state.public_address()
    answer = await held_or_made(brief_answer, *arguments)
    response = answer.response(request.headers)
    response.headers["Content-Disposition"] = f'inline; filename="brief-{theme}-{language}.pdf"'
    return response


@shared
def brief_answer(dataset: Dataset, theme: str, language: str, public: str) -> Answer:
    """Return the brief of a theme, made once for each version of the data."""
    return Answer.of(200, "application/pdf", brief_pdf(brief_of(dataset, Theme(theme), language, public)))


ROUTES: list[BaseRoute] = [
    Route("/brief/{theme}.pdf", brief),
    *(Route(f"/c/{{name}}.{form}", chart_file, name=form) for form in CHART_TYPES),
    *(Route(f"/live/{{session}}.{form}", session_file, name=form) for form in FORMS),
    Route("/live/{session}/minutes", answered(show_minutes), methods=["GET"]),
    Route("/live/{session}/minutes.zip", answered(show_minutes), methods=["GET"]),
    Route("/handouts", answered(begin_handout), methods=["POST"]),
    Route("/handouts/{id}", answered(show_handout), methods=["GET"]),
    Route("/handouts/{id}", answered(cancel_handout), methods=["DELETE"]),
    Route("/handouts/{id}/file", answered(handout_file), methods=["GET"]),
]
"""The files of charts stand before the pages of charts, whose names would hold the ending as well."""

PREFIXES = ("/brief/", "/handouts")
