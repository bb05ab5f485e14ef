"""Sentences on what became of a figure or of a chart's sentence since a data version: no more than the stores hold."""

from collections.abc import Sequence

import pandas as pd

from indicators.language.translator import N_, Translator
from indicators.model.catalogue import Indicator
from indicators.model.vocabulary import Method
from indicators.store.revisions import FigurePair, Still
from indicators.text import formatting

MOST_DIGITS = 12
"""More decimals than this are not written to tell two figures apart."""


def with_telling_digits(entry: Indicator, old: float | None, new: float | None) -> Indicator:
    """Return the entry with as many digits as tell two figures apart."""
    digits = entry.digits
    if old is not None and new is not None and old != new:
        while digits < MOST_DIGITS and formatting.rounded(old, digits) == formatting.rounded(new, digits):
            digits += 1
    return entry.model_copy(update={"digits": digits})


def then_text(version: str, day: str, language: str) -> str:
    """Return how an earlier state is named: `data version 56f044ab95cb (27 November 2026)`."""
    t = Translator(language)
    if not day:
        return t(N_("data version {version}"), version=version)
    return t(N_("data version {version} ({day})"), version=version, day=formatting.day(day, language))


def written(pair: FigurePair, entry: Indicator, language: str) -> tuple[str, str]:
    """Return the figures of a pair then and now, with digits enough to tell them apart; empty where there is none."""
    values = [None if row is None or pd.isna(row["value"]) else float(row["value"]) for row in (pair.then, pair.now)]
    telling = with_telling_digits(entry, *values)
    then, now = ("" if row is None else formatting.figure(row, telling, language) for row in (pair.then, pair.now))
    if then == now and None not in values and values[0] != values[1]:  # millions in words say too little
        then, now = (_in_full(value, telling, language) for value in values)
    return then, now


def _in_full(value: float | None, entry: Indicator, language: str) -> str:
    return f"{formatting.number(value, entry.digits, language)}{formatting.NBSP}{entry.unit_names.get(language)}"


def answer(still: Still, pairs: Sequence[FigurePair], entry: Indicator, then: str, language: str) -> str:
    """Say what became of a figure; `then` names the earlier state (:func:`then_text`), empty where none is named."""
    t = Translator(language)
    olds = [pair for pair in pairs if pair.then is not None and pair.still is not Still.SAME]
    news = [pair for pair in pairs if pair.now is not None and pair.still is not Still.SAME]
    changed = next((pair for pair in pairs if pair.still is Still.CHANGED), None)
    was = written(changed or olds[0], entry, language)[0] if changed or olds else ""
    now = written(changed or news[0], entry, language)[1] if changed or news else ""
    held = next((written(pair, entry, language)[1] for pair in pairs if pair.now is not None), "")
    match still:
        case Still.SAME:
            return t(N_("It is unchanged here: {now}, as in {then}."), now=held, then=then)
        case Still.CHANGED:
            return t(N_("It has changed here: it was {was} in {then}; now it is {now}."), was=was, then=then, now=now)
        case Still.GONE:
            return t(N_("It is no longer held here: it was {was} in {then}."), was=was, then=then)
        case Still.NEW:
            return t(N_("It was not held here in {then}; now it is {now}."), then=then, now=now)
        case Still.ABSENT:
            return t(N_("No such figure is held here, neither in {then} nor now."), then=then)
    unknown = unknown_text(then, language, limit=any(pair.then is not None for pair in pairs))
    now_text = t(N_("Now it is {now}."), now=held) if held else t(N_("No such figure is held here now."))
    return f"{unknown} {now_text}"


def unknown_text(then: str, language: str, *, limit: bool = False) -> str:
    """Say that nobody can tell here what a figure was; `limit` where it is one without a value."""
    t = Translator(language)
    if not then:
        return t(N_("The address names no data version, so that nothing can be said of what was held then."))
    if limit:
        return t(
            N_(
                "It is a limit without a value, and limits of {then} are not recorded: "
                "whether it changed cannot be told."
            ),
            then=then,
        )
    return t(N_("The figures of {then} are not held here any more: what they said cannot be told."), then=then)


def of_log_words(then: str, language: str, *, bounded: bool, left_out: bool) -> list[str]:
    """Say what of a chart of an earlier release nobody can tell: the log of releases holds keys and values alone.

    `bounded` where a figure is a limit or has a range of error, `left_out` where one of then cannot be shown.
    """
    t = Translator(language)
    sentences = []
    if bounded:
        sentences.append(
            t(
                N_(
                    "Limits and ranges of error of {then} are not recorded: today’s stand in their place, and whether "
                    "they changed cannot be told."
                ),
                then=then,
            )
        )
    if left_out:
        sentences.append(
            t(
                N_(
                    "Some figures of {then} are missing from what it said then: their limits, places or sources are "
                    "not held here any more."
                ),
                then=then,
            )
        )
    return sentences


def not_observed(method: str, language: str) -> str:
    """Say that a figure is projected or planned; empty for one that is observed."""
    words = {
        Method.PROJECTED: N_("The figure is projected, not observed."),
        Method.PLANNED: N_("The figure is planned, not observed."),
    }
    message = words.get(Method(method), "")
    return Translator(language)(message) if message else ""


def newer(value: str, year: int, language: str) -> str:
    """Say that a newer figure is held."""
    return Translator(language)(N_("A newer figure is held: {value} ({year})."), value=value, year=str(year))
