"""Sources that disagree: the same place, year and perimeter with two values, and the gap between them.

Both figures are stored and shown. The one drawn elsewhere is a choice made by the
order of :func:`indicators.analysis.derive.latest`; nothing is averaged.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from indicators.analysis import derive
from indicators.model.catalogue import Indicator
from indicators.model.observations import Bools, Codes, floats, is_one_of, ranks, texts
from indicators.text.formatting import rounded


@dataclass(frozen=True)
class Disagreement:
    """What the sources say of one place, year and perimeter; `rows` begin with the one drawn elsewhere.

    The others are those whose printed value differs from it, the farthest
    first, of those equally far the one with most figures; `gap` is how far the
    farthest lies off, of the values as printed. `expected` says that the
    figures are planned or projected.
    """

    rows: pd.DataFrame
    gap: float
    expected: bool = False

    @property
    def drawn(self) -> pd.Series:
        """The figure that is drawn elsewhere."""
        return self.rows.iloc[0]

    @property
    def other(self) -> pd.Series:
        """The figure farthest from it."""
        return self.rows.iloc[1]

    @property
    def place(self) -> str:
        """The place the sources speak of."""
        return str(self.drawn["place"])

    @property
    def year(self) -> int:
        """The year the sources speak of."""
        return int(self.drawn["year"])


def duplicate_reports(observations: pd.DataFrame, indicator: Indicator) -> pd.DataFrame:
    """Return the observations of places and years for which sources differ at the digits they can bear.

    Figures without a year are left out: nothing says that they are of one year.
    Adds `expected`, whether they are planned or projected.
    """
    positions, expected = _with_two_values(observations, indicator)
    return observations.iloc[positions].reset_index(drop=True).assign(expected=expected)


def _with_two_values(observations: pd.DataFrame, indicator: Indicator) -> tuple[Codes, Bools]:
    """Return the positions of what :func:`duplicate_reports` returns, and which of it is planned or projected."""
    years, values = floats(observations["year"]), floats(observations["value"])
    among = np.flatnonzero(~np.isnan(years) & ~np.isnan(values))
    values, planned = values[among], is_one_of(observations["method"], derive.NOT_OBSERVED)[among]
    place, perimeter, source = (ranks(observations[name])[among] for name in ("place", "perimeter", "source"))
    key = np.column_stack([place, perimeter, years[among].astype("int64"), planned])
    order = np.lexsort(key.T)
    begins = np.ones(len(among), dtype="bool")
    begins[1:] = (key[order][1:] != key[order][:-1]).any(axis=1)
    group = np.empty(len(among), dtype="intp")
    group[order] = np.cumsum(begins) - 1
    starts = np.flatnonzero(begins)
    if not len(starts):
        return among, planned
    lowest, highest = np.minimum.reduceat(values[order], starts), np.maximum.reduceat(values[order], starts)
    several = np.minimum.reduceat(source[order], starts) != np.maximum.reduceat(source[order], starts)
    differ = several & (highest > lowest)
    for index in np.flatnonzero(differ).tolist():
        differ[index] = rounded(lowest[index], indicator.digits) != rounded(highest[index], indicator.digits)
    # Whichever has two figures of one place and year first, the observed or the expected, comes first.
    more = np.bincount(group)[group] > 1
    chosen = np.flatnonzero(differ[group])
    if len(chosen):
        chosen = chosen[np.argsort(planned[chosen] != planned[more][0], kind="stable")]
    return among[chosen], planned[chosen]


def newest(observations: pd.DataFrame, indicator: Indicator, places: Iterable[str]) -> list[Disagreement]:
    """Return the newest disagreement of each of `places` that has one; the observed before the expected.

    Which figure is drawn elsewhere depends on the places compared, so it is
    chosen among the figures of all `places` up to that year; of what is only
    expected the lowest stands first.
    """
    places = list(places)
    rows = observations[is_one_of(observations["place"], places)]
    positions, planned = _with_two_values(rows, indicator)
    if not len(positions):
        return []
    order = {place: index for index, place in enumerate(places)}
    names, years, values = _keys(rows), floats(rows["year"]), floats(rows["value"])
    groups: dict[int, tuple[tuple[int, bool, int, int], list[int]]] = {}
    for index, expected in zip(positions.tolist(), planned.tolist(), strict=True):
        place, _, perimeter, *_ = names[index]
        key = (order[place], expected, -int(years[index]), derive.PERIMETER_ORDER[perimeter])
        best = groups.get(key[0])
        if best is None or key < best[0]:
            groups[key[0]] = (key, [index])
        elif key == best[0]:
            best[1].append(index)
    figures = _figures(names)
    chosen: dict[int, set[tuple[str, ...]]] = {}
    out = []
    for place_at in sorted(groups):
        (_, expected, year, _), group = groups[place_at]
        if -year not in chosen and not expected:
            chosen[-year] = set(_keys(derive.latest(rows[years <= -year], places)))
        ranked = [n for n, index in enumerate(group) if not expected and names[index] in chosen[-year]]
        first = ranked[0] if ranked else int(values[group].argmin())
        sources = [names[index][-1] for index in group]
        differing, gap = _differing(values[group].tolist(), sources, first, figures[places[place_at]], indicator)
        if differing:
            cases = rows.iloc[[group[first], *(group[index] for index in differing)]].reset_index(drop=True)
            out.append(Disagreement(cases, gap, expected))
    return out


def rivals(observations: pd.DataFrame, indicator: Indicator, drawn: pd.DataFrame) -> list[Disagreement]:
    """Return the figures `drawn`, one per place, of which another source gives another value for the same year."""
    if observations["source"].nunique() < 2:
        return []
    rows = observations[observations["place"].isin(drawn["place"]) & observations["year"].isin(drawn["year"].dropna())]
    rows = derive.observed(rows)
    positions: dict[tuple[str, ...], list[int]] = {}
    names = _keys(rows)
    for index, (place, year, perimeter, *_) in enumerate(names):
        positions.setdefault((place, year, perimeter), []).append(index)
    out = []
    figures = _figures(_keys(observations))
    for figure in _keys(drawn):
        same_place = positions.get(figure[:3], [])
        of_sources = [names[index] for index in same_place]
        if figure in of_sources and len({name[-1] for name in of_sources}) > 1:
            cases, first = rows.iloc[same_place], of_sources.index(figure)
            sources = [name[-1] for name in of_sources]
            differing, gap = _differing(cases["value"].tolist(), sources, first, figures[figure[0]], indicator)
            if differing:
                out.append(Disagreement(cases.iloc[[first, *differing]].reset_index(drop=True), gap))
    return out


def _keys(rows: pd.DataFrame) -> list[tuple[str, ...]]:
    """Return place, year, perimeter, method and source of each row."""
    year = rows["year"].astype("str")
    words = {name: texts(rows[name]) for name in ("place", "perimeter", "method", "source")}
    return list(zip(words["place"], year, words["perimeter"], words["method"], words["source"], strict=True))


def _figures(names: Iterable[tuple[str, ...]]) -> dict[str, Counter[str]]:
    """Return how many figures of each place each source gives; `names` are those of :func:`_keys`."""
    figures: dict[str, Counter[str]] = {}
    for place, *_, source in names:
        figures.setdefault(place, Counter())[source] += 1
    return figures


def _differing(
    values: Sequence[float], sources: Sequence[str], first: int, figures: Mapping[str, int], indicator: Indicator
) -> tuple[list[int], float]:
    """Return which figures are printed otherwise than the one at `first`, the farthest first, and how far that is."""
    printed = [float(rounded(value, indicator.digits)) for value in values]
    gaps = [round(abs(value - printed[first]), 9) for value in printed]
    others = [index for index, gap in enumerate(gaps) if gap > 0 and sources[index] != sources[first]]
    others.sort(key=lambda index: (-gaps[index], -figures[sources[index]], sources[index]))
    return others, gaps[others[0]] if others else 0.0


def repeated(rows: pd.DataFrame, indicator: Indicator) -> dict[str, str]:
    """Return which sources only repeat another one, as printed, in every year they tell, and which one.

    `rows` are figures of one place and perimeter. The source with more years
    stands, of several the later release.
    """
    by_source = {
        str(source): {(int(row.year), rounded(row.value, indicator.digits)) for row in figures.itertuples()}
        for source, figures in rows[rows["year"].notna()].groupby("source", observed=True)
    }
    distinct: list[str] = []
    out: dict[str, str] = {}
    for source in sorted(
        by_source, key=lambda source_id: (-len(by_source[source_id]), -derive.release_number(source_id), source_id)
    ):
        same = next((other for other in distinct if by_source[source] <= by_source[other]), None)
        if same is None:
            distinct.append(source)
        else:
            out[source] = same
    return out
