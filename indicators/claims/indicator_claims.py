"""Claims: for each chart the one plain sentence of what it says.

A claim is made from the figures the chart draws, so it serves as title, as
alternative text and as slide title, and cannot say something else.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace

import pandas as pd

from indicators.analysis import comparability, derive, ranking
from indicators.analysis.verdicts import comparison_text
from indicators.claims import sentences
from indicators.claims.sentences import SUBJECT, Claim
from indicators.language.translator import N_, Translator, text
from indicators.model.catalogue import Indicator
from indicators.model.vocabulary import Level, Scale
from indicators.store.dataset import Dataset
from indicators.text import formatting

__all__ = ["Claim", "districts", "home", "movement", "newest", "parts", "standing"]

NAMED_PARTS = 3
"""How many shares of a whole a sentence names."""


def home(dataset: Dataset, indicator: Indicator) -> str:
    """Return whose figure a claim is about: the city, its country, or the one facility that has figures."""
    if indicator.scale is Scale.FACILITY:
        rows = dataset.of(indicator.id)
        return str(rows["place"].iloc[0]) if len(rows) else SUBJECT
    country = dataset.places.country_of(SUBJECT) if indicator.scale is Scale.COUNTRY else None
    return country.id if country else SUBJECT


def newest(dataset: Dataset) -> dict[str, float]:
    """Return the newest figure of each indicator's home (:func:`home`); no entry where it has none."""
    homes = {entry.id: home(dataset, entry) for entry in dataset.catalogue.values()}
    rows = dataset.observations
    own = rows[rows["place"].astype("str") == rows["indicator"].astype("str").map(homes)]
    found = derive.latest(own)
    return dict(zip(found["indicator"].astype("str"), found["value"].astype("float64"), strict=True))


def standing(
    dataset: Dataset, indicator: Indicator, places: Iterable[str], language: str, *, rows: pd.DataFrame | None = None
) -> Claim:
    """Say where the city stands among `places`, on its latest figures or on those of `rows`, one a place.

    For national indicators the places stand for their countries. Without an
    observed figure of its own the claim gives what is planned or projected, or
    the national stand-in the catalogue names, each marked as such, or says that
    nothing is published. Facilities are told by themselves.
    """
    if indicator.scale is Scale.FACILITY:
        return _with_alt_text(_facilities(dataset, indicator, language), N_("Bars, one a facility."), language)
    subject = home(dataset, indicator)
    if indicator.scale is Scale.COUNTRY:
        countries = [dataset.places.country_of(place) for place in places]
        places = [country.id for country in countries if country is not None]
    everything = dataset.of(indicator.id)
    if rows is None:
        rows = derive.latest(everything, dict.fromkeys([subject, *places]))
    claim = sentences.position(rows, indicator, dataset.places, language, subject)
    if claim.kind == "absence" and len(derive.observed(everything[everything["place"] == subject])):
        claim = _other_years(dataset, indicator, rows, subject, language)
    elif claim.kind == "absence":
        claim = _expected(dataset, indicator, subject, language) or _stand_in(dataset, indicator, claim, language)
    return _with_alt_text(claim, N_("Bars, one a place."), language)


def _other_years(dataset: Dataset, indicator: Indicator, rows: pd.DataFrame, subject: str, language: str) -> Claim:
    """Say the lowest and the highest of the others where the place has figures of other years only."""
    t = Translator(language)
    absent = t(
        N_("{name}: no figure of {place} lies in the years asked for."),
        name=indicator.names.get(language),
        place=dataset.places[subject].names.get(language),
    )
    others = sentences.spread(rows, indicator, dataset.places, language)
    if others is None:
        return Claim("absence", formatting.tidy(absent, language), indicator.id, (subject,))
    return replace(others, text=f"{others.text} {formatting.tidy(absent, language)}")


def _expected(dataset: Dataset, indicator: Indicator, subject: str, language: str) -> Claim | None:
    """Say the first planned or projected value of the place, None where there is none."""
    rows = dataset.of(indicator.id)
    own = rows[(rows["place"] == subject) & rows["value"].notna()].sort_values(["year", "value"])
    return None if own.empty else sentences.expected(own, indicator, dataset.places, language)


def _stand_in(dataset: Dataset, indicator: Indicator, claim: Claim, language: str) -> Claim:
    national = dataset.catalogue.get(indicator.stand_in) if indicator.stand_in else None
    if national is None:
        return claim
    country = home(dataset, national)
    rows = derive.latest(dataset.of(national.id), [country])
    if rows.empty:
        return claim
    return sentences.stand_in(rows.iloc[0], national, indicator, dataset.places, language)


