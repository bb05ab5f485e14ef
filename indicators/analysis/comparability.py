"""The comparability verdict: may these figures stand side by side, and why not.

Fourteen rules in a fixed order (docs/comparability.md) look at the level of the
place, the perimeter, the year, the method and the source of two observations.
Rules 1 to 7, and years more than five apart, end the search with *not
comparable*; the reasons for care of the other rules add up. A chart takes the
worst verdict of its pairs and every reason found.

Two indicators of the same places are not compared with each other: each is compared along its own axis, and rule 10
of the verdict is put to the years that meet in one place.

Functions take observations (:mod:`indicators.model.observations`) and the catalogue
entry of their indicator. `places` gives the level of each place; a place it does
not know counts as a city. An optional column `protocol` names the inventory
protocol (GPC or CRF); without it the note and the indicator's id are searched.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from indicators.analysis.pair_rules import (
    Bools,
    Facts,
    Index,
    PairFindings,
    Places,
    Texts,
    examine,
    examine_several,
    facts_of,
    reasons_of_each,
    reasons_together,
)
from indicators.analysis.verdicts import FAR_YEARS, NEAR_YEARS, Comparison, Reason, VerdictRule
from indicators.model.catalogue import Indicator

MOST_PAIRED = 300
"""Of more rows than this the pairs are not all looked at, but those of two places of each kind."""

SINGLE = Comparison.of([Reason(VerdictRule.SINGLE_FIGURE)])
"""What is said of fewer than two figures: there is nothing to compare."""


def pair(
    first: Mapping[str, Any] | pd.Series,
    second: Mapping[str, Any] | pd.Series,
    indicator: Indicator,
    places: Places | None = None,
    *,
    change: bool = False,
) -> Comparison:
    """Compare two observations; `change` skips the years' rule within one place."""
    rows, references = pd.DataFrame([dict(first)]), pd.DataFrame([dict(second)])
    return each_against(rows, references, indicator, places, change=change)[0]


def against(
    rows: pd.DataFrame,
    reference: Mapping[str, Any] | pd.Series,
    indicator: Indicator,
    places: Places | None = None,
    *,
    change: bool = False,
) -> pd.DataFrame:
    """Compare each observation with one: a frame like `rows` plus `verdict` and `reasons`.

    `reasons` holds a tuple of :class:`~indicators.analysis.verdicts.Reason` per row.
    """
    count = len(rows)
    facts = facts_of(rows, indicator, places).joined(facts_of(pd.DataFrame([dict(reference)]), indicator, places))
    findings = examine(facts, np.arange(count), np.full(count, count), indicator, change)
    ends = _concluded(findings)
    out = rows.copy()
    out["verdict"] = pd.Series([str(end.verdict) for end in ends], index=out.index, dtype="str")
    out["reasons"] = pd.Series([end.reasons for end in ends], index=out.index, dtype="object")
    return out


def each_against(
    rows: pd.DataFrame,
    references: pd.DataFrame,
    indicator: Indicator,
    places: Places | None = None,
    *,
    change: bool = False,
) -> list[Comparison]:
    """Compare each observation with the one at its position in `references`."""
    count = len(rows)
    facts = facts_of(rows, indicator, places).joined(facts_of(references, indicator, places))
    findings = examine(facts, np.arange(count), np.arange(count) + count, indicator, change)
    return _concluded(findings)


def _concluded(findings: PairFindings) -> list[Comparison]:
    """Return the comparison of each pair; for most there is no reason against one, and they share it."""
    nothing = Comparison.of(())
    return [Comparison.of(reasons) if reasons else nothing for reasons in reasons_of_each(findings)]


def each_of_several(
    rows: pd.DataFrame,
    pairs: Sequence[tuple[int, int]] | npt.NDArray[np.intp],
    entries: Mapping[str, Indicator],
    places: Places | None = None,
) -> list[Comparison]:
    """Compare the observations of each pair of positions, which are of the same one of several indicators."""
    first, second = np.array(pairs, dtype=np.intp).reshape(-1, 2).T
    findings = examine_several(facts_of(rows, None, places), first, second, entries)
    return _concluded(findings)


def chart(
    rows: pd.DataFrame, indicator: Indicator, places: Places | None = None, *, change: bool = False
) -> Comparison:
    """Return the worst verdict among the pairs a chart shows, with every reason.

    A chart of change (lines, slopes) pairs the points of one place with each
    other, whatever their years, and the points of two places where they are
    nearest in time; any other chart pairs all its rows. Projections are drawn
    apart: give the observed rows only.
    """
    if len(rows) < 2:
        return SINGLE
    return _chart(facts_of(rows, indicator, places), indicator, change)


def _chart(facts: Facts, indicator: Indicator, change: bool) -> Comparison:
    if len(facts.place) > MOST_PAIRED:
        facts = facts.at(np.flatnonzero(np.isin(facts.place, _two_of_each_kind(facts, indicator))))
    i, j = _pairs_of_change(facts) if change else np.triu_indices(len(facts.place), 1)
    return Comparison.of(reasons_together(examine(facts, i, j, indicator, change)))


