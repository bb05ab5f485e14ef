"""Where the home city stands among the places compared: what a mayor would say, and the rank that it rests on.

The sentence says the thing: the highest or the lowest of them, or higher, about the same or lower than in most of the
others, by the bands that the errors allow. In how many it is so, rank, order and median stand in the line below.
"""

from dataclasses import replace
from statistics import median
from typing import NamedTuple

from indicators.analysis import ranking
from indicators.analysis.standing import Standing
from indicators.analysis.verdicts import Verdict
from indicators.claims import sentences
from indicators.claims.sentences import Claim
from indicators.language.translator import N_, Translator
from indicators.model.catalogue import Names
from indicators.model.vocabulary import Direction, Level
from indicators.text import formatting


class Counts(NamedTuple):
    """In how many of the others the figure is higher, about the same and lower."""

    above: int
    level: int
    below: int


def position(standing: Standing, language: str, noun: Names | None = None) -> Claim:
    """Say where home stands: value, year, and how the comparable others lie to it; the rank as `standing`.

    `noun` is what all places compared are called, where they have a name of their own ("large Moroccan cities").
    Without a figure of home the claim says so; with fewer than three comparable places it gives the value alone.
    """
    indicator, places, home = standing.indicator, standing.known, standing.home
    home_row = standing.home_row
    if home_row is None:
        return sentences.absence(indicator, places, language, home)
    claim = sentences.value_of(home_row, indicator, places, language)
    if home not in standing.bands:
        why = f"{ranking.refusal_text(standing.ranked.loc[home, 'refused'], language)}."
        return sentences.sentence_of(replace(claim, rank=why[:1].upper() + why[1:]), language)
    others = standing.with_rank.drop(index=home)
    middle = median(others["value"].astype("float64"))
    first, last = standing.bands[home]
    years = tuple(sorted({int(year) for year in standing.with_rank["year"].dropna()}))
    parts = {
        **claim.parts,
        **_counts(standing)._asdict(),
        "band_first": first,
        "band_last": last,
        "of": len(standing.with_rank),
        "median": middle,
    }
    used = replace(
        claim,
        kind="position",
        text=_sentence(claim, standing, language, noun),
        places=(home, *others.index),
        years=years,
        comparison=standing.comparison,
        parts=parts,
        standing=_line(standing, middle, language, noun),
        rank=f"{ranking.band_rule_text(standing.eligible, standing.indicator, language)}{_years_used(years, language)}",
    )
    return sentences.sentence_of(used, language)


def _sentence(claim: Claim, standing: Standing, language: str, noun: Names | None) -> str:
    """Return the sentence of the claim: alone at an end of the order, or how most of the others lie to it."""
    first, _ = standing.bands[standing.home]
    of = len(standing.with_rank)
    everyone = _places(standing, language, noun)
    if _alone_at_an_end(standing):
        highest = (first == 1) is (standing.indicator.direction is not Direction.LOWER)
        return _end(claim, standing, highest, _numbered(of, everyone, language), language)
    return among(claim.text, _counts(standing), _places(standing, language, noun, others=True), everyone, language)


def _alone_at_an_end(standing: Standing) -> bool:
    """Return whether home has the highest or the lowest figure, and no other place the same."""
    first, last = standing.bands[standing.home]
    return first == last and first in (1, len(standing.with_rank))


def _counts(standing: Standing) -> Counts:
    """Return in how many of the others the figure is higher, about the same and lower, by home's band."""
    first, last = standing.bands[standing.home]
    before, level, behind = first - 1, last - first, len(standing.with_rank) - last
    return (
        Counts(behind, level, before)
        if standing.indicator.direction is Direction.LOWER
        else Counts(before, level, behind)
    )


def _end(claim: Claim, standing: Standing, highest: bool, places: str, language: str) -> str:
    """Say that home has the highest or the lowest figure, in the catalogue's own words where it has them."""
    t, home_row, words = Translator(language), standing.home_row, standing.indicator.superlatives
    if words is None or home_row is None or not claim.years:
        template = N_("{claim}, the highest of {places}") if highest else N_("{claim}, the lowest of {places}")
        return t(template, claim=claim.text, places=places)
    return t(
        N_("Of {places}, {place} has {superlative}: {value} in {year}"),
        places=places,
        place=sentences.where(home_row, standing.indicator, standing.known, language),
        superlative=(words.highest if highest else words.lowest).get(language),
        value=sentences.value_text(home_row, standing.indicator, language),
        year=sentences.period_text(claim.years[0], standing.indicator, language),
    )


def _places(standing: Standing, language: str, noun: Names | None, *, others: bool = False) -> str:
    """Return what the places compared are called; without home where they are the `others`."""
    t = Translator(language)
    care = standing.comparison.verdict is not Verdict.COMPARABLE
    if noun is not None and not care:
        named = noun.get(language)
        return t(N_("other {places}"), places=named) if others else named
    if standing.level is Level.FACILITY:
        return t(N_("other facilities") if others else N_("facilities"))
    return t(_COMPARED[standing.level is Level.COUNTRY, care, others])


def _numbered(n: int, places: str, language: str) -> str:
    """Return places with their number."""
    return Translator(language)(N_("{n} {places}"), n=n, places=places)


_COMPARED = {
    (False, False, False): N_("comparable cities"),
    (False, False, True): N_("other comparable cities"),
    (False, True, False): N_("cities comparable with care"),
    (False, True, True): N_("other cities comparable with care"),
    (True, False, False): N_("comparable countries"),
    (True, False, True): N_("other comparable countries"),
    (True, True, False): N_("countries comparable with care"),
    (True, True, True): N_("other countries comparable with care"),
}
"""What places are called by whether they are countries, comparable with care only, and without home."""


