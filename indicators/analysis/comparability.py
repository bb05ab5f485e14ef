"""The comparability verdict: may these figures stand side by side, and why not.

Thirteen rules in a fixed order (docs/comparability.md) look at the level of the
place, the perimeter, the year, the method and the source of two observations.
Rules 1 to 7, and years more than five apart, end the search with *not
comparable*; the reasons for care of the other rules add up. A chart takes the
worst verdict of its pairs and every reason found.

Functions take observations (:mod:`indicators.model.observations`) and the catalogue
entry of their indicator. `places` gives the level of each place; a place it does
not know counts as a city. An optional column `protocol` names the inventory
protocol (GPC or CRF); without it the note and the indicator's id are searched.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from indicators.analysis.verdicts import (
    FAR_YEARS,
    NEAR_YEARS,
    Comparison,
    Reason,
    VerdictRule,
)
from indicators.model.catalogue import Indicator
from indicators.model.places import Place
from indicators.model.vocabulary import Level, Measure, Method, Perimeter

Bools = npt.NDArray[np.bool_]
Numbers = npt.NDArray[np.float64]
Texts = npt.NDArray[np.str_]
Index = npt.NDArray[np.intp]
Places = Mapping[str, Place]

NOT_OBSERVED = (Method.PROJECTED, Method.PLANNED)
MOST_PAIRED = 300
"""Of more rows than this the pairs are not all looked at, but those of two places of each kind."""

COMPUTED = (Method.MODELLED, Method.ESTIMATED, Method.SATELLITE)
GROWN = (Perimeter.URBAN_CENTRE, Perimeter.AGGLOMERATION)
OWN_DENOMINATOR = (Measure.SHARE, Measure.PER_PERSON, Measure.INTENSITY)
PROTOCOL = re.compile(r"(?<![A-Z])(GPC|CRF)(?![A-Z])")


def pair(
    first: Mapping[str, Any] | pd.Series,
    second: Mapping[str, Any] | pd.Series,
    indicator: Indicator,
    places: Places | None = None,
    *,
    change: bool = False,
) -> Comparison:
    """Compare two observations; `change` skips the years' rule within one place."""
    facts = _facts(pd.DataFrame([dict(first), dict(second)]), indicator, places)
    return Comparison.of(_each(_examine(facts, np.array([0]), np.array([1]), indicator, change))[0])


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
    facts = _facts(rows, indicator, places).joined(_facts(pd.DataFrame([dict(reference)]), indicator, places))
    found = _examine(facts, np.arange(count), np.full(count, count), indicator, change)
    ends = [Comparison.of(reasons) for reasons in _each(found)]
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
    facts = _facts(rows, indicator, places).joined(_facts(references, indicator, places))
    found = _examine(facts, np.arange(count), np.arange(count) + count, indicator, change)
    return [Comparison.of(reasons) for reasons in _each(found)]


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
        return Comparison.of([Reason(VerdictRule.SINGLE_FIGURE)])
    facts = _facts(rows, indicator, places)
    if len(rows) > MOST_PAIRED:
        facts = facts.at(np.flatnonzero(np.isin(facts.place, _two_of_each_kind(facts, indicator))))
    i, j = _pairs_of_change(facts) if change else np.triu_indices(len(facts.place), 1)
    return Comparison.of(_together(_examine(facts, i, j, indicator, change)))


def rankable_pairs(rows: pd.DataFrame, indicator: Indicator, places: Places | None = None) -> Bools:
    """Return the square matrix, true where the two rows may be put in order."""
    facts = _facts(rows, indicator, places)
    if len(rows) > MOST_PAIRED and len(np.unique(facts.place)) == len(rows):
        return _rankable_by_kind(facts, indicator)
    return _rankable(facts, indicator)


def _rankable(facts: "_Facts", indicator: Indicator) -> Bools:
    count = len(facts.place)
    matrix = np.eye(count, dtype=np.bool_)
    i, j = np.triu_indices(count, 1)
    matrix[i, j] = matrix[j, i] = ~_examine(facts, i, j, indicator, False).ended
    return matrix


def _rankable_by_kind(facts: "_Facts", indicator: Indicator) -> Bools:
    """Return the same from two rows of each kind, where every row is of another place."""
    kinds = facts.kinds()
    first, second = (np.array([np.flatnonzero(kinds == kind)[at] for kind in np.unique(kinds)]) for at in (0, -1))
    between = _rankable(facts.at(first), indicator)
    i, j = np.arange(len(first)), np.arange(len(first)) + len(first)
    within = ~_examine(facts.at(np.concatenate([first, second])), i, j, indicator, False).ended
    np.fill_diagonal(between, within)
    matrix: Bools = between[kinds][:, kinds]
    np.fill_diagonal(matrix, True)
    return matrix