@dataclass(frozen=True)
class Judgements:
    """The rules put once to every pair of some observations, each with itself included.

    Of more than :data:`MOST_PAIRED` observations the pairs are examined as they are asked for, those of two
    places of each kind instead of all.
    """

    indicator: Indicator
    facts: Facts

    @classmethod
    def of(cls, rows: pd.DataFrame, indicator: Indicator, places: Places | None = None) -> "Judgements":
        """Return the judgements on rows of observations."""
        return cls(indicator, facts_of(rows, indicator, places))

    @property
    def _count(self) -> int:
        return len(self.facts.place)

    @cached_property
    def _pairs(self) -> tuple[PairFindings, npt.NDArray[np.intp]]:
        """What was found of all pairs, and the number of each pair by its two rows."""
        i, j = np.triu_indices(self._count)
        number = np.zeros((self._count, self._count), dtype=np.intp)
        number[i, j] = number[j, i] = np.arange(len(i))
        return examine(self.facts, i, j, self.indicator, False), number

    def rankable(self) -> Bools:
        """Return the square matrix, true where the two rows may be put in order."""
        if self._count <= MOST_PAIRED:
            findings, number = self._pairs
            matrix: Bools = ~findings.ended[number]
            np.fill_diagonal(matrix, True)
            return matrix
        if len(np.unique(self.facts.place)) == self._count:
            return _rankable_by_kind(self.facts, self.indicator)
        return _rankable(self.facts, self.indicator)

    def against(self, reference: int) -> list[Comparison]:
        """Return the verdict on each row with the one at position `reference`."""
        if self._count <= MOST_PAIRED:
            findings, number = self._pairs
            reasons = reasons_of_each(findings.at(number[reference]))
        else:
            everyone = np.arange(self._count)
            reasons = reasons_of_each(
                examine(self.facts, everyone, np.full_like(everyone, reference), self.indicator, False)
            )
        return [Comparison.of(of_row) for of_row in reasons]

    def together(self, shown: Bools) -> Comparison:
        """Return the worst verdict among the pairs of the rows `shown`, with every reason."""
        rows = np.flatnonzero(shown)
        if len(rows) < 2:
            return SINGLE
        if self._count > MOST_PAIRED:
            return _chart(self.facts.at(rows), self.indicator, False)
        findings, number = self._pairs
        i, j = np.triu_indices(len(rows), 1)
        return Comparison.of(reasons_together(findings.at(number[rows[i], rows[j]])))


def _rankable(facts: Facts, indicator: Indicator) -> Bools:
    count = len(facts.place)
    matrix = np.eye(count, dtype=np.bool_)
    i, j = np.triu_indices(count, 1)
    matrix[i, j] = matrix[j, i] = ~examine(facts, i, j, indicator, False).ended
    return matrix


def _rankable_by_kind(facts: Facts, indicator: Indicator) -> Bools:
    """Return the same from two rows of each kind, where every row is of another place."""
    kinds = facts.kinds()
    first, second = (np.array([np.flatnonzero(kinds == kind)[end] for kind in np.unique(kinds)]) for end in (0, -1))
    between = _rankable(facts.at(first), indicator)
    i, j = np.arange(len(first)), np.arange(len(first)) + len(first)
    within = ~examine(facts.at(np.concatenate([first, second])), i, j, indicator, False).ended
    np.fill_diagonal(between, within)
    matrix: Bools = between[kinds][:, kinds]
    np.fill_diagonal(matrix, True)
    return matrix


def _two_of_each_kind(facts: Facts, indicator: Indicator) -> Texts:
    """Return two places of each kind: places whose rows say the same have the same reasons with any other place."""
    cut_places = {cut.place for cut in indicator.breaks}
    kinds = pd.Series(facts.kinds()).groupby(facts.place, sort=False).agg(lambda codes: tuple(sorted(codes)))
    labelled = pd.DataFrame({"kind": kinds, "own": [name if name in cut_places else "" for name in kinds.index]})
    pairs = labelled.groupby(["kind", "own"], sort=False).head(2)
    return np.asarray(pairs.index, dtype=np.str_)


def _pairs_of_change(facts: Facts) -> tuple[Index, Index]:
    """Pair all points of a place, and of two places those nearest to each other in time."""
    groups = [np.flatnonzero(facts.place == name) for name in np.unique(facts.place)]
    pairs: list[tuple[Index, Index]] = []
    for index, group in enumerate(groups):
        i, j = np.triu_indices(len(group), 1)
        pairs.append((group[i], group[j]))
        for other in groups[index + 1 :]:
            gaps = np.abs(facts.year[group][:, None] - facts.year[other][None, :])
            undated = np.isnan(gaps)
            gaps = np.where(undated, np.inf, gaps)
            near = (gaps == gaps.min(axis=0, keepdims=True)) & (gaps == gaps.min(axis=1, keepdims=True))
            i, j = np.nonzero(near | undated)
            pairs.append((group[i], other[j]))
    return np.concatenate([i for i, _ in pairs]), np.concatenate([j for _, j in pairs])


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


def along_two_axes(pairs: Pairs, first: Indicator, second: Indicator, places: Places | None = None) -> Comparison:
    """Return the worst verdict along the two axes and within the places, with every reason."""
    if len(pairs.first) < 2:
        return SINGLE
    reasons = {
        reason
        for rows, entry in ((pairs.first, first), (pairs.second, second))
        for reason in chart(rows, entry, places).reasons
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
