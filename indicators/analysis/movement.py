"""What a chart of change shows: the lines over time that share one scale, or two dates of each place, with the verdict.

Worked out once for an indicator and a selection, as :mod:`indicators.analysis.standing` is for one date.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import lru_cache

import pandas as pd

from indicators.analysis import derive, years
from indicators.analysis.standing import Standing, among, compared, home_of, select
from indicators.analysis.verdicts import Comparison
from indicators.analysis.years import Ends
from indicators.model.catalogue import Indicator
from indicators.model.vocabulary import Method
from indicators.store.dataset import Dataset, once_per_dataset

Period = tuple[int | None, int | None]
"""The first and the last year to show; None is open."""


@dataclass(frozen=True)
class Movement:
    """The points of lines over time: `rows` with `line` and `projected` (:func:`indicators.analysis.derive.series`).

    `home` is the place a chart is about, `period` what it is limited to, `published` all figures
    in that period, `comparison` the verdict on the observed points together.
    """

    indicator: Indicator
    home: str
    period: Period
    published: pd.DataFrame
    rows: pd.DataFrame
    comparison: Comparison


def movement(
    dataset: Dataset, indicator: Indicator, cities: Iterable[str], period: Period = (None, None)
) -> Movement | None:
    """Return the lines that may be drawn on one scale, or None where no place has two dates.

    A line joins values of one place, perimeter, method and source, and is cut
    at series breaks. Of the peers one line each is chosen, the longest recent
    one, and only of the source and method most of them share; of home every
    published point.
    """
    home = home_of(dataset, indicator)
    published = dataset.of(indicator.id)
    rows = derive.series(published[published["place"].isin(compared(dataset, indicator, cities))], indicator)
    # A plan is no point of a line: plans stand in the table of what is expected.
    rows = within(rows[rows["year"].notna() & (rows["method"] != Method.PLANNED)], period)
    if rows.empty:
        return None
    rows = _one_vintage(rows, home, indicator)
    observed = rows[~rows["projected"]]
    comparison = select(dataset, indicator, observed, change=True).comparison
    if not (comparison.rankable and indicator.rankable) and observed["place"].nunique() > 1:
        # Places that cannot be compared are not drawn on one axis: the city's own line stays, or nothing.
        rows = rows[rows["place"].astype("str") == home]
        comparison = select(dataset, indicator, rows[~rows["projected"]], change=True).comparison
    dates = rows.groupby("place", observed=True)["year"].nunique()
    dates = dates[dates > 0]
    if not (dates > 1).any() or (home in dates.index and dates[home] < 2):
        return None
    return Movement(indicator, home, period, within(published, period), rows, comparison)


def within(rows: pd.DataFrame, period: Period) -> pd.DataFrame:
    """Return the rows whose year lies in a period; without limits all, those without a year, too."""
    first, last = period
    if first is None and last is None:
        return rows
    inside = pd.Series(True, index=rows.index)
    if first is not None:
        inside &= (rows["year"] >= first).fillna(False)
    if last is not None:
        inside &= (rows["year"] <= last).fillna(False)
    return rows[inside.astype("bool")]


def _one_vintage(rows: pd.DataFrame, home: str, indicator: Indicator) -> pd.DataFrame:
    """Select one vintage a peer: the lines of the source that most peers share, newest first."""
    is_home = (rows["place"].astype("str") == home).to_numpy("bool")
    if not is_home.any():
        return rows[rows["source"] == _shared_source(rows, ["places", "last"])]
    home_rows = _one_perimeter(rows[is_home], indicator)
    peers = rows[~is_home]
    if not len(peers):
        return home_rows
    source = _shared_source(peers, ["last", "places"])
    shared = home_rows[home_rows["source"] == source]
    if _dates(shared) < 2 <= _dates(home_rows):
        # The peers' source has one date of home: its own over several censuses say more.
        return home_rows
    if len(shared):
        home_rows = shared
    return pd.concat([peers[peers["source"] == source], home_rows], ignore_index=True)


def _dates(rows: pd.DataFrame) -> int:
    """Return how many years some rows have observed figures of."""
    return int(rows.loc[~rows["projected"].astype("bool"), "year"].nunique())


def _shared_source(rows: pd.DataFrame, order: list[str]) -> object:
    """Return the source that comes first by how many places share it and how new it is, in that `order`."""
    shared = rows.groupby("source", observed=True).agg(places=("place", "nunique"), last=("year", "max"))
    return shared.sort_values(order, ascending=False).index[0]


def _one_perimeter(rows: pd.DataFrame, indicator: Indicator) -> pd.DataFrame:
    """Select the perimeter of the change that the title gives; without one the perimeter with the longest line."""
    change = derive.change(rows, indicator)
    if len(change):
        return rows[rows["perimeter"] == change["perimeter"].iloc[0]]
    sizes = rows.groupby("line")["year"].count()
    if sizes.empty or sizes.max() < 2:
        return rows
    longest = rows.loc[rows["line"] == sizes.idxmax(), "perimeter"].iloc[0]
    return rows[rows["perimeter"] == longest]


@dataclass(frozen=True)
class TwoDates:
    """Two dates of each place: `published` are all that have both, `shown` those that share one scale.

    `standing` is that of the later date; `comparison` the verdict on what is shown.
    """

    indicator: Indicator
    home: str
    places: tuple[str, ...]
    published: Ends
    shown: Ends
    standing: Standing
    comparison: Comparison

    @property
    def drawable(self) -> bool:
        """Whether the two dates may be drawn; one line alone is the place's own change, however others count."""
        return self.comparison.rankable and (self.indicator.rankable or len(self.shown.first) == 1)


def two_dates(
    dataset: Dataset,
    indicator: Indicator,
    cities: Iterable[str],
    year: int | None = None,
    to: int | None = None,
    tolerance: int | None = None,
) -> TwoDates | None:
    """Return two dates of every place (:func:`indicators.analysis.years.first_and_last`), None where none has two.

    Slope and dumbbell show the same dates: the last few are shared, and nobody writes into them.
    """
    return _last_dates(dataset)(indicator, tuple(compared(dataset, indicator, cities)), year, to, tolerance)


DatesOf = Callable[[Indicator, tuple[str, ...], int | None, int | None, int | None], TwoDates | None]


@once_per_dataset
def _last_dates(dataset: Dataset) -> DatesOf:
    @lru_cache(maxsize=4)
    def made(
        indicator: Indicator, places: tuple[str, ...], year: int | None, to: int | None, tolerance: int | None
    ) -> TwoDates | None:
        home, observations = home_of(dataset, indicator), dataset.of(indicator.id)
        among_places = observations[observations["place"].isin(places)]
        ends = years.first_and_last(among_places, indicator, home, year, to, tolerance)
        if ends.first.empty:
            return None
        later = among(ends.last, indicator, dataset.places, home)
        shown = ends.of(later.eligible["place"])
        comparison = select(dataset, indicator, shown.rows, change=True).comparison
        return TwoDates(indicator, home, places, ends, shown, later, comparison)

    return made
