"""May each figure stand beside the home city's: of every row the verdict with the home figure nearest in year.

What leaves as a table or to another program has the answer in each row, so that no row loses it on its way.
"""

import numpy as np
import numpy.typing as npt
import pandas as pd

from indicators.analysis import comparability
from indicators.analysis.pair_rules import Places
from indicators.model.catalogue import Indicator
from indicators.model.columns import floats

UNDATED = 9999.0
"""How far apart two figures count where a year is not stated: farther than any two with years."""


def home_verdicts(
    rows: pd.DataFrame, home: str, indicator: Indicator, places: Places, own: pd.DataFrame | None = None
) -> pd.DataFrame:
    """Return for each of `rows` the comparison with the figure of `home` that is nearest in year.

    Of several equally near the most alike counts, then the newest. `rows` are observations of one indicator; the
    figures of home are those among them, or `own`. Columns, on the index of `rows`: `comparison`
    (:class:`indicators.analysis.verdicts.Comparison`) and `compared_year`. Home's own rows have None, and so has every
    row where home has no figure.
    """
    is_own = (rows["place"].astype("str") == home).to_numpy()
    own = rows[is_own] if own is None else own
    others = rows[~is_own]
    out = pd.DataFrame(
        {
            "comparison": pd.Series(None, index=rows.index, dtype="object"),
            "compared_year": pd.Series(pd.NA, index=rows.index, dtype="Int64"),
        }
    )
    if own.empty or others.empty:
        return out
    references = own.iloc[_nearest(others, own)]
    comparisons = comparability.each_against(others, references, indicator, places)
    out.loc[~is_own, "comparison"] = pd.Series(comparisons, index=others.index, dtype="object")
    out.loc[~is_own, "compared_year"] = references["year"].astype("Int64").to_numpy()
    return out


def _nearest(rows: pd.DataFrame, own: pd.DataFrame) -> npt.NDArray[np.intp]:
    """Return per row the position of the own figure nearest in year; of several the most alike, then the newest."""
    years, own_years = floats(rows["year"]), floats(own["year"])
    gap = np.abs(years[:, None] - own_years[None, :])
    unlike = np.zeros(gap.shape)
    for name in ("source", "method", "perimeter"):
        unlike += rows[name].astype("str").to_numpy()[:, None] != own[name].astype("str").to_numpy()[None, :]
    age = np.argsort(np.argsort(-np.nan_to_num(own_years, nan=0.0), kind="stable"), kind="stable")
    # One number in the order of the three: years lie within some thousands, and so do the figures of a place.
    order = np.nan_to_num(gap, nan=UNDATED) * 1e6 + unlike * 1e5 + age[None, :]
    return np.asarray(order.argmin(axis=1), dtype=np.intp)
