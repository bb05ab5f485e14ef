"""Sources that disagree: the same place, year and perimeter with two values, and the gap between them.

Both figures are stored and shown. The one drawn elsewhere is a choice made by the
order of :func:`indicators.analysis.derive.latest`; nothing is averaged.
"""

from collections.abc import Iterable
from dataclasses import dataclass

import pandas as pd

from indicators.analysis import derive
from indicators.model.catalogue import Indicator
from indicators.text.formatting import rounded

KEYS = ["place", "year", "perimeter"]


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
    rows = observations[observations["year"].notna() & observations["value"].notna()]
    parts = []
    planned = rows["method"].isin(derive.NOT_OBSERVED)
    # Only what is given more than once can be given in two ways.
    several = rows.assign(planned=planned).duplicated([*KEYS, "planned"], keep=False)
    rows, planned = rows[several], planned[several]
    for expected in planned.unique().tolist():
        found = derive.disagreements(rows, expected)
        if found.empty:
            continue
        ends = zip(found["lowest"], found["highest"], strict=True)
        differing = [rounded(low, indicator.digits) != rounded(high, indicator.digits) for low, high in ends]
        found = found[pd.Series(differing, index=found.index) & found["sources"].str.contains("|", regex=False)]
        keys = pd.MultiIndex.from_frame(found[KEYS].astype("str"))
        of_kind = planned == expected
        same = pd.MultiIndex.from_frame(rows[KEYS].astype("str")).isin(keys)
        parts.append(rows[of_kind & same].assign(expected=expected))
    return pd.concat(parts, ignore_index=True) if parts else rows.iloc[:0].assign(expected=False)


def newest(observations: pd.DataFrame, indicator: Indicator, places: Iterable[str]) -> list[Disagreement]:
    """Return the newest disagreement of each of `places` that has one; the observed before the expected.

    Which figure is drawn elsewhere depends on the places compared, so it is
    chosen among the figures of all `places` up to that year; of what is only
    expected the lowest stands first.
    """
    places = list(places)
    rows = observations[observations["place"].isin(places)]
    twice = duplicate_reports(rows, indicator)
    if twice.empty:
        return []
    order = {place: at for at, place in enumerate(places)}
    keys = zip(
        twice["place"].astype("str").map(order), twice["expected"], -twice["year"].astype("int64"),
        twice["perimeter"].astype("str").map(derive.PERIMETER_ORDER), strict=True,
    )  # fmt: skip
    groups: dict[int, tuple[tuple[int, bool, int, int], list[int]]] = {}
    for at, key in enumerate(keys):
        best = groups.get(key[0])
        if best is None or key < best[0]:
            groups[key[0]] = (key, [at])
        elif key == best[0]:
            best[1].append(at)
    chosen: dict[int, set[tuple[str, ...]]] = {}
    out = []
    for place in sorted(groups):
        group, positions = groups[place]
        own, expected = twice.iloc[positions], bool(group[1])
        year = int(own["year"].iloc[0])
        if year not in chosen and not expected:
            chosen[year] = set(_keys(derive.latest(rows[(rows["year"] <= year).fillna(False)], places)))
        taken = [n for n, one in enumerate(_keys(own)) if not expected and one in chosen[year]]
        first = taken[0] if taken else int(own["value"].to_numpy().argmin())
        out.append(_apart(own.drop(columns="expected"), first, rows, indicator, expected))
    return [found for found in out if len(found.rows) > 1]


def rivals(observations: pd.DataFrame, indicator: Indicator, drawn: pd.DataFrame) -> list[Disagreement]:
    """Return the figures `drawn`, one per place, of which another source gives another value for the same year."""
    if observations["source"].nunique() < 2:
        return []
    rows = observations[observations["place"].isin(drawn["place"]) & observations["year"].isin(drawn["year"].dropna())]
    rows = derive.observed(rows)
    positions: dict[tuple[str, ...], list[int]] = {}
    names = _keys(rows)
    for at, (place, year, perimeter, *_) in enumerate(names):
        positions.setdefault((place, year, perimeter), []).append(at)
    out = []
    for figure in _keys(drawn):
        here = positions.get(figure[:3], [])
        of_sources = [names[at] for at in here]
        if figure in of_sources and len({name[-1] for name in of_sources}) > 1:
            out.append(_apart(rows.iloc[here], of_sources.index(figure), observations, indicator, False))
    return [found for found in out if len(found.rows) > 1]


def _keys(rows: pd.DataFrame) -> list[tuple[str, ...]]:
    """Return place, year, perimeter, method and source of each row."""
    names = ("place", "year", "perimeter", "method", "source")
    return list(zip(*(rows[name].astype("str") for name in names), strict=True))


def _apart(own: pd.DataFrame, first: int, rows: pd.DataFrame, indicator: Indicator, expected: bool) -> Disagreement:
    """Set the row at `first` before those whose printed value differs, the farthest first."""
    printed = [float(rounded(value, indicator.digits)) for value in own["value"]]
    sources = own["source"].astype("str").tolist()
    figures = rows.loc[rows["place"] == own["place"].iloc[0], "source"].astype("str").value_counts()
    gaps = [round(abs(value - printed[first]), 9) for value in printed]
    others = [at for at, gap in enumerate(gaps) if gap > 0 and sources[at] != sources[first]]
    others.sort(key=lambda at: (-gaps[at], -figures[sources[at]], sources[at]))
    figures = own.iloc[[first, *others]].reset_index(drop=True)
    return Disagreement(figures, gaps[others[0]] if others else 0.0, expected)


def repeated(rows: pd.DataFrame, indicator: Indicator) -> dict[str, str]:
    """Return which sources only repeat another one, as printed, in every year they tell, and which one.

    `rows` are figures of one place and perimeter. The source with more years
    stands, of several the later release.
    """
    by_source = {
        str(source): {(int(row.year), rounded(row.value, indicator.digits)) for row in own.itertuples()}
        for source, own in rows[rows["year"].notna()].groupby("source", observed=True)
    }
    distinct: list[str] = []
    out: dict[str, str] = {}
    for source in sorted(by_source, key=lambda one: (-len(by_source[one]), -derive.release_number(one), one)):
        same = next((other for other in distinct if by_source[source] <= by_source[other]), None)
        if same is None:
            distinct.append(source)
        else:
            out[source] = same
    return out
