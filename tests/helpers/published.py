"""The charts of the project's own data by their names, each made once."""

from functools import cache

import pandas as pd

from indicators.charts.chart import Chart, Look
from indicators.charts.distribution import world_chart
from indicators.charts.districts import district_chart
from indicators.charts.overview import headline_standings, overview_chart
from indicators.charts.rank import parts_chart, rank_chart
from indicators.charts.request import BY_HAND, ChartRequest
from indicators.charts.time import time_chart
from indicators.model.vocabulary import Level
from tests.helpers.checking import dataset
from tests.helpers.home import HOME


@cache
def peers() -> tuple[str, ...]:
    """Return every city but Casablanca."""
    return tuple(place.id for place in dataset().places.of_level(Level.CITY) if place.id != HOME)


@cache
def _made(kind: str, indicator: str, look: Look, cities: tuple[str, ...]) -> Chart | None:
    entry = dataset().catalogue[indicator]
    if kind in _OF_CITIES:
        return _OF_CITIES[kind](dataset(), entry, cities, look)
    return _OF_CASABLANCA[kind](dataset(), entry, look)


_OF_CITIES = {"rank": rank_chart, "time": time_chart, "world": world_chart}
_OF_CASABLANCA = {"districts": district_chart, "parts": parts_chart}


def rank(indicator: str, look: Look | None = None, cities: tuple[str, ...] | None = None) -> Chart:
    """Return the ranked bar of an indicator."""
    chart = _made("rank", indicator, look or Look(), peers() if cities is None else cities)
    assert chart is not None
    return chart


def time(indicator: str, look: Look | None = None) -> Chart | None:
    """Return the lines of an indicator, None where no place has two dates."""
    return _made("time", indicator, look or Look(), peers())


def districts(indicator: str, look: Look | None = None) -> Chart | None:
    """Return the dots of the arrondissements."""
    return _made("districts", indicator, look or Look(), peers())


def world(indicator: str, look: Look | None = None) -> Chart | None:
    """Return Casablanca among all urban centres."""
    return _made("world", indicator, look or Look(), peers())


def parts(indicator: str, look: Look | None = None) -> Chart | None:
    """Return the shares of the whole an indicator belongs to."""
    return _made("parts", indicator, look or Look(), peers())


def overview(look: Look | None = None, cities: tuple[str, ...] | None = None) -> Chart | None:
    """Return the strips of the opening page, or those among some cities."""
    asked = ChartRequest() if cities is None else ChartRequest(peers=BY_HAND, cities=cities)
    return overview_chart(dataset(), headline_standings(dataset(), asked), look or Look())


def everything(indicator: str, look: Look) -> list[Chart]:
    """Return every chart an indicator has."""
    made = [_made(kind, indicator, look, peers()) for kind in (*_OF_CITIES, *_OF_CASABLANCA)]
    return [chart for chart in made if chart is not None]


def twin(chart: Chart) -> pd.DataFrame:
    """Return a chart's table twin with its headings."""
    return pd.DataFrame([row.cells for row in chart.rows], columns=[name for name, _ in chart.columns])


def plain(text: str) -> str:
    """Return a text with plain spaces where it has unbreakable ones."""
    return text.replace("\u00a0", " ").replace("\u202f", " ")


def notes(chart: Chart) -> str:
    """Return all notes of a chart as one text."""
    return " ".join(chart.notes)
