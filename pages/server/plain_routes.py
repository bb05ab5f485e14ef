"""The routes of plain pages: a chart as HTML and as JSON, and the files they fetch; no Streamlit session is opened.

Whole answers are stored, compressed, by data version, address and language: a room of phones that opens one chart costs
one making of it. What is stored is answered from the server's loop, what must be made is made beside it.
"""

import asyncio
from collections.abc import Sequence
from dataclasses import replace

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import BaseRoute, Route, Router
from starlette.types import ASGIApp, Receive, Scope, Send

from indicators.charts.chart import Look
from indicators.findings.finding import as_text
from indicators.language.locales import SCREEN_LANGUAGES
from indicators.language.translator import N_, Translator
from indicators.model import calendar
from indicators.plain import assets
from indicators.plain.chart_document import ChartDocument, chart_document, refusal_json
from indicators.plain.elsewhere import elsewhere
from indicators.plain.help_pages import GLOSSARY, glossary_page, statement_page
from indicators.plain.page import PageAddress, chart_page, words_page
from indicators.store.dataset import Dataset
from indicators.web import app_state
from indicators.web.addresses import chart_address, read_chart
from indicators.web.compression import smallest_coding
from indicators.web.links import STATEMENT, made_with
from indicators.web.middleware import reader_language
from pages.server.answers import FOR_EVER, HTML, JSON, Answer, Query, query_of
from pages.server.chart_drawings import DARK_DEVICE, chart_drawing, style_in_the_dark
from pages.shared.page_cache import held_or_made, shared

WIDTH = 928
"""Pixels that a chart has on a plain page on a wide screen."""


class PlainRoutes:
    """ASGI layer that answers the paths of plain pages itself and hands every other request on.

    They are beside the application, not in it: what completes the head of its documents, or limits its sessions, is
    not meant for them.
    """

    def __init__(self, app: ASGIApp, routes: Sequence[BaseRoute], prefixes: tuple[str, ...]) -> None:
        self.app = app
        self._router = Router(routes, redirect_slashes=False, default=_nothing_there)
        self._prefixes = prefixes

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request, or hand it on."""
        is_ours = scope["type"] == "http" and scope["path"].startswith(self._prefixes)
        await (self._router if is_ours else self.app)(scope, receive, send)


async def _nothing_there(scope: Scope, receive: Receive, send: Send) -> None:
    """Answer a path of plain pages that leads nowhere."""
    words = Translator(reader_language(Request(scope)))(N_("There is no page at this address"))
    await PlainTextResponse(f"{words}.\n", status_code=404)(scope, receive, send)


async def chart(request: Request) -> Response:
    """Answer a chart as a page, or as JSON where its name ends so."""
    name, query = request.path_params["name"], query_of(request)
    dataset, public, today = app_state.published_dataset(), app_state.public_address(), calendar.today().isoformat()
    arguments = dataset, name, query, reader_language(request), public, today
    answer = await held_or_made(chart_answer, *arguments)
    return answer.response(request.headers)


@shared
def chart_answer(dataset: Dataset, name: str, query: Query, language: str, public: str, today: str) -> Answer:
    """Return the answer for a chart: `name` is `<indicator>-<kind>`, with `.json` for the document alone.

    `today` is the day (ISO) that the code of an embed names.
    """
    as_json = name.endswith(".json")
    parameters = {**dict(query), "lang": language}
    theme = "dark" if parameters.pop("theme", "") == "dark" else "light"
    state, findings = read_chart(name.removesuffix(".json"), parameters, dataset)
    look = Look(language, theme)
    document = None if state is None else chart_document(dataset, state, look, public)
    notices = [as_text(finding, language) for finding in findings]
    if document is None:
        t = Translator(language)
        sentences = notices or [t(N_("No figure for it is held here."))]
        if as_json:
            return Answer.of(404, JSON, refusal_json(" ".join(sentences)))
        place = PageAddress.at(f"/c/{name}", language)
        page = words_page(dataset, place, t(N_("There is no such chart")), sentences)
        return Answer.of(404, HTML, page.encode())
    if as_json:
        return Answer.of(200, JSON, document.json())
    made = made_with(parameters)
    if made and made != dataset.version:
        notices.append(
            Translator(language)(
                N_("This link was made with an earlier version of the data ({version})."), version=made
            )
        )
    used = elsewhere(dataset, document, public, today)
    drawing = ""
    drawn = document.chart
    if drawn.figure is not None:
        drawing = chart_drawing(drawn.figure, drawn.id, drawn.alt, WIDTH, language)
        drawing += style_in_the_dark(drawing, DARK_DEVICE)
    return Answer.of(
        200, HTML, chart_page(dataset, document, place_of(document, public), notices, used, drawing).encode()
    )


def place_of(document: ChartDocument, public: str) -> PageAddress:
    """Return where the page of a chart is, in each language."""
    addresses = {code: chart_address(replace(document.state, language=code)) for code in SCREEN_LANGUAGES}
    return PageAddress(public, addresses, document.look.language)


async def glossary(request: Request) -> Response:
    """Answer the words that the screen uses, with what they mean."""
    arguments = app_state.published_dataset(), reader_language(request), app_state.public_address()
    return glossary_answer(*arguments).response(request.headers)


@shared
def glossary_answer(dataset: Dataset, language: str, public: str) -> Answer:
    """Return the answer for the glossary."""
    return Answer.of(200, HTML, glossary_page(dataset, language, public).encode())


async def asset(request: Request) -> Response:
    """Answer a script, a style or a font under the name that holds its hash."""
    served = assets.by_name().get(request.path_params["name"])
    if served is None:
        words = Translator(reader_language(request))(N_("There is no such file."))
        return Response(f"{words}\n", status_code=404, media_type="text/plain")
    # A sandboxed frame of another site has no origin: the faces of its letters are fetched as from anywhere.
    headers = {"Cache-Control": FOR_EVER, "Vary": "Accept-Encoding", "Access-Control-Allow-Origin": "*"}
    body = served.body
    coding = smallest_coding(request.headers.get("accept-encoding", ""))
    if served.compressed is not None and coding:
        body = await asyncio.to_thread(served.compressed.encoded, coding)
        headers["Content-Encoding"] = coding
    return Response(body, headers=headers, media_type=served.media_type)


async def statement(request: Request) -> Response:
    """Answer the statement of accessibility."""
    place = PageAddress.at(STATEMENT, reader_language(request), app_state.public_address())
    page = statement_page(app_state.published_dataset(), place, app_state.contact())
    return Answer.of(200, HTML, page.encode()).response(request.headers)


ROUTES: list[BaseRoute] = [
    Route("/c/{name}", chart),
    Route(assets.PREFIX + "{name}", asset),
    Route(STATEMENT, statement),
    Route(GLOSSARY, glossary),
]

PREFIXES = ("/c/", assets.PREFIX, STATEMENT, GLOSSARY)
