"""What can be taken away as a file: charts, maps, and the files to begin with.

An answer is of one data version: the data set is read once for each request
and handed to whatever takes part in it.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from indicators.charts.chart import Look
from indicators.charts.dispatch import chart_of
from indicators.charts.request import LINK_SHOWN, ChartRequest, cities_of
from indicators.charts.world_map import KIND, not_shown
from indicators.exports.bundle import chart_csv, chart_zip
from indicators.exports.map_layers import areas_geojson, geopackage, map_frame, point_frame, points_geojson
from indicators.findings.finding import Finding, Rule, describe
from indicators.intake import blank_files
from indicators.language.locales import SCREEN_LANGUAGES
from indicators.language.translator import N_, text
from indicators.maps import districts
from indicators.plain.page import Twin
from indicators.store.dataset import Dataset
from indicators.text.csv_safety import csv_bytes
from indicators.web import app_state
from indicators.web.link_choices import choices
from indicators.web.links import (
    LINK_MANY_FURTHER,
    LINK_REACH,
    LINK_TOO_MANY,
    LINK_WITHIN,
    LINK_YEAR,
    LINK_YEARS,
    WORLD_PAGE,
    address,
    read,
)
from pages.shared import registry
from pages.shared.page_cache import shared

OVERVIEW = "overview"
"""How the address of a download names the opening page, whose own address is empty."""

CHART_TYPES = {"csv": "text/csv", "zip": "application/zip", "html": "text/html"}
"""What a chart is answered as; html is its table alone, which a page fetches when it is opened."""

MAP_TYPES = {"geojson": "application/geo+json", "gpkg": "application/geopackage+sqlite3"}

TEMPLATE_TYPES = {
    "figures.xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "figures.csv": "text/csv",
    "example.csv": "text/csv",
}

MALFORMED = frozenset({LINK_REACH, LINK_TOO_MANY, LINK_MANY_FURTHER, LINK_YEAR, LINK_YEARS, LINK_WITHIN})
"""The rules of what no address can mean, whatever the data; of these, a chart answers 400 and not 404."""

File = tuple[str, bytes]
"""A file's name and its content."""


@shared
def _chart_file(dataset: Dataset, page: str, form: str, state: ChartRequest) -> File | None:
    """Return a chart of a page as a file, None where there is no such chart."""
    chart = chart_of(dataset, state, Look(state.language))
    if chart is None:
        return None
    if form == "csv":
        body = csv_bytes(chart_csv(dataset, chart, state.language))
    elif form == "html":
        body = Twin(chart.title, chart.columns, chart.rows).markup(state.language).body.encode()
    else:
        named = replace(state, chart=chart.kind) if state.indicator and state.view is None else state
        own_address = "" if page == OVERVIEW else page
        link = app_state.public_address() + address(own_address, named, version=dataset.version)
        body = chart_zip(dataset, chart, link, state.language)
    return f"{chart.id}-{dataset.version}.{form}", body


@shared
def _district_file(dataset: Dataset, _page: str, form: str, state: ChartRequest) -> File | None:
    """Return the map of a city's parts as a layer, None where there is none."""
    if state.indicator is None:
        return None
    entry = dataset.catalogue[state.indicator]
    frame = map_frame(dataset, entry, state.map)
    if frame is None:
        return None
    body = areas_geojson(frame) if form == "geojson" else geopackage(frame, entry.id)
    city = f"{state.map.city}-" if state.map.city else ""
    return f"{city}{entry.id}-map-{state.map.shown or 'newest'}-{dataset.version}.{form}", body


def _district_findings(dataset: Dataset, state: ChartRequest) -> list[Finding]:
    """Find a date that the map of a city's parts does not have."""
    shown = state.map.shown
    if state.indicator is None or shown is None:
        return []
    entry = dataset.catalogue[state.indicator]
    dates = districts.dates_of(dataset, entry, state.map.level, state.map.city)
    return [] if shown in dates.all else [Finding(LINK_SHOWN, value=shown)]


