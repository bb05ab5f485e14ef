"""Sentences on a change: its two ends, how far apart they are, and what the ends do not show.

Where the way between them turned or stood still, which objective was not reached, and which newer figure is on no
line with them is stated after them.
"""

from collections.abc import Iterable
from dataclasses import replace

import pandas as pd

from indicators.analysis import derive
from indicators.analysis.pair_rules import Places
from indicators.claims.sentences import Claim, period_text, sentence_of, where, year_of
from indicators.language.translator import N_, Translator
from indicators.model.catalogue import Indicator
from indicators.model.vocabulary import Direction, Level, Measure
from indicators.text import formatting


def change(observations: pd.DataFrame, indicator: Indicator, places: Places, language: str, place: str) -> Claim | None:
    """Say how the place changed between the ends of its latest unbroken line; None without two points.

    None, too, where the catalogue says that the changes are within the method's noise. What the two ends
    do not show is added: where the way turned or stood still, the last objective that no figure reaches,
    and a newer figure that is on no line with the others.
    """
    figures = observations[observations["place"] == place]
    changes = derive.change(figures, indicator)
    if changes.empty or indicator.noisy:
        return None
    t = Translator(language)
    row, newest = changes.iloc[0], derive.latest(figures).iloc[0]
    first, last = float(row["first_value"]), float(row["last_value"])
    years = (int(row["first_year"]), int(row["last_year"]))
    national = place in places and places[place].level is Level.COUNTRY
    template = (
        N_("{name}: from {first} in {first_year} to {last} in {last_year}, national figure of {place}, {change}")
        if national
        else N_("{name}: from {first} in {first_year} to {last} in {last_year} in {place}, {change}")
    )
    sentence = t(
        template,
        name=indicator.names.get(language),
        first=formatting.short(first, indicator, language),
        first_year=period_text(years[0], indicator, language),
        last=formatting.short_with_unit(last, indicator, language),
        last_year=period_text(years[1], indicator, language),
        place=where(row, indicator, places, language),
        change=change_text(first, last, indicator, language),
    )
    points = derive.line_points(figures, indicator, row)
    for clause in (_turn(points, indicator, language), _missed(points, indicator, language)):
        sentence = t(N_("{claim}; {clause}"), claim=sentence, clause=clause) if clause else sentence
    parts = {"first": first, "last": last, "change": last - first}
    claim = Claim("change", sentence, indicator.id, (place,), years, parts=parts)
    return sentence_of(_with_newer(claim, row, newest, indicator, language), language)


def _turn(points: pd.Series, indicator: Indicator, language: str) -> str:
    """Say where the way from the first point to the last turned or stood still before its end; empty where nowhere.

    `points` are the values of the line by year.
    """
    t = Translator(language)
    printed = pd.Series([float(formatting.rounded(value, indicator.digits)) for value in points], points.index)
    rise = printed.iloc[-1] - printed.iloc[0]
    if len(printed) < 3 or rise == 0:
        return ""
    farthest = printed.max() if rise > 0 else printed.min()
    year = int(printed.index[printed == farthest][0])
    if year == int(printed.index[-1]):
        return ""
    if farthest == printed.iloc[-1]:
        since = period_text(year, indicator, language)
        return t(N_("unchanged since {year}"), year=since) if printed.loc[year:].nunique() == 1 else ""
    better = {Direction.HIGHER: rise > 0, Direction.LOWER: rise < 0}.get(indicator.direction, False)
    value = formatting.short(farthest, indicator, language)
    if better:
        return t(N_("no progress since {year} ({value})"), year=period_text(year, indicator, language), value=value)
    template = N_("the highest was {value} in {year}") if rise > 0 else N_("the lowest was {value} in {year}")
    return t(template, year=period_text(year, indicator, language), value=value)


def _missed(points: pd.Series, indicator: Indicator, language: str) -> str:
    """Say the last published objective whose year has come and that no point of the line reaches; empty without one."""
    if indicator.direction is Direction.NONE:
        return ""
    sign = 1 if indicator.direction is Direction.HIGHER else -1
    last = int(points.index[-1])
    due = [mark for mark in indicator.marks if mark.by is not None and mark.by <= last]
    if not due:
        return ""
    mark = max(due, key=lambda mark: mark.by or 0)
    if (sign * points >= sign * mark.value).any():
        return ""
    label = mark.label.get(language)
    return Translator(language)(
        N_("{objective}, which no figure here reaches"), objective=label[:1].lower() + label[1:]
    )


def _with_newer(claim: Claim, row: pd.Series, newest: pd.Series, indicator: Indicator, language: str) -> Claim:
    """Add to a change the newer figure that is on no line with it."""
    year = year_of(newest)
    if year is None or year <= max(claim.years):
        return claim
    if pd.isna(newest["value"]):
        template = N_("{claim}; {value} in {year}")
    elif str(newest["source"]) != row["source"]:
        template = N_("{claim}; another source gives {value} in {year}")
    else:
        template = N_("{claim}; counted otherwise, {value} in {year}")
    value = formatting.figure(newest, indicator, language, formatting.short)
    when = period_text(year, indicator, language)
    sentence = Translator(language)(template, claim=claim.text, value=value, year=when)
    return replace(claim, text=sentence, years=(*claim.years, year))


def change_sign(first: float, last: float, indicator: Indicator) -> int:
    """Return 1 for a rise of what is printed, -1 for a fall, 0 for none."""
    before, after = (formatting.rounded(value, indicator.digits) for value in (first, last))
    return (after > before) - (after < before)


def counted(ways: Iterable[tuple[int, tuple[str, str]]], of: int, language: str) -> str:
    """Return in how many of several it is so, each way with its words first and after another; empty of one.

    None that is nought is stated.
    """
    t, stated = Translator(language), [(number, words) for number, words in ways if number]
    if of < 2:
        return ""
    return formatting.commas([t(words[index > 0], n=n, of=of) for index, (n, words) in enumerate(stated)], language)


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
