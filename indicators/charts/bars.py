"""A table with bars: several indicators, one column each, of several cities, one row each."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import pandas as pd

from indicators.analysis import comparability, years
from indicators.analysis.verdicts import Comparison, VerdictRule, reasons_text
from indicators.charts.chart import (
    HOME,
    SIGNS,
    Chart,
    Look,
    TableRow,
    chart_observations,
    source_text,
    span,
    table,
    verdict_name,
)
from indicators.charts.eligible_rows import left_out_notes, side_by_side
from indicators.charts.years_note import asked_text
from indicators.claims import comparison_claims, indicator_claims, sentences
from indicators.model.catalogue import Indicator
from indicators.model.vocabulary import Scale
from indicators.store.dataset import Dataset
from indicators.text import formatting


@dataclass(frozen=True)
class BarCell:
    """One figure of the table: as printed, its bar in hundredths of the column's longest, its year, its sign.

    `bar` is None where the figure may not be drawn beside the others; `sign`
    tells the verdict against Casablanca's figure, `beside` whether it may stand
    beside it; `national` figures are hollow.
    """

    text: str = ""
    bar: float | None = None
    when: str = ""
    sign: str = ""
    beside: bool = False
    national: bool = False


@dataclass(frozen=True)
class Head:
    """One column: the indicator, its unit, the verdict on what is drawn in it."""

    name: str
    unit: str
    verdict: str
    sign: str


@dataclass(frozen=True)
class BarRow:
    """One city: its name, a cell per column, and whether its figures are comparable with Casablanca's.

    `verdict` is said with its `reasons`, which a room leaves to the line below.
    """

    place: str
    cells: tuple[BarCell, ...]
    verdict: str
    reasons: str
    own: bool


@dataclass(frozen=True)
class Bars:
    """The table with bars, and the chart it belongs to (its words, its plain twin, its sources).

    `home` heads the column of verdicts.
    """

    chart: Chart
    home: str
    heads: tuple[Head, ...]
    lines: tuple[BarRow, ...]


@dataclass(frozen=True)
class _Column:
    """One indicator: its places by city, its figures, those that may be drawn, the verdict on these."""

    entry: Indicator
    of_city: dict[str, str]
    rows: pd.DataFrame
    drawn: pd.DataFrame
    comparison: Comparison
    each: dict[str, Comparison]
    notes: tuple[str, ...]


def bars_table(
    dataset: Dataset,
    entries: Sequence[Indicator],
    cities: Iterable[str],
    look: Look,
    year: int | None = None,
    within: int | None = None,
) -> Bars | None:
    """Return the table of the indicators, None where no city has a figure of any of them."""
    t = look.t
    compared = list(dict.fromkeys([HOME, *cities]))
    columns = [_column(dataset, entry, compared, look, year, within) for entry in entries]
    if all(column.rows.empty for column in columns):
        return None
    drawn = [column for column in columns if not column.drawn.empty]
    comparison = Comparison.of({reason for column in drawn for reason in column.comparison.reasons})
    lines = [_line(dataset, city, columns, look) for city in compared]
    published = sum(bool(cell.text) for line in lines for cell in line.cells if not line.own)
    beside = sum(cell.beside for line in lines for cell in line.cells if not line.own)
    claim = comparison_claims.coverage(
        len(entries), len(compared) - 1, published, beside, entries[0], comparison, look.language
    )
    notes = [
        t("Bars start at zero, each column has its own scale; figures without a bar cannot stand beside the others."),
    ]
    if any(column.entry.scale is Scale.COUNTRY for column in columns):
        notes.append(
            t("Hollow bars are national figures. They say nothing of the cities and are not ranked among them.")
        )
    for column in columns:
        name = column.entry.names.get(look.language)
        notes += [t("{indicator}: {note}", indicator=name, note=note) for note in column.notes]
    shown = pd.concat([column.drawn for column in columns], ignore_index=True)
    listed = pd.concat([column.rows for column in columns], ignore_index=True)
    heads, body = _twin(dataset, columns, look)
    source_of = shown if len(shown) else listed
    dated = t("Years: {years}.", years=span(listed["year"], look.language))
    chart = Chart(
        indicator=entries[0].id,
        kind="table",
        title=claim.text,
        subtitle=f"{asked_text(year, within, look)} {dated}",
        figure=None,
        alt=claim.alt,
        comparison=comparison,
        notes=tuple(notes),
        source=source_text(dataset, source_of, look),
        sources=tuple(dict.fromkeys(source_of["source"].astype("str"))),
        columns=heads,
        rows=body,
        observations=chart_observations(shown, listed),
        claim=claim,
    )
    home = t("Comparable with {place}", place=dataset.places[HOME].names.get(look.language))
    return Bars(chart, home, tuple(_head(column, look) for column in columns), tuple(lines))


def _column(
    dataset: Dataset, entry: Indicator, cities: list[str], look: Look, year: int | None, within: int | None
) -> _Column:
    """Choose the figures of one indicator and judge each against Casablanca's (its country's)."""
    home = indicator_claims.home(dataset, entry)
    of_city = {}
    for city in cities:
        country = dataset.places.country_of(city) if entry.scale is Scale.COUNTRY else None
        of_city[city] = country.id if country else city
    rows = years.select_for_year(dataset.of(entry.id), list(dict.fromkeys(of_city.values())), home, year, within)
    if rows.empty:
        return _Column(entry, of_city, rows, rows, Comparison.of(()), {}, ())
    kept, apart = side_by_side(dataset, entry, rows)
    comparison = comparability.chart(kept, entry, dataset.places)
    drawable = entry.rankable and comparison.rankable
    own = rows[(rows["place"] == home).to_numpy()]
    each = {}
    if len(own):
        references = own.iloc[[0] * len(rows)]
        found = comparability.each_against(rows, references, entry, dataset.places, change=True)
        each = dict(zip((str(place) for place in rows["place"]), found, strict=True))
    drawn = kept if drawable else kept.iloc[:0]
    return _Column(entry, of_city, rows, drawn, comparison, each, tuple(left_out_notes(dataset, apart, look)))


def _head(column: _Column, look: Look) -> Head:
    entry = column.entry
    judged = not column.drawn.empty
    return Head(
        entry.names.get(look.language),
        entry.unit_names.get(look.language),
        verdict_name(column.comparison, look.language) if judged else "",
        SIGNS[column.comparison.verdict] if judged and not column.comparison.single else "",
    )


def _line(dataset: Dataset, city: str, columns: list[_Column], look: Look) -> BarRow:
    cells = tuple(_cell(column, column.of_city[city], look) for column in columns)
    own = city == HOME
    found = {
        column.entry.names.get(look.language): column.each[place]
        for column in columns
        if (place := column.of_city[city]) in column.each
    }
    reasons = ""
    if own:
        verdict = look.t("the figures compared with")
    elif found:
        verdict, reasons = _verdict(found, look)
    elif any(cell.text for cell in cells):
        verdict = look.t("no figure of {place}", place=dataset.places[HOME].names.get(look.language))
    else:
        verdict = look.t("no published figure")
    return BarRow(dataset.places[city].names.get(look.language), cells, verdict, reasons, own)


def _verdict(found: dict[str, Comparison], look: Look) -> tuple[str, str]:
    """Return the verdict on a row, the worst of its figures, and why; where some are not comparable, which."""
    apart = {name: comparison for name, comparison in found.items() if not comparison.rankable}
    if not apart:
        reasons = {reason for comparison in found.values() for reason in comparison.reasons}
        care = {reason for reason in reasons if reason.rule is not VerdictRule.SAME_SOURCE}
        worst = Comparison.of(care)
        return _signed(worst, look), reasons_text(worst.reasons, look.language)
    listed = [
        look.t("{indicator} ({why})", indicator=name, why=reasons_text(comparison.reasons, look.language))
        for name, comparison in apart.items()
    ]
    worst = next(iter(apart.values()))
    return _signed(worst, look), formatting.semicolons(listed, look.language)


def _signed(comparison: Comparison, look: Look) -> str:
    return f"{SIGNS[comparison.verdict]} {verdict_name(comparison, look.language)}"


def _cell(column: _Column, place: str, look: Look) -> BarCell:
    row = column.rows[(column.rows["place"] == place).to_numpy()]
    if row.empty:
        return BarCell()
    value, year = float(row["value"].iloc[0]), row["year"].iloc[0]
    longest = float(column.drawn["value"].max()) if len(column.drawn) else 0.0
    drawn = bool((column.drawn["place"] == place).any())
    judged = column.each.get(place)
    return BarCell(
        text=sentences.short(value, column.entry, look.language),
        bar=(round(max(value, 0.0) / longest * 100, 1) if longest > 0 else 0.0) if drawn else None,
        when=formatting.year(None if pd.isna(year) else int(year), look.language),
        sign="" if judged is None else SIGNS[judged.verdict],
        beside=drawn and judged is not None,
        national=column.entry.scale is Scale.COUNTRY,
    )


def _twin(
    dataset: Dataset, columns: list[_Column], look: Look
) -> tuple[tuple[tuple[str, bool], ...], tuple[TableRow, ...]]:
    """Return the plain table of every figure, one row each, with its verdict."""
    heads: tuple[tuple[str, bool], ...] = ()
    rows: list[TableRow] = []
    for column in columns:
        if column.rows.empty:
            continue
        told = column.rows.sort_values("value", ascending=False).reset_index(drop=True)
        made, body = table(dataset, column.entry, told, look)
        name = column.entry.names.get(look.language)
        unit = column.entry.unit_names.get(look.language)
        verdict = look.t("Comparable with {place}", place=dataset.places[HOME].names.get(look.language))
        heads = heads or (
            (look.t("Indicator"), False), made[0], (look.t("Value"), True), *made[2:-2], (verdict, False), made[-1],
        )  # fmt: skip
        rows += [TableRow((f"{name} ({unit})", *row.cells), row.own) for row in body]
    return heads, tuple(rows)
