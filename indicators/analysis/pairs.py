"""Two indicators of the same places: which figures meet, of which years, and the verdict on the picture.

The two indicators are not compared with each other: each is compared along its
own axis, and rule 10 of the verdict is put to the years that meet in one place.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from indicators.analysis import comparability
from indicators.analysis.pair_rules import Places
from indicators.analysis.verdicts import FAR_YEARS, NEAR_YEARS, Comparison, Reason, VerdictRule
from indicators.model.catalogue import Indicator


@dataclass(frozen=True)
class Pairs:
    """The figures of two indicators, one row per place in both frames, in the same order."""

    first: pd.DataFrame
    second: pd.DataFrame

    @property
    def places(self) -> list[str]:
        """The places that have both figures."""
        return [str(place) for place in self.first["place"]]

    @property
    def gap(self) -> npt.NDArray[np.float64]:
        """Years between the two figures of each place; NaN where one states no year."""
        years = [frame["year"].to_numpy("float64", na_value=np.nan) for frame in (self.first, self.second)]
        return np.asarray(np.abs(years[0] - years[1]), dtype=np.float64)

    def of(self, mask: npt.NDArray[np.bool_]) -> "Pairs":
        """Return the pairs where `mask` is true."""
        return Pairs(*(frame[mask].reset_index(drop=True) for frame in (self.first, self.second)))

    @property
    def near(self) -> "Pairs":
        """The pairs whose years lie near enough to meet at all."""
        return self.of(~(self.gap > FAR_YEARS))


def paired(first: pd.DataFrame, second: pd.DataFrame) -> Pairs:
    """Return the places that have a row in both frames, each of one row per place."""
    frames = [
        frame.assign(place=frame["place"].astype("str")).set_index("place", drop=False) for frame in (first, second)
    ]
    both = [place for place in frames[0].index if place in frames[1].index]
    return Pairs(*(frame.loc[both].reset_index(drop=True) for frame in frames))


def comparison(pairs: Pairs, first: Indicator, second: Indicator, places: Places | None = None) -> Comparison:
    """Return the worst verdict along the two axes and within the places, with every reason."""
    if len(pairs.first) < 2:
        return Comparison.of([Reason(VerdictRule.SINGLE_FIGURE)])
    reasons = {
        reason
        for rows, entry in ((pairs.first, first), (pairs.second, second))
        for reason in comparability.chart(rows, entry, places).reasons
        if reason.rule is not VerdictRule.SAME_SOURCE
    }
    gap = pairs.gap
    if np.isnan(gap).any():
        one_stated = pairs.first["year"].isna().to_numpy() != pairs.second["year"].isna().to_numpy()
        if one_stated.any():
            reasons.add(Reason(VerdictRule.YEARS_APART, detail="not stated"))
    widest = int(np.nanmax(gap)) if (~np.isnan(gap)).any() else 0
    if widest > NEAR_YEARS:
        reasons = {reason for reason in reasons if reason.rule is not VerdictRule.YEARS_APART or reason.years >= widest}
        reasons.add(Reason(VerdictRule.YEARS_APART, widest))
    return Comparison.of(reasons)
