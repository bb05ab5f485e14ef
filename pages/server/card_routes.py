"""Charts as pictures, SVG or PNG: the route of the card, which has the sentence, and the whole chart with its words."""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from indicators.charts.chart import Look
from indicators.charts.quoting import quoted_figure
from indicators.charts.request import ChartRequest
from indicators.findings.finding import as_text
from indicators.handout.chart_picture import chart_picture
from indicators.handout.picture import png
from indicators.handout.quote_card import PAPER, card_drawing, quote_card
from indicators.handout.svg import svg
from indicators.language.translator import N_, Translator
from indicators.plain.chart_document import chart_document
from indicators.plain.elsewhere import provider
from indicators.store.dataset import Dataset
from indicators.web import app_state
from indicators.web.addresses import read_chart, still_address
from indicators.web.links import VERSION
from pages.server.embed_routes import SVG, asked_of, base_of
from pages.server.plain_routes import Answer, Query, reader_language
from pages.shared.page_cache import held_or_made, shared

TEXT = "text/plain; charset=utf-8"


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


ROUTES: list[BaseRoute] = [Route("/c/{name}/card.{form}", card)]
