"""The routes of charts in other sites' pages: the frame, its picture, and oEmbed, which tells how to embed one."""

from dataclasses import replace
from urllib.parse import urlsplit

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import BaseRoute, Route

from indicators.charts.chart import Look
from indicators.charts.quoting import quoted_figure
from indicators.findings.finding import as_text, describe
from indicators.handout.figure_drawing import figure_drawing, figure_json
from indicators.handout.svg import svg
from indicators.handout.typeface import MISSING
from indicators.language.locales import SCREEN_LANGUAGES
from indicators.language.translator import N_, Translator
from indicators.model import calendar
from indicators.plain.chart_document import ChartDocument, chart_document
from indicators.plain.elsewhere import OEMBED, provider
from indicators.plain.embed import (
    EMBEDDED_ON,
    WIDTHS,
    EmbedRoom,
    embed_page,
    oembed_json,
    oembed_record,
    oembed_xml,
    since_words,
)
from indicators.plain.page import PageAddress, words_page
from indicators.store.dataset import Dataset
from indicators.web import app_state
from indicators.web.addresses import CHART_PATH, OVERVIEW_CHART, read_chart, split_chart, still_address
from indicators.web.admission import EMBED_PREFIX, is_own_origin
from indicators.web.links import VERSION, made_with
from pages.server.plain_routes import HTML, JSON, MOST_PARAMETERS, Answer, Query, place_of, reader_language
from pages.shared import registry
from pages.shared.page_cache import held_or_made, shared

SVG = "image/svg+xml"

LONGEST_ADDRESS = 4000
"""Letters of an address that oEmbed reads."""

MOST_PIXELS = 10_000

ANY_ORIGIN = {"Access-Control-Allow-Origin": "*"}
"""What is public is read by the scripts of any site."""

POLICY = (
    "default-src 'none'; img-src 'self' data:; style-src 'self' 'unsafe-inline'; script-src 'self'; font-src 'self'; "
    "base-uri 'none'; form-action 'none'"
)
"""What an embedded page may fetch: its own style, script and picture."""


def asked_of(request: Request, *leave: str) -> Query:
    """Return the query of an address without what is to `leave`, at most as many parts as are read.

    A language that is spoken is left out: it is an argument of its own.
    """
    items = request.query_params.items()
    parameters = [
        (key, value) for key, value in items if key not in leave and (key != "lang" or value not in SCREEN_LANGUAGES)
    ]
    return tuple(sorted(parameters))[:MOST_PARAMETERS]


async def embed(request: Request) -> Response:
    """Answer a chart for a frame, or its picture where the name ends so."""
    name, language, dataset = request.path_params["name"], reader_language(request), app_state.published_dataset()
    if name.endswith(".svg"):
        answer = await held_or_made(
            picture_answer, dataset, name.removesuffix(".svg"), asked_of(request, VERSION), language
        )
        return answer.response(request.headers, "public, max-age=3600")
    day, public = calendar.today().isoformat(), app_state.public_address()
    answer = await held_or_made(embed_answer, dataset, name, asked_of(request), language, public, day)
    response = answer.response(request.headers)
    response.headers["Content-Security-Policy"] = POLICY
    return response


@shared
def embed_answer(dataset: Dataset, name: str, query: Query, language: str, public: str, today: str) -> Answer:
    """Return the page of a chart for a frame: `name` is `<indicator>-<kind>`, `today` the day (ISO)."""
    parameters = dict(query)
    embedded_on = parameters.pop(EMBEDDED_ON, "")[:10]
    look = Look(language)
    # An unknown language is a finding; the page is in the reader's.
    state, findings = read_chart(name, {"lang": language, **parameters}, dataset)
    state = None if state is None else replace(state, language=language)
    document = None if state is None else chart_document(dataset, state, look, public)
    reasons = [as_text(finding, language) for finding in findings]
    if document is None:
        sentences = reasons or [look.t(N_("No figure for it is held here."))]
        place = PageAddress("", {code: f"{EMBED_PREFIX}{name}?lang={code}" for code in SCREEN_LANGUAGES}, language)
        return Answer.of(
            404, HTML, words_page(dataset, place, look.t(N_("There is no such chart")), sentences).encode()
        )
    notices = [*since_words(dataset, document.state, look, made_with(parameters), embedded_on, today), *reasons]
    still = still_address(
        document.state, quoted_figure(dataset, document.chart), made_with(parameters) or dataset.version
    )
    drawn = picture_of(document, WIDTHS[0]) is not None
    page = embed_page(dataset, document, place_of(document, public), still, notices, drawn=drawn)
    return Answer.of(200, HTML, page.encode())


def picture_of(document: ChartDocument, width: int) -> bytes | None:
    """Return the picture of a chart as SVG for a width in pixels, None where it has none.

    Neither has one whose letters the faces of drawings do not have: its table stands for it.
    """
    chart = document.chart
    if chart.figure is None:
        return None
    drawing = figure_drawing(figure_json(chart), width)
    if any(MISSING in words.text for words in drawing.words):
        return None
    return svg(drawing, chart.alt, language=document.look.language).encode()