def _facilities(dataset: Dataset, indicator: Indicator, language: str) -> Claim:
    """Say the latest figure of a facility, or the lowest and the highest of several."""
    everything = dataset.of(indicator.id)
    rows = derive.latest(everything)
    told = sentences.spread(rows, indicator, dataset.places, language)
    if told is not None:
        return told
    newest = rows if len(rows) else everything[everything["value"].notna()].sort_values("year")
    if newest.empty:
        return sentences.absence(indicator, dataset.places, language)
    return sentences.value(newest.iloc[0], indicator, dataset.places, language)


def place_among(dataset: Dataset, indicator: Indicator, rows: pd.DataFrame, language: str) -> str:
    """Return the city's place among the comparable of `rows` (one a place); empty where there is no honest one."""
    if indicator.scale is not Scale.CITY:
        return ""
    subject = home(dataset, indicator)
    ranked = ranking.rank(rows, indicator, dataset.places, reference=subject)
    kept = ranked[ranked["refused"] == ""]
    own = kept[kept["place"] == subject]
    if own.empty:
        return text(language, N_("no peer publishes a comparable figure")) if len(rows) < ranking.MINIMUM else ""
    verdict = comparability.chart(rows[rows["place"].isin(kept["place"])], indicator, dataset.places).verdict
    first, last, of = (int(own[name].iloc[0]) for name in ("band_first", "band_last", "of"))
    place = sentences.position_text(first, last, of, Level.CITY, verdict, language)
    return f"{place}, {text(language, sentences.ORDERS[indicator.direction])}"


def movement(dataset: Dataset, indicator: Indicator, language: str, *, rows: pd.DataFrame | None = None) -> Claim:
    """Say how the city changed along its latest unbroken line; its latest value where there is none.

    `rows` are the observations to tell of, all of the indicator where none are given.
    """
    kind = N_("Lines over the years.")
    if indicator.scale is Scale.FACILITY:
        return _with_alt_text(_facilities(dataset, indicator, language), kind, language)
    subject = home(dataset, indicator)
    rows = dataset.of(indicator.id) if rows is None else rows
    claim = sentences.change(rows, indicator, dataset.places, language, subject)
    if claim is None:
        own = derive.latest(rows, [subject])
        claim = (
            sentences.value(own.iloc[0], indicator, dataset.places, language)
            if len(own)
            else _expected(dataset, indicator, subject, language)
            or sentences.absence(indicator, dataset.places, language, subject)
        )
    return _with_alt_text(claim, kind, language)


def districts(dataset: Dataset, indicator: Indicator, places: Iterable[str], language: str) -> Claim:
    """Say the lowest and the highest of the districts in their newest common year."""
    everything = dataset.of(indicator.id)
    own = derive.observed(everything[everything["place"].isin(list(places))])
    rows = derive.latest(own[own["year"] == own["year"].max()])
    claim = sentences.spread(rows, indicator, dataset.places, language)
    return _with_alt_text(
        claim or sentences.absence(indicator, dataset.places, language), N_("Dots, one row a district."), language
    )


def parts(family: str, rows: pd.DataFrame, names: Sequence[str], indicator: Indicator, language: str) -> Claim:
    """Say the largest shares of one whole; `rows` and their `names` come largest first.

    `family` is the name of the whole, in the reader's language.
    """
    t = Translator(language)
    years = tuple(sorted({int(year) for year in rows["year"].dropna()}))
    shares = [
        f"{_inside(name)}{formatting.NBSP}{sentences.short(value, indicator, language)}"
        for name, value in zip(names, rows["value"], strict=True)
    ]
    unit = indicator.unit_names.get(language)
    told = t(
        N_("{family} ({years}): {shares}") if unit.startswith("%") else N_("{family} ({years}, {unit}): {shares}"),
        family=family,
        unit=unit,
        years=formatting.join([str(year) for year in years], language) or formatting.year(None, language),
        shares=formatting.join(shares[:NAMED_PARTS], language),
    )
    places = tuple(dict.fromkeys(rows["place"].astype("str")))
    values = {str(key): float(value) for key, value in zip(rows["indicator"], rows["value"], strict=True)}
    claim = Claim("parts", f"{formatting.tidy(told, language)}.", indicator.id, places, years, parts=values)
    return _with_alt_text(claim, N_("Bars, one a part of the whole."), language)


def _inside(name: str) -> str:
    """Return a name as it stands inside a sentence: a capital that begins a word is lowered, one of `CO₂` is not."""
    return name[:1].lower() + name[1:] if name[1:2].islower() else name


def _with_alt_text(claim: Claim, kind: str, language: str) -> Claim:
    """Return the claim with its alternative text: what is drawn, what it says, the verdict."""
    verdict = f" {comparison_text(claim.comparison, language)}." if claim.comparison else ""
    return replace(claim, alt=f"{text(language, kind)} {claim.text}{verdict}")
