"""Sentences on observations: a value, a place among peers, a change, an absence.

They are gettext templates with Babel's numbers. None says *best*: a place is
given in a stated order, with the band the errors allow, and the verdict travels
with it. :mod:`indicators.claims.indicator_claims` picks the sentence for each chart.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from statistics import median
from typing import Any

import pandas as pd

from indicators.analysis import derive, ranking
from indicators.analysis.pair_rules import Places
from indicators.analysis.standing import Standing
from indicators.analysis.verdicts import Comparison, Verdict
from indicators.language.translator import N_, Translator
from indicators.model.catalogue import Indicator
from indicators.model.vocabulary import Direction, Level, Measure, Method, Perimeter
from indicators.text import formatting
from indicators.text.labels import word


@dataclass(frozen=True)
class Claim:
    """A sentence and what it was made of.

    `kind` names the template; `places` and `years` are those the sentence uses;
    `parts` holds its numbers (value, band_first, band_last, of, median, change
    ...), so that a change of meaning can be distinguished from a change of words. `alt`
    is the chart's alternative text and `rank` how its ranks are made or why
    there are none; both are empty where :mod:`indicators.claims.indicator_claims` did not add them.
    """

    kind: str
    text: str
    indicator: str
    places: tuple[str, ...] = ()
    years: tuple[int, ...] = ()
    comparison: Comparison | None = None
    parts: Mapping[str, Any] = field(default_factory=dict)
    alt: str = ""
    rank: str = ""

    @property
    def verdict(self) -> Verdict | None:
        """The verdict on the comparison made, None where nothing is compared."""
        return self.comparison.verdict if self.comparison else None


def value_text(row: Mapping[str, Any] | pd.Series, indicator: Indicator, language: str) -> str:
    """Return the value with its unit, and with its interval where one is stated."""
    t = Translator(language)
    written = formatting.with_unit(row["value"], indicator, language)
    lower, upper = row["lower"], row["upper"]
    if formatting.missing(lower) or formatting.missing(upper):
        return written
    low, high = (formatting.number(end, indicator.digits, language) for end in (lower, upper))
    return t(N_("{value} (between {low} and {high})"), value=written, low=low, high=high)


def value(row: Mapping[str, Any] | pd.Series, indicator: Indicator, places: Places, language: str) -> Claim:
    """Say the value and year of one place: `Public sewer: 98.2% of households in Casablanca in 2024.`."""
    return _sentence(_value(row, indicator, places, language), language)


def expected(rows: pd.DataFrame, indicator: Indicator, places: Places, language: str) -> Claim:
    """Say the first of planned or projected values, and what another source gives for the same year.

    `rows` come in the order in which they are named.
    """
    first, rest = rows.iloc[0], rows.iloc[1:]
    claim = _value(first, indicator, places, language)
    apart = formatting.rounded(first["value"], indicator.digits)
    keys = ["place", "perimeter"]
    same = rest[(rest["year"] == first["year"]).fillna(False) & (rest[keys] == first[keys]).all(axis=1)]
    same = same[[formatting.rounded(number, indicator.digits) != apart for number in same["value"]]]
    if same.empty:
        return _sentence(claim, language)
    other = float(same["value"].iloc[-1])
    sentence = Translator(language)(
        N_("{claim}; another source gives {value}"),
        claim=claim.text,
        value=formatting.short(other, indicator, language),
    )
    return _sentence(replace(claim, text=sentence, parts={**claim.parts, "other": other}), language)


def absence(indicator: Indicator, places: Places, language: str, subject: str) -> Claim:
    """Say that no figure is published for the place, in the catalogue's own words where it has them."""
    national = subject in places and places[subject].level is Level.COUNTRY
    sentence = (
        indicator.absence.get(language)
        if indicator.absence and indicator.absence.place == subject
        else Translator(language)(
            N_("{name}: no national figure is held here ({place}).")
            if national
            else N_("{name}: no figure of {place} is held here."),
            name=indicator.names.get(language),
            place=_name(subject, places, language),
        )
    )
    return Claim("absence", formatting.tidy(sentence, language), indicator.id, (subject,))


