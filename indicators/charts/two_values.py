"""Two values of each place: two dates of one indicator as slope or dumbbell, two indicators as scatter or dumbbell."""

from collections.abc import Iterator

import pandas as pd

from indicators.analysis import comparability
from indicators.analysis.comparability import Pairs
from indicators.analysis.movement import TwoDates, two_dates
from indicators.analysis.standing import Standing, compared, home_of, of_places
from indicators.analysis.verdicts import Verdict
from indicators.charts.chart import (
    Asked,
    Chart,
    Look,
    Pair,
    Subject,
    axis_text,
    hover_texts_of_two,
    is_country,
    listed,
    measure_line,
    names,
)
from indicators.charts.notes import (
    NATIONAL_FIGURES,
    asked_text,
    break_notes,
    left_out_notes,
    missing_notes,
    spans_text,
    unnamed_notes,
)
from indicators.charts.table import table, table_of_several
from indicators.claims import comparison_claims
from indicators.figures.template import FrozenFigure
from indicators.figures.two_values import AxisScale, dumbbells, scatter, slopes
from indicators.language.translator import N_
from indicators.model.catalogue import Indicator
from indicators.model.vocabulary import Direction
from indicators.store.dataset import Dataset
from indicators.text import formatting

NOT_SIDE_BY_SIDE = N_("Figures that are not comparable are listed by name, not drawn side by side.")
"""Why a chart of several places has no figure."""


def two_dates_chart(asked: Asked, kind: str) -> Chart | None:
    """Return the slope or the dumbbell between two dates, or None where no place has two on one line.

    What is left open of the years is found (:func:`indicators.analysis.years.first_and_last`).
    """
    dataset, entry, look = asked.dataset, asked.entry, asked.look
    dates = two_dates(dataset, entry, list(asked.cities), *asked.period, asked.state.within)
    if dates is None:
        return None
    shown = dates.shown
    claim = comparison_claims.moves(dataset, dates, look.language)
    measure = measure_line(entry, [formatting.between(shown.year, shown.to, look.language)], look.language)
    return Chart.of(
        Subject(dataset, entry.id, kind, look),
        claim,
        shown.rows,
        dates.comparison,
        table(dataset, entry, _in_order(dates, kind), look),
        subtitle=". ".join(filter(None, (measure, claim.standing))),
        figure=_figure_of_dates(dataset, dates, look, kind) if dates.drawable else None,
        notes=_notes_of_dates(dataset, dates, look),
        listed=dates.published.rows,
    )


def _notes_of_dates(dataset: Dataset, dates: TwoDates, look: Look) -> Iterator[str]:
    """Yield which years are used, who is left out and why, and how to read the lines."""
    t, entry = look.of_home(dataset), dates.indicator
    if not dates.drawable:
        yield t(NOT_SIDE_BY_SIDE)
    yield spans_text(dataset, dates.shown.first, dates.shown.last, look)
    yield from left_out_notes(dataset, dates.standing.left_out, look)
    published = dataset.of(entry.id)
    published = published[published["place"].isin(dates.places)]
    yield from missing_notes(dataset, dates.places, published, look)
    dated, have = set(published["place"].astype("str")), set(dates.published.first["place"])
    undated = [place for place in dates.places if place in dated and place not in have]
    if undated:
        named = listed(dataset, undated, look.language)
        yield t("No pair of figures on one unbroken line at these dates: {places}.", places=named)
    if entry.noisy:
        yield t("The changes of {home} are within what the method cannot tell apart.")
    if any(is_country(dataset, place) for place in dates.shown.first["place"]):
        yield t(NATIONAL_FIGURES)
    yield from break_notes(entry, dates.shown.rows["year"], look)


def _tight(value: float, entry: Indicator, language: str) -> str:
    if abs(value) >= formatting.MILLION:
        return formatting.abbreviated(value, language)
    return formatting.plain(value, entry, language)


