"""The table of what is published: indicators down, cities across, the age and the verdict in each cell."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache

import pandas as pd

from indicators.analysis import availability
from indicators.analysis.verdicts import Reason, Verdict, reasons_text, verdict_text
from indicators.charts.chart import SIGNS, Look, names
from indicators.charts.request import ChartRequest, Gap, Link, unlinked
from indicators.language.translator import text
from indicators.model.catalogue import Indicator
from indicators.model.observations import floats, texts
from indicators.model.places import alphabetical
from indicators.model.vocabulary import Scale, Theme
from indicators.store.dataset import Dataset
from indicators.text import formatting
from indicators.text.labels import word

FRESH, AGED = 5, 10
"""Up to so many years a figure is fresh, then aged; older ones stand faintly, and the home city's are listed."""

HUES = {Verdict.COMPARABLE: "fit", Verdict.WITH_CARE: "care", Verdict.NOT_COMPARABLE: "unfit"}
"""The name of the tint of each verdict."""


@dataclass(frozen=True)
class PublishedPairs:
    """The pairs with a figure: of cities and city indicators, of countries and national ones.

    `gaps` are the indicators that the home city would have to publish
    (:func:`indicators.analysis.availability.to_publish`).
    """

    cities: pd.DataFrame
    countries: pd.DataFrame
    gaps: pd.DataFrame


@dataclass(frozen=True)
class AvailabilityCell:
    """One figure in the table; without `text` there is none, or a `newer` one than asked for.

    `text` is its year, `since` the years of the whole series, `sign` and `hue`
    the verdict, `age` fresh, aged or nothing, `why` the verdict in words.
    `expected` marks what is planned or projected, `hollow` a national figure.
    """

    text: str = ""
    since: str = ""
    sign: str = ""
    hue: str = ""
    age: str = ""
    why: str = ""
    href: str = ""
    expected: bool = False
    hollow: bool = False
    newer: bool = False


@dataclass(frozen=True)
class AvailabilityRow:
    """One indicator of the table: its name, its chart, how many of the cities have a figure, and the cells."""

    name: str
    href: str
    count: int
    cells: tuple[AvailabilityCell, ...]


@dataclass(frozen=True)
class IndicatorGroup:
    """The indicators of one theme and scale."""

    title: str
    theme: str
    lines: tuple[AvailabilityRow, ...]


@dataclass(frozen=True)
class Column:
    """One city of the table and how many indicators it has figures of."""

    name: str
    count: int
    is_home: bool


def published_pairs(dataset: Dataset, cities: tuple[str, ...]) -> PublishedPairs:
    """Return what is published of the home city and `cities`, and of their countries."""
    home = dataset.home.city
    country_of = {city: country.id for city in (home, *cities) if (country := dataset.places.country_of(city))}

    def pairs(scale: Scale, places: Iterable[str], home: str) -> pd.DataFrame:
        entries = [entry for entry in dataset.catalogue.values() if entry.scale is scale]
        return availability.pairs(dataset.observations, entries, dict.fromkeys(places), dataset.places, home)

    of_cities = pairs(Scale.CITY, (home, *cities), home)
    return PublishedPairs(
        of_cities,
        pairs(Scale.COUNTRY, country_of.values(), country_of.get(home, "")),
        availability.to_publish(of_cities, dataset.catalogue, dataset.places, home),
    )


def columns(
    dataset: Dataset, pairs: PublishedPairs, cities: tuple[str, ...], look: Look
) -> tuple[dict[str, Column], list[str]]:
    """Return the columns by city, the home city first, then by name; and the cities in that order."""
    ordered = [
        dataset.home.city,
        *sorted(cities, key=lambda city: alphabetical(dataset.places[city].names.get(look.language))),
    ]
    totals = pairs.cities.groupby("place").size()
    return {
        city: Column(name, int(totals.get(city, 0)), city == dataset.home.city)
        for city, name in zip(ordered, names(dataset, ordered, look.language), strict=True)
    }, ordered


