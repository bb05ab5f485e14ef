"""Two dates of every place: as a slope, or as a dumbbell."""

from collections.abc import Iterable

import pandas as pd

from indicators.analysis import comparability, years
from indicators.analysis.verdicts import Verdict
from indicators.analysis.years import Ends
from indicators.charts.chart import (
    Chart,
    Look,
    chart_observations,
    compared,
    is_country,
    measure_line,
    names,
    observation_caption,
    source_text,
    table,
)
from indicators.charts.eligible_rows import left_out_notes, missing_notes, side_by_side
from indicators.charts.rank import printed
from indicators.charts.years_note import spans_text
from indicators.claims import comparison_claims, indicator_claims
from indicators.figures.dumbbell import dumbbells
from indicators.figures.slope import slopes
from indicators.figures.template import FrozenFigure
from indicators.model.catalogue import Indicator
from indicators.model.vocabulary import Direction
from indicators.store.dataset import Dataset
from indicators.text import formatting


def slope_chart(
    dataset: Dataset, entry: Indicator, cities: Iterable[str], look: Look, asked: tuple[int | None, ...] = ()
) -> Chart | None:
    """Return the slope between two dates, or None where no place has two on one line.

    `asked` is the year, the year it runs to and the tolerance; what is left
    open is found (:func:`indicators.analysis.years.first_and_last`).
    """
    return _chart(dataset, entry, list(cities), look, "slope", asked)


def dumbbell_chart(
    dataset: Dataset, entry: Indicator, cities: Iterable[str], look: Look, asked: tuple[int | None, ...] = ()
) -> Chart | None:
    """Return the same two dates as dumbbells, one row a place."""
    return _chart(dataset, entry, list(cities), look, "dumbbell", asked)


def _chart(
    dataset: Dataset, entry: Indicator, cities: list[str], look: Look, kind: str, asked: tuple[int | None, ...]
) -> Chart | None:
    t = look.t
    year, to, within = (*asked, None, None, None)[:3]
    places = compared(dataset, entry, cities)
    home = indicator_claims.home(dataset, entry)
    everything = dataset.of(entry.id)
    found = years.first_and_last(everything[everything["place"].isin(places)], entry, home, year, to, within)
    if found.first.empty:
        return None
    _, apart = side_by_side(dataset, entry, found.last)
    shown = found.of([place for place in found.last["place"] if place not in set(apart["place"])])
    comparison = comparability.chart(shown.rows, entry, dataset.places, change=True)
    # One line alone is the place's own change, which may be drawn however others count.
    drawn = comparison.rankable and (entry.rankable or len(shown.first) == 1)
    claim = comparison_claims.moves(dataset, entry, shown, comparison, look.language)
    notes = [spans_text(dataset, shown.first, shown.last, look), *left_out_notes(dataset, apart, look)]
    notes += _without(dataset, everything, places, found, look)
    if entry.noisy:
        notes.append(t("The changes of Casablanca are within what the method cannot tell apart."))
    if any(is_country(dataset, place) for place in shown.first["place"]):
        notes.append(t("National figures are dashed and hollow. They say nothing of the cities."))
    for cut in entry.breaks:
        notes.append(t("Series break in {year}: {reason}", year=cut.year, reason=cut.reason.get(look.language)))
    if not drawn:
        notes.insert(0, t("Figures that are not comparable are listed by name, not drawn side by side."))
    columns, body = table(dataset, entry, found.rows.sort_values(["place", "year"]), look)
    return Chart(
        indicator=entry.id,
        kind=kind,
        title=claim.text,
        subtitle=measure_line(entry, [f"{found.year}–{found.to}"], look.language),
        figure=_figure(dataset, entry, shown, comparison.verdict, look, kind) if drawn else None,
        alt=claim.alt,
        comparison=comparison,
        notes=tuple(notes),
        source=source_text(dataset, shown.rows, look),
        sources=tuple(dict.fromkeys(shown.rows["source"].astype("str"))),
        columns=columns,
        rows=body,
        observations=chart_observations(shown.rows if drawn else shown.rows.iloc[:0], found.rows),
        claim=claim,
    )


def _without(dataset: Dataset, rows: pd.DataFrame, places: list[str], found: Ends, look: Look) -> list[str]:
    """Say which places have no figure at all, and which have none at the two dates."""
    published = rows[rows["place"].isin(places)]
    have = set(found.first["place"])
    undated = [place for place in places if place in set(published["place"].astype("str")) and place not in have]
    notes = missing_notes(dataset, places, published, look)
    if undated:
        listed = formatting.join(names(dataset, undated, look.language), look.language)
        notes.append(look.t("No pair of figures on one unbroken line at these dates: {places}.", places=listed))
    return notes


def _tight(value: float, entry: Indicator, look: Look) -> str:
    if abs(value) >= formatting.MILLION:
        return formatting.abbreviated(value, look.language)
    return printed(value, entry, look)


def _figure(dataset: Dataset, entry: Indicator, shown: Ends, verdict: Verdict, look: Look, kind: str) -> FrozenFigure:
    home = indicator_claims.home(dataset, entry)
    first, last = shown.first, shown.last
    # The labels of a slope stand on both sides of it: a phone has room for `3.7M`, not for the word.
    told = _tight if kind == "slope" else printed
    frame = pd.DataFrame(
        {
            "name": names(dataset, first["place"], look.language),
            "first": first["value"].to_numpy("float64"),
            "last": last["value"].to_numpy("float64"),
            "first_text": [told(float(value), entry, look) for value in first["value"]],
            "last_text": [told(float(value), entry, look) for value in last["value"]],
            "accent": (first["place"] == home).to_numpy(),
            "national": [is_country(dataset, place) for place in first["place"]],
        }
    )
    frame["hover"] = [
        f"<b>{name}</b><br>"
        + "<br>".join(
            f"{formatting.with_unit(float(row['value']), entry, look.language)}, {observation_caption(row, look)}"
            for row in (before, after)
        )
        for name, before, after in zip(frame["name"], first.to_dict("records"), last.to_dict("records"), strict=True)
    ]
    dates = (str(shown.year), str(shown.to))
    if kind == "slope":
        return slopes(frame, dates, verdict, look.colours, look.size)
    ordered = frame.sort_values("last", ascending=entry.direction is Direction.LOWER, kind="stable")
    return dumbbells(ordered, dates, verdict, look.colours, look.size)
