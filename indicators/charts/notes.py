"""Notes below a chart that several kinds share: what is left out and why, what has no figure, which years are used."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Self

import pandas as pd

from indicators.analysis.verdicts import reasons_text
from indicators.analysis.years import USUAL
from indicators.charts.chart import Look, listed
from indicators.language.translator import N_
from indicators.model.catalogue import Indicator
from indicators.store.dataset import Dataset
from indicators.text import formatting


class FoldedNote(str):
    """A note that names many places: a page shows its `summary` first and the whole of it when asked."""

    __slots__ = ("summary",)
    summary: str

    def __new__(cls, text: str, summary: str) -> Self:
        """Return the whole text with its summary."""
        note = super().__new__(cls, text)
        note.summary = summary
        return note

    def __reduce__(self) -> tuple[type["FoldedNote"], tuple[str, str]]:
        return FoldedNote, (str(self), self.summary)


MOST_NAMED = 8
"""Places that a note names openly; more are folded behind their number."""

NAMED = 3
"""Places named beside a year; more are counted."""


CUT_AXIS = N_("The axis of values does not begin at zero.")

NATIONAL_FIGURES = N_("These are national figures. They say nothing of the cities.")

NOT_DRAWN = (
    N_("Not drawn, because not comparable ({why}): {places}."),
    N_("Not drawn, because not comparable with those drawn: {places}."),
)
"""Which figures are not drawn, with and without a reason."""


def left_out_notes(
    dataset: Dataset, rows: pd.DataFrame, look: Look, messages: tuple[str, str] = NOT_DRAWN
) -> list[str]:
    """Say which figures are not drawn, grouped by the reason; `messages` say it with and without one."""
    groups: dict[str, list[str]] = {}
    for row in rows.itertuples():
        groups.setdefault(reasons_text(row.reasons, look.language), []).append(str(row.place))
    notes = []
    for why, places in groups.items():
        named = listed(dataset, places, look.language)
        notes.append(look.t(messages[0], why=why, places=named) if why else look.t(messages[1], places=named))
    return notes


def missing_notes(
    dataset: Dataset, places: Iterable[str], rows: pd.DataFrame, look: Look, has_dates: bool = False
) -> list[str]:
    """Say which of the places compared have no figure; `has_dates` says that years were asked for."""
    have = {str(place) for place in rows["place"]}
    absent = [place for place in places if place not in have and place != dataset.home.city]
    if not absent:
        return []
    message = N_("No figure in the years asked for: {places}.") if has_dates else NO_FIGURE_HERE
    return [places_note(dataset, message, absent, look)]


NO_FIGURE_HERE = N_("No figure here: {places}.")


def places_note(dataset: Dataset, message: str, places: Sequence[str], look: Look) -> str:
    """Return a `message` that names places, of many their number with the names behind it."""
    note = look.t(message, places=listed(dataset, places, look.language))
    if len(places) <= MOST_NAMED:
        return note
    count = look.t.plural("{n} place", "{n} places", len(places))
    return FoldedNote(note, look.t(message, places=count))


def asked_text(dataset: Dataset, year: int | None, within: int | None, look: Look) -> str:
    """Say what was asked for: a year with its tolerance, or the latest figures."""
    t = look.of_home(dataset)
    if year is None and within is None:
        return t("The latest figures.")
    off = USUAL if within is None else within
    if year is None:
        return t.plural(
            "The latest figures, at most {n} year older than the newest of {home}.",
            "The latest figures, at most {n} years older than the newest of {home}.",
            off,
        )
    if off == 0:
        return t("Figures of {year} alone.", year=year)
    return t.plural(
        "Figures of {year}, or at most {n} year off.", "Figures of {year}, or at most {n} years off.", off, year=year
    )


def dated_text(dataset: Dataset, rows: pd.DataFrame, year: int | None, within: int | None, look: Look) -> str:
    """Say what was asked for and which years the figures are of; of undated ones that no year is stated."""
    if not rows["year"].notna().any():
        return look.t("The source states no year.")
    return f"{asked_text(dataset, year, within, look)} {years_used_text(dataset, rows, look)}"


def years_used_text(dataset: Dataset, rows: pd.DataFrame, look: Look) -> str:
    """Say which years the figures are of: one, or each with its places."""
    return _used([formatting.year(year, look.language) for year in rows["year"]], dataset, rows["place"], look)


def spans_text(dataset: Dataset, first: pd.DataFrame, second: pd.DataFrame, look: Look) -> str:
    """Say which years meet in each place, where the two frames hold one row a place in the same order."""
    spans = []
    for before, after in zip(first["year"], second["year"], strict=True):
        ends = [formatting.year(year, look.language) for year in (before, after)]
        spans.append(ends[0] if ends[0] == ends[1] else look.t("{first} and {second}", first=ends[0], second=ends[1]))
    return _used(spans, dataset, first["place"], look)


def _used(years: Sequence[str], dataset: Dataset, places: Iterable[object], look: Look) -> str:
    groups: dict[str, list[str]] = {}
    for year, place in zip(years, places, strict=True):
        groups.setdefault(year, []).append(str(place))
    if len(groups) == 1:
        return look.t("Years used: {years}.", years=next(iter(groups)))
    ordered = sorted(groups.items(), key=lambda item: (-len(item[1]), item[0]))
    parts = [
        look.t(
            "{years} ({places})",
            years=year,
            places=listed(dataset, of, look.language)
            if len(of) <= NAMED
            else look.t.plural("{n} place", "{n} places", len(of)),
        )
        for year, of in ordered
    ]
    return look.t("Years used: {years}.", years=formatting.semicolons(parts, look.language))


def unnamed_notes(hidden: Sequence[str], look: Look) -> Iterator[str]:
    """Yield which points have no room for a name in a picture."""
    if hidden:
        named = formatting.join(hidden, look.language)
        yield look.t("Points without room for a name: {places}; the table has them.", places=named)


def break_notes(entry: Indicator, years: Iterable[float], look: Look) -> Iterator[str]:
    """Yield where the series of an indicator break within the `years` drawn, and why."""
    drawn = list(years)
    for cut in entry.breaks:
        if min(drawn, default=cut.year) < cut.year <= max(drawn, default=cut.year):
            yield look.t("Series break in {year}: {reason}", year=cut.year, reason=cut.reason.get(look.language))
