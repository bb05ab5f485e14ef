"""The routes of the feeds of changes."""

from collections import Counter
from functools import partial

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from indicators.findings.finding import DataProblem, Finding, as_text
from indicators.language.translator import Translator
from indicators.plain.release_feed import FeedPlace, JournalStep, release_feed
from indicators.plain.release_sentences import sentences_of
from indicators.store.dataset import Dataset
from indicators.store.ledger.ledger import EventKind, Ledger
from indicators.store.releases import releases
from indicators.web import app_state
from indicators.web.addresses import ATOM, FEEDS, FeedScope, indicator_scope, theme_scope
from indicators.web.middleware import reader_language
from pages.server.answers import ANY_ORIGIN, TEXT, Answer, base_of
from pages.shared.page_cache import held_or_made, shared
from pages.views.changes import STEPS


async def every_release(request: Request) -> Response:
    """Answer the feed of everything."""
    return await _feed(request, FeedScope(), [])


async def of_theme(request: Request) -> Response:
    """Answer the feed of one theme."""
    return await _feed(request, *theme_scope(request.path_params["name"]))


async def of_indicator(request: Request) -> Response:
    """Answer the feed of one indicator."""
    return await _feed(request, *indicator_scope(app_state.published_dataset(), request.path_params["name"]))


async def _feed(request: Request, scope: FeedScope | None, findings: list[Finding]) -> Response:
    language = reader_language(request)
    if scope is None:
        reasons = [as_text(finding, language) for finding in findings]
        return Answer.of(404, TEXT, "\n".join([*reasons, ""]).encode()).response(request.headers)
    published = app_state.published()
    place = FeedPlace(base_of(request), language)
    answer = await held_or_made(feed_answer, published.dataset, published.ledger, scope, place)
    response = answer.response(request.headers, "public, max-age=600")
    response.headers.update(ANY_ORIGIN)
    return response


@shared
def feed_answer(dataset: Dataset, ledger: Ledger, scope: FeedScope, place: FeedPlace) -> Answer:
    """Return a feed of the releases and of the accepted files."""
    return Answer.of(200, f"{ATOM}; charset=utf-8", _body(dataset, ledger, scope, place))


def _body(dataset: Dataset, ledger: Ledger, scope: FeedScope, place: FeedPlace) -> bytes:
    known = releases(dataset.folder / "releases")
    sentences = partial(sentences_of, dataset)
    return release_feed(dataset, known, accepted_files(ledger, place.language), scope, place, sentences)


def accepted_files(ledger: Ledger, language: str) -> list[JournalStep]:
    """Return every step of the journal, with how many values of which indicators it is of."""
    t, journal, records = Translator(language), app_state.journal(), dict(ledger.acceptances)
    steps = []
    for event in ledger.events:
        acceptance = records[event.acceptance]
        try:
            touched = journal.observations(acceptance)["indicator"].astype("str").tolist()
        except DataProblem:  # a damaged file is left out of what is shown; that it came is still true
            touched = []
        title = f"{t(STEPS[EventKind(event.kind)])}: {acceptance.name}"
        steps.append(JournalStep(event.number, event.at, title, dict(Counter(touched))))
    return steps


PREFIX = FEEDS

ROUTES: list[BaseRoute] = [
    Route(FEEDS + "releases.atom", every_release),
    Route(FEEDS + "theme/{name}.atom", of_theme),
    Route(FEEDS + "indicator/{name}.atom", of_indicator),
]
