"""The rules of comparability, put to pairs of observations (docs/comparability.md).

Observations are turned into :class:`Facts` once; :func:`examine` then puts any pairs
of them to all the rules at a time. :mod:`indicators.analysis.comparability` concludes.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import numpy.typing as npt
import pandas as pd

from indicators.analysis.derive import COMPUTED, NOT_OBSERVED
from indicators.analysis.verdicts import FAR_YEARS, NEAR_YEARS, Reason, Verdict, VerdictRule
from indicators.model.catalogue import Caution, Indicator
from indicators.model.observations import floats, texts
from indicators.model.places import Place
from indicators.model.vocabulary import Level, Measure, Method, Perimeter

Bools = npt.NDArray[np.bool_]
Numbers = npt.NDArray[np.float64]
Texts = npt.NDArray[np.str_]
Index = npt.NDArray[np.intp]
Places = Mapping[str, Place]

GROWN = (Perimeter.URBAN_CENTRE, Perimeter.AGGLOMERATION)
OWN_DENOMINATOR = (Measure.SHARE, Measure.PER_PERSON, Measure.INTENSITY)
PROTOCOL = re.compile(r"(?<![A-Z])(GPC|CRF)(?![A-Z])")


@dataclass(frozen=True)
class Facts:
    """What the rules look at, one entry per row; a missing text is empty, a missing year NaN."""

    indicator: Texts
    protocol: Texts
    place: Texts
    national: Bools
    year: Numbers
    perimeter: Texts
    method: Texts
    source: Texts

    def joined(self, other: "Facts") -> "Facts":
        """Return the facts of both, one after the other."""
        return Facts(*(np.concatenate(pair) for pair in zip(vars(self).values(), vars(other).values(), strict=True)))

    def at(self, rows: Index) -> "Facts":
        """Return the facts of some rows."""
        return Facts(*(values[rows] for values in vars(self).values()))

    def kinds(self) -> Index:
        """Return a number for each row, the same for rows that differ in nothing but their place."""
        facts = pd.DataFrame({name: values for name, values in vars(self).items() if name != "place"})
        kinds: Index = facts.groupby(list(facts.columns), dropna=False, sort=False).ngroup().to_numpy(dtype=np.intp)
        return kinds


@dataclass(frozen=True)
class PairFindings:
    """Per pair: the rules that apply, their particulars, and whether the search ended."""

    hits: dict[VerdictRule, Bools]
    details: dict[VerdictRule, Texts]
    gap: Numbers
    cut: npt.NDArray[np.int64]
    ended: Bools
    cautions: Mapping[str, Caution]

    def at(self, pairs: Index) -> "PairFindings":
        """Return what was found of some of the pairs."""
        return PairFindings(
            {rule: mask[pairs] for rule, mask in self.hits.items()},
            {rule: words[pairs] for rule, words in self.details.items()},
            self.gap[pairs],
            self.cut[pairs],
            self.ended[pairs],
            self.cautions,
        )


def _texts(rows: pd.DataFrame, column: str, default: str = "") -> Texts:
    if column not in rows:
        return np.full(len(rows), default)
    if isinstance(rows[column].dtype, pd.CategoricalDtype) and len(rows[column].cat.categories) < len(rows):
        categories = [str(word) or default for word in rows[column].cat.categories]
        coded: Texts = np.array([*categories, default], dtype=np.str_)[rows[column].cat.codes.to_numpy()]
        return coded
    words = texts(rows[column], default).tolist()
    # Few words stand in many rows, and each is made a text of NumPy's once.
    number: dict[str, int] = {}
    codes = [number.setdefault(word, len(number)) for word in words]
    return np.array([word or default for word in number], dtype=np.str_)[np.array(codes, dtype=np.intp)]


def facts_of(rows: pd.DataFrame, entry: Indicator | None, places: Places | None) -> Facts:
    """Return what the rules look at in observations; a place that `places` does not know counts as a city.

    Where rows name no indicator they are of `entry`; without an `entry` every row names its own.
    """
    known = places or {}
    place, perimeter = _texts(rows, "place"), _texts(rows, "perimeter", Perimeter.NOT_STATED)
    quantity = _texts(rows, "indicator", entry.id if entry else "")
    names = place.tolist()
    countries = {name for name in set(names) if name in known and known[name].level is Level.COUNTRY}
    country = np.array([name in countries for name in names], dtype=np.bool_)
    if "protocol" in rows:
        protocol = _texts(rows, "protocol")
    else:
        written = texts(rows["note"], "").tolist() if "note" in rows else [""] * len(rows)
        notes = zip(written, quantity.tolist(), strict=True)
        protocol = np.array([_protocol(note, key) for note, key in notes], dtype=np.str_)
    year = rows["year"]
    if not pd.api.types.is_numeric_dtype(year):
        year = pd.to_numeric(year, errors="coerce")
    return Facts(
        quantity, protocol, place, country | (perimeter == Perimeter.COUNTRY),
        floats(year), perimeter, _texts(rows, "method"), _texts(rows, "source"),
    )  # fmt: skip


@lru_cache(maxsize=4096)
def _protocol(note: str, indicator: str) -> str:
    """Return the protocol that a note or an indicator's id names, empty where neither names one."""
    named = PROTOCOL.search(f"{note} {indicator.upper()}")
    return named.group() if named else ""


