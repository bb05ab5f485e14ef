"""Where a place stands: one indicator and one selection, worked out once for all that a chart says of it.

A :class:`Standing` holds the figures chosen, who is compared, the ranks with
their bands, who is left out and why, and the verdict. Sentence, picture, notes,
table and export of a chart read it, so that none can state another rank or
another verdict. What is compared over time is a :class:`Selection` or a
:class:`indicators.analysis.movement.Movement`.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property, lru_cache

import pandas as pd

from indicators.analysis import comparability, ranking, years
from indicators.analysis.comparability import Judgements
from indicators.analysis.pair_rules import Places
from indicators.analysis.ranking import RankRefusal
from indicators.analysis.verdicts import Comparison
from indicators.model.catalogue import Indicator
from indicators.model.vocabulary import Level, Scale
from indicators.store.dataset import Dataset, once_per_dataset

LEVELS = {Scale.COUNTRY: Level.COUNTRY, Scale.FACILITY: Level.FACILITY}
"""The level of the places that an indicator ranks, where it is not that of cities."""

LEFT_OUT = (RankRefusal.NOT_COMPARABLE, RankRefusal.NOT_OBSERVED)
"""The refusals that keep a figure out of the picture, too, where nothing can be ranked."""


def level_of(indicator: Indicator) -> Level:
    """Return the level of the places that an indicator compares."""
    return LEVELS.get(indicator.scale, Level.CITY)


def home_of(dataset: Dataset, indicator: Indicator) -> str:
    """Return whose figure a chart is about: the city, its country, or the one facility that has figures."""
    if indicator.scale is Scale.FACILITY:
        rows = dataset.of(indicator.id)
        return str(rows["place"].iloc[0]) if len(rows) else dataset.home.city
    country = dataset.places.country_of(dataset.home.city) if indicator.scale is Scale.COUNTRY else None
    return country.id if country else dataset.home.city


def compared(dataset: Dataset, indicator: Indicator, cities: Iterable[str]) -> list[str]:
    """Return the places to compare: the cities, their countries, or every facility with a figure."""
    if indicator.scale is Scale.FACILITY:
        return sorted({str(place) for place in dataset.of(indicator.id)["place"]})
    if indicator.scale is not Scale.COUNTRY:
        return list(dict.fromkeys([dataset.home.city, *cities]))
    countries = [dataset.places.country_of(city) for city in [dataset.home.city, *cities]]
    return list(dict.fromkeys(country.id for country in countries if country is not None))


@dataclass(frozen=True)
class Selection:
    """Observations that a chart shows together, and the verdict on doing so."""

    rows: pd.DataFrame
    comparison: Comparison


def select(dataset: Dataset, indicator: Indicator, rows: pd.DataFrame, *, change: bool = False) -> Selection:
    """Return the observations with their verdict; `change` where a chart shows how places changed."""
    return Selection(rows, comparability.chart(rows, indicator, dataset.places, change=change))


@dataclass(frozen=True)
class Standing:
    """One observation of each place, and everything that follows from comparing them.

    `rows` has one row per place, of `places` those with a figure; `home` is the place
    whose figure the others are compared with, empty where there is none; `level`
    that of the places ranked. Ranks, verdicts and who is left out are found when first
    asked for, and once.
    """

    indicator: Indicator
    known: Places
    home: str
    level: Level
    places: tuple[str, ...]
    rows: pd.DataFrame

    @cached_property
    def judgements(self) -> Judgements:
        """The verdicts on all pairs of `rows`."""
        return Judgements.of(self.rows, self.indicator, self.known)

    @cached_property
    def ranked(self) -> pd.DataFrame:
        """The ranks by place (:func:`indicators.analysis.ranking.rank`), in their order."""
        ranks = ranking.rank(
            self.rows,
            self.indicator,
            self.known,
            reference=self.home or None,
            level=self.level,
            judgements=self.judgements,
        )
        return ranks.set_index("place", drop=False)

    @cached_property
    def with_rank(self) -> pd.DataFrame:
        """Of the ranks those of places that have one."""
        return self.ranked[self.ranked["refused"] == ""]

    @cached_property
    def bands(self) -> dict[str, tuple[int, int]]:
        """First and last rank of each place that has one."""
        ends = zip(self.with_rank["band_first"], self.with_rank["band_last"], strict=True)
        return dict(zip(self.with_rank.index, ((int(first), int(last)) for first, last in ends), strict=True))

    def rank_all(self) -> None:
        """Find the ranks now, for whoever asks later."""
        _ = self.bands

    @cached_property
    def _is_left_out(self) -> pd.Series:
        refused = self.rows["place"].astype("str").map(self.ranked["refused"])
        return refused != "" if len(self.with_rank) else refused.isin([str(code) for code in LEFT_OUT])

    @cached_property
    def eligible(self) -> pd.DataFrame:
        """The rows that may stand side by side: those with a rank; where none has one, those not refused a place."""
        return self.rows[~self._is_left_out]

    @cached_property
    def left_out(self) -> pd.DataFrame:
        """The other rows, with `reasons`: why a figure cannot be compared with that of home."""
        rows = self.rows[self._is_left_out]
        reasons = [self.ranked.loc[str(place), "reasons"] for place in rows["place"]]
        return rows.assign(reasons=pd.Series(reasons, index=rows.index, dtype="object"))

    @cached_property
    def comparison(self) -> Comparison:
        """The verdict on the eligible rows together."""
        return self.judgements.together(~self._is_left_out.to_numpy("bool"))

    @cached_property
    def against_home(self) -> dict[str, Comparison]:
        """The verdict on each figure with that of home, by place; empty where home has none."""
        names = self.rows["place"].astype("str").tolist()
        if self.home not in names:
            return {}
        return dict(zip(names, self.judgements.against(names.index(self.home)), strict=True))

    @cached_property
    def home_row(self) -> pd.Series | None:
        """The observation of home, None where it has none."""
        rows = self.rows[(self.rows["place"] == self.home).to_numpy()]
        return rows.iloc[0] if len(rows) else None

    @property
    def drawable(self) -> bool:
        """Whether the eligible figures may be drawn on one scale."""
        return self.indicator.rankable and self.comparison.rankable

    @property
    def absent(self) -> list[str]:
        """The places without a figure."""
        have = set(self.rows["place"].astype("str"))
        return [place for place in self.places if place not in have]


def standing(
    dataset: Dataset, indicator: Indicator, cities: Iterable[str], year: int | None = None, within: int | None = None
) -> Standing:
    """Return where home stands among `cities` (their countries, the facilities).

    The figures are those of `year`, at most `within` years off, or the latest
    (:func:`indicators.analysis.years.select_for_year`).
    """
    return of_places(dataset, indicator, compared(dataset, indicator, cities), year, within)


def of_places(
    dataset: Dataset, indicator: Indicator, places: Iterable[str], year: int | None = None, within: int | None = None
) -> Standing:
    """Return where home stands among `places` themselves, as :func:`standing` does.

    The charts of one page ask for the same again: the last few are shared, and nobody writes into them.
    """
    return _last_standings(dataset)(indicator, tuple(places), year, within)


@once_per_dataset
def _last_standings(dataset: Dataset) -> Callable[[Indicator, tuple[str, ...], int | None, int | None], Standing]:
    # Few, for the judgements on all pairs of some hundred places take megabytes.
    @lru_cache(maxsize=8)
    def made(indicator: Indicator, places: tuple[str, ...], year: int | None, within: int | None) -> Standing:
        home = home_of(dataset, indicator)
        rows = years.select_for_year(dataset.of(indicator.id), places, home, year, within)
        return Standing(indicator, dataset.places, home, level_of(indicator), places, rows)

    return made


def among(rows: pd.DataFrame, indicator: Indicator, known: Places, home: str, level: Level | None = None) -> Standing:
    """Return the standing among `rows`, one observation per place; without a `home` none is measured by another."""
    places = tuple(rows["place"].astype("str"))
    return Standing(indicator, known, home, level_of(indicator) if level is None else level, places, rows)
