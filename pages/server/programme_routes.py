"""The routes of the programme: the page with what is on now and next, and the calendar file; no Streamlit session.

The page is of one minute: whoever asks within it gets the same bytes.
"""

from datetime import UTC, datetime, timedelta

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from indicators.language.translator import N_, text
from indicators.model.calendar import now
from indicators.plain.page import PageAddress, words_page
from indicators.plain.programme_page import programme_page
from indicators.sessions.programme import Programme, calendar_file, programme_path, read_programme
from indicators.sessions.session_files import names
from indicators.store.dataset import Dataset
from indicators.web import app_state
from indicators.web.middleware import reader_language
from pages.server.answers import HTML, Answer
from pages.shared.page_cache import held_or_made, shared
from pages.views.session_links import live_links

CALENDAR = "text/calendar; charset=utf-8"

PREFIXES = ("/programme",)
"""The beginning of the paths of the programme."""

FileState = tuple[str, int, int]
"""A file as it was last seen: its path, when it was changed, its size."""


def file_state() -> FileState:
    """Return the state of the programme's file; another state is another programme."""
    path = programme_path(app_state.folders())
    try:
        status = path.stat()
    except OSError:
        return str(path), 0, 0
    return str(path), status.st_mtime_ns, status.st_size


async def programme(request: Request) -> Response:
    """Answer the page of the programme; `at` names another moment of its clock, to look at it before the day."""
    language = reader_language(request)
    minute = now().replace(second=0, microsecond=0)
    moment = request.query_params.get("at", "")[:16]
    arguments = (app_state.published_dataset(), file_state(), language, minute, moment, app_state.public_address())
    answer = await held_or_made(page_answer, *arguments)
    return answer.response(request.headers)


async def calendar(request: Request) -> Response:
    """Answer the programme as a calendar file."""
    language = reader_language(request)
    arguments = app_state.published_dataset(), file_state(), language, app_state.public_address()
    answer = await held_or_made(calendar_answer, *arguments)
    response = answer.response(request.headers)
    if answer.status == 200:
        response.headers["Content-Disposition"] = 'attachment; filename="programme.ics"'
    return response


@shared
def page_answer(
    dataset: Dataset, _file: FileState, language: str, minute: datetime, moment: str, public: str
) -> Answer:
    """Return the page of one minute; the `moment` asked for is on the clock of the programme."""
    place = PageAddress.at("/programme", language, public)
    programme_read, _ = read_programme(app_state.folders())
    if programme_read is None:
        return _none(dataset, place)
    follow = {name: live_links(name, language).follow for name in names(app_state.folders())}
    page = programme_page(dataset, programme_read, place, _moment(programme_read, moment) or minute, follow)
    return Answer.of(200, HTML, page.encode())


@shared
def calendar_answer(dataset: Dataset, _file: FileState, language: str, public: str) -> Answer:
    """Return the calendar file; its events lead to where their sessions are followed, where the world can reach it."""
    programme_read, _ = read_programme(app_state.folders())
    if programme_read is None:
        place = PageAddress.at("/programme", language, public)
        return _none(dataset, place)
    return Answer.of(200, CALENDAR, calendar_file(programme_read, language, f"{public}/live/" if public else ""))


def _moment(programme_read: Programme, written: str) -> datetime | None:
    """Return the moment that an address asks for, on the clock of the programme; None where it asks for none."""
    try:
        moment = datetime.fromisoformat(written)
    except ValueError:
        return None
    moment = moment if moment.tzinfo else moment.replace(tzinfo=programme_read.zone)
    # the first and the last days of all time have no neighbours to be converted to
    return moment if timedelta(365) < moment - datetime(1, 1, 1, tzinfo=UTC) < timedelta(3_600_000) else None


def _none(dataset: Dataset, place: PageAddress) -> Answer:
    """Return that there is no programme, in words."""
    sentence = text(place.language, N_("No programme is held here, or its file cannot be read."))
    return Answer.of(404, HTML, words_page(dataset, place, text(place.language, N_("Programme")), [sentence]).encode())


ROUTES: list[BaseRoute] = [Route("/programme", programme), Route("/programme.ics", calendar)]
