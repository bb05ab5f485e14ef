"""Two dates of every place: as a slope, or as a dumbbell."""

from collections.abc import Iterable, Iterator

import pandas as pd

from indicators.analysis.movement import TwoDates, two_dates
from indicators.charts.chart import Chart, Look, is_country, measure_line, names, observation_caption
from indicators.charts.notes import break_notes, left_out_notes, missing_notes, spans_text
from indicators.charts.table import table
from indicators.claims import comparison_claims
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
    dates = two_dates(dataset, entry, cities, *asked)
    if dates is None:
        return None
    shown = dates.shown
    return Chart.of(
        dataset,
        entry.id,
        kind,
        look,
        comparison_claims.moves(dataset, dates, look.language),
        shown.rows,
        dates.comparison,
        table(dataset, entry, dates.published.rows.sort_values(["place", "year"]), look),
        subtitle=measure_line(entry, [f"{shown.year}–{shown.to}"], look.language),
        figure=_figure(dataset, dates, look, kind) if dates.drawable else None,
        notes=_notes(dataset, dates, look),
        drawn=dates.drawable,
        listed=dates.published.rows,
    )


def _notes(dataset: Dataset, dates: TwoDates, look: Look) -> Iterator[str]:
    """Yield which years are used, who is left out and why, and how to read the lines."""
    t, entry = look.of_home(dataset), dates.indicator
    if not dates.drawable:
        yield t("Figures that are not comparable are listed by name, not drawn side by side.")
    yield spans_text(dataset, dates.shown.first, dates.shown.last, look)
    yield from left_out_notes(dataset, dates.standing.left_out, look)
    published = dataset.of(entry.id)
    published = published[published["place"].isin(dates.places)]
    yield from missing_notes(dataset, dates.places, published, look)
    dated, have = set(published["place"].astype("str")), set(dates.published.first["place"])
    undated = [place for place in dates.places if place in dated and place not in have]
    if undated:
        listed = formatting.join(names(dataset, undated, look.language), look.language)
        yield t("No pair of figures on one unbroken line at these dates: {places}.", places=listed)
    if entry.noisy:
        yield t("The changes of {home} are within what the method cannot tell apart.")
    if any(is_country(dataset, place) for place in dates.shown.first["place"]):
        yield t("National figures are dashed and hollow. They say nothing of the cities.")
    yield from break_notes(entry, look)


def _tight(value: float, entry: Indicator, language: str) -> str:
    if abs(value) >= formatting.MILLION:
        return formatting.abbreviated(value, language)
    return formatting.plain(value, entry, language)


def _figure(dataset: Dataset, dates: TwoDates, look: Look, kind: str) -> FrozenFigure:
    entry, first, last = dates.indicator, dates.shown.first, dates.shown.last
    # The labels of a slope stand on both sides of it: a phone has room for `3.7M`, not for the word.
    label = _tight if kind == "slope" else formatting.plain
    frame = pd.DataFrame(
        {
            "name": names(dataset, first["place"], look.language),
            "first": first["value"].to_numpy("float64"),
            "last": last["value"].to_numpy("float64"),
            "first_text": [label(float(value), entry, look.language) for value in first["value"]],
            "last_text": [label(float(value), entry, look.language) for value in last["value"]],
            "accent": (first["place"] == dates.home).to_numpy(),
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
    years, verdict = (str(dates.shown.year), str(dates.shown.to)), dates.comparison.verdict
    if kind == "slope":
        return slopes(frame, years, verdict, look.colours, look.size)
    ordered = frame.sort_values("last", ascending=entry.direction is Direction.LOWER, kind="stable")
    return dumbbells(ordered, years, verdict, look.colours, look.size)