def examine(facts: Facts, i: Index, j: Index, entry: Indicator, change: bool) -> PairFindings:
    """Put every pair (i, j) of one indicator to the rules, in their order."""
    return _apply(facts, i, j, {entry.id: entry}, entry.measure in OWN_DENOMINATOR, _cuts(entry, facts, i, j), change)


def examine_several(facts: Facts, i: Index, j: Index, entries: Mapping[str, Indicator]) -> PairFindings:
    """Put pairs (i, j) of several indicators to the rules, each pair by the entry of its first row."""
    names = facts.indicator[i]
    own_denominator = np.array([entries[name].measure in OWN_DENOMINATOR for name in names.tolist()], dtype=np.bool_)
    cut = np.zeros(len(i), dtype=np.int64)
    for name in dict.fromkeys(names.tolist()):
        if entries[name].breaks:
            of_indicator = np.flatnonzero(names == name)
            cut[of_indicator] = _cuts(entries[name], facts, i[of_indicator], j[of_indicator])
    return _apply(facts, i, j, entries, own_denominator, cut, False)


def _apply(
    facts: Facts,
    i: Index,
    j: Index,
    entries: Mapping[str, Indicator],
    own_denominator: Bools | bool,
    cut: npt.NDArray[np.int64],
    change: bool,
) -> PairFindings:
    """Put every pair (i, j) to the rules; `cut` is the year of the series break between its two points, or 0."""

    def differ(values: Texts | Bools) -> Bools:
        return np.asarray(values[i] != values[j], dtype=np.bool_)

    def either(test: Bools) -> Bools:
        return test[i] | test[j]

    def both(test: Bools) -> Bools:
        return test[i] & test[j]

    method, perimeter, year = facts.method, facts.perimeter, facts.year
    same_place, other_source = ~differ(facts.place), differ(facts.source)
    reported, computed = method == Method.REPORTED, np.isin(method, COMPUTED)
    re_estimated = np.isin(method, (Method.MODELLED, Method.ESTIMATED))
    cautions = {name: entry.comparability for name, entry in entries.items() if entry.comparability is not None}
    cautioned = np.isin(facts.indicator[i], list(cautions)) & ~same_place
    barred = [name for name, caution in cautions.items() if Verdict(caution.verdict) is Verdict.NOT_COMPARABLE]
    protocol_stated = facts.protocol != ""
    unstated = perimeter == Perimeter.NOT_STATED
    unlike_totals = either(unstated) & ~same_place & np.logical_not(own_denominator)
    # Urban centre and agglomeration both follow the built-up area: one kind, for rule 9 alone.
    grown = both(np.isin(perimeter, GROWN)) & differ(perimeter)
    other_kind = differ(perimeter) & ~either(unstated) & ~grown
    dated = ~np.isnan(year)
    gap = np.where(both(dated) & ~(same_place & change), np.abs(year[i] - year[j]), 0)
    undated = ~both(dated) & (either(dated) | other_source) & ~(same_place & change)
    applies: dict[VerdictRule, Bools] = {
        VerdictRule.DIFFERENT_QUANTITIES: differ(facts.indicator)
        | (both(reported & protocol_stated) & differ(facts.protocol)),
        VerdictRule.NATIONAL_FIGURE: differ(facts.national),
        VerdictRule.NOT_YET_OBSERVED: differ(np.isin(method, NOT_OBSERVED)),
        VerdictRule.DEFINITIONS_DIFFER: either(method == Method.LITERATURE) & other_source,
        VerdictRule.METHODS_DIFFER: either(reported) & either(computed),
        # What a model or an estimate gives for a place again replaces what it gave before.
        VerdictRule.SERIES_BREAK: (cut > 0) | (same_place & other_source & both(re_estimated)),
        VerdictRule.PERIMETERS_DIFFER: (other_kind & np.logical_not(own_denominator)) | unlike_totals,
        VerdictRule.SHARES_OF_PERIMETERS: other_kind & own_denominator,
        VerdictRule.PERIMETER_UNSURE: grown | either(unstated),
        VerdictRule.YEARS_APART: undated | (gap > NEAR_YEARS),
        # Agencies compile national figures; what a city or its utility reports is its own word.
        VerdictRule.SELF_REPORTED: both(reported) & (either(protocol_stated) | ~both(facts.national)),
        VerdictRule.SOURCES_DIFFER: other_source | differ(method),
        VerdictRule.CAUTION: cautioned,
    }
    ended = np.zeros(len(i), dtype=np.bool_)
    hits: dict[VerdictRule, Bools] = {}
    for rule, mask in applies.items():
        hits[rule] = mask & ~ended
        if rule <= VerdictRule.PERIMETERS_DIFFER:
            ended = ended | mask
        elif rule is VerdictRule.YEARS_APART:
            ended = ended | (gap > FAR_YEARS)
        elif rule is VerdictRule.CAUTION:
            ended = ended | (mask & np.isin(facts.indicator[i], barred))
    details: dict[VerdictRule, Texts] = {
        VerdictRule.SERIES_BREAK: np.where(cut > 0, "", "edition"),
        VerdictRule.PERIMETERS_DIFFER: np.where(other_kind, "", "not stated"),
        VerdictRule.PERIMETER_UNSURE: np.where(grown, "", "not stated"),
        VerdictRule.YEARS_APART: np.where(undated, "not stated", ""),
        VerdictRule.SELF_REPORTED: np.where(differ(facts.protocol), "", facts.protocol[i]),
        VerdictRule.SOURCES_DIFFER: np.where(other_source, "", "method"),
        VerdictRule.CAUTION: facts.indicator[i],
    }
    return PairFindings(hits, details, gap, cut, ended, cautions)


