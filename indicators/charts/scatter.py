"""Two indicators of the same places: a scatter, or a dumbbell where they have one unit."""

from collections.abc import Iterable
from functools import partial

import pandas as pd

from indicators.analysis import pairs as meetings
from indicators.analysis import years
from indicators.analysis.pairs import Pairs
from indicators.analysis.verdicts import Verdict
from indicators.charts.chart import (
    Chart,
    Look,
    TableRow,
    chart_observations,
    compared,
    is_country,
    names,
    observation_caption,
    source_text,
    table,
)
from indicators.charts.eligible_rows import left_out_notes, missing_notes, side_by_side
from indicators.charts.rank import printed
from indicators.charts.years_note import asked_text, spans_text
from indicators.claims import comparison_claims, indicator_claims, sentences
from indicators.figures.dumbbell import dumbbells
from indicators.figures.scatter import AxisScale, scatter, unnamed
from indicators.figures.template import FrozenFigure
from indicators.model.catalogue import Indicator
from indicators.store.dataset import Dataset
from indicators.text import formatting

Entries = tuple[Indicator, Indicator]


def same_unit(first: Indicator, second: Indicator) -> bool:
    """Return whether two indicators are counted in one unit of one whole, so that one scale serves both."""
    return first.unit == second.unit and first.unit_names == second.unit_names


def scatter_chart(
    dataset: Dataset,
    entries: Entries,
    cities: Iterable[str],
    look: Look,
    year: int | None = None,
    within: int | None = None,
) -> Chart | None:
    """Return the scatter of two indicators of one scale, or None where fewer than two places have both."""
    return _chart(dataset, entries, list(cities), look, "scatter", (year, within))


def gap_chart(
    dataset: Dataset,
    entries: Entries,
    cities: Iterable[str],
    look: Look,
    year: int | None = None,
    within: int | None = None,
) -> Chart | None:
    """Return the two values of each place on one scale; None where the units differ or no place has both."""
    if not same_unit(*entries):
        return None
    return _chart(dataset, entries, list(cities), look, "dumbbell", (year, within))


def _chart(
    dataset: Dataset, entries: Entries, cities: list[str], look: Look, kind: str, asked: tuple[int | None, int | None]
) -> Chart | None:
    t = look.t
    first, second = entries
    if first.scale is not second.scale:
        return None
    places = compared(dataset, first, cities)
    home = indicator_claims.home(dataset, first)
    chosen, apart, notes = [], [], []
    for entry in entries:
        rows = years.select_for_year(dataset.of(entry.id), places, home, *asked)
        if rows.empty:
            return None
        kept, left_out = side_by_side(dataset, entry, rows)
        chosen.append(kept)
        apart.append(left_out)
    met = meetings.paired(*chosen)
    pairs = met.near
    if not pairs.places:
        return None
    comparison = meetings.comparison(pairs, first, second, dataset.places)
    drawn = comparison.rankable and all(entry.rankable for entry in entries) and len(pairs.places) > 1
    make = comparison_claims.together if kind == "scatter" else comparison_claims.gaps
    claim = make(dataset, first, second, pairs, comparison, look.language)
    figure = _figure(dataset, entries, pairs, comparison.verdict, look, kind) if drawn else None
    notes += [f"{asked_text(*asked, look)} {spans_text(dataset, pairs.first, pairs.second, look)}"]
    for entry, left_out, rows in zip(entries, apart, chosen, strict=True):
        every = pd.concat([rows, left_out])
        dated = asked != (None, None) and bool(every["year"].notna().any())
        said = [*left_out_notes(dataset, left_out, look), *missing_notes(dataset, places, every, look, dated)]
        notes += [t("{indicator}: {note}", indicator=entry.names.get(look.language), note=note) for note in said]
    notes += _too_far(dataset, met, look)
    if any(is_country(dataset, place) for place in pairs.places):
        notes.append(t("Hollow points are national figures. They say nothing of the cities."))
    if kind == "dumbbell":
        notes.append(t("The ends are two indicators, each compared from place to place; between them is no change."))
    if not drawn:
        notes.insert(0, t("Figures that are not comparable are listed by name, not drawn side by side."))
    if kind == "scatter" and figure is not None:
        hidden = unnamed(figure, names(dataset, pairs.places, look.language))
        if hidden:
            listed = formatting.join(hidden, look.language)
            notes.append(t("Points without room for a name: {places}; the table has them.", places=listed))
    shown = pd.concat([pairs.first, pairs.second], ignore_index=True)
    listed_rows = pd.concat([*chosen, *apart], ignore_index=True)
    columns, body = _twin(dataset, entries, [pd.concat(frames) for frames in zip(chosen, apart, strict=True)], look)
    return Chart(
        indicator=first.id,
        kind=kind,
        title=claim.text,
        subtitle=formatting.semicolons(
            (f"{entry.names.get(look.language)}, {entry.unit_names.get(look.language)}" for entry in entries),
            look.language,
        ),
        figure=figure,
        alt=claim.alt,
        comparison=comparison,
        notes=tuple(notes),
        source=source_text(dataset, shown, look),
        sources=tuple(dict.fromkeys(shown["source"].astype("str"))),
        columns=columns,
        rows=body,
        observations=chart_observations(shown if drawn else shown.iloc[:0], listed_rows),
        claim=claim,
    )