def _figure_of_dates(dataset: Dataset, dates: TwoDates, look: Look, kind: str) -> FrozenFigure:
    entry, first, last = dates.indicator, dates.shown.first, dates.shown.last
    # The labels of a slope stand on both sides of it: a phone has room for `3.7M`, not for the word.
    label = _tight if kind == "slope" else formatting.plain
    frame = _places(dataset, [str(place) for place in first["place"]], dates.home, look)
    frame["hover"] = hover_texts_of_two(frame["name"], (first, last), (entry, entry), look)
    for end, rows in (("first", first), ("last", last)):
        frame[end] = rows["value"].to_numpy("float64")
        frame[f"{end}_text"] = [label(float(value), entry, look.language) for value in rows["value"]]
    years, verdict = (str(dates.shown.year), str(dates.shown.to)), dates.comparison.verdict
    if kind == "slope":
        return slopes(frame, years, *look.drawn(verdict))
    by_place = frame.set_index(first["place"].astype("str").to_numpy())
    return dumbbells(by_place.loc[_from_the_top(dates)], years, *look.drawn(verdict))


def _from_the_top(dates: TwoDates) -> list[str]:
    """Return the places of a dumbbell as they stand below each other."""
    last = dates.shown.last.sort_values("value", ascending=dates.indicator.direction is Direction.LOWER, kind="stable")
    return [str(place) for place in last["place"]]


def _in_order(dates: TwoDates, kind: str) -> pd.DataFrame:
    """Return the figures as they are read and heard: a dumbbell's as its places stand, others by their places."""
    rows = dates.published.rows.assign(place=dates.published.rows["place"].astype("str"))
    if kind != "dumbbell" or not dates.drawable:
        return rows.sort_values(["place", "year"])
    top = {place: at for at, place in enumerate(_from_the_top(dates))}
    rows["from_the_top"] = rows["place"].map(top).fillna(len(top))
    return rows.sort_values(["from_the_top", "place", "year"]).drop(columns="from_the_top")


def _places(dataset: Dataset, places: list[str], home: str, look: Look) -> pd.DataFrame:
    """Return one row a place: its name, whether it has the accent, whether its figures are national."""
    national = [is_country(dataset, place) for place in places]
    accent = [place == home for place in places]
    return pd.DataFrame({"name": names(dataset, places, look.language), "accent": accent, "national": national})


def same_unit(first: Indicator, second: Indicator) -> bool:
    """Return whether two indicators are counted in one unit of one whole, so that one scale serves both."""
    return first.unit == second.unit and first.unit_names == second.unit_names


