"""The parts of a city on one indicator: which dates can be shown, and the figures of a date or of the change.

A part is a district (in some cities an arrondissement) or a prefecture of them.
Frames in, frames out; a figure is chosen, never made.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import pandas as pd

from indicators.analysis import derive
from indicators.maps import city_outlines
from indicators.maps.city_outlines import PERIMETERS
from indicators.model.catalogue import Indicator
from indicators.model.observations import floats, is_one_of, texts
from indicators.model.places import Place
from indicators.model.vocabulary import Level
from indicators.store.dataset import Dataset, once_per_dataset
from indicators.text import formatting
from indicators.text.formatting import rounded

CHANGE = "change"
"""What is shown in place of a year: the change between the first and the last."""

FEWEST = 3
"""A date with fewer parts than this is not a map."""

TITLES = {
    "en": re.compile(r"(?P<name>.+) \(prefecture of arrondissements\)"),
    "fr": re.compile(r"Préfecture d’arrondissements (?:de |d’)(?P<name>.+)"),
    "ar": re.compile(r"عمالة مقاطعات (?P<name>.+)"),
}
"""How a prefecture of arrondissements is named in full: a map has room for its own name only."""


@dataclass(frozen=True)
class Dates:
    """The years that can be shown, and whether the change between the first and the last can."""

    years: tuple[int, ...]
    change: bool

    @property
    def all(self) -> tuple[str, ...]:
        """What can be shown, as links name it: the years, then the change."""
        return (*(str(year) for year in self.years), *((CHANGE,) if self.change else ()))


def parts_of(dataset: Dataset, level: Level, city: str | None = None) -> tuple[str, ...]:
    """Return the prefectures or districts of a city, the home city unless given."""
    return city_outlines.parts_of(dataset.places, level, city or dataset.home.city)


def cities(dataset: Dataset) -> tuple[str, ...]:
    """Return the cities that have a map: outlines of their parts, and figures of them. The home city comes first."""
    home = dataset.home.city
    others = [city for city in city_outlines.cities(dataset) if city != home]
    return (home, *(city for city in others if mapped(dataset, city)))


def short_name(place: Place, language: str) -> str:
    """Return a part's own name, without the word for what it is."""
    full = place.names.get(language)
    title = TITLES[language].fullmatch(full) if language in TITLES else None
    return title["name"] if title else full


def figures(dataset: Dataset, entry: Indicator, level: Level, city: str | None = None) -> pd.DataFrame:
    """Return what is observed of the parts of a city, the home city unless given, each counted in its own outline."""
    rows = dataset.of(entry.id)
    of_parts = is_one_of(rows["perimeter"], [PERIMETERS[level]]) & is_one_of(
        rows["place"], parts_of(dataset, level, city)
    )
    return rows[of_parts & derive.is_observed(rows) & ~np.isnan(floats(rows["year"]))]


def years_of(rows: pd.DataFrame) -> tuple[int, ...]:
    """Return the years of `rows` (:func:`figures`) that have enough parts for a map."""
    return _with_enough(year for year, _ in set(zip(floats(rows["year"]).tolist(), texts(rows["place"]), strict=True)))


def _with_enough(years: Iterable[float]) -> tuple[int, ...]:
    """Return the years that stand for enough parts; `years` has one for each part observed in it."""
    return tuple(sorted(int(year) for year, parts in Counter(years).items() if parts >= FEWEST))


def dates(rows: pd.DataFrame, entry: Indicator) -> Dates:
    """Return what of `rows` (:func:`figures`) can be shown as a map.

    There is no change where a series break lies between the years: the question was another one.
    """
    years = years_of(rows)
    if len(years) < 2:
        return Dates(years, change=False)
    year = floats(rows["year"])
    start, end = derive.line_ends(rows, entry)
    spanning = (year[start] == years[0]) & (year[end] == years[-1])
    return Dates(years, change=int(spanning.sum()) >= FEWEST)