def groups(
    dataset: Dataset,
    pairs: PublishedPairs,
    cities: list[str],
    state: ChartRequest,
    look: Look,
    this_year: int,
    link: Link,
) -> list[IndicatorGroup]:
    """Return the table in groups by theme, as the state's filter asks for it.

    Where most cities have a figure stands first: there is most to compare.
    """
    table = _Table(dataset, pairs, cities, state, look, this_year, link)
    made = []
    for theme in Theme:
        if state.availability.theme not in (None, theme):
            continue
        entries = dataset.catalogue.of_theme(theme)
        lines = [line for entry in entries if entry.scale is Scale.CITY and (line := table.line(entry))]
        national = [line for entry in entries if entry.scale is Scale.COUNTRY and (line := table.national(entry))]
        title = word(theme, look.language)
        if lines:
            made.append(IndicatorGroup(title, theme, tuple(sorted(lines, key=lambda line: -line.count))))
        if national:
            heading = look.t("{theme}: national figures, which never stand for a city", theme=title)
            made.append(IndicatorGroup(heading, theme, tuple(national)))
    return made


@dataclass(frozen=True)
class _Table:
    """The cells by indicator and place, and the lines made of them."""

    dataset: Dataset
    pairs: PublishedPairs
    order: list[str]
    state: ChartRequest
    look: Look
    this_year: int
    link: Link

    @cached_property
    def cities(self) -> dict[tuple[str, str], AvailabilityCell]:
        """The cells of city indicators."""
        return self._cells(self.pairs.cities)

    @cached_property
    def countries(self) -> dict[tuple[str, str], AvailabilityCell]:
        """The cells of national indicators, none unless they are asked for."""
        return self._cells(self.pairs.countries) if self.state.availability.national else {}

    @cached_property
    def published(self) -> dict[str, set[str]]:
        """The cities with a figure, by indicator."""
        return {str(key): set(cities) for key, cities in self.pairs.cities.groupby("indicator")["place"]}

    @cached_property
    def country(self) -> dict[str, str]:
        """The country of each city."""
        places = self.dataset.places
        return {city: country.id for city in self.order if (country := places.country_of(city))}

    def _cells(self, pairs: pd.DataFrame) -> dict[tuple[str, str], AvailabilityCell]:
        if self.state.availability.older is not None:
            pairs = pairs[availability.older(pairs, self.state.availability.older, self.this_year)]
        words = (texts(pairs[name]).tolist() for name in ("indicator", "place", "verdict"))
        years = zip(*(floats(pairs[name]).tolist() for name in ("year", "first", "last")), strict=True)
        rows = zip(*words, years, pairs["reasons"], pairs["expected"], strict=True)
        return {(indicator, place): self._cell(indicator, *row) for indicator, place, *row in rows}

    def line(self, entry: Indicator) -> AvailabilityRow | None:
        """Return the line of a city indicator; None where nothing of it is to be shown."""
        places, home, gap = self.published.get(entry.id, set()), self.dataset.home.city, self.state.availability.gap
        shown = {
            None: bool(places - {home}),
            Gap.NOT_HERE: home not in places,
            Gap.ONLY_HERE: places == {home},
            Gap.ALL: True,
        }
        if not places or not shown[Gap(gap) if gap else None]:
            return None
        cells = [self.cities.get((entry.id, city)) or self._stand_in(entry, city, places) for city in self.order]
        if not any(cell.text and not cell.hollow for cell in cells):
            return None
        return AvailabilityRow(entry.names.get(self.look.language), self.hrefs[entry.id], len(places), tuple(cells))

    def national(self, entry: Indicator) -> AvailabilityRow | None:
        """Return the line of a national indicator, each city showing its country's figure."""
        if self.state.availability.gap in (Gap.NOT_HERE, Gap.ONLY_HERE):
            return None
        countries = [self.countries.get((entry.id, self.country.get(city, ""))) for city in self.order]
        if not any(countries):
            return None
        cells = [replace(cell, hollow=True) if cell else AvailabilityCell() for cell in countries]
        count = sum(cell is not None for cell in countries)
        return AvailabilityRow(entry.names.get(self.look.language), self.hrefs[entry.id], count, tuple(cells))

    @cached_property
    def hrefs(self) -> dict[str, str]:
        """The address of each indicator's chart."""
        plain = self.state.plain
        return {key: self.link(replace(plain, indicator=key)) for key in self.dataset.catalogue}

    def _stand_in(self, entry: Indicator, city: str, places: set[str]) -> AvailabilityCell:
        """Return the national figure the catalogue names for a city without one; else an empty cell."""
        if city in places:
            return AvailabilityCell(newer=True)
        cell = self.countries.get((entry.stand_in or "", self.country.get(city, "")))
        if cell is None:
            return AvailabilityCell()
        verdict = Verdict.NOT_COMPARABLE
        return replace(cell, hollow=True, sign=SIGNS[verdict], hue=HUES[verdict], why=self.look.t("national figure"))

    def _cell(
        self, indicator: str, judged: str, years: Sequence[float], reasons: tuple[Reason, ...], expected: bool
    ) -> AvailabilityCell:
        """Return the cell of a pair; of `years` (its own, the first, the last) one that is not stated is NaN."""
        (year, first, last), verdict = years, Verdict(judged) if judged else None
        age = self.this_year - year
        begin, end = ("" if math.isnan(end) else str(int(end)) for end in (first, last))
        return AvailabilityCell(
            text=self.look.t("n.d.") if math.isnan(year) else str(int(year)),
            since="" if begin == end else formatting.between(begin, "" if last == year else end, self.look.language),
            sign=SIGNS[verdict] if verdict else "",
            hue=HUES[verdict] if verdict else "alone",
            age="fresh" if age <= FRESH else "aged" if age <= AGED else "",
            why=_why(verdict, reasons, self.look.language) if verdict else "",
            href=self.hrefs[indicator],
            expected=bool(expected),
        )


