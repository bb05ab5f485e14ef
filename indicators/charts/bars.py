"""A table with bars: several indicators, one column each, of several cities, one row each."""

from dataclasses import dataclass

import pandas as pd

from indicators.analysis.standing import Standing, home_of, of_places
from indicators.analysis.verdicts import Comparison, VerdictRule, reasons_text
from indicators.charts.chart import SIGNS, Asked, Chart, Look, Subject, span, verdict_name
from indicators.charts.notes import asked_text, left_out_notes
from indicators.charts.table import table_of_several
from indicators.claims import comparison_claims
from indicators.claims.sentences import Claim
from indicators.model.catalogue import Indicator
from indicators.model.vocabulary import Scale
from indicators.store.dataset import Dataset
from indicators.text import formatting


@dataclass(frozen=True)
class BarCell:
    """One figure of the table: as printed, its bar in hundredths of the column's longest, its year, its sign.

    `bar` is None where the figure may not be drawn beside the others; `sign`
    tells the verdict against the home city's figure, `beside` whether it may stand
    beside it; `national` figures are hollow.
    """

    text: str = ""
    bar: float | None = None
    when: str = ""
    sign: str = ""
    beside: bool = False
    national: bool = False


@dataclass(frozen=True)
class BarHead:
    """One column: the indicator, its unit, the verdict on what is drawn in it."""

    name: str
    unit: str
    verdict: str
    sign: str


@dataclass(frozen=True)
class BarRow:
    """One city: its name, a cell per column, and whether its figures are comparable with the home city's.

    `verdict` comes with its `reasons`, which a room leaves to the line below.
    """

    place: str
    cells: tuple[BarCell, ...]
    verdict: str
    reasons: str
    is_home: bool


@dataclass(frozen=True)
class Bars:
    """The table with bars, and the chart it belongs to (its words, its plain twin, its sources).

    `home` heads the column of verdicts.
    """

    chart: Chart
    home: str
    heads: tuple[BarHead, ...]
    lines: tuple[BarRow, ...]


@dataclass(frozen=True)
class _BarColumn:
    """One indicator: its places by city, where they stand, and the figures that may be drawn."""

    standing: Standing
    of_city: dict[str, str]
    drawn: pd.DataFrame


def bars_table(asked: Asked) -> Bars | None:
    """Return the table of the indicators, None where no city has a figure of any of them."""
    dataset, look, year, within = asked.dataset, asked.look, asked.state.year, asked.state.within
    t = look.t
    compared = list(dict.fromkeys([dataset.home.city, *asked.cities]))
    columns = [_column(dataset, entry, compared, year, within) for entry in asked.entries]
    if all(column.standing.rows.empty for column in columns):
        return None
    comparison = Comparison.of(
        {reason for column in columns if not column.drawn.empty for reason in column.standing.comparison.reasons}
    )
    lines = [_line(dataset, city, columns, look) for city in compared]
    notes = [
        t("Bars start at zero, each column has its own scale; figures without a bar cannot stand beside the others.")
    ]
    if any(column.standing.indicator.scale is Scale.COUNTRY for column in columns):
        notes.append(
            t("Hollow bars are national figures. They say nothing of the cities and are not ranked among them.")
        )
    for column in columns:
        name = column.standing.indicator.names.get(look.language)
        left_out = left_out_notes(dataset, column.standing.left_out, look) if len(column.standing.rows) else []
        notes += [t("{indicator}: {note}", indicator=name, note=note) for note in left_out]
    drawn = pd.concat([column.drawn for column in columns], ignore_index=True)
    listed = pd.concat([column.standing.rows for column in columns], ignore_index=True)
    dated = t("Years: {years}.", years=span(listed["year"], look.language))
    home = t("Comparable with {place}", place=dataset.places[dataset.home.city].names.get(look.language))
    chart = Chart.of(
        Subject(dataset, asked.entry.id, "table", look),
        _coverage(dataset, columns, comparison, look),
        drawn if len(drawn) else listed,
        comparison,
        table_of_several(dataset, [column.standing for column in columns if len(column.standing.rows)], look, home),
        subtitle=f"{asked_text(dataset, year, within, look)} {dated}",
        notes=notes,
        drawn=len(drawn) > 0,
        listed=listed,
    )
    return Bars(chart, home, tuple(_head(column, look) for column in columns), tuple(lines))


