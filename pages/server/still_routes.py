"""The route of "is this still true?": what a code on a picture leads to."""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from indicators.findings.finding import as_text
from indicators.language.translator import N_, Translator
from indicators.plain.page import PageAddress, words_page
from indicators.plain.still_page import addresses_of, still_page
from indicators.store.dataset import Dataset
from indicators.web import app_state
from indicators.web.addresses import STILL_PATH, indicator_feed, read_still
from pages.server.embed_routes import asked_of
from pages.server.plain_routes import HTML, Answer, Query, reader_language
from pages.shared.page_cache import held_or_made, shared

PREFIX = f"/{STILL_PATH}/"

LONGEST_PATH = 200
"""Letters of a path that are read: none of ours has as many."""


async def still(request: Request) -> Response:
    """Answer what became of a figure and of a sentence since they were quoted."""
    path, language = request.path_params["path"][:LONGEST_PATH], reader_language(request)
    arguments = app_state.published_dataset(), path, asked_of(request), language, app_state.public_address()
    answer = await held_or_made(still_answer, *arguments)
    return answer.response(request.headers)


@shared
def still_answer(dataset: Dataset, path: str, query: Query, language: str, public: str) -> Answer:
    """Return the page for what stands behind `/still/`."""
    t = Translator(language)
    wanted, findings = read_still(path, {**dict(query), "lang": language}, dataset)
    reasons = [as_text(finding, language) for finding in findings]
    parameters = [(name, value) for name, value in query if name != "lang"]
    place = PageAddress(public, addresses_of(PREFIX + path, parameters), language)
    if wanted is None:
        sentences = reasons or [t(N_("There is no page at this address"))]
        return Answer.of(404, HTML, words_page(dataset, place, t(N_("Is this still true?")), sentences).encode())
    watch = indicator_feed(wanted.indicator, language) if wanted.indicator else ""
    return Answer.of(200, HTML, still_page(dataset, wanted, place, reasons, watch).encode())


ROUTES: list[BaseRoute] = [Route(PREFIX + "{path:path}", still)]
