"""Charts as files: what a download's address asks for, and what is answered."""

from dataclasses import replace
from functools import lru_cache

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from indicators import site
from indicators.charts.chart import Chart, Look
from indicators.charts.lookup import chart_of, choices
from indicators.downloads import csv_bytes
from indicators.exports.bundle import chart_csv, chart_zip
from indicators.findings import describe
from indicators.language import N_, text
from indicators.links import State, address, read
from pages.parts import registry
from pages.parts.templating import html

OVERVIEW = "overview"
"""How the address of a download names the opening page, whose own address is empty."""

TYPES = {"csv": "text/csv", "zip": "application/zip", "html": "text/html"}
"""What a chart is answered as; html is its table alone, which a page fetches when it is opened."""


def charts(request: Request) -> Response:
    """Answer the chart that the address names as CSV, zip or table; what it cannot mean is said in plain words.

    Nothing is put in the place of an unknown name, as a page would: a file
    outlives the notice.
    """
    page, form = request.path_params["page"], request.path_params["form"]
    state, findings = read(request.query_params, choices(site.dataset()))
    if findings:
        told = [describe(finding, state.language)[0] for finding in findings]
        wrong = {"link_reach", "link_too_many", "link_many_further", "link_year", "link_years", "link_within"} & {
            finding.rule for finding in findings
        }
        return PlainTextResponse("\n".join(told), status_code=400 if wrong else 404)
    pages = {entry.address or OVERVIEW for entry in registry.ENTRIES}
    if page not in pages or form not in TYPES:
        told = text(state.language, N_("There is no download “{name}”."), name=f"{page}.{form}"[:60])
        return PlainTextResponse(told, status_code=404)
    made = _file(site.dataset().version, "" if page == OVERVIEW else page, form, state)
    if made is None:
        told = text(state.language, N_("There is no such chart: no figure is published for it."))
        return PlainTextResponse(told, status_code=404)
    name, body = made
    disposition = {} if form == "html" else {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(body, media_type=TYPES[form], headers=disposition)


@lru_cache(maxsize=32)
def _file(version: str, page: str, form: str, state: State) -> tuple[str, bytes] | None:
    """Return the name and the bytes of a download, None where there is no such chart; the last ones are kept."""
    dataset = site.dataset()
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


def _link(page: str, chart: Chart, state: State, version: str) -> str:
    """Return the address that rebuilds the chart."""
    named = replace(state, chart=chart.kind) if state.indicator and state.view is None else state
    return site.public_address() + address(page, named, version=version)
