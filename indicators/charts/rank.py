"""The ranked bar of one indicator: where Casablanca stands among the places compared."""

from collections.abc import Iterable

import pandas as pd

from indicators import claims, compare, derive, formats, ranking, sentences
from indicators.catalogue import Indicator
from indicators.charts.chart import (
    HOME,
    Chart,
    Look,
    behind,
    compared,
    is_country,
    marks_of,
    measure_line,
    names,
    observed_line,
    source_text,
    span,
    table,
)
from indicators.figures.ranking import ranked_bar
from indicators.store import Dataset
from indicators.verdicts import reasons_text
from indicators.vocabulary import Direction, Level, Scale


def rank_chart(dataset: Dataset, entry: Indicator, cities: Iterable[str], look: Look) -> Chart | None:
    """Return the ranked bar, or None where neither Casablanca nor a peer has a figure.

    Only figures that may stand beside Casablanca's are drawn as bars; the
    others are named below with the reason, and stand in the table twin.
    """
    cities = list(cities)
    t = look.t
    places = compared(dataset, entry, cities)
    rows = derive.latest(dataset.of(entry.id), places)
    if rows.empty:
        return expected_chart(dataset, entry, places, look)
    level = {Scale.COUNTRY: Level.COUNTRY, Scale.FACILITY: Level.FACILITY}.get(entry.scale, Level.CITY)
    own = claims.home(dataset, entry)
    ranked = ranking.rank(rows, entry, dataset.places, reference=own, level=level).set_index("place")
    rows = rows.assign(refused=[ranked.loc[str(p), "refused"] for p in rows["place"]])
    rows = rows.assign(reasons=[ranked.loc[str(p), "reasons"] for p in rows["place"]])
    left_out = rows["refused"].isin([ranking.Refusal.NOT_COMPARABLE, ranking.Refusal.NOT_OBSERVED])
    shown = rows[~left_out].sort_values(
        ["value", "place"], ascending=[entry.direction is Direction.LOWER, True], kind="stable"
    )
    comparison = compare.chart(shown, entry, dataset.places)
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
        f"<b>{name}</b><br>{formats.with_unit(float(row['value']), entry, look.language)}<br>{observed_line(row, look)}"
        for name, row in zip(bars["name"], shown.to_dict("records"), strict=True)
    ]
    if look.view == "room":
        bars = condensed(bars, look)
    claim = claims.standing(dataset, entry, places, look.language)
    notes = _left_out(dataset, rows[left_out], look)
    if len(shown) > 1:
        notes += _missing(dataset, entry, places, rows, look)
    if claim.rank and len(bars) > 1:
        notes.insert(0, claim.rank)
    if entry.interval is not None and shown["lower"].notna().any():
        notes.append(entry.interval.get(look.language))
    if any(bars["national"]):
        notes.append(
            t("Hollow bars are national figures. They say nothing of the cities and are not ranked among them.")
        )
    if len(bars) == 1:
        notes.insert(0, t("None of the other places compared has a published figure that could stand beside it."))
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
        observations=behind(shown if drawn else shown.iloc[:0], rows),
        claim=claim,
    )


def printed(value: float, entry: Indicator, look: Look) -> str:
    """Return a value as it stands at its bar: millions in words, for no such source bears seven digits."""
    if abs(value) >= formats.MILLION:
        return formats.compact(value, look.language)
    return formats.number(value, entry.digits, look.language)


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
    claim = sentences.value(rows.iloc[0], entry, dataset.places, look.language)
    columns, body = table(dataset, entry, rows, look)
    return Chart(
        indicator=entry.id,
        kind="rank",
        title=claim.text,
        subtitle=measure_line(entry, [span(rows["year"], look.language)], look.language),
        figure=None,
        alt=claim.text,
        comparison=compare.chart(rows, entry, dataset.places, change=True),
        notes=(look.t("Planned or projected: nothing is observed yet."),),
        source=source_text(dataset, rows, look),
        sources=tuple(dict.fromkeys(rows["source"].astype("str"))),
        columns=columns,
        rows=body,
        observations=behind(rows.iloc[:0], rows),
        claim=claim,
    )


def _left_out(dataset: Dataset, rows: pd.DataFrame, look: Look) -> list[str]:
    """Say which figures are not drawn, grouped by the reason."""
    groups: dict[str, list[str]] = {}
    for row in rows.itertuples():
        groups.setdefault(reasons_text(row.reasons, look.language), []).append(str(row.place))
    told = []
    for why, places in groups.items():
        listed = formats.join(names(dataset, places, look.language), look.language)
        told.append(
            look.t("Not drawn, because not comparable ({why}): {places}.", why=why, places=listed)
            if why
            else look.t("Not drawn, because not comparable with those drawn: {places}.", places=listed)
        )
    return told


def _missing(dataset: Dataset, entry: Indicator, places: list[str], rows: pd.DataFrame, look: Look) -> list[str]:
    """Say which of the places compared have no published figure."""
    have = {str(place) for place in rows["place"]}
    absent = [place for place in places if place not in have and place != HOME]
    if not absent:
        return []
    return [
        look.t(
            "No published figure: {places}.",
            places=formats.join(names(dataset, absent, look.language), look.language),
        )
    ]