def stand_in(
    row: Mapping[str, Any] | pd.Series,
    national: Indicator,
    indicator: Indicator,
    places: Places,
    language: str,
    subject: str,
) -> Claim:
    """Say that the place has no figure of `indicator`, and what the country's is."""
    t = Translator(language)
    absent = absence(indicator, places, language, subject)
    year, country = _year(row), str(row["place"])
    sentence = t(
        N_("National figure of {country}, not the city's: {name}, {value} ({year})."),
        country=_name(country, places, language),
        name=national.names.get(language),
        value=value_text(row, national, language),
        year=formatting.year(year, language),
    )
    return Claim(
        "stand_in", f"{absent.text} {formatting.tidy(sentence, language)}", national.id, (subject, country),
        (year,) if year else (), parts={"value": float(row["value"])},
    )  # fmt: skip


def position(standing: Standing, language: str) -> Claim:
    """Say where home stands: value, year, place among the comparable, their median.

    Without a figure of home the claim says so; with fewer than three comparable
    places it gives the value alone.
    """
    indicator, places, subject = standing.indicator, standing.known, standing.home
    own = standing.own
    if own is None or pd.isna(own["value"]):
        return absence(indicator, places, language, subject)
    claim = _value(own, indicator, places, language)
    if subject not in standing.bands:
        why = f"{ranking.refusal_text(standing.ranked.loc[subject, 'refused'], language)}."
        return _sentence(replace(claim, rank=why[:1].upper() + why[1:]), language)
    t = Translator(language)
    others = standing.with_rank.drop(index=subject)
    middle = median(others["value"].astype("float64"))
    sentence = t(
        N_("{claim}, {position}, {order} (median of the others: {median})"),
        claim=claim.text,
        position=position_text(standing, language),
        order=t(ORDERS[indicator.direction]),
        median=formatting.short(middle, indicator, language),
    )
    first, last = standing.bands[subject]
    years = tuple(sorted({int(year) for year in standing.with_rank["year"].dropna()}))
    parts = {**claim.parts, "band_first": first, "band_last": last, "of": len(standing.with_rank), "median": middle}
    used = replace(
        claim,
        kind="position",
        text=sentence,
        places=(subject, *others.index),
        years=years,
        comparison=standing.comparison,
        parts=parts,
        rank=f"{ranking.band_rule_text(standing.eligible, language)}{_years_used(years, language)}",
    )
    return _sentence(used, language)


def _years_used(years: tuple[int, ...], language: str) -> str:
    """Say which years the compared figures are of, where they are not all of one."""
    if len(years) < 2:
        return ""
    return " " + Translator(language)(N_("Years used: {first} to {last}."), first=str(years[0]), last=str(years[-1]))


ORDERS = {
    Direction.HIGHER: N_("highest first"),
    Direction.LOWER: N_("lowest first"),
    Direction.NONE: N_("highest first"),
}


def position_text(standing: Standing, language: str) -> str:
    """Return the band of home among those compared (:func:`band_text`)."""
    first, last = standing.bands[standing.home]
    return band_text(first, last, len(standing.with_rank), standing.level, standing.comparison.verdict, language)


def band_text(first: int, last: int, of: int, level: Level, verdict: Verdict, language: str) -> str:
    """Return a band among those compared: `4th to 6th of 27 comparable cities`."""
    t = Translator(language)
    low, high = formatting.ordinal(first, language), formatting.ordinal(last, language)
    band = low if first == last else t(N_("{first} to {last}"), first=low, last=high)
    care = verdict is not Verdict.COMPARABLE
    if level is Level.FACILITY:
        return t.plural("{band} of {n} facility", "{band} of {n} facilities", of, band=band)
    if level is Level.COUNTRY and care:
        return t.plural(
            "{band} of {n} country comparable with care", "{band} of {n} countries comparable with care", of, band=band
        )
    if level is Level.COUNTRY:
        return t.plural("{band} of {n} comparable country", "{band} of {n} comparable countries", of, band=band)
    if care:
        return t.plural(
            "{band} of {n} city comparable with care", "{band} of {n} cities comparable with care", of, band=band
        )
    return t.plural("{band} of {n} comparable city", "{band} of {n} comparable cities", of, band=band)


