"""Bars: where the home city stands among the places compared, and the shares of one whole."""

from collections.abc import Iterable
from dataclasses import replace

import pandas as pd

from indicators.analysis import derive
from indicators.analysis.ranking import MINIMUM
from indicators.analysis.standing import Standing, compared, home_of, select, standing
from indicators.charts.chart import (
    Chart,
    Look,
    Subject,
    bars_of,
    hover_texts,
    is_country,
    marks_of,
    measure_line,
    names,
    span,
)
from indicators.charts.disagreement import rival_notes
from indicators.charts.notes import left_out_notes, missing_notes
from indicators.charts.table import table
from indicators.claims import district_claims, indicator_claims, sentences
from indicators.figures.ranking import ranked_bar
from indicators.model.catalogue import Indicator
from indicators.model.vocabulary import Direction, Scale
from indicators.store.dataset import Dataset
from indicators.text import formatting


def rank_chart(
    dataset: Dataset,
    entry: Indicator,
    cities: Iterable[str],
    look: Look,
    year: int | None = None,
    within: int | None = None,
    kind: str = "rank",
) -> Chart | None:
    """Return the ranked bar, or None where neither the home city nor a peer has a figure.

    The figures are those of `year`, at most `within` years off, or the latest
    (:func:`indicators.analysis.standing.standing`).

    Only figures that are comparable with the home city's are drawn as bars; the
    others are named below with the reason, and stand in the table twin.
    """
    cities = list(cities)
    stand = standing(dataset, entry, cities, year, within)
    has_dates = year is not None or within is not None
    if stand.rows.empty:
        return None if has_dates else expected_chart(dataset, entry, compared(dataset, entry, cities), look)
    ascending = [entry.direction is Direction.LOWER, True]
    shown = stand.eligible.sort_values(["value", "place"], ascending=ascending, kind="stable")
    # One bar alone shows nothing that its sentence does not say.
    drawn = len(shown) > 1 and stand.drawable
    claim = indicator_claims.of_standing(dataset, stand, look.language)
    bars = _bars(dataset, stand, shown, look)
    measure = measure_line(entry, [span(shown["year"], look.language)], look.language)
    # The table is read and heard in the order of the picture.
    in_order = stand.rows.sort_values(["value", "place"], ascending=ascending, kind="stable")
    listed = in_order if drawn else stand.rows.sort_values("place")
    return Chart.of(
        Subject(dataset, entry.id, kind, look),
        claim,
        shown,
        stand.comparison,
        table(dataset, entry, listed, look, standing=stand),
        subtitle=". ".join(filter(None, (measure, claim.standing))),
        figure=ranked_bar(bars, marks_of(entry, look.language), *look.drawn(stand.comparison.verdict))
        if drawn
        else None,
        notes=_notes(dataset, stand, shown, claim.rank, has_dates, look),
        listed=stand.rows,
    )


def around_chart(dataset: Dataset, entry: Indicator, look: Look) -> Chart | None:
    """Return the ranked bar of the city and the communes around it, or None where too few of them have a figure."""
    around = dataset.peer_sets.get(dataset.home.around or "")
    if around is None or entry.scale is not Scale.CITY:
        return None
    with_figure = set(dataset.of(entry.id)["place"].astype("str")) & set(around.members)
    if len(with_figure) < MINIMUM:
        return None
    chart = rank_chart(dataset, entry, sorted(with_figure), look, kind="around")
    return chart and replace(
        chart, notes=(*chart.notes, look.t("No outlines of these communes are held here: no map."))
    )


def _bars(dataset: Dataset, stand: Standing, shown: pd.DataFrame, look: Look) -> pd.DataFrame:
    """Return the bars of the rows `shown`: name, value, interval, texts, whether the accent or a national figure."""
    entry = stand.indicator
    labels, records = names(dataset, shown["place"], look.language), shown.to_dict("records")
    bars = bars_of(
        shown,
        labels,
        [formatting.figure(row, entry, look.language, formatting.plain) for row in records],
        hover_texts(labels, records, entry, look),
        shown["place"].astype("str") == stand.home,
        [is_country(dataset, place) for place in shown["place"]],
    )
    return condensed(bars, look) if look.view == "room" else bars


