"""Sentences on observations: a value, a place among peers, a change, an absence.

They are gettext templates with Babel's numbers. None says *best*: a place is
given in a stated order, with the band the errors allow, and the verdict travels
with it. The perimeter stands in the sentence wherever it is not the municipality,
and a bound is stated as a bound. :mod:`indicators.claims.indicator_claims` picks the sentence for each chart.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import pandas as pd

from indicators.analysis import derive
from indicators.analysis.pair_rules import Places
from indicators.analysis.verdicts import Comparison, Verdict, comparison_text
from indicators.language.translator import N_, Translator
from indicators.model.calendar import this_year
from indicators.model.catalogue import Indicator
from indicators.model.vocabulary import Level, Method, Perimeter
from indicators.text import formatting
from indicators.text.labels import word


@dataclass(frozen=True)
class Claim:
    """A sentence and what it was made of.

    `kind` names the template; `places` and `years` are those the sentence uses;
    `parts` holds its numbers (value, band_first, band_last, of, median, change
    ...), so that a change of meaning can be distinguished from a change of words. `standing` is the line
    below the sentence: the place among those compared, in which order, and their median. `alt`
    is the chart's alternative text and `rank` how its ranks are made or why
    there are none. All are empty where :mod:`indicators.claims.standing_claims` or
    :mod:`indicators.claims.indicator_claims` did not add them.
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
    standing: str = ""

    @property
    def verdict(self) -> Verdict | None:
        """The verdict on the comparison made, None where nothing is compared."""
        return self.comparison.verdict if self.comparison else None


def value_text(row: Mapping[str, Any] | pd.Series, indicator: Indicator, language: str) -> str:
    """Return the figure with its unit, and with its interval where one is stated beside the value."""
    t = Translator(language)
    written = formatting.figure(row, indicator, language)
    lower, upper = row["lower"], row["upper"]
    if any(formatting.missing(number) for number in (row["value"], lower, upper)):
        return written
    low, high = (formatting.number(end, indicator.digits, language) for end in (lower, upper))
    return t(N_("{value} (between {low} and {high})"), value=written, low=low, high=high)


def value(row: Mapping[str, Any] | pd.Series, indicator: Indicator, places: Places, language: str) -> Claim:
    """Say the value and year of one place: `Public sewer: 98.2% of households in Casablanca in 2024.`."""
    return sentence_of(value_of(row, indicator, places, language), language)


def expected(rows: pd.DataFrame, indicator: Indicator, places: Places, language: str) -> Claim:
    """Say the first of planned or projected values, and what another source gives for the same year.

    `rows` come in the order in which they are named.
    """
    first, later = rows.iloc[0], rows.iloc[1:]
    claim = value_of(first, indicator, places, language)
    if pd.isna(first["value"]):
        return sentence_of(claim, language)
    later = later[later["value"].notna()]
    apart = formatting.rounded(first["value"], indicator.digits)
    keys = ["place", "perimeter"]
    same = later[(later["year"] == first["year"]).fillna(False) & (later[keys] == first[keys]).all(axis=1)]
    same = same[[formatting.rounded(number, indicator.digits) != apart for number in same["value"]]]
    if same.empty:
        return sentence_of(claim, language)
    other = float(same["value"].iloc[-1])
    sentence = Translator(language)(
        N_("{claim}; another source gives {value}"),
        claim=claim.text,
        value=formatting.short(other, indicator, language),
    )
    return sentence_of(replace(claim, text=sentence, parts={**claim.parts, "other": other}), language)


def absence(indicator: Indicator, places: Places, language: str, place: str) -> Claim:
    """Say that no figure of the place is held, in the catalogue's own words where it has them."""
    national = place in places and places[place].level is Level.COUNTRY
    sentence = (
        indicator.absence.get(language)
        if indicator.absence and indicator.absence.place == place
        else Translator(language)(
            N_("{name}: no national figure is held here ({place}).")
            if national
            else N_("{name}: no figure of {place} is held here."),
            name=indicator.names.get(language),
            place=name_of(place, places, language),
        )
    )
    return Claim("absence", formatting.tidy(sentence, language), indicator.id, (place,))