@shared
def _world_file(dataset: Dataset, _page: str, form: str, state: ChartRequest) -> File | None:
    """Return the map of the places compared as a layer, None where there is none."""
    if state.indicator is None:
        return None
    entry = dataset.catalogue[state.indicator]
    frame = point_frame(dataset, entry, cities_of(dataset, state), state)
    if frame is None:
        return None
    body = points_geojson(frame) if form == "geojson" else geopackage(frame, entry.id)
    return f"{entry.id}-{KIND}-{state.year or 'latest'}-{dataset.version}.{form}", body


def _world_findings(dataset: Dataset, state: ChartRequest) -> list[Finding]:
    """Find what of a link the map of the places compared cannot show."""
    if state.indicator is None:
        return []
    return list(not_shown(dataset, dataset.catalogue[state.indicator], cities_of(dataset, state), state))


@dataclass(frozen=True)
class Exporter:
    """How what an address names becomes a file.

    `make` takes the data set, the page, the form and the state; `absent` says that there is nothing to make;
    `findings` are what of the state it cannot show; `malformed` are the rules answered as a bad request.
    """

    types: dict[str, str]
    make: Callable[[Dataset, str, str, ChartRequest], File | None]
    absent: str
    findings: Callable[[Dataset, ChartRequest], list[Finding]] = lambda *_: []
    malformed: frozenset[Rule] = frozenset()


CHARTS = Exporter(
    CHART_TYPES,
    _chart_file,
    N_("There is no such chart: no figure for it is held here."),
    malformed=MALFORMED,
)
DISTRICTS_MAP = Exporter(
    MAP_TYPES,
    _district_file,
    N_("There is no such map: no figure of the districts is held here for it."),
    _district_findings,
)
WORLD_MAP = Exporter(
    MAP_TYPES,
    _world_file,
    N_("There is no such map: no figure of the cities compared is held here for it."),
    _world_findings,
)


def chart_or_map(request: Request) -> Response:
    """Answer the chart or the map that the address names; what it cannot mean is answered in plain words.

    Nothing is put in the place of an unknown name, as a page would: a file
    outlives the notice.
    """
    page, form = request.path_params["page"], request.path_params["form"]
    dataset = app_state.published_dataset()
    layers = {dataset.home.address: DISTRICTS_MAP, WORLD_PAGE: WORLD_MAP} if form in MAP_TYPES else {}
    exporter = layers.get(page, CHARTS)
    state, findings = read(request.query_params, choices(dataset))
    findings = [*findings, *exporter.findings(dataset, state)]
    if findings:
        words = [describe(finding, state.language)[0] for finding in findings]
        malformed = exporter.malformed & {finding.rule for finding in findings}
        return PlainTextResponse("\n".join(words), status_code=400 if malformed else 404)
    if form not in exporter.types or page not in {entry.address or OVERVIEW for entry in registry.published_entries()}:
        return _unknown(f"{page}.{form}", state.language)
    file = exporter.make(dataset, page, form, state)
    if file is None:
        return PlainTextResponse(text(state.language, exporter.absent), status_code=404)
    name, body = file
    return _answer(name, body, exporter.types[form], attached=form != "html")


def template(request: Request) -> Response:
    """Answer the file to begin with that the address names, in the language asked for."""
    name = request.path_params["name"]
    wanted = request.query_params.get("lang", "en")
    language = wanted if wanted in SCREEN_LANGUAGES else "en"
    if name not in TEMPLATE_TYPES:
        return _unknown(name, language)
    return _answer(name, _blank_file(app_state.published_dataset(), name, language), TEMPLATE_TYPES[name])


@shared
def _blank_file(dataset: Dataset, name: str, language: str) -> bytes:
    if name == "figures.csv":
        return blank_files.empty_csv(language)
    if name == "example.csv":
        return blank_files.example_csv(dataset, language)
    return blank_files.empty_workbook(dataset, language)


def _unknown(name: str, language: str) -> Response:
    return PlainTextResponse(text(language, N_("There is no download “{name}”."), name=name[:60]), status_code=404)


def _answer(name: str, body: bytes, media_type: str, attached: bool = True) -> Response:
    disposition = {"Content-Disposition": f'attachment; filename="{name}"'} if attached else {}
    return Response(body, media_type=media_type, headers=disposition)


ROUTES = [Route("/templates/{name}", template), Route("/download/{page}.{form}", chart_or_map)]
