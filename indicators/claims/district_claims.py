"""The gap inside the city: its parts at both ends on one indicator, and how far they lie apart.

SDG 11 asks for a city that serves all its parts; a mean of the city does not
show them. The two ends and the distance are those of published figures at the
digits they are printed with.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from indicators.analysis import derive
from indicators.analysis.standing import Selection
from indicators.claims import change_claims, sentences
from indicators.claims.sentences import Claim
from indicators.language.translator import N_, Translator
from indicators.maps import districts
from indicators.model.catalogue import Indicator
from indicators.model.vocabulary import Level
from indicators.store.dataset import Dataset
from indicators.text import formatting
from indicators.text.formatting import rounded

NAMED = 2
"""Parts that a sentence names at one end; of more it names how many."""


LEAST_END = 1
"""Below this a low end is mostly rounding, and a ratio to it says nothing."""

LEAST_RATIO, GREATEST_RATIO = 1.1, 10
"""Ratios outside these are left to the distance."""


@dataclass(frozen=True)
class Disparity:
    """Both ends and the distance between them.

    `ratio` is None where the low end is under :data:`LEAST_END`: printed with one decimal, 0.3 stands for
    anything from 0.25 to 0.35, and a ratio to it would say more than is known.
    """

    low: float
    low_places: tuple[str, ...]
    high: float
    high_places: tuple[str, ...]
    spread: float
    ratio: float | None


def disparity(rows: pd.DataFrame, digits: int) -> Disparity | None:
    """Return the gap among `rows` (columns place and value, one row a part), None for fewer than two."""
    known = rows.dropna(subset=["value"])
    if len(known) < 2:
        return None
    values = pd.Series([float(rounded(float(value), digits)) for value in known["value"]], known["place"].astype("str"))
    low, high = float(values.min()), float(values.max())
    return Disparity(
        low=low,
        low_places=tuple(sorted(str(place) for place in values.index[values == low])),
        high=high,
        high_places=tuple(sorted(str(place) for place in values.index[values == high])),
        spread=float(rounded(high - low, digits)),
        ratio=high / low if low >= LEAST_END else None,
    )


def of_values(values: Mapping[str, float], digits: int) -> Disparity | None:
    """Return the gap among values by place, None for fewer than two (:func:`disparity`)."""
    return disparity(pd.DataFrame({"place": list(values), "value": list(values.values())}), digits)


def of_year(selection: Selection, indicator: Indicator, language: str, short: Callable[[str], str]) -> Claim | None:
    """Say the lowest, the highest and how far apart they are in one year; None for fewer than two figures.

    Doubtful figures lead no sentence: they are named after it. `short` names a part on the screen.
    """
    rows, trusted = selection.rows, trusted_rows(selection.rows)
    extremes = disparity(trusted, indicator.digits)
    if extremes is None:
        return None
    t = Translator(language)
    year = int(rows["year"].iloc[0])
    template = (
        N_("{name}, {year}: from {low} in {low_places} to {high} in {high_places}, no difference")
        if extremes.spread == 0
        else N_("{name}, {year}: from {low} in {low_places} to {high} in {high_places}, {apart}")
    )
    sentence = t(
        template,
        name=indicator.names.get(language),
        year=str(year),
        low=formatting.short(extremes.low, indicator, language),
        low_places=named(extremes.low_places, language, short),
        high=formatting.short(extremes.high, indicator, language),
        high_places=named(extremes.high_places, language, short),
        apart=distance_text(extremes, indicator, language),
    )
    claim = Claim(
        "disparity",
        sentence,
        indicator.id,
        (*extremes.low_places, *extremes.high_places),
        (year,),
        selection.comparison,
        {"lowest": extremes.low, "highest": extremes.high, "spread": extremes.spread, "ratio": extremes.ratio},
    )
    doubted = rows[~rows["place"].isin(trusted["place"])]
    return _on_map(sentences.with_doubtful(claim, doubted, indicator, language, short), language)


def trusted_rows(rows: pd.DataFrame) -> pd.DataFrame:
    """Return the rows without those that their notes doubt; all of them where fewer than two are left."""
    trusted = rows[~derive.is_doubtful(rows)]
    return trusted if len(trusted) > 1 else rows


def of_change(
    rows: pd.DataFrame, indicator: Indicator, years: tuple[int, int], language: str, short: Callable[[str], str]
) -> Claim | None:
    """Say the strongest fall and rise, in the line below how many parts rose and fell; None for fewer than two figures.

    `rows` are those of :func:`indicators.maps.districts.changed`.
    """
    digits = districts.change_digits(indicator)
    extremes = disparity(rows, digits)
    if extremes is None:
        return None
    t = Translator(language)
    values = [float(rounded(float(value), digits)) for value in rows["value"].dropna()]
    rose, fell = sum(value > 0 for value in values), sum(value < 0 for value in values)
    sentence = t(
        N_("{name}, change from {first} to {last}: from {low} in {low_places} to {high} in {high_places}"),
        name=indicator.names.get(language),
        first=str(years[0]),
        last=str(years[1]),
        low=change_text(extremes.low, indicator, language),
        low_places=named(extremes.low_places, language, short),
        high=change_text(extremes.high, indicator, language),
        high_places=named(extremes.high_places, language, short),
    )
    of = len(values)
    if max(rose, fell) * 2 > of:
        most = N_("{claim}; up in most of them") if rose > fell else N_("{claim}; down in most of them")
        sentence = t(most, claim=sentence)
    standing = change_claims.counted(((rose, _ROSE), (fell, _FELL), (of - rose - fell, _STOOD)), of, language)
    parts = {"lowest": extremes.low, "highest": extremes.high, "rose": rose, "fell": fell, "of": len(values)}
    ends = (*extremes.low_places, *extremes.high_places)
    claim = Claim("change_by_part", sentence, indicator.id, ends, years, parts=parts, standing=standing)
    return _on_map(claim, language)


_ROSE = N_("Rose in {n} of {of}"), N_("rose in {n}")
_FELL = N_("Fell in {n} of {of}"), N_("fell in {n}")
_STOOD = N_("Unchanged in {n} of {of}"), N_("unchanged in {n}")
"""How a count of parts is said first, with the number of all, and after another."""


def distance_text(extremes: Disparity, indicator: Indicator, language: str) -> str:
    """Return the distance between the ends in points or units, and as a ratio where there is one."""
    t = Translator(language)
    sentence = formatting.difference(extremes.spread, indicator, language)
    if extremes.ratio is None or not LEAST_RATIO <= extremes.ratio <= GREATEST_RATIO:
        return t(N_("{distance} apart"), distance=sentence)
    times = formatting.number(extremes.ratio, 1 if extremes.ratio >= change_claims.MANIFOLD else 2, language)
    return t(N_("{distance} apart, a ratio of {times}"), distance=sentence, times=times)


def change_text(value: float, indicator: Indicator, language: str) -> str:
    """Return a change with its sign: points for shares, else per cent."""
    if not formatting.in_points(indicator):
        return formatting.signed_percent(value, districts.change_digits(indicator), language)
    return formatting.points(value, indicator, language, sign=True)


def named(places: Sequence[str], language: str, short: Callable[[str], str]) -> str:
    """Return the names of the parts at one end; how many they are where they are many."""
    if len(places) <= NAMED:
        return formatting.join([short(place) for place in places], language)
    return Translator(language).plural("{n} part of the city", "{n} parts of the city", len(places))


def dependence(dataset: Dataset, indicator: Indicator, language: str) -> str:
    """Say what the city's newest share would be without a doubtful figure of one of its districts; empty without one.

    The district's share of the census before stands in its place, weighted by what the share is a share of.
    """
    if indicator.whole is None:
        return ""
    rows = districts.figures(dataset, indicator, Level.DISTRICT)
    # Few indicators have a doubtful figure of a district: what the city's is takes longer to find.
    if not derive.is_doubtful(rows).any():
        return ""
    newest = derive.latest(dataset.of(indicator.id), [dataset.home.city])
    if newest.empty:
        return ""
    city = newest.iloc[0]
    now = rows[(rows["year"] == city["year"]) & (rows["source"].astype("str") == str(city["source"]))]
    doubtful = now[derive.is_doubtful(now)]
    whole = districts.figures(dataset, dataset.catalogue[indicator.whole], Level.DISTRICT)
    weights = whole[whole["year"] == city["year"]].set_index("place")["value"]
    if len(doubtful) != 1 or not set(now["place"]) <= set(weights.index):
        return ""
    part = doubtful.iloc[0]
    before = rows[(rows["place"] == part["place"]) & (rows["year"] < city["year"])].sort_values("year")
    if before.empty:
        return ""
    then = before.iloc[-1]
    weight = float(weights[part["place"]] / weights[list(now["place"])].sum())
    other = float(city["value"]) + weight * (float(then["value"]) - float(part["value"]))
    t = Translator(language)
    sentence = t(
        N_(
            "{value} hangs on one doubtful figure, {now} in {part}: "
            "with that district's {then} of {year} it would be {other}."
        ),
        value=formatting.short(float(city["value"]), indicator, language),
        now=formatting.short(float(part["value"]), indicator, language),
        part=districts.short_name(dataset.places[str(part["place"])], language),
        then=formatting.short(float(then["value"]), indicator, language),
        year=str(int(then["year"])),
        other=formatting.short(other, indicator, language),
    )
    return formatting.tidy(sentence, language)


def _on_map(claim: Claim, language: str) -> Claim:
    """Return the claim as a sentence, with the alternative text of its map."""
    return sentences.with_alt(sentences.sentence_of(claim, language), N_("Map, one colour a class."), language)
