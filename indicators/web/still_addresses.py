"""The address of "is this still true?": `/still/<indicator>/<place>/<year>?v=<data version>`, and the sentence quoted.

It names a figure by its place and year, and by its source where that is given, and a sentence by its chart as every
address does. It holds no token and no number: whoever has it reads what is held, nothing else.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from indicators.charts.quoted_figure import QuotedFigure
from indicators.charts.request import ChartRequest
from indicators.findings.finding import Finding, Rule, Severity
from indicators.language.translator import N_
from indicators.model.suggestions import nearest
from indicators.store.dataset import Dataset
from indicators.web.chart_addresses import COMPARE, OVERVIEW_CHART, read_chart
from indicators.web.links import LINK_YEAR, YEARS, address, made_with

STILL_PATH = "still"

UNDATED = "undated"
"""What stands for the year of a figure whose source states none."""

SOURCE = "source"
"""The part of the query that names the source of the figure."""

STILL_PLACE = Rule(
    "still_place",
    Severity.ERROR,
    N_("The address names the place “{value}”, which is not known{suggestion}."),
    N_("Name the id of a place: casablanca."),
)

STILL_SOURCE = Rule(
    "still_source",
    Severity.WARNING,
    N_("The address names the source “{value}”, which is not known{suggestion}."),
    N_("Every source is shown."),
)


STILL_OVERVIEW = Rule(
    "still_overview",
    Severity.WARNING,
    N_("The overview speaks of many indicators: which figure of “{value}” is meant is not said."),
    N_("Name an indicator in its place; here is the sentence of the overview."),
)


@dataclass(frozen=True)
class StillRequest:
    """What is asked about: a chart's sentence, and the figure of a `place` in a `year`, where one is named.

    `version` is the data version it was quoted with, empty where the address does not say; `source` is empty for any.
    """

    state: ChartRequest
    indicator: str
    place: str
    year: int | None
    source: str
    version: str


def still_address(state: ChartRequest, quoted: QuotedFigure | None, version: str) -> str:
    """Return where one reads whether a chart's sentence, and the figure in it, still hold.

    `state` is the request of the chart, `version` the data version that it is quoted with.
    """
    path = f"{STILL_PATH}/{state.indicator or OVERVIEW_CHART}"
    request = replace(state, indicator=None)
    if quoted is None:
        return address(path, request, version=version)
    path = f"{STILL_PATH}/{state.indicator or OVERVIEW_CHART}/{quoted.place}/{quoted.year or UNDATED}"
    return f"{address(path, request, version=version)}&{SOURCE}={quoted.source}"


def read_still(path: str, query: Mapping[str, str], dataset: Dataset) -> tuple[StillRequest | None, list[Finding]]:
    """Return what an address asks about, and a finding for each part not honoured; None where there is no such thing.

    `path` is what stands behind `/still/`.
    """
    name, place, year, *more = [*path.strip("/").split("/"), "", ""]
    kind = query.get("chart", "").strip()
    if query.get("view", "").strip():
        kind = COMPARE
    chart = f"{name}-{kind}" if kind and name != OVERVIEW_CHART else name
    state, findings = read_chart(chart, {part: value for part, value in query.items() if part != "chart"}, dataset)
    if state is None or any(more):
        return None, findings
    number: int | None = None
    if place:
        if place not in dataset.places:
            params = {"near": nearest(place, dataset.places)}
            return None, [*findings, Finding(STILL_PLACE, value=place[:60], params=params)]
        if year != UNDATED:
            number = int(year) if year.isascii() and year.isdigit() and len(year) == 4 else None
            if number is None or number not in YEARS:
                ends = {"low": YEARS.start, "high": YEARS.stop - 1}
                return None, [*findings, Finding(LINK_YEAR, value=year[:60], params=ends)]
    if place and state.indicator is None:
        findings.append(Finding(STILL_OVERVIEW, value=place))
        place, number = "", None
    source = query.get(SOURCE, "").strip()
    if source and source not in dataset.sources:
        params = {"near": nearest(source[:60], dataset.sources)}
        findings.append(Finding(STILL_SOURCE, value=source[:60], params=params))
        source = ""
    return StillRequest(state, state.indicator or "", place, number, source, made_with(query)), findings
