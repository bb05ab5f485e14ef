"""Claims of comparisons: what a slope, a dumbbell, a scatter and a table of several indicators say.

Like :mod:`indicators.claims.indicator_claims` each is made from the figures drawn and serves as
title and as alternative text.
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pandas as pd

from indicators.analysis.comparability import Pairs
from indicators.analysis.movement import TwoDates
from indicators.analysis.standing import home_of
from indicators.analysis.verdicts import Comparison
from indicators.analysis.years import Ends
from indicators.claims import change_claims
from indicators.claims.sentences import Claim, sentence_of, with_alt
from indicators.language.translator import N_, Translator
from indicators.model.catalogue import Indicator
from indicators.model.vocabulary import Scale
from indicators.store.dataset import Dataset
from indicators.text import formatting
from indicators.text.labels import HomeTranslator


def moves(dataset: Dataset, dates: TwoDates, language: str) -> Claim:
    """Say how the city changed between two dates, and in how many others the value rose or fell."""
    t = Translator(language)
    indicator, home, ends = dates.indicator, dates.home, dates.shown
    home_ends = ends.of([home])
    others = ends.of([place for place in ends.first["place"] if place != home])
    years = tuple(year for year in (ends.year, ends.to) if year is not None)
    claim = (
        change_claims.change(home_ends.rows, indicator, dataset.places, language, home)
        if len(home_ends.first)
        else None
    )
    base = t(N_("{name}, {first} to {last}"), name=indicator.names.get(language), first=ends.year, last=ends.to)
    sentence = claim.text.rstrip(".") if claim else base
    up, down = _moved(others, indicator)
    standing = ""
    if len(others.first) and not indicator.noisy:
        of = len(others.first)
        sentence = t(_most_moved(up, down, of), claim=sentence)
        standing = change_claims.counted(((up, _UP), (down, _DOWN), (of - up - down, _LEVEL)), of, language)
    parts = {**(claim.parts if claim else {}), "up": up, "down": down, "others": len(others.first)}
    places = tuple(str(place) for place in ends.first["place"])
    drawn = N_("Two dates, one line a place.")
    claim_of_moves = _claim("moves", sentence, indicator, dates.comparison, drawn, language, places=places, parts=parts)
    return replace(claim_of_moves, years=years, standing=standing)


def _most_moved(up: int, down: int, of: int) -> str:
    """Return the sentence that says which way the other, all or most of the others went; *most* is more than half."""
    cases = (
        (up == of == 1, N_("{claim}; up in the other place")),
        (down == of == 1, N_("{claim}; down in the other place")),
        (of == 1, N_("{claim}; unchanged in the other place")),
        (up == of, N_("{claim}; up in all of the others")),
        (down == of, N_("{claim}; down in all of the others")),
        (up == down == 0, N_("{claim}; unchanged in all of the others")),
        (up * 2 > of, N_("{claim}; up in most of the others")),
        (down * 2 > of, N_("{claim}; down in most of the others")),
        ((of - up - down) * 2 > of, N_("{claim}; unchanged in most of the others")),
        (True, N_("{claim}; elsewhere both up and down")),
    )
    return next(template for holds, template in cases if holds)


_UP = N_("Up in {n} of {of} others"), N_("up in {n}")
_DOWN = N_("Down in {n} of {of} others"), N_("down in {n}")
_LEVEL = N_("Unchanged in {n} of {of} others"), N_("unchanged in {n}")
_MORE = N_("More of both in {n} of {of} others"), N_("more of both in {n}")
_LESS = N_("Less of both in {n} of {of} others"), N_("less of both in {n}")
"""How a count is said first, with the number of all, and after another."""


def _moved(ends: Ends, indicator: Indicator) -> tuple[int, int]:
    """Return in how many places the printed value rose and fell."""
    steps = [
        formatting.rounded(last, indicator.digits) - formatting.rounded(first, indicator.digits)
        for first, last in zip(ends.first["value"], ends.last["value"], strict=True)
    ]
    return sum(step > 0 for step in steps), sum(step < 0 for step in steps)


def together(
    dataset: Dataset, first: Indicator, second: Indicator, pairs: Pairs, comparison: Comparison, language: str
) -> Claim:
    """Say the city's two values, and how many others have more and less of both."""
    t = Translator(language)
    home = home_of(dataset, first)
    names = {"x_name": first.names.get(language), "y_name": second.names.get(language)}
    home_values = _values_of(pairs, home)
    if home_values is None:
        sentence = t.plural(
            "“{x_name}” and “{y_name}” in {n} place; {place} has no pair of figures to stand beside it",
            "“{x_name}” and “{y_name}” in {n} places; {place} has no pair of figures to stand beside them",
            len(pairs.places),
            place=dataset.places[home].names.get(language),
            **names,
        )
        more = less = None
        standing = ""
    else:
        x, y = home_values
        others = pairs.of(pairs.first["place"].to_numpy() != home)
        xs, ys = others.first["value"].to_numpy("float64"), others.second["value"].to_numpy("float64")
        more, less = int(((xs > x) & (ys > y)).sum()), int(((xs < x) & (ys < y)).sum())
        of = len(others.places)
        standing = change_claims.counted(((more, _MORE), (less, _LESS)), of, language)
        sentence = t(
            _both(more, less, of),
            place=dataset.places[home].names.get(language),
            x=formatting.short_with_unit(x, first, language),
            y=formatting.short_with_unit(y, second, language),
            **names,
        )
    claim = _claim("together", sentence, first, comparison, N_("Points, one a place."), language,
                  places=tuple(pairs.places), parts={"more": more, "less": less})  # fmt: skip
    return replace(claim, standing=standing)