def stand_in(
    row: Mapping[str, Any] | pd.Series,
    national: Indicator,
    indicator: Indicator,
    places: Places,
    language: str,
    place: str,
) -> Claim:
    """Say that the place has no figure of `indicator`, and what the country's is."""
    t = Translator(language)
    absent = absence(indicator, places, language, place)
    year, country = year_of(row), str(row["place"])
    sentence = t(
        N_("National figure of {country}, not the city's: {name}, {value} ({year})."),
        country=name_of(country, places, language),
        name=national.names.get(language),
        value=value_text(row, national, language),
        year=formatting.year(year, language),
    )
    return Claim(
        "stand_in", f"{absent.text} {formatting.tidy(sentence, language)}", national.id, (place, country),
        (year,) if year else (), parts=_numbers(row),
    )  # fmt: skip


def spread(
    rows: pd.DataFrame, comparison: Comparison, indicator: Indicator, places: Places, language: str
) -> Claim | None:
    """Say the lowest and the highest of the parts of a city; None for fewer than two figures.

    `rows` holds one observation per part, of one year and source; `comparison` is the verdict on what the chart
    shows of them.
    """
    observed = derive.observed(rows)
    observed = observed[observed["value"].notna()]
    if len(observed) < 2:
        return None
    t = Translator(language)
    low, high = observed.loc[observed["value"].idxmin()], observed.loc[observed["value"].idxmax()]
    years = tuple(sorted({int(year) for year in observed["year"].dropna()}))
    alike = formatting.rounded(low["value"], indicator.digits) == formatting.rounded(high["value"], indicator.digits)
    sentence = t(
        N_("{name}, {years}: {low} in each of the {n} places shown")
        if alike
        else N_("{name}, {years}: from {low} in {low_place} to {high} in {high_place}"),
        n=len(observed),
        name=indicator.names.get(language),
        years=formatting.join([formatting.year(year, language) for year in years], language)
        or formatting.year(None, language),
        low=formatting.short(low["value"], indicator, language),
        low_place=_ends(observed, low["value"], indicator, places, language),
        high=formatting.short_with_unit(high["value"], indicator, language),
        high_place=_ends(observed, high["value"], indicator, places, language),
    )
    ends = (str(low["place"]), str(high["place"]))
    parts = {"lowest": float(low["value"]), "highest": float(high["value"]), "of": len(observed)}
    return sentence_of(Claim("spread", sentence, indicator.id, ends, years, comparison, parts), language)


NAMED_AT_AN_END = 2
"""How many parts that share the lowest or the highest figure are named; of more it is said how many they are."""


def _ends(rows: pd.DataFrame, value: float, indicator: Indicator, places: Places, language: str) -> str:
    """Return the places whose figure reads like the one at an end: their names, or how many they are."""
    shown = formatting.rounded(value, indicator.digits)
    alike = rows["value"].map(lambda other: formatting.rounded(other, indicator.digits) == shown)
    names = [name_of(str(place), places, language) for place in rows.loc[alike, "place"]]
    if len(names) <= NAMED_AT_AN_END:
        return formatting.join(names, language)
    return Translator(language)(N_("{n} of the places shown"), n=len(names))


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
    return sentence_of(replace(claim, text=sentence), language)


def value_of(row: Mapping[str, Any] | pd.Series, indicator: Indicator, places: Places, language: str) -> Claim:
    """Return the words for a figure without the full stop, to be gone on with."""
    place, year = str(row["place"]), year_of(row)
    sentence = Translator(language)(
        _template(row, place, year, places),
        name=indicator.names.get(language),
        value=value_text(row, indicator, language),
        place=where(row, indicator, places, language),
        year=period_text(year, indicator, language),
    )
    return Claim("value", sentence, indicator.id, (place,), (year,) if year else (), parts=_numbers(row))


