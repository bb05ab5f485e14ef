"""Two indicators of the same places: a scatter, or a dumbbell where they have one unit."""

from collections.abc import Iterable, Sequence
from functools import partial

import pandas as pd

from indicators.analysis import pairs as meetings
from indicators.analysis.pairs import Pairs
from indicators.analysis.standing import Standing, compared, home_of, of_places
from indicators.analysis.verdicts import Verdict
from indicators.charts.chart import Chart, Look, TableRow, Twin, is_country, names, observation_caption
from indicators.charts.notes import asked_text, left_out_notes, missing_notes, spans_text
from indicators.charts.table import table
from indicators.claims import comparison_claims
from indicators.figures.dumbbell import dumbbells
from indicators.figures.scatter import AxisScale, scatter
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
    standings = [of_places(dataset, entry, places, *asked) for entry in entries]
    if any(stand.rows.empty for stand in standings):
        return None
    met = meetings.paired(*(stand.eligible for stand in standings))
    pairs = met.near
    if not pairs.places:
        return None
    comparison = meetings.comparison(pairs, first, second, dataset.places)
    drawn = comparison.rankable and all(entry.rankable for entry in entries) and len(pairs.places) > 1
    make = comparison_claims.together if kind == "scatter" else comparison_claims.gaps
    figure = _figure(dataset, entries, pairs, comparison.verdict, look, kind) if drawn else None
    notes = [f"{asked_text(dataset, *asked, look)} {spans_text(dataset, pairs.first, pairs.second, look)}"]
    for stand in standings:
        dated = asked != (None, None) and bool(stand.rows["year"].notna().any())
        absent = missing_notes(dataset, stand.places, stand.rows, look, dated)
        name = stand.indicator.names.get(look.language)
        notes += [
            t("{indicator}: {note}", indicator=name, note=note)
            for note in (*left_out_notes(dataset, stand.left_out, look), *absent)
        ]
    notes += _too_far(dataset, met, look)
    if any(is_country(dataset, place) for place in pairs.places):
        notes.append(t("Hollow points are national figures. They say nothing of the cities."))
    if kind == "dumbbell":
        notes.append(t("The ends are two indicators, each compared from place to place; between them is no change."))
    if not drawn:
        notes.insert(0, t("Figures that are not comparable are listed by name, not drawn side by side."))
    if kind == "scatter" and figure is not None:
        hidden = figure.unwritten(names(dataset, pairs.places, look.language))
        if hidden:
            listed = formatting.join(hidden, look.language)
            notes.append(t("Points without room for a name: {places}; the table has them.", places=listed))
    return Chart.of(
        dataset,
        first.id,
        kind,
        look,
        make(dataset, first, second, pairs, comparison, look.language),
        pd.concat([pairs.first, pairs.second], ignore_index=True),
        comparison,
        _twin(dataset, standings, look),
        subtitle=formatting.semicolons(
            (f"{entry.names.get(look.language)}, {entry.unit_names.get(look.language)}" for entry in entries),
            look.language,
        ),
        figure=figure,
        notes=notes,
        drawn=drawn,
        listed=pd.concat(
            [*(stand.eligible for stand in standings), *(stand.left_out for stand in standings)], ignore_index=True
        ),
    )


def _too_far(dataset: Dataset, met: Pairs, look: Look) -> list[str]:
    """Name the places whose two figures lie too many years apart to meet."""
    near = set(met.near.places)
    far = [place for place in met.places if place not in near]
    if not far:
        return []
    listed = formatting.join(names(dataset, far, look.language), look.language)
    return [look.t("Not drawn, because the two figures lie more than five years apart: {places}.", places=listed)]


def _twin(dataset: Dataset, standings: Sequence[Standing], look: Look) -> Twin:
    """Return one table twin of both indicators, a column saying which."""
    columns: tuple[tuple[str, bool], ...] = ()
    rows: list[TableRow] = []
    for stand in standings:
        entry = stand.indicator
        ordered = pd.concat([stand.eligible, stand.left_out]).sort_values("value", ascending=False)
        heads, body = table(dataset, entry, ordered.reset_index(drop=True), look, standing=stand)
        columns = ((look.t("Indicator"), False), heads[0], (look.t("Value"), True), *heads[2:])
        name = f"{entry.names.get(look.language)} ({entry.unit_names.get(look.language)})"
        rows += [TableRow((name, *row.cells), row.own) for row in body]
    return columns, tuple(rows)


def _figure(dataset: Dataset, entries: Entries, pairs: Pairs, verdict: Verdict, look: Look, kind: str) -> FrozenFigure:
    first, second = entries
    home = home_of(dataset, first)
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
            AxisScale(_axis_title(entry, look), partial(formatting.on_axis, indicator=entry, language=look.language))
            for entry in entries
        )
        return scatter(frame, across, up, verdict, look.colours, look.size)
    ends = frame.rename(columns={"x": "first", "y": "last"}).assign(
        first_text=[formatting.plain(float(value), first, look.language) for value in frame["x"]],
        last_text=[formatting.plain(float(value), second, look.language) for value in frame["y"]],
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
