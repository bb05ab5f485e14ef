"""The server's own routes and layers, beside Streamlit in one process."""

import html
import os
import sys

from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from indicators.exports.tables import observations_csv
from indicators.findings.finding import DataProblem, summary
from indicators.language.locales import SCREEN_LANGUAGES, direction, right_to_left
from indicators.open.endpoints import ROOT as API_PATH
from indicators.plain.assets import ARABIC, ARABIC_FONT, asset
from indicators.store.dataset import Dataset
from indicators.text.csv_safety import csv_bytes
from indicators.web import app_state, search
from indicators.web.addresses import ATOM, FeedScope
from indicators.web.admission import Admission
from indicators.web.middleware import CompressedAssets, DocumentHead, reader_language
from pages.server import (
    assistant_routes,
    downloads,
    embed_routes,
    feed_routes,
    first_html,
    follow_routes,
    handout_routes,
    live_routes,
    open_doors,
    package_routes,
    plain_routes,
    programme_routes,
    server_look,
    stage_routes,
    streamlit_bridge,
    streamlit_page,
)
from pages.server.answers import AnswerHead
from pages.server.health_routes import HealthFront
from pages.server.kept_front import KeptFront
from pages.server.limits import Limits
from pages.server.observing import Observed
from pages.server.open_doors import api_front
from pages.shared import registry
from pages.shared.page_cache import shared

HEAD = streamlit_bridge.HEAD + (
    f'<link rel="stylesheet" href="{asset(ARABIC)}">'
    '<link rel="stylesheet" href="/app/static/look.css"><script defer src="/app/static/spoken.js"></script>'
    '<script defer src="/app/static/small_screen.js"></script><script defer src="/app/static/behaviour.js"></script>'
    '<script defer src="/app/static/pictures.js"></script>'
    f'<link rel="alternate" type="{ATOM}" href="{FeedScope().path}">'
    '<link rel="stylesheet" href="/app/static/print.css"><script defer src="/app/static/printing.js"></script>'
    '<script defer src="/app/static/tour.js"></script><script defer src="/app/static/words.js"></script>'
)


def open_data() -> None:
    """Open the data before the server starts; a fault ends the program with one message.

    Done later, in the server's own start, the message would end in a traceback.
    """
    try:
        app_state.published_dataset()
    except DataProblem as problem:
        print("The data cannot be used. Fix this and restart:", file=sys.stderr)
        for text in summary(problem.findings):
            print(f"  {text}", file=sys.stderr)
        raise SystemExit(2) from None


def find(request: Request) -> Response:
    """Answer the index of the find box in the language asked for."""
    language = request.query_params.get("lang", "en")
    body = _index(app_state.published_dataset(), language if language in SCREEN_LANGUAGES else "en")
    return Response(body, media_type="application/json", headers={"Cache-Control": "max-age=60"})


@shared
def _index(dataset: Dataset, language: str) -> bytes:
    """Return the index as JSON, made once for each version of the data."""
    return search.index_json(dataset, language, registry.search_records(dataset, language))


def figures(request: Request) -> Response:
    """Answer the observations of one indicator as tidy CSV, without what may not be redistributed."""
    dataset = app_state.published_dataset()
    name = request.path_params["indicator"]
    if name not in dataset.catalogue:
        return PlainTextResponse(f"Unknown indicator: {name}", status_code=404)
    disposition = f'attachment; filename="{name}-{dataset.version}.csv"'
    body = csv_bytes(observations_csv(dataset, name))
    return Response(body, media_type="text/csv", headers={"Content-Disposition": disposition})


def document_parts(request: Request) -> dict[str, str]:
    """Return what a document of Streamlit says instead of its own: its language with its direction, and its title.

    Both are of the language that the page will be in; one with letters of its own fetches them at once.
    """
    dataset, language = app_state.published_dataset(), reader_language(request)
    entry = registry.entry_at(dataset, request.url.path.strip("/"))
    named = registry.document_title(dataset, entry, language, request.query_params.get("indicator", ""))
    title = f"<title>{html.escape(named)}</title>"
    if right_to_left(language):
        title += f'<link rel="preload" href="{asset(ARABIC_FONT)}" as="font" type="font/woff2" crossorigin>'
    opening = f'<html lang="{language}" dir="{direction(language)}">'
    return {streamlit_bridge.DOCUMENT_TITLE: title, streamlit_bridge.DOCUMENT_OPENING: opening}


def routes() -> list[Route]:
    """Return the routes that are not Streamlit's."""
    return [
        Route("/find.json", find),
        Route("/figures/{indicator}.csv", figures),
        *downloads.ROUTES,
    ]


def middleware() -> list[Middleware]:
    """Return the layers every answer passes through."""
    return [
        Middleware(KeptFront, prefix=f"{API_PATH}/", store=open_doors.ANSWERS),
        Middleware(Observed, complete=AnswerHead().complete),
        Middleware(HealthFront),
        Middleware(Admission, environment=lambda: os.environ),
        Middleware(
            open_doors.OpenDoors,
            doors={API_PATH: api_front},
            counted=(assistant_routes.PATH, *package_routes.PREFIXES),
            store=open_doors.ANSWERS,
        ),
        Middleware(
            plain_routes.PlainRoutes,
            routes=[
                *handout_routes.ROUTES,
                *embed_routes.ROUTES,
                *feed_routes.ROUTES,
                *plain_routes.ROUTES,
                *programme_routes.ROUTES,
                *follow_routes.ROUTES,
                *live_routes.ROUTES,
                *stage_routes.ROUTES,
                *assistant_routes.ROUTES,
                *package_routes.ROUTES,
                *server_look.ROUTES,
            ],
            prefixes=(
                *plain_routes.PREFIXES,
                *embed_routes.PREFIXES,
                feed_routes.PREFIX,
                *programme_routes.PREFIXES,
                live_routes.PREFIX,
                *handout_routes.PREFIXES,
                *assistant_routes.PREFIXES,
                *package_routes.PREFIXES,
                server_look.PATH,
            ),
        ),
        Middleware(Limits),
        Middleware(streamlit_page.LighterFiles),
        Middleware(CompressedAssets, compressed=streamlit_page.COMPRESSED),
        Middleware(first_html.FirstHtml),
        Middleware(
            DocumentHead,
            links=streamlit_page.script(SCREEN_LANGUAGES, app_state.contact()) + HEAD,
            own_texts=document_parts,
        ),
    ]