@shared
def picture_answer(dataset: Dataset, name: str, query: Query, language: str) -> Answer:
    """Return the picture of a chart: `width` and `theme` stand in the query."""
    parameters = {**dict(query), "lang": language}
    theme = "dark" if parameters.pop("theme", "") == "dark" else "light"
    written = parameters.pop("width", "")
    width = int(written) if written in {str(known) for known in WIDTHS} else WIDTHS[-1]
    state, _ = read_chart(name, parameters, dataset)
    document = None if state is None else chart_document(dataset, state, Look(language, theme))
    picture = None if document is None else picture_of(document, width)
    if picture is None:
        words = Translator(language)(
            N_("There is no such picture: no figure for it is held here, or none can be drawn.")
        )
        return Answer.of(404, "text/plain; charset=utf-8", f"{words}\n".encode())
    return Answer.of(200, SVG, picture)


def base_of(request: Request) -> str:
    """Return the address of this server for the world: the one that is set, else the one it was asked by."""
    return app_state.public_address() or f"{request.url.scheme}://{request.headers.get('host', '')}"


async def oembed(request: Request) -> Response:
    """Answer how a chart is embedded (oEmbed 1.0); foreign addresses are not known, other forms not spoken."""
    t = Translator(reader_language(request))
    form = request.query_params.get("format", "json")
    if form not in ("json", "xml"):
        return _refused(501, t(N_("The form “{form}” is not spoken here: json and xml are."), form=form[:20]))
    written = request.query_params.get("url", "")
    if not written:
        return _refused(400, t(N_("Name the address of a chart in “url”.")))
    room, wrong = _room(request)
    if wrong:
        return _refused(
            400, t(N_("“{name}” is not a number of pixels from 1 to {most}."), name=wrong, most=MOST_PIXELS)
        )
    name, query = _own_chart(request, written)
    if not name:
        return _refused(404, t(N_("This is not the address of a chart of this server.")))
    arguments = app_state.published_dataset(), name, query, base_of(request), form, room, calendar.today().isoformat()
    answer: Answer = await held_or_made(oembed_answer, *arguments)
    response = answer.response(request.headers, "public, max-age=3600")
    response.headers.update(ANY_ORIGIN)
    return response


def _refused(status: int, words: str) -> Response:
    return PlainTextResponse(f"{words}\n", status_code=status, headers=ANY_ORIGIN)


def _room(request: Request) -> tuple[EmbedRoom, str]:
    """Return the pixels that an embed may take, and which of the two is no number of pixels."""
    sizes: list[int | None] = []
    for name in ("maxwidth", "maxheight"):
        written = request.query_params.get(name, "")
        if written and not (written.isascii() and written.isdigit() and 0 < int(written[:9]) <= MOST_PIXELS):
            return EmbedRoom(None, None), name
        sizes.append(int(written) if written else None)
    return EmbedRoom(sizes[0], sizes[1]), ""


def _own_chart(request: Request, written: str) -> tuple[str, Query]:
    """Return the name and the query of a chart of ours that an address leads to; empty for any other address."""
    try:
        parts = urlsplit(written)
    except ValueError:
        return "", ()
    origin = f"{parts.scheme}://{parts.netloc}"
    is_ours = is_own_origin(origin, request.headers.get("host", ""), app_state.public_address())
    first, _, remainder = parts.path.strip("/").partition("/")
    is_chart = first in (CHART_PATH, EMBED_PREFIX.strip("/")) and remainder and "/" not in remainder
    is_page = not remainder and first in {entry.address for entry in registry.published_entries()}
    if len(written) > LONGEST_ADDRESS or not is_ours or not (is_chart or is_page):
        return "", ()
    name, query = split_chart(written)
    if is_page and name == first:  # a page that names no chart: the opening page has its own
        name = "" if first else OVERVIEW_CHART
    return name, tuple(sorted(query.items()))[:MOST_PARAMETERS]


@shared
def oembed_answer(
    dataset: Dataset, name: str, query: Query, base: str, form: str, room: EmbedRoom, today: str
) -> Answer:
    """Return the answer of oEmbed for a chart of ours, 404 where there is none."""
    parameters = dict(query)
    language = parameters.get("lang", "")
    language = language if language in SCREEN_LANGUAGES else "en"
    look = Look(language)
    state, findings = read_chart(name, {**parameters, "lang": language}, dataset)
    document = None if state is None else chart_document(dataset, state, look, base)
    if document is None:
        reasons = [describe(finding, language)[0] for finding in findings] or [
            look.t(N_("No figure for it is held here."))
        ]
        return Answer.of(404, "text/plain; charset=utf-8", "\n".join([*reasons, ""]).encode())
    record = oembed_record(document, base, provider(dataset, language), today, room)
    if form == "xml":
        return Answer.of(200, "text/xml; charset=utf-8", oembed_xml(record))
    return Answer.of(200, JSON, oembed_json(record))


ROUTES: list[BaseRoute] = [Route(EMBED_PREFIX + "{name}", embed), Route(OEMBED, oembed)]

PREFIXES = (EMBED_PREFIX, OEMBED)
