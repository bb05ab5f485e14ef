"""Sentences on sources that disagree: both figures, where each comes from, and how far apart they are."""

import re
import textwrap
from collections.abc import Mapping, Sequence

import pandas as pd

from indicators.analysis import derive
from indicators.analysis.disagreements import Disagreement
from indicators.analysis.verdicts import Comparison
from indicators.claims.sentences import Claim, with_alt
from indicators.language.locales import right_to_left
from indicators.language.translator import N_, Translator, text
from indicators.model.catalogue import Indicator
from indicators.store.dataset import Dataset
from indicators.text import formatting

LABEL_WIDTH = 16
"""Characters of a producer's name where there is little room."""


def disagreement(
    dataset: Dataset, indicator: Indicator, cases: Sequence[Disagreement], comparison: Comparison, language: str
) -> Claim:
    """Say what the sources give for the first of `cases`, and of how many places they differ where that is not home.

    The figure drawn elsewhere comes first; the other is the one farthest from it.
    """
    t, first = Translator(language), cases[0]
    other = first.other
    sentence = t(
        N_("{place}, {year}: {value} ({source}) or {other} ({other_source}), {gap} apart"),
        place=dataset.places[first.place].names.get(language),
        year=str(first.year),
        value=_distinct(first.drawn, other, indicator, language),
        source=source_label(dataset, str(first.drawn["source"]), language),
        other=_distinct(other, first.drawn, indicator, language),
        other_source=source_label(dataset, str(other["source"]), language),
        gap=formatting.difference(first.gap, indicator, language),
    )
    sentences = t(N_("{name}: sources differ. {one}."), name=indicator.names.get(language), one=sentence)
    claim = Claim(
        "disagreement",
        formatting.tidy(sentences, language),
        indicator.id,
        tuple(case.place for case in cases),
        (first.year,),
        comparison,
        {"value": float(first.drawn["value"]), "other": float(other["value"]), "gap": first.gap, "of": len(cases)},
    )
    return with_alt(claim, N_("Every figure of the sources that differ."), language)


def _distinct(row: pd.Series, other: pd.Series, indicator: Indicator, language: str) -> str:
    """Return the value of a row, with all its digits where rounding would make it the other's."""
    value, beside = float(row["value"]), float(other["value"])
    short = formatting.short(value, indicator, language)
    if short != formatting.short(beside, indicator, language):
        return short
    return formatting.number(value, indicator.digits, language)


def source_label(dataset: Dataset, source: str, language: str) -> str:
    """Return a source in a few words: `SDR 2019` where thresholds name its edition, else producer and year of release.

    A long producer is abbreviated as it is in brackets, or by its initials: `OWID` is Our World in Data.
    """
    limits = [entry.thresholds for entry in dataset.catalogue.values() if entry.thresholds is not None]
    edition = next((limit.edition for limit in limits if limit.source == source), "")
    if edition:
        return edition
    published_by = dataset.sources[source].producer
    short = _short_producer(text(language, published_by))
    if right_to_left(language) and len(short) > LABEL_WIDTH:
        # Arabic knows no capitals, and initials of a translation would be known to nobody.
        short = _initials(_short_producer(published_by))
    label = textwrap.shorten(_initials(short), LABEL_WIDTH, placeholder="…")
    year = derive.release_number(source) // 100
    return formatting.commas((label, str(year)), language) if year else label


def _short_producer(producer: str) -> str:
    """Return what stands in brackets as the abbreviation of a producer, else the name of the first of them."""
    abbreviation = re.search(r"\(([A-Z]{2,6}|[A-Z][a-z]+[A-Z][a-z]+)\)", producer)
    name = re.sub(r" \([^)]*\)", "", producer.rpartition("via ")[2])
    return abbreviation[1] if abbreviation else re.split(r",|،| and | et ", name)[0]


def _initials(name: str) -> str:
    """Return the initials of a long name, a short one as it is."""
    words = name.split()
    return "".join(word[0] for word in words).upper() if len(name) > LABEL_WIDTH and len(words) > 2 else name


def choice(dataset: Dataset, first: Disagreement, language: str) -> str:
    """Say which of the figures the other charts draw, and that this is a choice."""
    t = Translator(language)
    if first.expected:
        return t(N_("Neither is observed, and nothing says which is right: both are shown, nothing is averaged."))
    return t(
        N_(
            "The other charts draw {source}. That is a choice by rule (the perimeter and method most places share, "
            "then the method nearer to a count, then the later release); both are shown, nothing is averaged."
        ),
        source=source_label(dataset, str(first.drawn["source"]), language),
    )


def repeats(dataset: Dataset, same: Mapping[str, str], language: str) -> str:
    """Say which sources only repeat another one, as printed; empty where none does."""
    t = Translator(language)
    return " ".join(
        t(
            N_("{source} gives the same figures as {other}."),
            source=source_label(dataset, source, language),
            other=source_label(dataset, other, language),
        )
        for source, other in same.items()
    )


def elsewhere(
    dataset: Dataset, indicator: Indicator, others: Sequence[Disagreement], language: str, most: int = 6
) -> str:
    """Say of which other places the sources differ, the farthest apart first; empty where of none."""
    if not others:
        return ""
    t = Translator(language)
    sentences = [
        t(
            N_("{place} ({gap} in {year})"),
            place=dataset.places[case.place].names.get(language),
            gap=formatting.difference(case.gap, indicator, language),
            year=str(case.year),
        )
        for case in sorted(others, key=lambda case: -case.gap)
    ]
    shown, more = sentences[:most], len(sentences) - most
    if more > 0:
        shown.append(t.plural("{n} more", "{n} more", more))
    return t(N_("Sources differ elsewhere, too: {places}."), places=formatting.join(shown, language))


def rival_sentences(
    dataset: Dataset, indicator: Indicator, cases: Sequence[Disagreement], home: str, language: str
) -> list[str]:
    """Say of which figures drawn another source gives another value for the same year: of `home` in full."""
    t = Translator(language)
    sentences = [
        t(
            N_(
                "{place}, {year}: another source gives {value} ({source}), {gap} apart; which one is drawn is a choice."
            ),
            place=dataset.places[case.place].names.get(language),
            year=str(case.year),
            value=formatting.short(float(case.other["value"]), indicator, language),
            source=source_label(dataset, str(case.other["source"]), language),
            gap=formatting.difference(case.gap, indicator, language),
        )
        for case in cases
        if case.place == home
    ]
    others = [dataset.places[case.place].names.get(language) for case in cases if case.place != home]
    if others:
        sentences.append(
            t(
                N_("Another source gives another value for the year drawn: {places}."),
                places=formatting.join(others, language),
            )
        )
    return sentences