def _coverage(dataset: Dataset, columns: list[_BarColumn], comparison: Comparison, look: Look) -> Claim:
    """Say how many of the figures asked for there are: those of cities, of countries where all are national.

    Two cities of one country share its figure, which counts once.
    """
    counted = [column for column in columns if column.standing.indicator.scale is not Scale.COUNTRY] or columns
    others: set[str] = set()
    wanted = published = beside = 0
    for column in counted:
        places = set(column.of_city.values()) - {home_of(dataset, column.standing.indicator)}
        wanted, others = wanted + len(places), others | places
        published += int(column.standing.rows["place"].isin(places).sum())
        beside += int(column.drawn["place"].isin([*places & column.standing.against_home.keys()]).sum())
    first = counted[0].standing.indicator
    return comparison_claims.coverage(wanted, len(others), published, beside, first, comparison, look.of_home(dataset))


def _column(dataset: Dataset, entry: Indicator, cities: list[str], year: int | None, within: int | None) -> _BarColumn:
    """Choose the figures of one indicator and judge each against the home city's (its country's)."""
    of_city = {}
    for city in cities:
        country = dataset.places.country_of(city) if entry.scale is Scale.COUNTRY else None
        of_city[city] = country.id if country else city
    stand = of_places(dataset, entry, dict.fromkeys(of_city.values()), year, within)
    drawable = len(stand.rows) > 0 and stand.drawable
    return _BarColumn(stand, of_city, stand.eligible if drawable else stand.rows.iloc[:0])


def _head(column: _BarColumn, look: Look) -> BarHead:
    entry = column.standing.indicator
    judged = not column.drawn.empty
    return BarHead(
        entry.names.get(look.language),
        entry.unit_names.get(look.language),
        verdict_name(column.standing.comparison, look.language) if judged else "",
        SIGNS[column.standing.comparison.verdict] if judged and not column.standing.comparison.single else "",
    )


def _line(dataset: Dataset, city: str, columns: list[_BarColumn], look: Look) -> BarRow:
    cells = tuple(_cell(column, column.of_city[city], look) for column in columns)
    is_home = city == dataset.home.city
    comparisons = {
        column.standing.indicator.names.get(look.language): column.standing.against_home[place]
        for column in columns
        if (place := column.of_city[city]) in column.standing.against_home
    }
    reasons = ""
    if is_home:
        verdict = look.t("the figures compared with")
    elif comparisons:
        verdict, reasons = _verdict(comparisons, look)
    elif any(cell.text for cell in cells):
        verdict = look.t("no figure of {place}", place=dataset.places[dataset.home.city].names.get(look.language))
    else:
        verdict = look.t("no figure here")
    return BarRow(dataset.places[city].names.get(look.language), cells, verdict, reasons, is_home)


def _verdict(comparisons: dict[str, Comparison], look: Look) -> tuple[str, str]:
    """Return the verdict on a row, the worst of its figures, and why; where some are not comparable, which."""
    incomparable = {name: comparison for name, comparison in comparisons.items() if not comparison.rankable}
    if not incomparable:
        reasons = {reason for comparison in comparisons.values() for reason in comparison.reasons}
        care = {reason for reason in reasons if reason.rule is not VerdictRule.SAME_SOURCE}
        worst = Comparison.of(care)
        return _signed(worst, look), reasons_text(worst.reasons, look.language)
    listed = [
        look.t("{indicator} ({why})", indicator=name, why=reasons_text(comparison.reasons, look.language))
        for name, comparison in incomparable.items()
    ]
    worst = next(iter(incomparable.values()))
    return _signed(worst, look), formatting.semicolons(listed, look.language)


def _signed(comparison: Comparison, look: Look) -> str:
    return f"{SIGNS[comparison.verdict]} {verdict_name(comparison, look.language)}"


def _cell(column: _BarColumn, place: str, look: Look) -> BarCell:
    row = column.standing.rows[(column.standing.rows["place"] == place).to_numpy()]
    if row.empty:
        return BarCell()
    value = float(row["value"].iloc[0])
    longest = float(column.drawn["value"].max()) if len(column.drawn) else 0.0
    drawn = bool((column.drawn["place"] == place).any()) and not pd.isna(value)
    judged = column.standing.against_home.get(place)
    return BarCell(
        text=formatting.figure(row.iloc[0], column.standing.indicator, look.language, formatting.short),
        bar=(round(max(value, 0.0) / longest * 100, 1) if longest > 0 else 0.0) if drawn else None,
        when=formatting.year(row["year"].iloc[0], look.language),
        sign="" if judged is None else SIGNS[judged.verdict],
        beside=drawn and judged is not None,
        national=column.standing.indicator.scale is Scale.COUNTRY,
    )
