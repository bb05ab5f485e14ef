"""The address of one chart: `/c/<indicator>-<kind>?...`, the one grammar of plain pages, slides, codes and embeds.

The name says which chart, the query how it is read, with the words of every page (:mod:`indicators.web.links`): peers,
cities, years, language. A comparison is of the kind `compare`, its view in the query; the opening page's chart, which
is of no one indicator, is called `overview`. A name without a kind means the chart that answers first.
"""

from collections.abc import Mapping
from dataclasses import replace
from urllib.parse import parse_qsl, urlsplit

from indicators.charts.comparison import VIEWS
from indicators.charts.dispatch import KINDS
from indicators.charts.request import ChartRequest
from indicators.findings.finding import Finding, Rule, Severity
from indicators.language.translator import N_
from indicators.model.suggestions import nearest, nearest_indicator
from indicators.store.dataset import Dataset, once_per_dataset
from indicators.web.link_choices import Choices, choices
from indicators.web.links import VERSION, address, read

CHART_PATH = "c"
"""The first part of the path of every plain page of a chart."""

OVERVIEW_CHART = "overview"
"""The name of the opening page's chart."""

COMPARE = "compare"
"""The kind of a comparison."""

CHART_INDICATOR = Rule(
    "chart_indicator",
    Severity.ERROR,
    N_("The address names the indicator “{value}”, which is not known{suggestion}."),
    N_("Name an indicator of the catalogue, a hyphen, and a kind of chart: network_efficiency-rank."),
)

CHART_KIND = Rule(
    "chart_kind",
    Severity.ERROR,
    N_("The address names the kind of chart “{value}”, which is not known{suggestion}."),
    N_("A kind of chart is one of these: {allowed}."),
)


def chart_name(state: ChartRequest) -> str:
    """Return the name of a chart in its address: `leakage-rank`; of a comparison, `leakage-compare`."""
    if state.indicator is None:
        return OVERVIEW_CHART
    kind = COMPARE if state.view else state.chart
    return f"{state.indicator}-{kind}" if kind else state.indicator


def chart_address(state: ChartRequest, version: str = "") -> str:
    """Return the address of the plain page of a chart: `/c/<indicator>-<kind>?...`, without defaults.

    `version` is the data version a link that is copied or cited was made with.
    """
    return address(f"{CHART_PATH}/{chart_name(state)}", replace(state, indicator=None, chart=None), version=version)


def chart_file_address(state: ChartRequest, form: str = "csv") -> str:
    """Return the address of a chart as a file for programs: `/c/<indicator>-<kind>.csv?...`."""
    return chart_address(state).replace("?", f".{form}?", 1)


def read_chart(name: str, query: Mapping[str, str], dataset: Dataset) -> tuple[ChartRequest | None, list[Finding]]:
    """Return the chart that a name and a query ask for, and a finding for each part not honoured.

    `name` is what stands behind `/c/`. An unknown indicator or kind is an error, and the request None: nothing is put
    in its place. What of the query is not known is a warning and left out. That the data hold such a chart is not
    stated: :func:`indicators.charts.dispatch.chart_of` answers None where they do not.
    """
    allowed = _choices(dataset)
    parts = {part: value for part, value in with_places(query).items() if part not in ("indicator", "chart")}
    indicator, _, kind = name.strip().partition("-")
    if indicator == OVERVIEW_CHART and not kind:
        state, findings = read({part: value for part, value in parts.items() if part != "view"}, allowed)
        return state, findings
    findings = []
    if indicator not in dataset.catalogue:
        near = nearest_indicator(indicator, dataset.catalogue) if indicator else None
        findings.append(Finding(CHART_INDICATOR, value=indicator[:60], params={"near": near}))
    view = parts.get("view", "").strip()
    if kind in VIEWS and kind not in KINDS:
        kind, view = COMPARE, view or kind
    if kind and kind != COMPARE and kind not in KINDS:
        known = (*KINDS, COMPARE)
        params = {"near": nearest(kind, known), "allowed": ", ".join(known)}
        findings.append(Finding(CHART_KIND, value=kind[:60], params=params))
    if findings:
        return None, findings
    if kind == COMPARE:
        parts["view"] = view if view else next(iter(VIEWS))
    state, findings = read({"indicator": indicator, **parts}, allowed)
    if kind == COMPARE and state.view is None:
        state = replace(state, view=next(iter(VIEWS)))
    if state.view is None and kind:
        state = replace(state, chart=kind)
    return state, findings


def with_places(query: Mapping[str, str]) -> dict[str, str]:
    """Return a query with the cities that `places=rabat~tunis` names, the spelling of chart files, in the link's own.

    Where it names cities already, these count.
    """
    out = {part: value for part, value in query.items() if part != "places"}
    named = query.get("places", "").replace("~", ",").strip(", ")
    return {**out, "cities": named} if named and "cities" not in out else out


def split_chart(written: str) -> tuple[str, dict[str, str]]:
    """Return the name and the query of a chart as it is written on a slide or copied from a browser.

    `leakage-rank?cities=rabat` and `https://host/c/leakage-rank?cities=rabat&lang=fr` are the same chart; the link of
    a page, `/water?indicator=leakage&chart=rank`, names its chart in the query. The data version is left out.
    """
    try:
        parts = urlsplit(written.strip())
    except ValueError:  # a host between brackets that is none
        return "", {}
    query = {part: value for part, value in parse_qsl(parts.query) if part != VERSION}
    path = parts.path.strip("/")
    name = path.rsplit("/", 1)[-1]
    indicator, kind, view = (query.pop(part, "") for part in ("indicator", "chart", "view"))
    if view:
        query["view"] = view
    if "-" not in name and indicator:
        kind = COMPARE if view else kind
        name = f"{indicator}-{kind}" if kind else indicator
    return name, query


@once_per_dataset
def _choices(dataset: Dataset) -> Choices:
    return choices(dataset)