@lru_cache(maxsize=4096)
def _why(verdict: Verdict, reasons: tuple[Reason, ...], language: str) -> str:
    """Return a verdict with its reasons in words; most cells share theirs with many."""
    return "".join((verdict_text(verdict, language), text(language, ": "), reasons_text(reasons, language)))


@dataclass(frozen=True)
class ThemeCount:
    """How much is published of a theme, of all without one: its numbers in the order of the headings."""

    name: str
    hue: str
    href: str
    current: bool
    numbers: tuple[str, ...]


def theme_counts(
    dataset: Dataset, counts: pd.DataFrame, state: ChartRequest, look: Look, link: Link = unlinked
) -> tuple[list[str], list[ThemeCount]]:
    """Return the headings and the lines of the counts by theme; a line's link shows its theme alone."""
    t = look.of_home(dataset)
    keys = {
        "indicators": t("City indicators"),
        "here": t("with a figure of {home}"),
        "missing": t("of peers only"),
        "alone": t("of {home} only"),
        "pairs": t("pairs of city and indicator"),
        "comparable": t("comparable with {home}'s"),
    }

    def line(name: str, theme: str | None, numbers: pd.Series) -> ThemeCount:
        return ThemeCount(
            name=name,
            hue=theme or "",
            href=link(replace(state, availability=replace(state.availability, theme=theme))),
            current=state.availability.theme == theme,
            numbers=tuple(formatting.number(int(numbers[key]), 0, look.language) for key in keys),
        )

    lines = [line(word(theme, look.language), theme, counts.loc[theme]) for theme in Theme if theme in counts.index]
    return list(keys.values()), [line(t("All themes"), None, counts.sum()), *lines]