def pair_chart(asked: Asked, kind: str) -> Chart | None:
    """Return the scatter of the first two indicators, of one scale, or their dumbbell, of one unit.

    None without a second, where fewer than two places have both, where the units of a dumbbell differ, or the scales.
    """
    if len(asked.entries) < 2:
        return None
    dataset, look, year, within = asked.dataset, asked.look, asked.state.year, asked.state.within
    first, second = entries = asked.entries[0], asked.entries[1]
    if first.scale is not second.scale or (kind == "dumbbell" and not same_unit(*entries)):
        return None
    places = compared(dataset, first, asked.cities)
    standings = [of_places(dataset, entry, places, year, within) for entry in entries]
    if any(stand.rows.empty for stand in standings):
        return None
    met = comparability.paired(*(stand.eligible for stand in standings))
    pairs = met.near
    if not pairs.places:
        return None
    comparison = comparability.along_two_axes(pairs, first, second, dataset.places)
    drawn = comparison.rankable and all(entry.rankable for entry in entries) and len(pairs.places) > 1
    make = comparison_claims.together if kind == "scatter" else comparison_claims.gaps
    figure = _figure_of_pairs(dataset, entries, pairs, comparison.verdict, look, kind) if drawn else None
    notes = [] if drawn else [look.t(NOT_SIDE_BY_SIDE)]
    notes.append(f"{asked_text(dataset, year, within, look)} {spans_text(dataset, pairs.first, pairs.second, look)}")
    has_dates = (year, within) != (None, None)
    notes += [note for stand in standings for note in _notes_of_indicator(dataset, stand, has_dates, look)]
    far = [place for place in met.places if place not in set(pairs.places)]
    if far:
        named = listed(dataset, far, look.language)
        notes.append(
            look.t("Not drawn, because the two figures lie more than five years apart: {places}.", places=named)
        )
    if any(is_country(dataset, place) for place in pairs.places):
        notes.append(look.t("Hollow points are national figures. They say nothing of the cities."))
    if kind == "dumbbell":
        ends = look.t("The ends are two indicators, each compared from place to place; between them is no change.")
        notes.append(ends)
    elif figure is not None:
        notes += unnamed_notes(figure.unwritten(names(dataset, pairs.places, look.language)), look)
    measures = [
        formatting.commas((entry.names.get(look.language), entry.unit_names.get(look.language)), look.language)
        for entry in entries
    ]
    claim = make(dataset, first, second, pairs, comparison, look.language)
    rows = [*(stand.eligible for stand in standings), *(stand.left_out for stand in standings)]
    return Chart.of(
        Subject(dataset, first.id, kind, look),
        claim,
        pd.concat([pairs.first, pairs.second], ignore_index=True),
        comparison,
        table_of_several(dataset, standings, look),
        subtitle=". ".join(filter(None, (formatting.semicolons(measures, look.language), claim.standing))),
        figure=figure,
        notes=notes,
        listed=pd.concat(rows, ignore_index=True),
    )


def _notes_of_indicator(dataset: Dataset, stand: Standing, has_dates: bool, look: Look) -> Iterator[str]:
    """Yield who is left out of one of two indicators, its name in front."""
    dated = has_dates and bool(stand.rows["year"].notna().any())
    absent = missing_notes(dataset, stand.places, stand.rows, look, dated)
    name = stand.indicator.names.get(look.language)
    for note in (*left_out_notes(dataset, stand.left_out, look), *absent):
        yield look.t("{indicator}: {note}", indicator=name, note=note)


def _figure_of_pairs(
    dataset: Dataset, entries: Pair, pairs: Pairs, verdict: Verdict, look: Look, kind: str
) -> FrozenFigure:
    first, second = entries
    frame = _places(dataset, pairs.places, home_of(dataset, first), look)
    for axis, rows in (("x", pairs.first), ("y", pairs.second)):
        frame[axis] = rows["value"].to_numpy("float64")
        frame[f"{axis}_lower"], frame[f"{axis}_upper"] = rows["lower"].to_numpy(), rows["upper"].to_numpy()
    frame["hover"] = hover_texts_of_two(frame["name"], (pairs.first, pairs.second), entries, look)
    if kind == "scatter":
        across, up = (AxisScale(_axis_title(entry, look), *axis_text(entry, look)) for entry in entries)
        return scatter(frame, across, up, *look.drawn(verdict))
    ends = frame.rename(columns={"x": "first", "y": "last"})
    for end, entry in (("first", first), ("last", second)):
        ends[f"{end}_text"] = [formatting.plain(float(value), entry, look.language) for value in ends[end]]
    ends = ends.sort_values("last", ascending=False, kind="stable")
    titles = (first.names.get(look.language), second.names.get(look.language))
    return dumbbells(ends, titles, *look.drawn(verdict))


AXIS_TITLE = 44
"""Characters of an axis title that fit a phone."""


def _axis_title(entry: Indicator, look: Look) -> str:
    """Return name and unit; the name alone where both are too long for a phone."""
    name = entry.names.get(look.language)
    full = formatting.commas((name, entry.unit_names.get(look.language)), look.language)
    return full if len(full) <= AXIS_TITLE else name
