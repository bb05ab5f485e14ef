"""Claims: for each chart the one plain sentence of what it says.

A claim is made from the figures the chart draws, so it serves as title, as
alternative text and as slide title, and cannot say something else.
"""

from collections.abc import Sequence
from dataclasses import replace

import pandas as pd

from indicators.analysis import derive, ranking
from indicators.analysis.standing import Standing, home_of
from indicators.analysis.verdicts import Comparison
from indicators.claims import change_claims, sentences, standing_claims
from indicators.claims.sentences import Claim
from indicators.language.translator import N_, Translator, text
from indicators.model.catalogue import Indicator, Names
from indicators.model.vocabulary import Scale
from indicators.store.dataset import Dataset
from indicators.text import formatting

NAMED_PARTS = 3
"""How many shares of a whole a sentence names."""


def of_standing(dataset: Dataset, standing: Standing, language: str) -> Claim:
    """Say where home stands among the places compared.

    Without an observed figure of its own the claim gives what is planned or
    projected, or the national stand-in the catalogue names, each marked as such,
    or says that nothing is published. Facilities have sentences of their own.
    """
    indicator, home = standing.indicator, standing.home
    if indicator.scale is Scale.FACILITY:
        claim = _facilities(dataset, indicator, standing.eligible, standing.comparison, language)
        return sentences.with_alt(claim, N_("Bars, one a facility."), language)
    published = dataset.of(indicator.id)
    claim = standing_claims.position(standing, language, noun_of(dataset, standing))
    if claim.kind == "absence" and len(derive.observed(published[published["place"] == home])):
        claim = _other_years(dataset, standing, language)
    elif claim.kind == "absence":
        claim = _expected(dataset, indicator, home, language) or _stand_in(dataset, indicator, claim, language)
    return sentences.with_alt(claim, N_("Bars, one a place."), language)


def _other_years(dataset: Dataset, standing: Standing, language: str) -> Claim:
    """Say the lowest and the highest of the others where home has figures of other years only."""
    indicator = standing.indicator
    absent = Translator(language)(
        N_("{name}: no figure of {place} lies in the years asked for."),
        name=indicator.names.get(language),
        place=dataset.places[standing.home].names.get(language),
    )
    absent = formatting.tidy(absent, language)
    others = sentences.spread(standing.eligible, standing.comparison, indicator, dataset.places, language)
    if others is None:
        return Claim("absence", absent, indicator.id, (standing.home,))
    return replace(others, text=f"{others.text} {absent}")


def _expected(dataset: Dataset, indicator: Indicator, place: str, language: str) -> Claim | None:
    """Say the first planned or projected value of the place, None where there is none."""
    rows = dataset.of(indicator.id)
    figures = rows[(rows["place"] == place) & derive.has_figure(rows)].sort_values(["year", "value"])
    return None if figures.empty else sentences.expected(figures, indicator, dataset.places, language)


def _stand_in(dataset: Dataset, indicator: Indicator, claim: Claim, language: str) -> Claim:
    national = dataset.catalogue.get(indicator.stand_in) if indicator.stand_in else None
    if national is None:
        return claim
    country = home_of(dataset, national)
    rows = derive.latest(dataset.of(national.id), [country])
    if rows.empty:
        return claim
    return sentences.stand_in(rows.iloc[0], national, indicator, dataset.places, language, dataset.home.city)


def _facilities(
    dataset: Dataset, indicator: Indicator, rows: pd.DataFrame, comparison: Comparison, language: str
) -> Claim:
    """Say the latest figure of a facility, or the lowest and the highest of several."""
    spread = sentences.spread(rows, comparison, indicator, dataset.places, language)
    if spread is not None:
        return spread
    published = dataset.of(indicator.id)
    newest = rows if len(rows) else published[derive.has_figure(published)].sort_values("year")
    if newest.empty:
        return sentences.absence(indicator, dataset.places, language, dataset.home.city)
    return sentences.value(newest.iloc[0], indicator, dataset.places, language)


def noun_of(dataset: Dataset, standing: Standing) -> Names | None:
    """Return what the places compared are called, where they are those of one peer set that has a name for them."""
    others = set(standing.with_rank.index) - {standing.home}
    sets = (entry for entry in dataset.peer_sets.values() if entry.cities is not None)
    return next((entry.cities for entry in sets if others == set(entry.members) - {standing.home}), None)


