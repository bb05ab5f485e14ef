"""The addresses of what is read without a session: a chart, "is this still true?" and the feeds of changes.

`/c/<indicator>-<kind>?...` is one chart, in the one grammar of plain pages, slides, codes and embeds. The name says
which chart, the query how it is read, with the words of every page (:mod:`indicators.web.links`): peers, cities, years,
language. A comparison is of the kind `compare`, its view in the query; the opening page's chart, which is of no one
indicator, is called `overview`. A name without a kind means the chart that answers first.

`/still/<indicator>/<place>/<year>?v=<data version>` names a figure by its place and year, and by its source where that
is given, and a sentence by its chart as every address does. It holds no token and no number: whoever has it reads what
is held, nothing else.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from urllib.parse import parse_qsl, urlsplit

from indicators.charts.comparison import VIEWS
from indicators.charts.dispatch import KINDS
from indicators.charts.quoting import QuotedFigure
from indicators.charts.request import ChartRequest
from indicators.findings.finding import Finding, Rule, Severity
from indicators.language.translator import N_
from indicators.model.places import nearest, nearest_indicator
from indicators.model.vocabulary import Theme
from indicators.store.dataset import Dataset, once_per_dataset
from indicators.web.link_choices import LinkChoices, choices
from indicators.web.links import LINK_YEAR, VERSION, YEARS, address, made_with, read

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


def chart_file_address(state: ChartRequest) -> str:
    """Return the address of a chart as a file for programs: `/c/<indicator>-<kind>.csv?...`."""
    return chart_address(state).replace("?", ".csv?", 1)


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
def _choices(dataset: Dataset) -> LinkChoices:
    return choices(dataset)


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


FEEDS = "/feeds/"
"""The path below which feeds are."""

ATOM = "application/atom+xml"

FEED_THEME = Rule(
    "feed_theme",
    Severity.ERROR,
    N_("The address names the theme “{value}”, which is not known{suggestion}."),
    N_("A theme is one of these: {allowed}."),
)

FEED_INDICATOR = Rule(
    "feed_indicator",
    Severity.ERROR,
    N_("The address names the indicator “{value}”, which is not known{suggestion}."),
    N_("Name an indicator of the catalogue: network_efficiency.atom."),
)


@dataclass(frozen=True)
class FeedScope:
    """What a feed is of: a theme, or an indicator, or everything where both are empty."""

    theme: str = ""
    indicator: str = ""

    @property
    def path(self) -> str:
        """The path of the feed."""
        if self.indicator:
            return f"{FEEDS}indicator/{self.indicator}.atom"
        return f"{FEEDS}theme/{self.theme}.atom" if self.theme else f"{FEEDS}releases.atom"

    def includes(self, dataset: Dataset, indicator: str) -> bool:
        """Return whether changes of an indicator belong to the feed."""
        if self.indicator:
            return indicator == self.indicator
        entry = dataset.catalogue.get(indicator)
        return not self.theme or (entry is not None and str(entry.theme) == self.theme)


def feed_address(scope: FeedScope, language: str) -> str:
    """Return the address of a feed in a language."""
    return f"{scope.path}?lang={language}"


def indicator_feed(indicator: str, language: str) -> str:
    """Return the address of the feed of one indicator."""
    return feed_address(FeedScope(indicator=indicator), language)


def theme_scope(name: str) -> tuple[FeedScope | None, list[Finding]]:
    """Return the scope of a theme by its id, None and why where it is not known."""
    themes = [str(theme) for theme in Theme]
    if name in themes:
        return FeedScope(theme=name), []
    params = {"near": nearest(name[:60], themes), "allowed": ", ".join(themes)}
    return None, [Finding(FEED_THEME, value=name[:60], params=params)]


def indicator_scope(dataset: Dataset, name: str) -> tuple[FeedScope | None, list[Finding]]:
    """Return the scope of an indicator by its id, None and why where it is not known."""
    if name in dataset.catalogue:
        return FeedScope(indicator=name), []
    near = nearest_indicator(name[:60], dataset.catalogue) if name else None
    return None, [Finding(FEED_INDICATOR, value=name[:60], params={"near": near})]
