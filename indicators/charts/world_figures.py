"""The figures of the world's map: one a place, of a year or the latest, and which of them share a scale."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from statistics import mean

import numpy as np
import pandas as pd

from indicators import claims, derive, ranking, years
from indicators.catalogue import Indicator
from indicators.charts.chart import compared, is_country
from indicators.charts.selection import APART, LEVELS
from indicators.maps import land
from indicators.store import Dataset
from indicators.vocabulary import Level, Scale

FEWEST = 3
"""Fewer places with a figure than this are no map."""

MOST_VALUES = 300
"""Values that classes are found from; of more, so many evenly from the lowest to the highest."""


@dataclass(frozen=True)
class WorldFigures:
    """The figures of one map: `rows` are one observation a place, `shown` those of them that share its scale.

    `apart` are those that do not, with `reasons`; `bands` are first and last
    rank by place. `latest` are the figures that share a scale where no year is
    asked for; `scale` are the values it is made of: theirs and those of other
    years on the same ground, `steady` where they hold what is shown.
    """

    places: tuple[str, ...]
    rows: pd.DataFrame
    shown: pd.DataFrame
    apart: pd.DataFrame
    bands: Mapping[str, tuple[int, int]]
    latest: pd.DataFrame
    scale: tuple[float, ...]
    steady: bool

    @property
    def absent(self) -> list[str]:
        """The places without a figure."""
        have = set(self.rows["place"].astype("str"))
        return [place for place in self.places if place not in have]


def mapped(dataset: Dataset) -> list[Indicator]:
    """Return the indicators that a map of the world can show: ranked ones with figures of three places or more."""
    return [entry for entry in dataset.catalogue.values() if is_mapped(dataset, entry)]


def is_mapped(dataset: Dataset, entry: Indicator) -> bool:
    """Return whether a map of the world can show an indicator."""
    if entry.scale is Scale.FACILITY or not entry.rankable:
        return False
    level = LEVELS.get(entry.scale, Level.CITY)
    seen = derive.observed(dataset.of(entry.id))["place"].astype("str").unique()
    return sum(dataset.places[place].level is level for place in seen) >= FEWEST


def offered(dataset: Dataset, entry: Indicator, cities: Iterable[str]) -> tuple[int, ...]:
    """Return the years in which a place compared has a figure, oldest first."""
    rows = dataset.of(entry.id)
    seen = derive.observed(rows[rows["place"].isin(compared(dataset, entry, cities))])
    return tuple(sorted({int(year) for year in seen["year"].dropna()}))


def world_figures(dataset: Dataset, entry: Indicator, cities: Iterable[str], year: int | None) -> WorldFigures:
    """Return the figures of `year` and no other, or the latest of each place."""
    places = tuple(compared(dataset, entry, cities))
    rows, ranked = _ranked(dataset, entry, places, year)
    apart = _apart(rows, ranked)
    shown = rows[~apart]
    latest = shown
    if year is not None:
        newest, newest_ranked = _ranked(dataset, entry, places, None)
        latest = newest[~_apart(newest, newest_ranked)]
    bands = {
        str(place): (int(row["band_first"]), int(row["band_last"]))
        for place, row in ranked[ranked["refused"] == ""].iterrows()
    }
    told = rows[apart]
    reasons = pd.Series([ranked.loc[str(place), "reasons"] for place in told["place"]], index=told.index)
    scale, steady = _scale(dataset, entry, places, shown, latest)
    told = told.assign(reasons=reasons.astype("object"))
    return WorldFigures(places, rows, shown, told, bands, latest, scale, steady)


def _apart(rows: pd.DataFrame, ranked: pd.DataFrame) -> "pd.Series[bool]":
    """Return which rows share no scale with the others."""
    return rows["place"].astype("str").map(ranked["refused"]).isin([str(refusal) for refusal in APART])


def _ranked(
    dataset: Dataset, entry: Indicator, places: tuple[str, ...], year: int | None
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return one observation a place, and their ranks by place."""
    home = claims.home(dataset, entry)
    rows = years.chosen(dataset.of(entry.id), places, home, year, None if year is None else 0)
    level = LEVELS.get(entry.scale, Level.CITY)
    return rows, ranking.rank(rows, entry, dataset.places, reference=home, level=level).set_index("place")


def _scale(
    dataset: Dataset, entry: Indicator, places: tuple[str, ...], shown: pd.DataFrame, latest: pd.DataFrame
) -> tuple[tuple[float, ...], bool]:
    """Return the values of one scale for all years, and whether it holds what is shown; else the shown values."""
    everything = dataset.of(entry.id)
    seen = derive.observed(everything[everything["place"].isin(list(places))])
    keys = ["perimeter", "method"]
    ground = set(latest[keys].astype("str").itertuples(index=False, name=None))
    alike = [row in ground for row in seen[keys].astype("str").itertuples(index=False, name=None)]
    values = np.sort(seen.loc[alike, "value"].to_numpy("float64"))
    own = shown["value"].to_numpy("float64")
    steady = bool(len(values) and len(own) and values[0] <= own.min() and own.max() <= values[-1])
    if not steady:
        return tuple(own.tolist()), False
    kept = np.unique(np.linspace(0, len(values) - 1, min(len(values), MOST_VALUES)).round().astype("int64"))
    return tuple(values[kept].tolist()), True


def positions(dataset: Dataset, places: Iterable[str], cities: Iterable[str]) -> dict[str, tuple[float, float]]:
    """Return where each place is drawn, in kilometres of the projection (:func:`positions_in_degrees`)."""
    return {place: land.projected(*at) for place, at in positions_in_degrees(dataset, places, cities).items()}


def positions_in_degrees(
    dataset: Dataset, places: Iterable[str], cities: Iterable[str]
) -> dict[str, tuple[float, float]]:
    """Return longitude and latitude of each place; none where its coordinates are not known.

    A country lies in the middle of its compared cities, for the map shows no outline of it.
    """
    cities = list(cities)
    found = {}
    for place in places:
        if is_country(dataset, place):
            country = dataset.places[place].country
            members = [city for city in cities if dataset.places[city].country == country]
        else:
            members = [place]
        known = [
            (member.longitude, member.latitude)
            for member in (dataset.places[key] for key in members)
            if member.longitude is not None and member.latitude is not None
        ]
        if known:
            found[place] = (mean(x for x, _ in known), mean(y for _, y in known))
    return found