def _two_of_each_kind(facts: "_Facts", indicator: Indicator) -> Texts:
    """Return two places of each kind: places whose rows say the same have the same reasons with any other place."""
    own = {cut.place for cut in indicator.breaks}
    kinds = pd.Series(facts.kinds()).groupby(facts.place, sort=False).agg(lambda codes: tuple(sorted(codes)))
    said = pd.DataFrame({"kind": kinds, "own": [name if name in own else "" for name in kinds.index]})
    kept = said.groupby(["kind", "own"], sort=False).head(2)
    return np.asarray(kept.index, dtype=np.str_)


@dataclass(frozen=True)
class _Facts:
    """What the rules look at, one entry per row; a missing text is empty, a missing year NaN."""

    indicator: Texts
    protocol: Texts
    place: Texts
    national: Bools
    year: Numbers
    perimeter: Texts
    method: Texts
    source: Texts

    def joined(self, other: "_Facts") -> "_Facts":
        """Return the facts of both, one after the other."""
        return _Facts(*(np.concatenate(pair) for pair in zip(vars(self).values(), vars(other).values(), strict=True)))

    def at(self, rows: Index) -> "_Facts":
        """Return the facts of some rows."""
        return _Facts(*(values[rows] for values in vars(self).values()))

    def kinds(self) -> Index:
        """Return a number for each row, the same for rows that differ in nothing but their place."""
        said = pd.DataFrame({name: values for name, values in vars(self).items() if name != "place"})
        kinds: Index = said.groupby(list(said.columns), dropna=False, sort=False).ngroup().to_numpy(dtype=np.intp)
        return kinds


@dataclass(frozen=True)
class _Found:
    """Per pair: the rules that struck, their particulars, and whether the search ended."""

    hits: dict[VerdictRule, Bools]
    details: dict[VerdictRule, Texts]
    gap: Numbers
    cut: npt.NDArray[np.int64]
    ended: Bools


def _texts(rows: pd.DataFrame, column: str, default: str = "") -> Texts:
    if column not in rows:
        return np.full(len(rows), default)
    return np.array([default if pd.isna(v) or v == "" else str(v) for v in rows[column]], dtype=np.str_)


def _facts(rows: pd.DataFrame, entry: Indicator, places: Places | None) -> _Facts:
    known = places or {}
    place, perimeter = _texts(rows, "place"), _texts(rows, "perimeter", Perimeter.NOT_STATED)
    quantity = _texts(rows, "indicator", entry.id)
    country = np.array(
        [name in known and known[name].level is Level.COUNTRY for name in place.tolist()], dtype=np.bool_
    )
    if "protocol" in rows:
        protocol = _texts(rows, "protocol")
    else:
        told = (
            PROTOCOL.search(f"{note} {key.upper()}") for note, key in zip(_texts(rows, "note"), quantity, strict=True)
        )
        protocol = np.array([found.group() if found else "" for found in told], dtype=np.str_)
    year = pd.Series(pd.to_numeric(rows["year"], errors="coerce")).astype("Float64")
    return _Facts(
        quantity, protocol, place, country | (perimeter == Perimeter.COUNTRY),
        year.to_numpy("float64", na_value=np.nan), perimeter, _texts(rows, "method"), _texts(rows, "source"),
    )  # fmt: skip


def _pairs_of_change(facts: _Facts) -> tuple[Index, Index]:
    """Pair all points of a place, and of two places those nearest to each other in time."""
    groups = [np.flatnonzero(facts.place == name) for name in np.unique(facts.place)]
    pairs: list[tuple[Index, Index]] = []
    for at, group in enumerate(groups):
        i, j = np.triu_indices(len(group), 1)
        pairs.append((group[i], group[j]))
        for other in groups[at + 1 :]:
            gaps = np.abs(facts.year[group][:, None] - facts.year[other][None, :])
            undated = np.isnan(gaps)
            gaps = np.where(undated, np.inf, gaps)
            near = (gaps == gaps.min(axis=0, keepdims=True)) & (gaps == gaps.min(axis=1, keepdims=True))
            i, j = np.nonzero(near | undated)
            pairs.append((group[i], other[j]))
    return np.concatenate([i for i, _ in pairs]), np.concatenate([j for _, j in pairs])