def _notes(dataset: Dataset, stand: Standing, shown: pd.DataFrame, rank: str, has_dates: bool, look: Look) -> list[str]:
    """Return how to read the bars: what is not drawn first, then `rank`, how ranks are made, then who is left out."""
    t, entry = look.t, stand.indicator
    notes = []
    if len(shown) > 1 and not stand.drawable:
        notes.append(t("Figures that are not comparable are listed by name, not drawn side by side."))
    if len(shown) == 1:
        notes.append(t("No figure comparable with it is held here for the other places compared."))
    if len(shown) > 1:
        notes.append(rank)
    doubt = district_claims.dependence(dataset, entry, look.language)
    notes += [doubt] if doubt else []
    notes += left_out_notes(dataset, stand.left_out, look)
    notes += rival_notes(dataset, entry, shown, look)
    if len(shown) > 1:
        notes += missing_notes(dataset, stand.places, stand.rows, look, has_dates and stand.rows["year"].notna().any())
    if entry.interval is not None and shown["lower"].notna().any():
        notes.append(entry.interval.get(look.language))
    if any(is_country(dataset, place) for place in shown["place"]):
        notes.append(
            t("Hollow bars are national figures. They say nothing of the cities and are not ranked among them.")
        )
    return notes


MOST_IN_ROOM = 11
"""Bars that can be read from the last row of a hall."""


def condensed(bars: pd.DataFrame, look: Look) -> pd.DataFrame:
    """Return the bars a room can read: the first, the last, and those around the home city, with gaps named."""
    if len(bars) <= MOST_IN_ROOM:
        return bars
    home_index = int(bars["accent"].to_numpy().argmax()) if bars["accent"].any() else 0
    ends = {0, 1, 2, len(bars) - 2, len(bars) - 1}
    near = sorted(range(len(bars)), key=lambda index: abs(index - home_index))
    selected = sorted([*ends, *[index for index in near if index not in ends][: MOST_IN_ROOM - 2 - len(ends)]])
    parts = []
    for before, index in zip([-1, *selected], selected, strict=False):
        if index - before > 1:
            left_out = look.t.plural("{n} more", "{n} more", index - before - 1)
            gap = {"name": "⋮", "text": left_out, "hover": left_out, "accent": False, "national": False}
            parts.append(pd.DataFrame([gap]))
        parts.append(bars.iloc[[index]])
    return pd.concat(parts, ignore_index=True)


def expected_chart(dataset: Dataset, entry: Indicator, places: list[str], look: Look) -> Chart | None:
    """Return what is planned or projected where nothing is observed yet, as a table with its sentence."""
    published = dataset.of(entry.id)
    rows = published[published["place"].isin(places) & derive.has_figure(published)]
    if rows.empty:
        return None
    rows = rows.sort_values(["year", "value"], na_position="first")
    home_rows = rows[(rows["place"] == home_of(dataset, entry)).to_numpy()]
    claim = sentences.expected(home_rows if len(home_rows) else rows, entry, dataset.places, look.language)
    return Chart.of(
        Subject(dataset, entry.id, "rank", look),
        claim,
        rows,
        select(dataset, entry, rows, change=True).comparison,
        table(dataset, entry, rows, look),
        subtitle=measure_line(entry, [span(rows["year"], look.language)], look.language),
        alt=claim.text,
        notes=(look.t("Planned or projected: no observed figure is held here."),),
        listed=rows,
    )


def parts_chart(dataset: Dataset, entry: Indicator, look: Look) -> Chart | None:
    """Return the family of `entry` for the home city, or None where it has no family or fewer than two figures."""
    if entry.family is None:
        return None
    members = [other for other in dataset.catalogue.values() if other.family == entry.family]
    home = dataset.home.city
    rows = pd.concat([derive.latest(dataset.of(member.id), [home]) for member in members], ignore_index=True)
    rows = rows[rows["value"].notna()]
    if len(rows) < 2:
        return None
    rows = rows.sort_values("value", ascending=False).reset_index(drop=True)
    by_id = {member.id: member for member in members}
    labels = [by_id[str(key)].names.get(look.language) for key in rows["indicator"]]
    texts = [formatting.number(float(value), entry.digits, look.language) for value in rows["value"]]
    hovers = [f"<b>{label}</b><br>{text}" for label, text in zip(labels, texts, strict=True)]
    bars = bars_of(rows, labels, texts, hovers, accent=True, national=False)
    family = dataset.families[entry.family].get(look.language)
    name = sentences.where(rows.iloc[0], entry, dataset.places, look.language)
    comparison = select(dataset, entry, rows.assign(indicator=entry.id)).comparison
    return Chart.of(
        Subject(dataset, entry.id, "parts", look),
        indicator_claims.parts(family, name, rows, labels, entry, look.language),
        rows,
        comparison,
        table(dataset, entry, rows, look, {look.t("Part"): labels}),
        subtitle=formatting.commas(
            [family, entry.unit_names.get(look.language), span(rows["year"], look.language)], look.language
        ),
        figure=ranked_bar(bars, [], *look.drawn(comparison.verdict)),
    )