def change(
    observations: pd.DataFrame,
    indicator: Indicator,
    places: Places,
    language: str,
    subject: str,
    published: pd.DataFrame | None = None,
) -> Claim | None:
    """Say how the place changed between the ends of its latest unbroken line; None without two points.

    None, too, where the catalogue says that the changes are within the method's noise.
    A newer figure that is on no line with the others is given after them. Where `observations` are those of a chart,
    `published` are all: the perimeter is named where the newest of those is of another one.
    """
    own = observations[observations["place"] == subject]
    known = own if published is None else published[published["place"] == subject]
    found = derive.change(own, indicator)
    if found.empty or indicator.noisy:
        return None
    t = Translator(language)
    row, newest = found.iloc[0], derive.latest(own).iloc[0]
    first, last = float(row["first_value"]), float(row["last_value"])
    years = (int(row["first_year"]), int(row["last_year"]))
    place = _name(subject, places, language)
    if row["perimeter"] != derive.latest(known)["perimeter"].iloc[0]:
        place = t(N_("{place} ({perimeter})"), place=place, perimeter=word(Perimeter(row["perimeter"]), language))
    national = subject in places and places[subject].level is Level.COUNTRY
    template = (
        N_("{name}: from {first} in {first_year} to {last} in {last_year}, national figure of {place} ({change})")
        if national
        else N_("{name}: from {first} in {first_year} to {last} in {last_year} in {place} ({change})")
    )
    sentence = t(
        template,
        name=indicator.names.get(language),
        first=formatting.short(first, indicator, language),
        first_year=formatting.year(years[0], language),
        last=formatting.short_with_unit(last, indicator, language),
        last_year=formatting.year(years[1], language),
        place=place,
        change=change_text(first, last, indicator, language),
    )
    parts = {"first": first, "last": last, "change": last - first}
    claim = Claim("change", sentence, indicator.id, (subject,), years, parts=parts)
    return _sentence(_with_newer(claim, row, newest, indicator, language), language)


def _with_newer(claim: Claim, row: pd.Series, newest: pd.Series, indicator: Indicator, language: str) -> Claim:
    """Add to a change the newer figure that is on no line with it."""
    year = _year(newest)
    if year is None or year <= max(claim.years):
        return claim
    other_source = str(newest["source"]) != row["source"]
    template = (
        N_("{claim}; another source gives {value} in {year}")
        if other_source
        else N_("{claim}; counted otherwise, {value} in {year}")
    )
    value = formatting.short(float(newest["value"]), indicator, language)
    sentence = Translator(language)(template, claim=claim.text, value=value, year=str(year))
    return replace(claim, text=sentence, years=(*claim.years, year))


MANIFOLD = 3
"""From this ratio on a growth is stated in times, not in per cent."""


def change_text(first: float, last: float, indicator: Indicator, language: str) -> str:
    """Return a change: points for per cents, per cent or times above zero, else units."""
    t = Translator(language)
    before, after = (formatting.rounded(value, indicator.digits) for value in (first, last))
    if before == after:
        return t(N_("no change at this precision"))
    # The difference of what is printed, so that the reader's own subtraction agrees.
    gap = float(after - before)
    if indicator.measure is Measure.SHARE or formatting.is_percent(indicator):
        return formatting.points(gap, indicator, language, sign=True)
    if first > 0 and last / first >= MANIFOLD:
        return t(N_("{times} times as much"), times=formatting.number(last / first, 1, language))
    if first > 0:
        return formatting.signed_percent((last / first - 1) * 100, 0, language)
    return formatting.signed(gap, indicator.digits, language)