def _both(more: int, less: int, of: int) -> str:
    """Return the sentence of two values, with what the other, all or most of the others have: *most* is over half."""
    cases = (
        (more == of == 1, N_("{place}: “{x_name}” {x}, “{y_name}” {y}, less of both than in the other place")),
        (less == of == 1, N_("{place}: “{x_name}” {x}, “{y_name}” {y}, more of both than in the other place")),
        (more == of > 0, N_("{place}: “{x_name}” {x}, “{y_name}” {y}, less of both than in all of the others")),
        (less == of > 0, N_("{place}: “{x_name}” {x}, “{y_name}” {y}, more of both than in all of the others")),
        (more * 2 > of, N_("{place}: “{x_name}” {x}, “{y_name}” {y}, less of both than in most of the others")),
        (less * 2 > of, N_("{place}: “{x_name}” {x}, “{y_name}” {y}, more of both than in most of the others")),
        (True, N_("{place}: “{x_name}” {x}, “{y_name}” {y}")),
    )
    return next(template for holds, template in cases if holds)


def gaps(
    dataset: Dataset, first: Indicator, second: Indicator, pairs: Pairs, comparison: Comparison, language: str
) -> Claim:
    """Say the city's two values of one unit and how far apart they lie, and where they lie farthest apart."""
    t = Translator(language)
    home = home_of(dataset, first)
    # The difference of what is printed, so that the reader's own subtraction agrees.
    distance = pd.Series(
        [
            float(abs(formatting.rounded(b, second.digits) - formatting.rounded(a, first.digits)))
            for a, b in zip(pairs.first["value"], pairs.second["value"], strict=True)
        ]
    )
    widest = int(distance.to_numpy().argmax())
    names = {"x_name": first.names.get(language), "y_name": second.names.get(language)}
    far = {
        "far_place": dataset.places[pairs.places[widest]].names.get(language),
        "far": formatting.difference(float(distance.iloc[widest]), first, language),
    }
    home_values = _values_of(pairs, home)
    if home_values is None:
        sentence = t(N_("“{x_name}” and “{y_name}” lie farthest apart in {far_place} ({far})"), **names, **far)
    else:
        sentence = t(
            N_("{place}: “{x_name}” {x}, “{y_name}” {y}, {apart} apart")
            if len(pairs.places) == 1
            else N_(
                "{place}: “{x_name}” {x}, “{y_name}” {y}, {apart} apart; the farthest are those of {far_place} ({far})"
            ),
            place=dataset.places[home].names.get(language),
            x=formatting.short_with_unit(home_values[0], first, language),
            y=formatting.short_with_unit(home_values[1], second, language),
            apart=formatting.difference(float(distance.iloc[pairs.places.index(home)]), first, language),
            **names,
            **far,
        )
    return _claim("gaps", sentence, first, comparison, N_("Two values on one scale, one row a place."), language,
                  places=tuple(pairs.places), parts={"widest": float(distance.iloc[widest])})  # fmt: skip


def coverage(
    all_figures: int,
    others: int,
    published: int,
    beside: int,
    first: Indicator,
    comparison: Comparison,
    t: HomeTranslator,
) -> Claim:
    """Say how many figures of others are held of those asked for, and how many may stand beside the city's own.

    National figures are of countries, and stand beside the country's own.
    """
    counts = {"all": all_figures, "published": published, "beside": beside}
    if first.scale is Scale.COUNTRY:
        sentence = t.plural(
            "Of {all} national figures of {n} country beside {country}, {published} are held here "
            "and {beside} can stand beside its own",
            "Of {all} national figures of {n} countries beside {country}, {published} are held here "
            "and {beside} can stand beside its own",
            others,
            **counts,
        )
    else:
        sentence = t.plural(
            "Of {all} figures of {n} city beside {home}, {published} are held here "
            "and {beside} can stand beside its own",
            "Of {all} figures of {n} cities beside {home}, {published} are held here "
            "and {beside} can stand beside its own",
            others,
            **counts,
        )
    parts = {"published": published, "beside": beside}
    return _claim("coverage", sentence, first, comparison, N_("A table, one row a place."), t.language, parts=parts)


def _values_of(pairs: Pairs, home: str) -> tuple[float, float] | None:
    if home not in pairs.places:
        return None
    index = pairs.places.index(home)
    return float(pairs.first["value"].iloc[index]), float(pairs.second["value"].iloc[index])


def _claim(
    kind: str,
    sentence: str,
    indicator: Indicator,
    comparison: Comparison,
    drawn: str,
    language: str,
    *,
    places: tuple[str, ...] = (),
    parts: Mapping[str, Any] | None = None,
) -> Claim:
    """Return the sentence as a claim with its alternative text (:func:`indicators.claims.sentences.with_alt`)."""
    claim = Claim(kind, sentence, indicator.id, places, (), comparison, parts or {})
    return with_alt(sentence_of(claim, language), drawn, language)
