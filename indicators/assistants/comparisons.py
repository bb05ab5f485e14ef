"""The tool `compare`: whether figures may stand side by side, in which order, and why not where they may not."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd

from indicators.analysis import ranking, standing
from indicators.analysis.ranking import refusal_text
from indicators.analysis.standing import Standing
from indicators.analysis.verdicts import Comparison, Verdict, reasons_text, verdict_text
from indicators.assistants.answer import (
    LEFT_OUT_SCHEMA,
    ROW_SCHEMA,
    ToolAnswer,
    ToolRefused,
    answer_schema,
    indicator_of,
    left_out,
    left_out_text,
    only,
    open_rows,
    places_of,
    records_of,
    row_text,
)
from indicators.assistants.arguments import CompareArguments
from indicators.assistants.figures import NO_FORECAST, STRING, STRINGS, chart_with
from indicators.claims.standing_claims import ORDERS
from indicators.language.translator import N_, Translator
from indicators.model.calendar import this_year
from indicators.model.catalogue import Indicator
from indicators.model.vocabulary import Level, Scale
from indicators.store.dataset import Dataset
from indicators.text import formatting
from indicators.text.formatting import semicolons
from indicators.web.addresses import chart_address

NOT_COMPARABLE = N_("These figures may not be compared: {reasons}. No difference, ratio or order is given.")


def compare(dataset: Dataset, arguments: CompareArguments, public: str) -> ToolAnswer:
    """Return the figures of some places with the verdict on them together, and their ranks where they may be ranked.

    Raises :class:`ToolRefused` where the verdict is *not comparable*, where fewer than two figures are held, and for
    years to come.
    """
    language = arguments.language
    t = Translator(language)
    entry = indicator_of(dataset, arguments.indicator, t)
    places = places_of(dataset, arguments.places, t)
    _check_level(dataset, entry, places, t)
    if arguments.year is not None and arguments.year > this_year():
        reason = t(N_("What is projected or planned is never compared or ranked.")) + " " + t(NO_FORECAST)
        raise ToolRefused(reason, "no_forecast")
    if len(places) < 2:
        raise ToolRefused(t(N_("A comparison takes two different places or more.")), "one_place")
    known = standing.of_places(dataset, entry, places, arguments.year)
    together = known.judgements.together(np.ones(len(known.rows), dtype="bool"))
    if len(known.rows) < 2:
        named = ", ".join(dataset.places[place].names.get(language) for place in known.absent)
        raise ToolRefused(
            t(N_("There is nothing to compare: no published figure is held for {places}."), places=named), "no_figure"
        )
    if not together.rankable:
        raise _refusal(known, together, t)
    rows = only(open_rows(dataset, entry.id, language), known.rows)
    closed = left_out(dataset, known.rows, t)
    if len(rows) < 2:
        sentences = [t(N_("The figures may be compared, but may not be handed on.")), *left_out_text(closed, t)]
        raise ToolRefused(" ".join(sentences), "licence")
    link = public + chart_address(chart_with(dataset, entry, places, language))
    return _answer(known, together, rows, closed, link, t)


def _check_level(dataset: Dataset, entry: Indicator, places: Sequence[str], t: Translator) -> None:
    """Refuse cities for an indicator of countries, and name their countries."""
    if entry.scale is not Scale.COUNTRY or any(dataset.places[place].level is Level.COUNTRY for place in places):
        return
    countries = [country.id for place in places if (country := dataset.places.country_of(place)) is not None]
    reason = t(N_("This indicator is of countries, not of cities: ask for the countries."))
    raise ToolRefused(reason, "national_indicator", list(dict.fromkeys(countries)))


def _refusal(known: Standing, together: Comparison, t: Translator) -> ToolRefused:
    """Return why figures may not be compared, and which of them may."""
    against = [reason for reason in together.reasons if reason.verdict is Verdict.NOT_COMPARABLE]
    reason = t(NOT_COMPARABLE, reasons=reasons_text(against, t.language))
    eligible = [str(place) for place in known.eligible["place"]]
    may = eligible if 1 < len(eligible) < len(known.rows) and known.comparison.rankable else []
    if may:
        named = ", ".join(known.known[place].names.get(t.language) for place in may)
        reason += " " + t(N_("Among themselves these may be compared: {places}."), places=named)
    rules = [reason.code for reason in against]
    return ToolRefused(reason, "not_comparable", may, verdict=str(Verdict.NOT_COMPARABLE), rules=rules)


def _answer(
    known: Standing, together: Comparison, rows: pd.DataFrame, closed: list[dict[str, str]], link: str, t: Translator
) -> ToolAnswer:
    entry, language = known.indicator, t.language
    figures = [_with_rank(known, row, language) for row in records_of(rows)]
    figures.sort(key=lambda row: (row["rank_first"] is None, row["rank_first"] or 0, row["place"]))
    ranked = any(row["rank_first"] is not None for row in figures)
    reasons = reasons_text(together.reasons, language)
    head = t(N_("{verdict}: {reasons}"), verdict=verdict_text(together.verdict, language), reasons=reasons)
    notes = []
    if ranked:
        notes.append(t(N_("Ranks: {order}."), order=t(ORDERS[entry.direction])))
        notes.append(ranking.band_rule_text(known.eligible, entry, language))
    else:
        notes.append(_why_unranked(known, language))
    if known.absent:
        named = ", ".join(known.known[place].names.get(language) for place in known.absent)
        notes.append(t(N_("No published figure is held for: {places}."), places=named))
    apart = _difference(rows, entry, t)
    lines = [f"{entry.names.get(language)} ({entry.unit_names.get(language)})", f"{head}."]
    lines += [_ranked_text(entry, row, language) for row in figures]
    lines += [*([apart] if apart else []), *notes, *left_out_text(closed, t)]
    record = {
        "data_version": str(rows["data_version"].iloc[0]),
        "note": " ".join(notes),
        "indicator": entry.id,
        "indicator_name": entry.names.get(language),
        "verdict": str(together.verdict),
        "reasons": reasons,
        "rules": [reason.code for reason in together.reasons],
        "difference": apart,
        "figures": figures,
        "places_without_a_figure": known.absent,
        "left_out": closed,
        "link": link,
    }
    return ToolAnswer(record, "\n".join(lines))


def _with_rank(known: Standing, row: dict[str, Any], language: str) -> dict[str, Any]:
    """Return a figure with the band of its rank among these places, or why it has none."""
    place = row["place"]
    first, last = known.bands.get(place, (None, None))
    refused = str(known.ranked.loc[place, "refused"])
    of = len(known.with_rank) if first is not None else None
    no_rank = refusal_text(refused, language) or None
    return {**row, "rank_first": first, "rank_last": last, "rank_of": of, "no_rank": no_rank}


def _ranked_text(entry: Indicator, row: dict[str, Any], language: str) -> str:
    line = row_text(entry, row, language)
    if row["rank_first"] is None:
        return line
    first, last = row["rank_first"], row["rank_last"]
    band = str(first) if first == last else f"{first}–{last}"
    ranked = Translator(language)(N_("Rank {band} of {of}."), band=band, of=row["rank_of"])
    return f"{line} {ranked}"


def _why_unranked(known: Standing, language: str) -> str:
    codes = dict.fromkeys(str(code) for code in known.ranked["refused"] if code)
    why = semicolons((refusal_text(code, language) for code in codes), language)
    return f"{why[:1].upper()}{why[1:]}."


def _difference(rows: pd.DataFrame, entry: Indicator, t: Translator) -> str:
    """Say how far two figures are apart, as their digits bear it; empty for more places, and for bounds."""
    if len(rows) != 2 or rows["value"].isna().any():
        return ""
    gap = abs(float(rows["value"].iloc[0]) - float(rows["value"].iloc[1]))
    first, second = (
        t(N_("{place} ({year})"), place=row["place_name"], year="–" if pd.isna(row["year"]) else str(row["year"]))
        for _, row in rows.iterrows()
    )
    return t(
        N_("{first} and {second} are {gap} apart."),
        first=first,
        second=second,
        gap=formatting.difference(gap, entry, t.language),
    )


_COUNT = {"type": ["integer", "null"]}

RANKED_ROW_SCHEMA = {
    **ROW_SCHEMA,
    "required": [*ROW_SCHEMA["required"], "rank_first", "rank_last", "rank_of", "no_rank"],
    "properties": {
        **ROW_SCHEMA["properties"],
        "rank_first": {**_COUNT, "description": "First rank the place may hold among these places."},
        "rank_last": {**_COUNT, "description": "Last rank it may hold."},
        "rank_of": {**_COUNT, "description": "How many of these places are ranked."},
        "no_rank": {"type": ["string", "null"], "description": "Why it has no rank."},
    },
}

COMPARE_SCHEMA = answer_schema(
    indicator=STRING,
    indicator_name=STRING,
    verdict={"type": "string", "enum": [str(verdict) for verdict in Verdict if verdict != Verdict.NOT_COMPARABLE]},
    reasons=STRING,
    rules=STRINGS,
    difference=STRING,
    figures={"type": "array", "items": RANKED_ROW_SCHEMA},
    places_without_a_figure=STRINGS,
    left_out=LEFT_OUT_SCHEMA,
    link=STRING,
)