def _line(standing: Standing, middle: float, language: str, noun: Names | None) -> str:
    """Return the line below the sentence: the counts that it says in words, the rank, its order, the median.

    Where all are about level there is no rank worth the word; alone at an end the rank says the counts.
    """
    t, of = Translator(language), len(standing.with_rank)
    median_text = formatting.short(middle, standing.indicator, language)
    first, last = standing.bands[standing.home]
    if _alone_at_an_end(standing):
        places = _numbered(of, _places(standing, language, noun), language)
        position = (
            position_text(standing, language)
            if noun is None
            else t(N_("{band} of {places}"), band=_band(first, last, language), places=places)
        )
        template = N_("{position}, {order} (median of the others: {median})")
        return formatting.tidy(
            t(template, position=position, order=order_text(standing, language), median=median_text), language
        )
    others = _places(standing, language, noun, others=True)
    counts_text = counted(_counts(standing), _numbered(of - 1, others, language), language)
    if last - first == of - 1:
        return formatting.tidy(
            t(N_("{counts} (their median: {median})"), counts=counts_text, median=median_text), language
        )
    sentence = t(
        N_("{counts}; {band} of {n}, {order} (median of the others: {median})"),
        counts=counts_text,
        band=_band(first, last, language),
        n=of,
        order=order_text(standing, language),
        median=median_text,
    )
    return formatting.tidy(sentence, language)


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


WORST = (N_("worst"), N_("second worst"), N_("third worst"))
"""What the last places are called where one way is better: "21st, lowest first" alone reads as praise."""


def order_text(standing: Standing, language: str) -> str:
    """Return the order of the ranks, and the word for home's place where it is one of the last."""
    t = Translator(language)
    order = t(ORDERS[standing.indicator.direction])
    first, last = standing.bands[standing.home]
    from_last = len(standing.with_rank) - last
    few = len(standing.with_rank) < 2 * len(WORST)
    if standing.indicator.direction is Direction.NONE or first != last or from_last >= len(WORST) or few:
        return order
    return t(N_("{order}: {place}"), order=order, place=t(WORST[from_last]))


def position_text(standing: Standing, language: str) -> str:
    """Return the band of home among those compared (:func:`band_text`)."""
    first, last = standing.bands[standing.home]
    return band_text(first, last, len(standing.with_rank), standing.level, standing.comparison.verdict, language)


def _band(first: int, last: int, language: str) -> str:
    """Return the places that a band takes: `4th to 6th`."""
    low, high = formatting.ordinal(first, language), formatting.ordinal(last, language)
    return low if first == last else Translator(language)(N_("{first} to {last}"), first=low, last=high)


def band_text(first: int, last: int, of: int, level: Level, verdict: Verdict, language: str) -> str:
    """Return a band among those compared: `4th to 6th of 27 comparable cities`."""
    t = Translator(language)
    band, care = _band(first, last, language), verdict is not Verdict.COMPARABLE
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


NEAR_HALF, QUARTER = 0.4, 0.25
"""From these shares of the others on, above and below alike, home is near the middle: 11 above and 10 below are no
majority that anyone would speak of, and where many are about level, a quarter on either side is enough."""


def among(claim: str, counts: Counts, others: str, everyone: str, language: str) -> str:
    """Return the words of a figure and where it lies: above, about level with or below most of the `others`.

    `everyone` is what they are called with home among them. *Most* is stated of more than half only, and not of
    halves that are nearly even.
    """
    return Translator(language)(_template(counts), claim=claim, others=others, everyone=everyone)


def _template(counts: Counts) -> str:
    """Return the sentence for these counts: the first whose case holds."""
    of, either = sum(counts), min(counts.above, counts.below)
    middle = N_("{claim}, near the middle of the {everyone}")
    cases = (
        (counts.level == of, N_("{claim}, about the same as in the {others}")),
        (counts.above == of, N_("{claim}, lower than in the {others}")),
        (counts.below == of, N_("{claim}, higher than in the {others}")),
        (either >= of * NEAR_HALF, middle),
        (counts.above * 2 > of, N_("{claim}, lower than in most {others}")),
        (counts.below * 2 > of, N_("{claim}, higher than in most {others}")),
        (counts.level * 2 > of, N_("{claim}, about the same as in most {others}")),
        (either >= of * QUARTER, middle),
        (counts.above > counts.below, N_("{claim}, no higher than in most {others}")),
        (True, N_("{claim}, no lower than in most {others}")),
    )
    return next(template for holds, template in cases if holds)


def counted(counts: Counts, others: str, language: str) -> str:
    """Return the numbers: `Higher in 13 of 23 other comparable cities, lower in 10`; none that is nought.

    `others` comes with its number.
    """
    t = Translator(language)
    ways = [(number, words) for number, words in zip(counts, _WAYS, strict=True) if number]
    if len(ways) == 1:
        return t(ways[0][1].all, others=others)
    (number, words), *others_counted = ways
    first = t(words.first, n=formatting.number(number, 0, language), others=others)
    then = [t(words.then, n=formatting.number(number, 0, language)) for number, words in others_counted]
    return formatting.commas([first, *then], language)


class _Way(NamedTuple):
    """How one way to lie is stated of all the others, as the first of several and after another."""

    all: str
    first: str
    then: str


_WAYS = (
    _Way(N_("Higher in all {others}"), N_("Higher in {n} of {others}"), ""),
    _Way(N_("About the same in all {others}"), N_("About the same in {n} of {others}"), N_("about the same in {n}")),
    _Way(N_("Lower in all {others}"), N_("Lower in {n} of {others}"), N_("lower in {n}")),
)
"""Higher, about the same, lower: the order of :class:`Counts`."""
