"""May each figure stand beside the home city's: of every row the verdict with the home figure nearest in year.

What leaves as a table or to another program has the answer in each row, so that no row loses it on its way.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from indicators.analysis import comparability
from indicators.analysis.pair_rules import Places
from indicators.model.catalogue import Indicator
from indicators.model.observations import floats, texts

UNDATED = 9999.0
"""How far apart two figures count where a year is not stated: farther than any two with years."""


def home_verdicts(
    rows: pd.DataFrame, home: str, indicator: Indicator, places: Places, home_rows: pd.DataFrame | None = None
) -> pd.DataFrame:
    """Return for each of `rows` the comparison with the figure of `home` that is nearest in year.

    Of several equally near the most alike counts, then the newest. `rows` are observations of one indicator; the
    figures of home are those among them, or `home_rows`. Columns, on the index of `rows`: `comparison`
    (:class:`indicators.analysis.verdicts.Comparison`) and `compared_year`. Home's own rows have None, and so has every
    row where home has no figure.
    """
    is_own = (rows["place"].astype("str") == home).to_numpy()
    home_rows = rows[is_own] if home_rows is None else home_rows
    others = rows[~is_own]
    out = pd.DataFrame(
        {
            "comparison": pd.Series(None, index=rows.index, dtype="object"),
            "compared_year": pd.Series(pd.NA, index=rows.index, dtype="Int64"),
        }
    )
    if home_rows.empty or others.empty:
        return out
    references = home_rows.iloc[_nearest(_Dated.of(others), _Dated.of(home_rows))]
    comparisons = comparability.each_against(others, references, indicator, places)
    out.loc[~is_own, "comparison"] = pd.Series(comparisons, index=others.index, dtype="object")
    out.loc[~is_own, "compared_year"] = references["year"].astype("Int64").to_numpy()
    return out


def verdicts_with_homes(
    rows: pd.DataFrame, homes: Mapping[str, str], entries: Mapping[str, Indicator], places: Places
) -> pd.DataFrame:
    """Return what :func:`home_verdicts` gives, of observations of several indicators at once.

    `rows` stand in the order of their indicators; `homes` names the place that those of each are compared with.
    Columns besides: `home`, blank where that place has no figure among them, and `missing_home`, blank where it has.
    """
    indicators, place, dated = texts(rows["indicator"]), texts(rows["place"]), _Dated.of(rows)
    begins = np.flatnonzero(np.append(True, indicators[1:] != indicators[:-1])) if len(rows) else np.empty(0, np.intp)
    home, missing = np.full((2, len(rows)), "", dtype="object")
    firsts, seconds = [np.empty(0, np.intp)], [np.empty(0, np.intp)]
    for begin, end in zip(begins, [*begins[1:], len(rows)], strict=True):
        name = homes[str(indicators[begin])]
        group = np.arange(begin, end)
        is_own = place[begin:end] == name
        (home if is_own.any() else missing)[begin:end] = name
        others, home_rows = group[~is_own], group[is_own]
        if len(home_rows) and len(others):
            firsts.append(others)
            seconds.append(home_rows[_nearest(dated.at(others), dated.at(home_rows))])
    first, second = np.concatenate(firsts), np.concatenate(seconds)
    comparison = np.full(len(rows), None, dtype="object")
    comparison[first] = comparability.each_of_several(rows, np.column_stack((first, second)), entries, places)
    year = rows["year"].astype("Int64").reset_index(drop=True)
    compared = pd.Series(pd.NA, index=range(len(rows)), dtype="Int64")
    compared.iloc[first] = year.iloc[second].to_numpy()
    return pd.DataFrame(
        {"comparison": comparison, "compared_year": compared.to_numpy(), "home": home, "missing_home": missing},
        index=rows.index,
    ).astype({"compared_year": "Int64"})


@dataclass(frozen=True)
class _Dated:
    """The year of each figure, and what tells its kind: source, method and perimeter."""

    years: npt.NDArray[np.float64]
    kinds: tuple[npt.NDArray[np.object_], ...]

    @classmethod
    def of(cls, rows: pd.DataFrame) -> "_Dated":
        return cls(floats(rows["year"]), tuple(texts(rows[name]) for name in ("source", "method", "perimeter")))

    def at(self, positions: npt.NDArray[np.intp]) -> "_Dated":
        return _Dated(self.years[positions], tuple(kind[positions] for kind in self.kinds))


def _nearest(rows: _Dated, home_rows: _Dated) -> npt.NDArray[np.intp]:
    """Return per row the position of the figure of home nearest in year; of several the most alike, then the newest."""
    gap = np.abs(rows.years[:, None] - home_rows.years[None, :])
    unlike = np.zeros(gap.shape)
    for kind, own_kind in zip(rows.kinds, home_rows.kinds, strict=True):
        unlike += kind[:, None] != own_kind[None, :]
    age = np.argsort(np.argsort(-np.nan_to_num(home_rows.years, nan=0.0), kind="stable"), kind="stable")
    # One number in the order of the three: years lie within some thousands, and so do the figures of a place.
    order = np.nan_to_num(gap, nan=UNDATED) * 1e6 + unlike * 1e5 + age[None, :]
    return np.asarray(order.argmin(axis=1), dtype=np.intp)