def _too_far(dataset: Dataset, met: Pairs, look: Look) -> list[str]:
    """Name the places whose two figures lie too many years apart to meet."""
    near = set(met.near.places)
    far = [place for place in met.places if place not in near]
    if not far:
        return []
    listed = formatting.join(names(dataset, far, look.language), look.language)
    return [look.t("Not drawn, because the two figures lie more than five years apart: {places}.", places=listed)]


def _twin(
    dataset: Dataset, entries: Entries, frames: list[pd.DataFrame], look: Look
) -> tuple[tuple[tuple[str, bool], ...], tuple[TableRow, ...]]:
    """Return one table twin of both indicators, a column saying which."""
    columns: tuple[tuple[str, bool], ...] = ()
    rows: list[TableRow] = []
    for entry, frame in zip(entries, frames, strict=True):
        told = frame.sort_values("value", ascending=False).reset_index(drop=True)
        heads, body = table(dataset, entry, told, look)
        columns = ((look.t("Indicator"), False), heads[0], (look.t("Value"), True), *heads[2:])
        name = f"{entry.names.get(look.language)} ({entry.unit_names.get(look.language)})"
        rows += [TableRow((name, *row.cells), row.own) for row in body]
    return columns, tuple(rows)


def _figure(dataset: Dataset, entries: Entries, pairs: Pairs, verdict: Verdict, look: Look, kind: str) -> FrozenFigure:
    first, second = entries
    home = indicator_claims.home(dataset, first)
    frame = pd.DataFrame(
        {
            "name": names(dataset, pairs.places, look.language),
            "accent": [place == home for place in pairs.places],
            "national": [is_country(dataset, place) for place in pairs.places],
        }
    )
    for axis, rows in (("x", pairs.first), ("y", pairs.second)):
        frame[axis] = rows["value"].to_numpy("float64")
        frame[f"{axis}_lower"], frame[f"{axis}_upper"] = rows["lower"].to_numpy(), rows["upper"].to_numpy()
    frame["hover"] = [
        f"<b>{name}</b><br>"
        + "<br>".join(
            f"{formatting.with_unit(float(row['value']), entry, look.language)}, {observation_caption(row, look)}"
            for entry, row in zip(entries, rows, strict=True)
        )
        for name, *rows in zip(
            frame["name"], pairs.first.to_dict("records"), pairs.second.to_dict("records"), strict=True
        )
    ]
    if kind == "scatter":
        across, up = (
            AxisScale(_axis_title(entry, look), partial(sentences.axis_number, indicator=entry, language=look.language))
            for entry in entries
        )
        return scatter(frame, across, up, verdict, look.colours, look.size)
    ends = frame.rename(columns={"x": "first", "y": "last"}).assign(
        first_text=[printed(float(value), first, look) for value in frame["x"]],
        last_text=[printed(float(value), second, look) for value in frame["y"]],
    )
    ends = ends.sort_values("last", ascending=False, kind="stable")
    titles = (first.names.get(look.language), second.names.get(look.language))
    return dumbbells(ends, titles, verdict, look.colours, look.size)


AXIS_TITLE = 44
"""Characters of an axis title that fit a phone."""


def _axis_title(entry: Indicator, look: Look) -> str:
    """Return name and unit; the name alone where both are too long for a phone."""
    name = entry.names.get(look.language)
    full = f"{name}, {entry.unit_names.get(look.language)}"
    return full if len(full) <= AXIS_TITLE else name