def spread(
    rows: pd.DataFrame, comparison: Comparison, indicator: Indicator, places: Places, language: str
) -> Claim | None:
    """Say the lowest and the highest of the parts of a city; None for fewer than two figures.

    `rows` holds one observation per part, of one year and source; `comparison` is the verdict on what the chart
    shows of them.
    """
    observed = derive.observed(rows)
    if len(observed) < 2:
        return None
    t = Translator(language)
    low, high = observed.loc[observed["value"].idxmin()], observed.loc[observed["value"].idxmax()]
    years = tuple(sorted({int(year) for year in observed["year"].dropna()}))
    sentence = t(
        N_("{name}, {years}: from {low} in {low_place} to {high} in {high_place}"),
        name=indicator.names.get(language),
        years=formatting.join([formatting.year(year, language) for year in years], language)
        or formatting.year(None, language),
        low=formatting.short(low["value"], indicator, language),
        low_place=_name(str(low["place"]), places, language),
        high=formatting.short_with_unit(high["value"], indicator, language),
        high_place=_name(str(high["place"]), places, language),
    )
    ends = (str(low["place"]), str(high["place"]))
    parts = {"lowest": float(low["value"]), "highest": float(high["value"]), "of": len(observed)}
    return _sentence(Claim("spread", sentence, indicator.id, ends, years, comparison, parts), language)


def with_doubtful(
    claim: Claim, rows: pd.DataFrame, indicator: Indicator, language: str, named: Callable[[str], str]
) -> Claim:
    """Add to a sentence on others the figures of `rows`, which their publisher's notes doubt."""
    if rows.empty:
        return claim
    figures = [
        Translator(language)(
            N_("{value} in {place}"),
            value=formatting.short(float(row.value), indicator, language),
            place=named(str(row.place)),
        )
        for row in rows.itertuples()
    ]
    sentence = Translator(language).plural(
        "{claim}; {figures} is doubtful",
        "{claim}; {figures} are doubtful",
        len(figures),
        claim=claim.text.rstrip("."),
        figures=formatting.join(figures, language),
    )
    return _sentence(replace(claim, text=sentence), language)


def _value(row: Mapping[str, Any] | pd.Series, indicator: Indicator, places: Places, language: str) -> Claim:
    place, year = str(row["place"]), _year(row)
    sentence = Translator(language)(
        _template(row, place, year, places),
        name=indicator.names.get(language),
        value=value_text(row, indicator, language),
        place=_name(place, places, language),
        year=formatting.year(year, language),
    )
    return Claim(
        "value", sentence, indicator.id, (place,), (year,) if year else (), parts={"value": float(row["value"])}
    )


def _template(row: Mapping[str, Any] | pd.Series, place: str, year: int | None, places: Places) -> str:
    """Return the sentence for a value: the first whose case holds."""
    level = places[place].level if place in places else Level.CITY
    planned, part = row["method"] == Method.PLANNED, str(row["note"]).startswith(derive.PART_YEAR)
    cases = (
        (row["method"] == Method.PROJECTED, N_("{name}: {value} in {place}, projected for {year}, not observed")),
        (planned and year, N_("{name}: {value} in {place}, planned for {year}, not observed")),
        (planned, N_("{name}: {value} in {place}, planned, year not stated, not observed")),
        (level is Level.COUNTRY, N_("{name}: {value}, national figure of {place} ({year})")),
        (level is Level.FACILITY, N_("{name}: {value} ({place}, {year})")),
        (not year, N_("{name}: {value} in {place}, year not stated")),
        (part, N_("{name}: {value} in {place} in a part of {year}")),
        (True, N_("{name}: {value} in {place} in {year}")),
    )
    return next(template for holds, template in cases if holds)


def _year(row: Mapping[str, Any] | pd.Series) -> int | None:
    return None if pd.isna(row["year"]) else int(row["year"])


def _name(place: str, places: Places, language: str) -> str:
    return places[place].names.get(language) if place in places else place


def _sentence(claim: Claim, language: str) -> Claim:
    """Return the claim as a sentence: French contractions made, a full stop at the end."""
    return replace(claim, text=f"{formatting.tidy(claim.text, language).rstrip('.')}.")