def place_among(standing: Standing, language: str) -> str:
    """Return the city's place among the comparable; empty where there is no honest one."""
    if standing.indicator.scale is not Scale.CITY:
        return ""
    if standing.home in standing.bands:
        place = standing_claims.position_text(standing, language)
        return formatting.commas((place, standing_claims.order_text(standing, language)), language)
    few = len(standing.rows) < ranking.MINIMUM
    return text(language, N_("no comparable figure of another city is held here")) if few else ""


def of_change(
    dataset: Dataset, indicator: Indicator, rows: pd.DataFrame, comparison: Comparison, language: str
) -> Claim:
    """Say how home changed along its latest unbroken line; its latest value where there is none.

    `rows` are the observations that the chart draws, `comparison` the verdict on them together.
    """
    kind = N_("Lines over the years.")
    if indicator.scale is Scale.FACILITY:
        claim = _facilities(dataset, indicator, derive.latest(dataset.of(indicator.id)), comparison, language)
        return sentences.with_alt(claim, kind, language)
    home = home_of(dataset, indicator)
    change = change_claims.change(rows, indicator, dataset.places, language, home)
    if change is not None:
        return sentences.with_alt(change, kind, language)
    newest = derive.latest(rows, [home])
    if len(newest):
        claim = sentences.value(newest.iloc[0], indicator, dataset.places, language)
    else:
        claim = _expected(dataset, indicator, home, language) or sentences.absence(
            indicator, dataset.places, language, home
        )
    return sentences.with_alt(claim, kind, language)


def districts(
    dataset: Dataset, indicator: Indicator, rows: pd.DataFrame, comparison: Comparison, language: str
) -> Claim:
    """Say the lowest and the highest of the districts in `rows`, of one year, the doubtful ones after them."""
    doubted = derive.is_doubtful(rows)
    claim = sentences.spread(rows[~doubted], comparison, indicator, dataset.places, language)
    if claim is None:
        claim, doubted = sentences.spread(rows, comparison, indicator, dataset.places, language), doubted & False
    claim = claim or sentences.absence(indicator, dataset.places, language, dataset.home.city)
    names = {str(place): dataset.places[str(place)].names.get(language) for place in rows["place"]}
    claim = sentences.with_doubtful(claim, rows[doubted], indicator, language, names.__getitem__)
    return sentences.with_alt(claim, N_("Dots, one row a district."), language)


def parts(
    family: str, place: str, rows: pd.DataFrame, names: Sequence[str], indicator: Indicator, language: str
) -> Claim:
    """Say the largest shares of one whole; `rows` and their `names` come largest first.

    `family` is the name of the whole and `place` that of whose it is, in the reader's language.
    """
    t = Translator(language)
    years = tuple(sorted({int(year) for year in rows["year"].dropna()}))
    shares = [
        f"{_inside(name)}{formatting.NBSP}{formatting.short(value, indicator, language)}"
        for name, value in zip(names, rows["value"], strict=True)
    ]
    unit = indicator.unit_names.get(language)
    sentence = t(
        N_("{family} in {place}, {years}: {shares}")
        if unit.startswith("%")
        else N_("{family} in {place}, {years} ({unit}): {shares}"),
        family=family,
        place=place,
        unit=unit,
        years=formatting.join([str(year) for year in years], language) or formatting.year(None, language),
        shares=formatting.join(shares[:NAMED_PARTS], language),
    )
    places = tuple(dict.fromkeys(rows["place"].astype("str")))
    values = {str(key): float(value) for key, value in zip(rows["indicator"], rows["value"], strict=True)}
    claim = Claim("parts", f"{formatting.tidy(sentence, language)}.", indicator.id, places, years, parts=values)
    return sentences.with_alt(claim, N_("Bars, one a part of the whole."), language)


def _inside(name: str) -> str:
    """Return a name as it stands inside a sentence: a capital that begins a word is lowered, one of `CO₂` is not."""
    return name if name[1:2].isupper() else name[:1].lower() + name[1:]
