"""Which years a comparison uses: one year, the latest, or two dates of every place.

Frames in, frames out, as in :mod:`indicators.analysis.derive`: a figure is chosen, never
made, and a place without one within the tolerance is left out.
"""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import pandas as pd

from indicators.analysis import derive
from indicators.analysis.derive import PERIMETER_ORDER
from indicators.model.catalogue import Indicator

USUAL = 2
"""Years a figure may lie off the year asked for where no tolerance is chosen."""

OFFERED = 9
"""Years offered to choose from, at most."""


def select_for_year(
    observations: pd.DataFrame, places: Iterable[str], home: str, year: int | None = None, within: int | None = None
) -> pd.DataFrame:
    """Return one observed figure per place: the nearest to `year`, or the latest.

    A figure lies at most `within` years off `year` (:data:`USUAL` where none is
    given). Without a year the latest figures are taken; `within` then bounds
    how much older than the newest of `home` they may be. Where no source states
    a year, neither is asked. Columns as in :func:`indicators.analysis.derive.latest`.
    """
    places = list(places)
    rows = observations[observations["place"].isin(places)]
    if not rows["year"].notna().any():
        return derive.latest(rows, places)
    if year is not None:
        return derive.as_of(rows, year, USUAL if within is None else within, places)
    newest = None if within is None else newest_year(rows, home)
    if within is None or newest is None:
        return derive.latest(rows, places)
    return derive.latest(rows[(rows["year"] >= newest - within).fillna(False)], places)


def newest_year(rows: pd.DataFrame, home: str) -> int | None:
    """Return the newest observed year of `home`, of any place where it has none; None where no year is stated."""
    seen = derive.observed(rows)
    seen = seen[seen["year"].notna()]
    home_rows = seen[seen["place"] == home]
    chosen = home_rows if len(home_rows) else seen
    return int(chosen["year"].max()) if len(chosen) else None


def available_years(observations: pd.DataFrame, places: Iterable[str]) -> list[int]:
    """Return the observed years to choose from, newest first; of many, round ones and both ends."""
    seen = derive.observed(observations[observations["place"].isin(list(places))])
    years = sorted({int(year) for year in seen["year"].dropna()})
    if len(years) <= OFFERED:
        return years[::-1]
    for step in (5, 10, 20, 25):
        chosen = {years[0], years[-1], *(year for year in years if year % step == 0)}
        if len(chosen) <= OFFERED:
            break
    return sorted(chosen, reverse=True)


@dataclass(frozen=True)
class Ends:
    """Two dates of each place: `first` and `last` hold one row per place, in the same order.

    `year` and `to` are the years asked for or found, None where there are no two.
    """

    first: pd.DataFrame
    last: pd.DataFrame
    year: int | None = None
    to: int | None = None

    @property
    def rows(self) -> pd.DataFrame:
        """Both dates of all places, one below the other."""
        return pd.concat([self.first, self.last], ignore_index=True)

    def of(self, places: Iterable[str]) -> "Ends":
        """Return the two dates of some of the places."""
        chosen = self.first["place"].isin(list(places)).to_numpy()
        first, last = self.first[chosen].reset_index(drop=True), self.last[chosen].reset_index(drop=True)
        return Ends(first, last, self.year, self.to)


def first_and_last(
    observations: pd.DataFrame,
    indicator: Indicator,
    home: str,
    year: int | None = None,
    to: int | None = None,
    within: int | None = None,
) -> Ends:
    """Return of each place the figures nearest to two years, both on one unbroken line.

    A line is that of :func:`indicators.analysis.derive.series`, so no change runs over a
    series break or from one source into another. Years not given are found:
    those of the home's own line, which most places have, as far apart as can be.
    """
    lines = derive.series(derive.whole_years(derive.observed(observations)), indicator)
    lines = lines[lines["year"].notna() & ~derive.part_year(lines)].assign(
        place=lambda rows: rows["place"].astype("str")
    )
    sizes = lines.groupby("line")["year"].nunique()
    lines = lines[lines["line"].isin(sizes.index[sizes > 1])]
    none = lines.iloc[:0]
    year, to = _two_years(lines, home, year, to)
    if year is None or to is None:
        return Ends(none, none, year, to)
    tolerance = USUAL if within is None else within
    when = lines["year"].to_numpy("int64")
    # Of two figures equally near the later one stands, as elsewhere.
    first = lines.assign(off=np.abs(when - year)).sort_values(["line", "off", "year"], ascending=[True, True, False])
    last = lines.assign(off=np.abs(when - to)).sort_values(["line", "off", "year"], ascending=[True, True, False])
    first, last = first.drop_duplicates("line").set_index("line"), last.drop_duplicates("line").set_index("line")
    both = pd.DataFrame({"place": first["place"], "off": first["off"] + last["off"]})
    chosen = (first["off"] <= tolerance) & (last["off"] <= tolerance) & (first["year"] < last["year"]).fillna(False)
    both = both[chosen.astype("bool")]
    if both.empty:
        return Ends(none, none, year, to)
    grounds = last.loc[both.index, ["perimeter", "method", "source"]].astype("str").agg("|".join, axis=1)
    both["shared"] = grounds.map(both.groupby(grounds)["place"].nunique())
    both["smaller"] = last.loc[both.index, "perimeter"].astype("str").map(PERIMETER_ORDER)
    order = both.sort_values(["place", "shared", "off", "smaller"], ascending=[True, False, True, True])
    best = order.drop_duplicates("place").index
    return Ends(
        first.loc[best].drop(columns="off").reset_index(drop=True),
        last.loc[best].drop(columns="off").reset_index(drop=True),
        year,
        to,
    )


def _two_years(lines: pd.DataFrame, home: str, year: int | None, to: int | None) -> tuple[int | None, int | None]:
    """Return the two years asked for; one not given is that which most places share, the farther the better."""
    if year is not None and to is not None:
        return year, to
    home_lines = lines[lines["place"] == home]
    years = sorted({int(when) for when in (home_lines if len(home_lines) else lines)["year"]})
    firsts = [year] if year is not None else years
    lasts = [to] if to is not None else years
    has = [(group["place"].iloc[0], set(group["year"].astype("int64"))) for _, group in lines.groupby("line")]
    best = max(
        (
            (len({place for place, years_of_place in has if a in years_of_place and b in years_of_place}), b - a, b, a)
            for a in firsts
            for b in lasts
            if a < b
        ),
        default=None,
    )
    return (best[3], best[2]) if best else (year, to)
