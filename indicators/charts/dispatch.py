"""Which charts a link means: the one place where an indicator, a kind and a peer set become charts.

Pages, slides, downloads and notices ask here, so that the same link is the
same chart everywhere. A new kind of chart is one entry of :data:`KINDS`.
"""

from collections.abc import Callable, Mapping

import pandas as pd

from indicators.charts.chart import Asked, Chart, Look, chart_observations
from indicators.charts.comparison import ComparisonView, comparison
from indicators.charts.disagreement import disagreement_chart
from indicators.charts.distribution import commune_chart, world_chart
from indicators.charts.district_map import DistrictMap, SmallMaps, district_map, small_maps
from indicators.charts.districts import district_chart
from indicators.charts.overview import headline_standings, overview_chart
from indicators.charts.progress import progress
from indicators.charts.rank import around_chart, parts_chart, rank_chart
from indicators.charts.request import ChartRequest, Link, cities_of, unlinked
from indicators.charts.time import time_chart
from indicators.charts.world_map import WorldMap, world_map
from indicators.language.translator import N_, text
from indicators.model.catalogue import Indicator
from indicators.store.dataset import Dataset


def _chart_of(made: DistrictMap | SmallMaps | WorldMap | None) -> Chart | None:
    return made.chart if made else None


KINDS: Mapping[str, Callable[[Asked], Chart | None]] = {
    "parts": lambda a: parts_chart(a.dataset, a.entry, a.look),
    "rank": lambda a: rank_chart(a.dataset, a.entry, a.cities, a.look),
    "time": lambda a: time_chart(a.dataset, a.entry, a.cities, a.look),
    "sources": lambda a: disagreement_chart(a.dataset, a.entry, a.cities, a.look),
    "districts": lambda a: district_chart(a.dataset, a.entry, a.look),
    "around": lambda a: around_chart(a.dataset, a.entry, a.look),
    "communes": lambda a: commune_chart(a.dataset, a.entry, a.cities, a.look),
    "world": lambda a: world_chart(a.dataset, a.entry, a.cities, a.look),
    "map": lambda a: _chart_of(district_map(a.dataset, a.entry, a.state, a.look, a.link)),
    "maps": lambda a: _chart_of(small_maps(a.dataset, a.entry, a.state, a.look)),
    "points": lambda a: _chart_of(world_map(a.dataset, a.entry, a.cities, a.state, a.look, a.link)),
    "trajectory": lambda a: progress(a.dataset, a.entry, a.look, a.state.reach).chart,
}
"""The kinds of chart one indicator can have, by the word a link uses."""

OF_PAGE = ("rank", "parts", "time", "sources", "districts", "communes", "world")
"""The kinds on an indicator's own page, in their order there."""


def charts_of(dataset: Dataset, entry: Indicator, cities: tuple[str, ...], look: Look) -> list[Chart]:
    """Return every chart of an indicator's own page that has figures, the one that answers first in front."""
    asked = Asked(dataset, (entry,), cities, ChartRequest(), look)
    charts = [chart for kind in OF_PAGE if (chart := KINDS[kind](asked)) is not None]
    if len(charts) > 1:
        # One bar alone shows nothing that the other charts do not.
        charts = [chart for chart in charts if chart.kind != "rank" or len(chart.rows) != 1]
    # Sources that disagree are drawn; the same figures as a list would say it twice.
    drawn = {len(chart.rows) for chart in charts if chart.kind == "sources" and chart.figure is not None}
    return [c for c in charts if c.kind != "rank" or c.figure is not None or len(c.rows) not in drawn]


def chart_of(dataset: Dataset, state: ChartRequest, look: Look, link: Link = unlinked) -> Chart | None:
    """Return the chart a link means, None where there is none.

    A link without an indicator means the overview's; one without a kind means
    the chart that answers first. Ids must be known: links are read by
    :func:`indicators.web.links.read`.
    """
    made = comparison_of(dataset, state, look)
    if made is not None:
        return made.chart
    if state.indicator is None:
        return overview_chart(dataset, headline_standings(dataset, state), look)
    entry, cities = dataset.catalogue[state.indicator], cities_of(dataset, state)
    if state.chart is not None:
        return KINDS[state.chart](Asked(dataset, (entry,), cities, state, look, link))
    return next(iter(charts_of(dataset, entry, cities, look)), None)


def observations_of(dataset: Dataset, state: ChartRequest) -> pd.DataFrame:
    """Return the observations of the chart a link means, none without one."""
    chart = chart_of(dataset, state, Look(state.language))
    return chart_observations(dataset.observations.iloc[:0]) if chart is None else chart.observations


def comparison_of(dataset: Dataset, state: ChartRequest, look: Look) -> ComparisonView | None:
    """Return the comparison a link means, None where it names no view or no indicator."""
    if state.view is None or state.indicator is None:
        return None
    return comparison(dataset, state, cities_of(dataset, state), look)


HOW_TO_READ = {
    "strips": N_(
        "Each line is one indicator with its own scale; each dot is a city, the red diamond is the home city."
    ),
    "rank": N_("The longer the bar, the higher the value; the order runs from the first place to the last."),
    "around": N_("The longer the bar, the higher the value, for the home city and the places around it."),
    "parts": N_("Each bar is a share of the same whole."),
    "time": N_(
        "Each line is one source of one place; steeper means faster, and a dotted part is the source’s projection."
    ),
    "sources": N_(
        "Each dot is what one source says of the same thing; the distance between dots is their disagreement."
    ),
    "districts": N_("Each row is a part of the city; the dot is its newest value, the hollow one the value before."),
    "communes": N_("Each column counts the communes with about that value; the red line marks the home city."),
    "world": N_("Each column counts the cities of the world with about that value; the red line marks the home city."),
    "map": N_("The key gives the values of each colour; hatched areas have no figure here."),
    "maps": N_("Each map is one date, all with the same colours; the last shows the change."),
    "points": N_("Each dot is a city where it lies; the key says what its size or colour means."),
    "trajectory": N_(
        "The line is what was observed; what runs on to 2030 is the same pace continued, or the way to the target."
    ),
    "lines": N_("Each line is one place; lines of different sources are not joined."),
    "slope": N_("Each line joins two dates of one place: upwards is a rise."),
    "dumbbell": N_("Each row is one place; the two dots are two dates, and the bar between them is the change."),
    "scatter": N_("Each dot is a city: across is one indicator, upwards the other. A pattern is no proof of a cause."),
    "multiples": N_("Each small chart is one place, all on the same scale."),
    "table": N_("Each column has a scale of its own: bars may be compared down a column, not across."),
}
"""How a chart is read, by its kind."""


def how_to_read(kind: str, language: str) -> str:
    """Return how a kind of chart is read; empty for one that needs no words."""
    words = HOW_TO_READ.get(kind)
    return text(language, words) if words else ""
