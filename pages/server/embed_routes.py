"""Charts in other sites' pages and on pictures: the frame, its picture, oEmbed, the card, and "is this still true?".

oEmbed tells how to embed a chart. The card is a picture, SVG or PNG, that has the sentence; a code on it leads to what
became of a figure and of a sentence since they were quoted.
"""

from dataclasses import replace
from urllib.parse import urlsplit

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import BaseRoute, Route

from indicators.charts.chart import Look
from indicators.charts.quoting import quoted_figure
from indicators.charts.request import ChartRequest
from indicators.findings.finding import as_text, describe
from indicators.handout.cards import PAPER, card_drawing, chart_picture, quote_card
from indicators.handout.figure_drawing import figure_drawing, figure_json
from indicators.handout.picture import png, svg
from indicators.handout.typeface import MISSING
from indicators.language.locales import SCREEN_LANGUAGES
from indicators.language.translator import N_, Translator
from indicators.model import calendar
from indicators.plain.chart_document import ChartDocument, chart_document
from indicators.plain.elsewhere import OEMBED
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
from indicators.plain.page import PageAddress, provider, words_page
from indicators.plain.still_page import addresses_of, still_page
from indicators.store.dataset import Dataset
from indicators.web import app_state
from indicators.web.addresses import (
    CHART_PATH,
    OVERVIEW_CHART,
    STILL_PATH,
    indicator_feed,
    read_chart,
    read_still,
    split_chart,
    still_address,
)
from indicators.web.admission import EMBED_PREFIX, is_own_origin
from indicators.web.links import VERSION, made_with
from indicators.web.middleware import reader_language
from pages.server.answers import ANY_ORIGIN, HTML, JSON, MOST_PARAMETERS, SVG, TEXT, Answer, Query, asked_of, base_of
from pages.server.plain_routes import place_of
from pages.shared import registry
from pages.shared.page_cache import held_or_made, shared

LONGEST_ADDRESS = 4000
"""Letters of an address that oEmbed reads."""

MOST_PIXELS = 10_000

POLICY = (
    "default-src 'none'; img-src 'self' data:; style-src 'self' 'unsafe-inline'; script-src 'self'; font-src 'self'; "
    "base-uri 'none'; form-action 'none'"
)
"""What an embedded page may fetch: its own style, script and picture."""


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
        place = PageAddress.at(f"{EMBED_PREFIX}{name}", language)
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
        return Answer.of(404, TEXT, f"{words}\n".encode())
    return Answer.of(200, SVG, picture)


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
        return Answer.of(404, TEXT, "\n".join([*reasons, ""]).encode())
    record = oembed_record(document, base, provider(dataset, language), today, room)
    if form == "xml":
        return Answer.of(200, "text/xml; charset=utf-8", oembed_xml(record))
    return Answer.of(200, JSON, oembed_json(record))


async def card(request: Request) -> Response:
    """Answer the card of a chart as the picture that its address ends in."""
    name, form, dataset = request.path_params["name"], request.path_params["form"], app_state.published_dataset()
    language = reader_language(request)
    if form not in ("svg", "png"):
        words = Translator(language)(N_("A card is a picture of the form svg or png, not “{form}”."), form=form[:20])
        return Answer.of(404, TEXT, f"{words}\n".encode()).response(request.headers)
    answer = await held_or_made(
        card_answer, dataset, name, form, asked_of(request, VERSION), language, base_of(request)
    )
    return answer.response(request.headers, "public, max-age=3600")


@shared
def card_answer(dataset: Dataset, name: str, form: str, query: Query, language: str, base: str) -> Answer:
    """Return the card of a chart; `base` is the address of this server that its code leads to."""
    look = Look(language)
    state, findings = read_chart(name, {**dict(query), "lang": language}, dataset)
    document = None if state is None else chart_document(dataset, state, look, base)
    if document is None:
        sentences = [as_text(finding, language) for finding in findings]
        return Answer.of(
            404, TEXT, "\n".join([*(sentences or [look.t(N_("No figure for it is held here."))]), ""]).encode()
        )
    link = base + still_address(document.state, quoted_figure(dataset, document.chart), dataset.version)
    made_card = quote_card(dataset, document, link, provider(dataset, language))
    drawing = card_drawing(made_card)
    if form == "png":
        return Answer.of(200, "image/png", png(drawing, PAPER, scale=1))
    return Answer.of(200, SVG, svg(drawing, document.chart.title, PAPER, language).encode())


def chart_picture_bytes(dataset: Dataset, state: ChartRequest, form: str, public: str) -> bytes | None:
    """Return the chart of a request as a picture with its words, None where it has none."""
    document = chart_document(dataset, state, Look(state.language), public)
    drawing = None if document is None else chart_picture(document)
    if document is None or drawing is None:
        return None
    if form == "png":
        return png(drawing, PAPER)
    return svg(drawing, f"{document.chart.title} {document.chart.alt}", PAPER, state.language).encode()


STILL_PREFIX = f"/{STILL_PATH}/"

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
    place = PageAddress(public, addresses_of(STILL_PREFIX + path, parameters), language)
    if wanted is None:
        sentences = reasons or [t(N_("There is no page at this address"))]
        return Answer.of(404, HTML, words_page(dataset, place, t(N_("Is this still true?")), sentences).encode())
    watch = indicator_feed(wanted.indicator, language) if wanted.indicator else ""
    return Answer.of(200, HTML, still_page(dataset, wanted, place, reasons, watch).encode())


ROUTES: list[BaseRoute] = [
    Route("/c/{name}/card.{form}", card),
    Route(EMBED_PREFIX + "{name}", embed),
    Route(OEMBED, oembed),
    Route(STILL_PREFIX + "{path:path}", still),
]

PREFIXES = (EMBED_PREFIX, OEMBED, STILL_PREFIX)
