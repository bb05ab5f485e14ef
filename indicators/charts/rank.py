"""The ranked bar of one indicator: where Casablanca stands among the places compared."""

from collections.abc import Iterable

import pandas as pd

from indicators.analysis import comparability, years
from indicators.charts.chart import (
    Chart,
    Look,
    chart_observations,
    compared,
    is_country,
    marks_of,
    measure_line,
    names,
    observation_caption,
    source_text,
    span,
    table,
)
from indicators.charts.disagreement import rival_notes
from indicators.charts.eligible_rows import left_out_notes, missing_notes, side_by_side
from indicators.claims import indicator_claims, sentences
from indicators.figures.ranking import ranked_bar
from indicators.model.catalogue import Indicator
from indicators.model.vocabulary import Direction
from indicators.store.dataset import Dataset
from indicators.text import formatting


def rank_chart(
    dataset: Dataset,
    entry: Indicator,
    cities: Iterable[str],
    look: Look,
    year: int | None = None,
    within: int | None = None,
) -> Chart | None:
    """Return the ranked bar, or None where neither Casablanca nor a peer has a figure.

    The figures are those of `year`, at most `within` years off, or the latest
    (:func:`indicators.analysis.years.select_for_year`).

    Only figures that are comparable with Casablanca's are drawn as bars; the
    others are named below with the reason, and stand in the table twin.
    """
    cities = list(cities)
    t = look.t
    places = compared(dataset, entry, cities)
    rows = years.select_for_year(dataset.of(entry.id), places, indicator_claims.home(dataset, entry), year, within)
    asked = year is not None or within is not None
    if rows.empty:
        return None if asked else expected_chart(dataset, entry, places, look)
    own = indicator_claims.home(dataset, entry)
    kept, left_out = side_by_side(dataset, entry, rows)
    shown = kept.sort_values(["value", "place"], ascending=[entry.direction is Direction.LOWER, True], kind="stable")
    comparison = comparability.chart(shown, entry, dataset.places)
    bars = pd.DataFrame(
        {
            "name": names(dataset, shown["place"], look.language),
            "value": shown["value"],
            "lower": shown["lower"],
            "upper": shown["upper"],
            "text": [printed(float(value), entry, look) for value in shown["value"]],
            "accent": shown["place"].astype("str") == own,
            "national": [is_country(dataset, place) for place in shown["place"]],
        }
    ).reset_index(drop=True)
    bars["hover"] = [
        f"<b>{name}</b><br>{formatting.with_unit(float(row['value']), entry, look.language)}"
        f"<br>{observation_caption(row, look)}"
        for name, row in zip(bars["name"], shown.to_dict("records"), strict=True)
    ]
    if look.view == "room":
        bars = condensed(bars, look)
    claim = indicator_claims.standing(dataset, entry, places, look.language, rows=rows)
    notes = left_out_notes(dataset, left_out, look)
    notes += rival_notes(dataset, entry, shown, look)
    if len(shown) > 1:
        notes += missing_notes(dataset, places, rows, look, asked and rows["year"].notna().any())
    if claim.rank and len(bars) > 1:
        notes.insert(0, claim.rank)
    if entry.interval is not None and shown["lower"].notna().any():
        notes.append(entry.interval.get(look.language))
    if any(bars["national"]):
        notes.append(
            t("Hollow bars are national figures. They say nothing of the cities and are not ranked among them.")
        )
    if len(bars) == 1:
        notes.insert(0, t("None of the other places compared has a published figure that is comparable with it."))
    rankable = comparison.rankable and entry.rankable
    if len(bars) > 1 and not rankable:
        notes.insert(0, t("Figures that are not comparable are listed by name, not drawn side by side."))
    # One bar alone shows nothing that its sentence does not say.
    drawn = len(bars) > 1 and rankable
    order = rows.sort_values("value", ascending=False) if drawn else rows.sort_values("place")
    columns, body = table(dataset, entry, order, look, {})
    return Chart(
        indicator=entry.id,
        kind="rank",
        title=claim.text,
        subtitle=measure_line(entry, [span(shown["year"], look.language)], look.language),
        figure=ranked_bar(bars, marks_of(entry, look.language), comparison.verdict, look.colours, look.size)
        if drawn
        else None,
        alt=claim.alt,
        comparison=comparison,
        notes=tuple(note for note in notes if note),
        source=source_text(dataset, shown, look),
        sources=tuple(dict.fromkeys(shown["source"].astype("str"))),
        columns=columns,
        rows=body,
        observations=chart_observations(shown if drawn else shown.iloc[:0], rows),
        claim=claim,
    )


def printed(value: float, entry: Indicator, look: Look) -> str:
    """Return a value as it stands at its bar: millions in words, for no such source bears seven digits."""
    if abs(value) >= formatting.MILLION:
        return formatting.compact(value, look.language)
    return formatting.number(value, entry.digits, look.language)


MOST_IN_ROOM = 11
"""Bars that can be read from the last row of a hall."""


def condensed(bars: pd.DataFrame, look: Look) -> pd.DataFrame:
    """Return the bars a room can read: the first, the last, and those around Casablanca, with gaps named."""
    if len(bars) <= MOST_IN_ROOM:
        return bars
    own = int(bars["accent"].to_numpy().argmax()) if bars["accent"].any() else 0
    ends = {0, 1, 2, len(bars) - 2, len(bars) - 1}
    near = sorted(range(len(bars)), key=lambda at: abs(at - own))
    kept = sorted([*ends, *[at for at in near if at not in ends][: MOST_IN_ROOM - 2 - len(ends)]])
    parts = []
    for before, at in zip([-1, *kept], kept, strict=False):
        if at - before > 1:
            left_out = look.t.plural("{n} more", "{n} more", at - before - 1)
            gap = {"name": "⋮", "text": left_out, "hover": left_out, "accent": False, "national": False}
            parts.append(pd.DataFrame([gap]))
        parts.append(bars.iloc[[at]])
    return pd.concat(parts, ignore_index=True)


def expected_chart(dataset: Dataset, entry: Indicator, places: list[str], look: Look) -> Chart | None:
    """Return what is planned or projected where nothing is observed yet, as a table with its sentence."""
    everything = dataset.of(entry.id)
    rows = everything[everything["place"].isin(places) & everything["value"].notna()]
    if rows.empty:
        return None
    rows = rows.sort_values(["year", "value"], na_position="first")
    claim = sentences.expected(rows, entry, dataset.places, look.language)
    columns, body = table(dataset, entry, rows, look)
    return Chart(
        indicator=entry.id,
        kind="rank",
        title=claim.text,
        subtitle=measure_line(entry, [span(rows["year"], look.language)], look.language),
        figure=None,
        alt=claim.text,
        comparison=comparability.chart(rows, entry, dataset.places, change=True),
        notes=(look.t("Planned or projected: nothing is observed yet."),),
        source=source_text(dataset, rows, look),
        sources=tuple(dict.fromkeys(rows["source"].astype("str"))),
        columns=columns,
        rows=body,
        observations=chart_observations(rows.iloc[:0], rows),
        claim=claim,
    )