def _numbers(row: Mapping[str, Any] | pd.Series) -> dict[str, float]:
    """Return the numbers of a figure that are stated: its value, or the bounds that stand in its place."""
    names = ("lower", "upper") if pd.isna(row["value"]) else ("value",)
    return {name: float(row[name]) for name in names if not pd.isna(row[name])}


def _template(row: Mapping[str, Any] | pd.Series, place: str, year: int | None, places: Places) -> str:
    """Return the sentence for a value: the first whose case holds."""
    level = places[place].level if place in places else Level.CITY
    planned, part = row["method"] == Method.PLANNED, str(row["note"]).startswith(derive.PART_YEAR)
    facility, past = level is Level.FACILITY, year is not None and year < this_year()
    cases = (
        (row["method"] == Method.PROJECTED, N_("{name}: {value} in {place}, projected for {year}, not observed")),
        (planned and past and facility, N_("{name}: {value} ({place}), was planned for {year}")),
        (planned and past, N_("{name}: {value} in {place}, was planned for {year}")),
        (planned and year and facility, N_("{name}: {value} ({place}), planned for {year}, not observed")),
        (planned and year, N_("{name}: {value} in {place}, planned for {year}, not observed")),
        (planned, N_("{name}: {value} in {place}, planned, year not stated, not observed")),
        (level is Level.COUNTRY, N_("{name}: {value}, national figure of {place} ({year})")),
        (facility, N_("{name}: {value} ({place}, {year})")),
        (not year, N_("{name}: {value} in {place}, year not stated")),
        (part, N_("{name}: {value} in {place} in a part of {year}")),
        (True, N_("{name}: {value} in {place} in {year}")),
    )
    return next(template for holds, template in cases if holds)


OWN_OUTLINE = (Perimeter.MUNICIPALITY, "")
"""The perimeter that is meant where a sentence names a city alone."""


def where(row: Mapping[str, Any] | pd.Series, indicator: Indicator, places: Places, language: str) -> str:
    """Return the place of an observation (:func:`place_text`)."""
    return place_text(str(row["place"]), str(row["perimeter"]), indicator, places, language)


def place_text(place: str, perimeter: str, indicator: Indicator, places: Places, language: str) -> str:
    """Return the place of a figure, of a city with its perimeter where that is not the municipality."""
    name = name_of(place, places, language)
    territory = indicator.territory
    if territory is not None and territory.place == place:
        covered = territory.get(language)
    elif place in places and places[place].level is Level.CITY and perimeter not in OWN_OUTLINE:
        covered = word(Perimeter(perimeter), language)
    else:
        return name
    return Translator(language)(N_("{place} ({perimeter})"), place=name, perimeter=covered)


def period_text(year: int | None, indicator: Indicator, language: str) -> str:
    """Return the year of a figure, of one that covers several years the first and the last."""
    if year is None or indicator.period == 1:
        return formatting.year(year, language)
    return formatting.between(year - indicator.period, year, language)


def year_of(row: Mapping[str, Any] | pd.Series) -> int | None:
    """Return the year of an observation, None where none is stated."""
    return None if pd.isna(row["year"]) else int(row["year"])


def name_of(place: str, places: Places, language: str) -> str:
    """Return the name of a place, its id where it is not known."""
    return places[place].names.get(language) if place in places else place


def with_alt(claim: Claim, drawn: str, language: str) -> Claim:
    """Return the claim with the alternative text of its chart: what is drawn, what it says, the verdict."""
    verdict = f" {comparison_text(claim.comparison, language)}." if claim.comparison else ""
    return replace(claim, alt=f"{Translator(language)(drawn)} {claim.text}{verdict}")


def sentence_of(claim: Claim, language: str) -> Claim:
    """Return the claim as a sentence: French contractions made, a full stop at the end."""
    return replace(claim, text=f"{formatting.tidy(claim.text, language).rstrip('.')}.")
