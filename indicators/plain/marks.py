"""What of a chart a speaker can point at: the places drawn in it, and its years.

A spotlight is sent as the id of a place or a district, or as a year; each screen highlights that mark in its own
layout (`static/plain/spotlight.js`), by the name that stands in bold over every mark's hover text.
"""

import html
import re

import orjson

from indicators.charts.chart import Chart
from indicators.model.observations import floats
from indicators.store.dataset import Dataset

MOST_MARKS = 80
"""Places that can be pointed at in one chart: a list that a speaker can choose from."""

Mark = dict[str, str | int]
"""A place or a district (`id` and `name`), or a year (`id` is the number, `name` the same in writing)."""

_BOLD = re.compile(r"<b>(.*?)</b>")


def marks_of_chart(dataset: Dataset, chart: Chart, language: str) -> list[Mark]:
    """Return what a spotlight can be put on: the home city first, then the other places, then years of a time series.

    Only what the figure names is in it; nothing of a chart without one.
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
