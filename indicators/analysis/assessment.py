"""What can be stated of a place on an indicator: value, score, status, trend, and why a part is missing."""

import math
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

from indicators import sdg
from indicators.analysis import derive
from indicators.analysis.standing import home_of
from indicators.analysis.trajectory import Trajectory, trajectories
from indicators.model.calendar import this_year
from indicators.model.catalogue import Indicator
from indicators.model.observations import NUMBERS, floats, texts
from indicators.sdg import Judgement
from indicators.store.dataset import Dataset, once_per_dataset


@dataclass(frozen=True)
class Assessment:
    """One place on one indicator; the parts that cannot be had are None.

    `value` and `year` are the newest observed; `judgement` is of that value by
    the indicator's published thresholds; `path` is the line the trend follows.
    """

    place: str
    value: float | None
    year: int | None
    perimeter: str | None
    source: str | None
    judgement: Judgement
    path: Trajectory

    @property
    def years_used(self) -> tuple[int, int] | None:
        """First and last year of the trend, None where there is no pace."""
        if self.path.base is None:
            return None
        return self.path.base.year, self.path.last.year


class NewestFigure(NamedTuple):
    """The newest observed figure of a place: `value` is NaN where it is a bound, `year` None where none is stated."""

    value: float
    lower: float
    upper: float
    year: int | None
    perimeter: str
    source: str
    note: str


@once_per_dataset
def _newest(dataset: Dataset) -> dict[str, dict[str, NewestFigure]]:
    """Return the newest figure of every place by indicator and place, chosen in one pass over all observations."""
    rows = derive.latest(dataset.observations)
    names = (texts(rows[name]) for name in ("indicator", "place", "perimeter", "source", "note"))
    figures: dict[str, dict[str, NewestFigure]] = {}
    numbers = (floats(rows[name]).tolist() for name in (*NUMBERS, "year"))
    for indicator, place, perimeter, source, note, value, lower, upper, year in zip(*names, *numbers, strict=True):
        when = None if math.isnan(year) else int(year)
        figure = NewestFigure(value, lower, upper, when, perimeter, source, note)
        figures.setdefault(indicator, {})[place] = figure
    return figures


def newest_figure(dataset: Dataset, indicator: str, place: str) -> NewestFigure | None:
    """Return the newest observed figure of a place (:func:`indicators.analysis.derive.latest`), None without one."""
    return _newest(dataset).get(indicator, {}).get(place)


def status_of(dataset: Dataset, entry: Indicator, place: str) -> str | None:
    """Return the status of the newest figure of a place, None where the indicator's thresholds give it none."""
    if sdg.applicable(entry)[0] is None:
        return None
    figure = newest_figure(dataset, entry.id, place)
    return sdg.judge(None if figure is None else figure.value, entry).status


def assess(dataset: Dataset, entry: Indicator, places: Iterable[str]) -> list[Assessment]:
    """Assess each of `places`, in their order; a place without a figure is there with its reason."""
    places = list(places)
    paths = trajectories(dataset.of(entry.id), entry, places)
    return [
        _assess(newest_figure(dataset, entry.id, place), entry, path) for place, path in zip(places, paths, strict=True)
    ]


def assess_home(dataset: Dataset, entry: Indicator) -> Assessment:
    """Assess the home city on an indicator (its country, the facility): once, for pages in every language ask."""
    return _home_assessments(dataset)(entry, this_year())


@once_per_dataset
def _home_assessments(dataset: Dataset) -> Callable[[Indicator, int], Assessment]:
    @cache
    def assessed(entry: Indicator, _year: int) -> Assessment:
        return assess(dataset, entry, [home_of(dataset, entry)])[0]

    return assessed


def _assess(figure: NewestFigure | None, entry: Indicator, path: Trajectory) -> Assessment:
    if figure is None or math.isnan(figure.value):
        return Assessment(path.place, None, None, None, None, sdg.judge(None, entry), path)
    return Assessment(
        place=path.place,
        value=figure.value,
        year=figure.year,
        perimeter=figure.perimeter,
        source=figure.source,
        judgement=sdg.judge(figure.value, entry),
        path=path,
    )