def _cuts(entry: Indicator, facts: Facts, i: Index, j: Index) -> npt.NDArray[np.int64]:
    """Return the year of the first series break between two points of one place, or 0."""
    out = np.zeros(len(i), dtype=np.int64)
    early, late = np.minimum(facts.year[i], facts.year[j]), np.maximum(facts.year[i], facts.year[j])
    for cut in sorted(entry.breaks, key=lambda cut: cut.year, reverse=True):
        crossed = (facts.place[i] == facts.place[j]) & (early < cut.year) & (late >= cut.year)
        if cut.place is not None:
            crossed &= facts.place[i] == cut.place
        out[crossed] = cut.year
    return out


def _reason(findings: PairFindings, rule: VerdictRule, pair: int) -> Reason:
    years = {VerdictRule.SERIES_BREAK: findings.cut, VerdictRule.YEARS_APART: findings.gap}.get(rule)
    detail = "" if rule not in findings.details else str(findings.details[rule][pair])
    caution = findings.cautions[detail] if rule is VerdictRule.CAUTION else None
    return Reason(rule, 0 if years is None else int(years[pair]), detail, caution)


def reasons_of_each(findings: PairFindings) -> list[list[Reason]]:
    """Return the reasons of each pair."""
    out: list[list[Reason]] = [[] for _ in findings.gap]
    for rule, mask in findings.hits.items():
        for pair in np.flatnonzero(mask).tolist():
            out[pair].append(_reason(findings, rule, pair))
    return out


def reasons_together(findings: PairFindings) -> list[Reason]:
    """Return the reasons of all pairs, each once; of the years apart only the most."""
    out: set[Reason] = set()
    for rule, mask in findings.hits.items():
        where = np.flatnonzero(mask)
        if rule is VerdictRule.YEARS_APART:
            out |= {_reason(findings, rule, int(pair)) for pair in where[findings.gap[where] == 0][:1]}
            where = where[findings.gap[where] > 0]
            where = where[findings.gap[where] == findings.gap[where].max(initial=0)][:1]
        particulars = (
            findings.cut[where] if rule is VerdictRule.SERIES_BREAK else findings.details.get(rule, mask)[where]
        )
        out |= {_reason(findings, rule, int(where[first])) for first in np.unique(particulars, return_index=True)[1]}
    return sorted(out)