def _examine(facts: _Facts, i: Index, j: Index, entry: Indicator, change: bool) -> _Found:
    """Put every pair (i, j) to the rules, in their order."""

    def differ(values: Texts | Bools) -> Bools:
        return np.asarray(values[i] != values[j], dtype=np.bool_)

    def either(test: Bools) -> Bools:
        return test[i] | test[j]

    def both(test: Bools) -> Bools:
        return test[i] & test[j]

    method, perimeter, year = facts.method, facts.perimeter, facts.year
    same_place, other_source = ~differ(facts.place), differ(facts.source)
    reported, computed = method == Method.REPORTED, np.isin(method, COMPUTED)
    protocol_stated = facts.protocol != ""
    unstated = perimeter == Perimeter.NOT_STATED
    # Urban centre and agglomeration both follow the built-up area: one kind, for rule 9 alone.
    grown = both(np.isin(perimeter, GROWN)) & differ(perimeter)
    other_kind = differ(perimeter) & ~either(unstated) & ~grown
    own_denominator = entry.measure in OWN_DENOMINATOR
    dated = ~np.isnan(year)
    gap = np.where(both(dated) & ~(same_place & change), np.abs(year[i] - year[j]), 0)
    undated = ~both(dated) & (either(dated) | other_source) & ~(same_place & change)
    cut = _cuts(entry, facts, i, j)

    struck: dict[VerdictRule, Bools] = {
        VerdictRule.DIFFERENT_QUANTITIES: differ(facts.indicator)
        | (both(reported & protocol_stated) & differ(facts.protocol)),
        VerdictRule.NATIONAL_FIGURE: differ(facts.national),
        VerdictRule.NOT_YET_OBSERVED: differ(np.isin(method, NOT_OBSERVED)),
        VerdictRule.DEFINITIONS_DIFFER: either(method == Method.LITERATURE) & other_source,
        VerdictRule.METHODS_DIFFER: either(reported) & either(computed),
        VerdictRule.SERIES_BREAK: cut > 0,
        VerdictRule.PERIMETERS_DIFFER: other_kind & (not own_denominator),
        VerdictRule.SHARES_OF_PERIMETERS: other_kind & own_denominator,
        VerdictRule.PERIMETER_UNSURE: grown | either(unstated),
        VerdictRule.YEARS_APART: undated | (gap > NEAR_YEARS),
        # Agencies compile national figures; what a city or its utility reports is its own word.
        VerdictRule.SELF_REPORTED: both(reported) & (either(protocol_stated) | ~both(facts.national)),
        VerdictRule.SOURCES_DIFFER: other_source | differ(method),
    }
    ended = np.zeros(len(i), dtype=np.bool_)
    hits: dict[VerdictRule, Bools] = {}
    for rule, mask in struck.items():
        hits[rule] = mask & ~ended
        if rule <= VerdictRule.PERIMETERS_DIFFER:
            ended = ended | mask
        elif rule is VerdictRule.YEARS_APART:
            ended = ended | (gap > FAR_YEARS)
    details: dict[VerdictRule, Texts] = {
        VerdictRule.PERIMETER_UNSURE: np.where(grown, "", "not stated"),
        VerdictRule.YEARS_APART: np.where(undated, "not stated", ""),
        VerdictRule.SELF_REPORTED: np.where(differ(facts.protocol), "", facts.protocol[i]),
        VerdictRule.SOURCES_DIFFER: np.where(other_source, "", "method"),
    }
    return _Found(hits, details, gap, cut, ended)


def _cuts(entry: Indicator, facts: _Facts, i: Index, j: Index) -> npt.NDArray[np.int64]:
    """Return the year of the first series break between two points of one place, or 0."""
    out = np.zeros(len(i), dtype=np.int64)
    early, late = np.minimum(facts.year[i], facts.year[j]), np.maximum(facts.year[i], facts.year[j])
    for cut in sorted(entry.breaks, key=lambda cut: cut.year, reverse=True):
        here = (facts.place[i] == facts.place[j]) & (early < cut.year) & (late >= cut.year)
        if cut.place is not None:
            here &= facts.place[i] == cut.place
        out[here] = cut.year
    return out


def _reason(found: _Found, rule: VerdictRule, at: int) -> Reason:
    years = {VerdictRule.SERIES_BREAK: found.cut, VerdictRule.YEARS_APART: found.gap}.get(rule)
    detail = found.details.get(rule)
    return Reason(rule, 0 if years is None else int(years[at]), "" if detail is None else str(detail[at]))


def _each(found: _Found) -> list[list[Reason]]:
    """Return the reasons of each pair."""
    out: list[list[Reason]] = [[] for _ in found.gap]
    for rule, mask in found.hits.items():
        for at in np.flatnonzero(mask).tolist():
            out[at].append(_reason(found, rule, at))
    return out


def _together(found: _Found) -> list[Reason]:
    """Return the reasons of all pairs, each once; of the years apart only the most."""
    out: set[Reason] = set()
    for rule, mask in found.hits.items():
        where = np.flatnonzero(mask)
        if rule is VerdictRule.YEARS_APART:
            out |= {_reason(found, rule, int(at)) for at in where[found.gap[where] == 0][:1]}
            where = where[found.gap[where] > 0]
            where = where[found.gap[where] == found.gap[where].max(initial=0)][:1]
        particulars = found.cut[where] if rule is VerdictRule.SERIES_BREAK else found.details.get(rule, mask)[where]
        out |= {_reason(found, rule, int(where[first])) for first in np.unique(particulars, return_index=True)[1]}
    return sorted(out)