@once_per_dataset
def _observed_parts(dataset: Dataset) -> dict[tuple[str, str], set[tuple[str, float]]]:
    """Return the places and years observed of each indicator in each outline of a part."""
    rows = dataset.observations
    year = floats(rows["year"])
    usable = is_one_of(rows["perimeter"], PERIMETERS.values()) & derive.is_observed(rows) & ~np.isnan(year)
    words = (texts(rows[name])[usable].tolist() for name in ("indicator", "perimeter", "place"))
    pairs: dict[tuple[str, str], set[tuple[str, float]]] = defaultdict(set)
    for indicator, perimeter, place, when in zip(*words, year[usable].tolist(), strict=True):
        pairs[indicator, perimeter].add((place, when))
    return pairs


def years_shown(dataset: Dataset, entry: Indicator, level: Level, city: str | None = None) -> tuple[int, ...]:
    """Return the years of which an indicator has a map of the parts of a city, the home city unless given."""
    parts = set(parts_of(dataset, level, city))
    observed = _observed_parts(dataset).get((entry.id, str(PERIMETERS[level])), set())
    return _with_enough(year for place, year in observed if place in parts)


def dates_of(dataset: Dataset, entry: Indicator, level: Level, city: str | None = None) -> Dates:
    """Return what of an indicator can be shown as a map of the parts of a city, the home city unless given."""
    years = years_shown(dataset, entry, level, city)
    if len(years) < 2:
        return Dates(years, change=False)
    return dates(figures(dataset, entry, level, city), entry)


def every_date(dataset: Dataset) -> tuple[str, ...]:
    """Return what a link may ask a map to show: the years any part has a figure of, and the change."""
    rows = dataset.observations
    years = rows.loc[rows["perimeter"].isin(list(PERIMETERS.values())), "year"].dropna().unique()
    return (*sorted(str(int(year)) for year in years), CHANGE)


def mapped(dataset: Dataset, city: str | None = None) -> list[Indicator]:
    """Return the indicators that have a map of the city's districts or prefectures, in catalogue order."""
    named = {indicator for indicator, _ in _observed_parts(dataset)}
    return [
        entry
        for entry in dataset.catalogue.values()
        if entry.id in named and any(years_shown(dataset, entry, level, city) for level in PERIMETERS)
    ]


def mapped_anywhere(dataset: Dataset) -> list[Indicator]:
    """Return the indicators that have a map of some city's parts, in catalogue order."""
    named = {entry.id for city in cities(dataset) for entry in mapped(dataset, city)}
    return [entry for entry in dataset.catalogue.values() if entry.id in named]


def of_year(rows: pd.DataFrame, year: int) -> pd.DataFrame:
    """Return one observation a part, of one year, with the observation's columns."""
    return derive.latest(rows[rows["year"] == year])


def changed(rows: pd.DataFrame, entry: Indicator, first: int, last: int) -> pd.DataFrame:
    """Return the parts with a change between the two years on one unbroken line.

    Columns: place, first_value, last_value and value, the change: points for
    shares, else per cent, from the values as they are printed.
    """
    change = derive.changes(rows, entry)
    change = change[(change["first_year"] == first) & (change["last_year"] == last)].reset_index(drop=True)
    pairs = zip(change["first_value"], change["last_value"], strict=True)
    value = [change_of(float(before), float(after), entry) for before, after in pairs]
    return change[["place", "first_value", "last_value"]].assign(value=pd.Series(value, dtype="float64"))


def change_of(before: float, after: float, entry: Indicator) -> float:
    """Return the change in points for a share, else in per cent of the first value (NaN where that is zero)."""
    old, new = (float(rounded(value, entry.digits)) for value in (before, after))
    if formatting.in_points(entry):
        return float(rounded(new - old, entry.digits))
    return (new / old - 1) * 100 if old > 0 else float("nan")


def change_digits(entry: Indicator) -> int:
    """Return the decimals a change is printed with."""
    return entry.digits if formatting.in_points(entry) else 1
