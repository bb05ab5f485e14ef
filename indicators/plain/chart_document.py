"""A chart as a document that leaves the pages: its claim, verdict, sources, table and figure, with its addresses.

It is made of the same :class:`~indicators.charts.chart.Chart` as every page, so that no title, verdict or row of it can
differ from theirs. Plain pages write it as HTML, slides and other programs read it as JSON.
"""

import html
import re
from dataclasses import dataclass, replace
from typing import Any

import orjson

from indicators.charts import world_map
from indicators.charts.chart import Chart, Look, verdict_line
from indicators.charts.dispatch import chart_of
from indicators.charts.district_map import KINDS as DISTRICT_MAPS
from indicators.charts.request import ChartRequest
from indicators.model.observations import floats
from indicators.model.sources import Source
from indicators.store.dataset import Dataset
from indicators.text.citations import citation, cited, short_source_line
from indicators.web.addresses import chart_address
from indicators.web.links import WORLD_PAGE, address, download

MOST_MARKS = 80
"""Places that can be pointed at in one chart: a list that a speaker can choose from."""

Mark = dict[str, str | int]
"""A place or a district (`id` and `name`), or a year (`id` is the number, `name` the same in writing)."""

_BOLD = re.compile(r"<b>(.*?)</b>")


def marks_of_chart(dataset: Dataset, chart: Chart, language: str) -> list[Mark]:
    """Return what a spotlight can be put on: the home city first, then the other places, then years of a time series.

    A spotlight is sent as the id of a place or a district, or as a year; each screen highlights that mark in its own
    layout (`static/plain/spotlight.js`), by the name that stands in bold over every mark's hover text. Only what the
    figure names is in it; nothing of a chart without one.
    """
    if chart.figure is None:
        return []
    written = orjson.dumps(chart.figure.to_dict()).decode()
    bold = {html.unescape(name) for name in _BOLD.findall(written)}
    drawn = chart.observations[chart.observations["drawn"].astype("bool")]
    places = list(dict.fromkeys(drawn["place"].astype("str")))
    places.sort(key=lambda place: place != dataset.home.city)
    named = [(place, dataset.places[place].names.get(language)) for place in places if place in dataset.places]
    marks: list[Mark] = [{"id": place, "name": name} for place, name in named if name in bold][:MOST_MARKS]
    if chart.kind == "time":
        years = sorted({int(year) for year in floats(drawn["year"].dropna())})
        marks += [{"id": year, "name": str(year)} for year in years[-MOST_MARKS:]]
    return marks


COMPARE_PAGE = "compare"


@dataclass(frozen=True)
class ChartDocument:
    """A chart with the words and addresses that go with it wherever it stands alone.

    `state` is the request that leads to this very chart; `explore` the page that shows it among the others, `csv` and
    `bundle` its downloads, empty where it has none; `citation` how it is quoted; `marks` what can be
    pointed at.
    """

    chart: Chart
    state: ChartRequest
    look: Look
    version: str
    sources: tuple[Source, ...]
    explore: str
    csv: str
    bundle: str
    citation: str
    marks: tuple[Mark, ...] = ()

    @property
    def plain(self) -> str:
        """The address of the chart's plain page."""
        return chart_address(self.state)

    def record(self) -> dict[str, Any]:
        """Return the document as JSON's types, the figure as Plotly's JSON has it."""
        chart = self.chart
        verdict = verdict_line(chart.comparison, self.look.language)
        return {
            "id": chart.id,
            "indicator": chart.indicator,
            "kind": chart.kind,
            "language": self.look.language,
            "data_version": self.version,
            "claim": chart.title,
            "subtitle": chart.subtitle,
            "alt": chart.alt,
            "verdict": {
                "word": None if chart.comparison.single else str(chart.comparison.verdict),
                "sign": verdict.sign,
                "name": verdict.name,
                "reasons": verdict.reasons,
            },
            "notes": list(chart.notes),
            "source": chart.source,
            "source_short": short_source_line(self.sources, self.look.language),
            "sources": [_source(source) for source in self.sources],
            "table": {
                "columns": [{"name": name, "numeric": numeric} for name, numeric in chart.columns],
                "rows": [list(row.cells) for row in chart.rows],
                "own": [number for number, row in enumerate(chart.rows) if row.is_home],
            },
            "figure": chart.figure.to_dict() if chart.figure is not None else None,
            "marks": list(self.marks),
            "citation": self.citation,
            "links": {"page": self.plain, "explore": self.explore, "csv": self.csv, "zip": self.bundle},
        }

    def json(self) -> bytes:
        """Return the document as JSON."""
        return orjson.dumps(self.record())


def _source(source: Source) -> dict[str, Any]:
    return {
        "id": source.id,
        "producer": source.producer,
        "title": source.title,
        "published": str(source.published),
        "link": source.link,
        "licence": source.licence,
    }


def page_of(dataset: Dataset, state: ChartRequest) -> str:
    """Return the address of the page that shows a chart among the others; the overview's is empty."""
    if state.view is not None:
        return COMPARE_PAGE
    if state.indicator is None:
        return ""
    if state.chart in DISTRICT_MAPS:
        return dataset.home.address
    if state.chart == world_map.KIND:
        return WORLD_PAGE
    if state.chart == "trajectory":
        return "sdg"
    return str(dataset.catalogue[state.indicator].theme)


def chart_document(dataset: Dataset, state: ChartRequest, look: Look, public: str = "") -> ChartDocument | None:
    """Return the chart that a request means as a document, None where there is none.

    `public` is the address of this server for the world, which citations print; empty for none.
    """
    chart = chart_of(dataset, state, look)
    return None if chart is None else documented(dataset, chart, state, look, public)


def documented(dataset: Dataset, chart: Chart, state: ChartRequest, look: Look, public: str = "") -> ChartDocument:
    """Return a finished chart as a document."""
    entry = dataset.catalogue.get(chart.indicator)
    kind = chart.kind if entry and state.view is None else state.chart
    own_request = replace(state, indicator=chart.indicator if entry else None, chart=kind, language=look.language)
    page = page_of(dataset, own_request)
    sources = tuple(cited(dataset.sources, chart.sources))
    link = public + chart_address(own_request, version=dataset.version)
    return ChartDocument(
        chart=chart,
        state=own_request,
        look=look,
        version=dataset.version,
        sources=sources,
        explore=address(page, own_request),
        csv=download(page, own_request, "csv"),
        bundle=download(page, own_request, "zip"),
        citation=citation(chart.title, sources, dataset.version, link, look.of_home(dataset)),
        marks=tuple(marks_of_chart(dataset, chart, look.language)),
    )


def refusal_json(words: str) -> bytes:
    """Return why there is no document, as JSON."""
    return orjson.dumps({"error": words})
