"""The files to begin with, as the data page hands them out."""

from dataclasses import replace
from functools import lru_cache

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from indicators.charts.chart import Chart, Look
from indicators.charts.dispatch import chart_of, cities_of
from indicators.charts.request import LINK_SHOWN, ChartRequest
from indicators.charts.world_map import KIND, not_shown
from indicators.exports.bundle import chart_csv, chart_zip
from indicators.exports.map_layers import areas_geojson, geopackage, map_frame, point_frame, points_geojson
from indicators.findings.finding import Finding, describe
from indicators.intake import blank_files
from indicators.language.translator import N_, SCREEN_LANGUAGES, text
from indicators.maps import districts
from indicators.text.csv_safety import csv_bytes
from indicators.web import app_state
from indicators.web.link_choices import choices
from indicators.web.links import (
    DISTRICTS_PAGE,
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
from pages.shared.templating import html

OVERVIEW = "overview"
"""How the address of a download names the opening page, whose own address is empty."""

CHART_TYPES = {"csv": "text/csv", "zip": "application/zip", "html": "text/html"}
"""What a chart is answered as; html is its table alone, which a page fetches when it is opened."""


def chart_download(request: Request) -> Response:
    """Answer the chart that the address names as CSV, zip or table; what it cannot mean is said in plain words.

    Nothing is put in the place of an unknown name, as a page would: a file
    outlives the notice.
    """
    page, form = request.path_params["page"], request.path_params["form"]
    state, findings = read(request.query_params, choices(app_state.dataset()))
    if findings:
        told = [describe(finding, state.language)[0] for finding in findings]
        wrong = {LINK_REACH, LINK_TOO_MANY, LINK_MANY_FURTHER, LINK_YEAR, LINK_YEARS, LINK_WITHIN} & {
            finding.rule for finding in findings
        }
        return PlainTextResponse("\n".join(told), status_code=400 if wrong else 404)
    pages = {entry.address or OVERVIEW for entry in registry.ENTRIES}
    if page not in pages or form not in CHART_TYPES:
        told = text(state.language, N_("There is no download “{name}”."), name=f"{page}.{form}"[:60])
        return PlainTextResponse(told, status_code=404)
    made = _chart_file(app_state.dataset().version, "" if page == OVERVIEW else page, form, state)
    if made is None:
        told = text(state.language, N_("There is no such chart: no figure is published for it."))
        return PlainTextResponse(told, status_code=404)
    name, body = made
    disposition = {} if form == "html" else {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(body, media_type=CHART_TYPES[form], headers=disposition)


@lru_cache(maxsize=32)
def _chart_file(version: str, page: str, form: str, state: ChartRequest) -> tuple[str, bytes] | None:
    """Return the name and the bytes of a download, None where there is no such chart; the last ones are kept."""
    dataset = app_state.dataset()
    chart = chart_of(dataset, state, Look(state.language))
    if chart is None:
        return None
    if form == "csv":
        body = csv_bytes(chart_csv(dataset, chart, state.language))
    elif form == "html":
        body = html("twin", state.language, title=chart.title, columns=chart.columns, rows=chart.rows).encode()
    else:
        body = chart_zip(dataset, chart, _link(page, chart, state, version), state.language)
    return f"{chart.id}-{version}.{form}", body


def _link(page: str, chart: Chart, state: ChartRequest, version: str) -> str:
    """Return the address that rebuilds the chart."""
    named = replace(state, chart=chart.kind) if state.indicator and state.view is None else state
    return app_state.public_address() + address(page, named, version=version)


MAP_TYPES = {"geojson": "application/geo+json", "gpkg": "application/geopackage+sqlite3"}


def maps(request: Request) -> Response:
    """Answer the map that the address names; what it cannot mean is said in plain words."""
    dataset = app_state.dataset()
    state, findings = read(request.query_params, choices(dataset))
    entry = dataset.catalogue.get(state.indicator or "")
    shown = state.map.shown
    if entry is not None and shown is not None:
        dates = districts.dates(districts.figures(dataset, entry, state.map.level, state.map.city), entry)
        findings += [] if shown in dates.all else [Finding(LINK_SHOWN, value=shown)]
    if findings:
        told = [describe(finding, state.language)[0] for finding in findings]
        return PlainTextResponse("\n".join(told), status_code=404)
    form = request.url.path.rsplit(".", 1)[-1]
    made = _map_file(dataset.version, form, state) if entry is not None else None
    if made is None:
        told = text(state.language, N_("There is no such map: no figure of the districts is published for it."))
        return PlainTextResponse(told, status_code=404)
    name, body = made
    disposition = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(body, media_type=MAP_TYPES[form], headers=disposition)


@lru_cache(maxsize=32)
def _map_file(version: str, form: str, state: ChartRequest) -> tuple[str, bytes] | None:
    """Return the name and the bytes of a map, None where there is none; the last ones are kept."""
    dataset = app_state.dataset()
    entry = dataset.catalogue[str(state.indicator)]
    frame = map_frame(dataset, entry, state.map)
    if frame is None:
        return None
    body = areas_geojson(frame) if form == "geojson" else geopackage(frame, entry.id)
    city = f"{state.map.city}-" if state.map.city else ""
    return f"{city}{entry.id}-map-{state.map.shown or 'newest'}-{version}.{form}", body


MAP_ROUTES = [Route(f"/download/{DISTRICTS_PAGE}.{form}", maps) for form in MAP_TYPES]


def points(request: Request) -> Response:
    """Answer the map that the address names; what it cannot mean is said in plain words."""
    dataset = app_state.dataset()
    state, findings = read(request.query_params, choices(dataset))
    entry = dataset.catalogue.get(state.indicator or "")
    if entry is not None:
        findings += not_shown(dataset, entry, cities_of(dataset, state), state)
    if findings:
        told = [describe(finding, state.language)[0] for finding in findings]
        return PlainTextResponse("\n".join(told), status_code=404)
    form = request.url.path.rsplit(".", 1)[-1]
    made = _point_file(dataset.version, form, state) if entry is not None else None
    if made is None:
        told = text(state.language, N_("There is no such map: no figure of the cities compared is published for it."))
        return PlainTextResponse(told, status_code=404)
    name, body = made
    disposition = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(body, media_type=MAP_TYPES[form], headers=disposition)


@lru_cache(maxsize=32)
def _point_file(version: str, form: str, state: ChartRequest) -> tuple[str, bytes] | None:
    """Return the name and the bytes of a map, None where there is none; the last ones are kept."""
    dataset = app_state.dataset()
    entry = dataset.catalogue[str(state.indicator)]
    frame = point_frame(dataset, entry, cities_of(dataset, state), state)
    if frame is None:
        return None
    body = points_geojson(frame) if form == "geojson" else geopackage(frame, entry.id)
    return f"{entry.id}-{KIND}-{state.year or 'latest'}-{version}.{form}", body


POINT_ROUTES = [Route(f"/download/{WORLD_PAGE}.{form}", points) for form in MAP_TYPES]


TEMPLATE_TYPES = {
    "figures.xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "figures.csv": "text/csv",
    "example.csv": "text/csv",
}


def template(request: Request) -> Response:
    """Answer the file that the address names, in the language asked for."""
    name = request.path_params["name"]
    asked = request.query_params.get("lang", "en")
    language = asked if asked in SCREEN_LANGUAGES else "en"
    if name not in TEMPLATE_TYPES:
        told = text(language, N_("There is no download “{name}”."), name=name[:60])
        return PlainTextResponse(told, status_code=404)
    body = _made(app_state.dataset().version, name, language)
    return Response(
        body, media_type=TEMPLATE_TYPES[name], headers={"Content-Disposition": f'attachment; filename="{name}"'}
    )


@lru_cache(maxsize=8)
def _made(version: str, name: str, language: str) -> bytes:
    """Make a file once for each version of the data."""
    if name == "figures.csv":
        return blank_files.empty_csv(language)
    dataset = app_state.dataset()
    if name == "example.csv":
        return blank_files.example_csv(dataset, language)
    return blank_files.empty_workbook(dataset, language)


TEMPLATE_ROUTES = [Route("/templates/{name}", template)]
