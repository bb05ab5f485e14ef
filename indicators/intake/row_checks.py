"""The row rules of a table: each is a mask over all its rows at once, however many there are.

What is asked of a word is asked once for each distinct word; the rest is arithmetic on columns. Every rule looks at
every row that it can be about, so that whoever corrects the file sees all its bad cells in one go. What is about
several rows at once is left to :mod:`indicators.intake.table_check`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial

import numpy as np
import pandas as pd

from indicators.analysis.editions import under_first_edition
from indicators.findings.collector import FindingCollector
from indicators.findings.finding import Rule, Severity
from indicators.intake.name_checks import BY_HAND, TableBook, named_rows, words_of
from indicators.intake.number_checks import (
    check_cells,
    check_codes,
    check_counts,
    check_units,
    check_units_left_out,
    is_count,
    read_counts,
    scale_beside,
    unit_ratios,
)
from indicators.intake.observation_keys import UNSTATED
from indicators.language.bidi import neutral
from indicators.language.translator import N_
from indicators.loaders.handmade.resolution import numbers_read, with_words
from indicators.loaders.raw_table import RawTable
from indicators.loaders.reading.numbers import NumberCells, NumberMarks, Status, code_of
from indicators.model.observations import NUMBERS
from indicators.model.places import Place, nearest
from indicators.model.rules import NOT_A_NUMBER
from indicators.model.vocabulary import Level, Method, Perimeter
from indicators.store.checks import (
    MISSING_VALUE,
    UNKNOWN_SOURCE,
    check_interval,
    check_range,
    check_words,
    check_years,
    numbers_of,
    ranges_of,
)
from indicators.store.dataset import Dataset

YEARS_OUTSIDE = Rule(
    "years_outside", Severity.WARNING, N_("values of years before {first} were left out: {count}."),
    N_("Nothing: the product begins there."), reading=True,
)  # fmt: skip

PLAN_PASSED = Rule(
    "plan_passed", Severity.WARNING,
    N_("{value} is a plan for {year}, which has passed: it will be shown as what was planned, not as what is."),
    N_("Bring the figure that was reached, if one is published."),
)  # fmt: skip

NOT_ITS_OUTLINE = Rule(
    "not_its_outline", Severity.ERROR, N_("{value} is no outline of {place}: that is a {expected}."),
    N_("Write the outline that the figure was counted in, or the place that it is of."), words=("expected",),
)  # fmt: skip

FIRST_YEAR = 1900
"""Years before this one are outside the product; long national series reach back to 1750."""

_PARTS = {Perimeter.ARRONDISSEMENT, Perimeter.FACILITY}
UNFIT_OUTLINES: dict[Level, frozenset[str]] = {
    **dict.fromkeys(
        (Level.CITY, Level.COMMUNE, Level.METROPOLITAN_AREA, Level.REGION), frozenset({*_PARTS, Perimeter.COUNTRY})
    ),
    Level.COUNTRY: frozenset({*Perimeter} - {Perimeter.COUNTRY, Perimeter.NOT_STATED}),
}
"""The outlines in which no figure of a place of a level was counted; of parts of a city the maps say what they show."""


@dataclass
class CheckedRows:
    """The values of a raw table, in the indicators' units, and which of them are right.

    `values` are those that have a place, an indicator, a number (or a bound in its place) and a unit: an observation
    each, its year a float, words that are not known among its categories; its index is the position in `rows`, the raw
    rows. `good` says which of them break no rule, `keyed` which have a year or none, rather than what is no year.
    `unstated` are the positions of the rows whose source is not stated, of `counted` rows. `marks` is what the columns
    of numbers show of their marks. The counts are of values; `early` those of years before the product begins.
    """

    rows: pd.DataFrame
    values: pd.DataFrame
    good: np.ndarray
    keyed: np.ndarray
    unstated: np.ndarray
    counted: int
    marks: dict[str, NumberMarks]
    refused: int
    empty: int
    early: int
    out_of_scope: int


def check_rows(
    table: RawTable,
    dataset: Dataset,
    this_year: int,
    report: FindingCollector,
    source: str = "",
    marks: Mapping[str, NumberMarks] | None = None,
) -> CheckedRows:
    """Map a raw table to observations and check each row of it.

    `source` is that of values which name none. Where the table is a part of a
    file, `marks` are those of the file's whole columns.
    """
    is_by_hand = table.format in BY_HAND
    book, named, out_of_scope = named_rows(table, dataset, report)
    unread_year = named["unread_year"].to_numpy()
    rows, right = book.rows, named["right"].to_numpy()

    # numbers
    cells = {name: NumberCells(rows[name]) for name in NUMBERS}
    shown = {name: column.marks for name, column in cells.items()}
    read = {name: cells[name].read((marks or shown)[name]) for name in NUMBERS}
    number, status = read["value"]
    ratio, expected = unit_ratios(rows["unit"], named["indicator"], dataset.catalogue)
    counts = is_count(named["indicator"], dataset.catalogue) & (ratio == 1.0) & is_by_hand
    for name, (numbers_of_column, codes) in read.items():
        read_counts(cells[name], numbers_of_column, codes, counts)
    if is_by_hand:
        report.add(numbers_read(rows, cells["value"], number, right & (status == code_of(Status.NUMBER)), report.file))
    readable = check_cells(book, {name: codes for name, (_, codes) in read.items()})
    stated = ~np.isnan(read["lower"][0]) | ~np.isnan(read["upper"][0])
    empty = (status == code_of(Status.EMPTY)) & right & readable & ~stated
    book.add(empty, MISSING_VALUE, "value", Severity.WARNING)
    readable_values = right & readable & ~empty

    # units, words and years; a publisher's row that cannot be used is refused for that alone
    fits = check_units(book, named, ratio, expected, (~empty if is_by_hand else readable_values, readable_values))
    if is_by_hand:
        check_units_left_out(book, named, ratio, readable_values, scale_beside(table.findings), dataset.catalogue)
    multiply = named["factor"].to_numpy(dtype="float64") * np.where(fits, ratio, 1.0)
    words = words_of(book, named, None if is_by_hand else table, readable_values, dataset, source)
    years = numbers_of(words["year"]).to_numpy()
    early = readable_values & (years < FIRST_YEAR) & (not is_by_hand)
    used = readable_values & fits & ~early
    checked = ~empty if is_by_hand else used

    # the rules of observations
    # -0 is nought
    numbers = {name: read[name][0] * multiply + 0.0 for name in NUMBERS}
    check_words(book, words, checked)
    _check_outlines(book, words, dataset.places, checked & ~book.refused)
    unknown = ~words["source"].isin([*dataset.sources, UNSTATED]) & checked
    book.add(unknown, UNKNOWN_SOURCE, "source", near=partial(nearest, known=dataset.sources))
    check_years(book, words, years, dataset.catalogue, this_year, checked & ~unread_year)
    check_counts(book, cells["value"], number, counts & used, words["method"])
    coded = check_codes(book, "value", number, checked)
    low, high = ranges_of(words["indicator"], dataset.catalogue)
    check_range(book, "value", np.where(checked & fits & ~coded, numbers["value"], np.nan), low, high)
    for name in ("lower", "upper"):
        coded |= check_codes(book, name, read[name][0], used)
        # the limit of a figure without a value is the figure
        for alone, level in ((stated & np.isnan(number), Severity.ERROR), (~np.isnan(number), Severity.WARNING)):
            check_range(book, name, np.where(used & ~coded & alone, numbers[name], np.nan), low, high, level)
    _check_plans(book, years, used & (words["method"] == str(Method.PLANNED)).to_numpy() & (years < this_year))
    for name in NUMBERS:
        book.add(used & np.isinf(numbers[name]), NOT_A_NUMBER, name)
    check_interval(
        book, numbers, lambda name: _printed(rows[name], cells[name], numbers[name], multiply), used & ~coded
    )

    positions = np.flatnonzero(used)
    good = ~book.refused[positions]
    values = (words if len(positions) == len(words) else words.iloc[positions]).assign(year=years[positions])
    for name in NUMBERS:
        values[name] = _rounded(numbers[name][positions], multiply[positions] != 1.0)
    values["note"] = _notes(rows, positions, multiply != named["factor"].to_numpy())
    values = under_first_edition(values, dataset.observations, dataset.sources)
    return CheckedRows(
        rows=rows,
        values=values.set_axis(positions, axis=0),
        good=good,
        keyed=~np.isnan(years[positions]) | (words["year"] == "").to_numpy()[positions],
        unstated=np.flatnonzero(readable_values & (words["source"] == UNSTATED).to_numpy()),
        counted=int(readable_values.sum()),
        marks=shown,
        refused=len(rows) - int(empty.sum() + early.sum() + good.sum()),
        empty=int(empty.sum()),
        early=int(early.sum()),
        out_of_scope=out_of_scope,
    )


def _rounded(numbers: np.ndarray, converted: np.ndarray) -> np.ndarray:
    """Return numbers with fifteen digits where a factor made them, to leave no dust."""
    if converted.any():
        numbers = numbers.copy()
        numbers[converted] = [float(f"{number:.15g}") for number in numbers[converted]]
    return numbers


def _check_outlines(book: TableBook, words: pd.DataFrame, places: Mapping[str, Place], where: np.ndarray) -> None:
    """Refuse a town's figure counted in a part of it, in a building or in its country, and a country's in a town."""
    known = [places.get(name) for name in words["place"].cat.categories]
    wrong = [
        [place is not None and str(outline) in UNFIT_OUTLINES.get(place.level, ()) for place in known]
        for outline in words["perimeter"].cat.categories
    ]
    if not any(map(any, wrong)):
        return
    codes = words["perimeter"].cat.codes.to_numpy(), words["place"].cat.codes.to_numpy()
    rows = np.array(wrong, dtype=bool)[codes] & (codes[0] >= 0) & (codes[1] >= 0) & where
    names = np.array([place.id if place else "" for place in known], dtype=object)[codes[1]]
    levels = np.array([str(place.level) if place else "" for place in known], dtype=object)[codes[1]]
    book.add(rows, NOT_ITS_OUTLINE, "perimeter", place=names, expected=levels)


def _check_plans(book: TableBook, years: np.ndarray, passed: np.ndarray) -> None:
    """Warn of what was planned for a year that has passed."""
    if passed.any():
        written = np.full(len(years), "", dtype=object)
        written[passed] = [f"{year:.0f}" for year in years[passed]]
        book.add(passed, PLAN_PASSED, "value", year=written)


def _printed(text: pd.Series, cells: NumberCells, numbers: np.ndarray, multiply: np.ndarray) -> np.ndarray:
    """Return the numbers of a column as a finding prints them: as they stand in the file if that is their unit."""
    out: np.ndarray = text.astype("str").to_numpy(dtype=object, copy=True)
    out[np.isnan(numbers)] = "–"
    again = np.flatnonzero(~np.isnan(numbers) & ((multiply != 1.0) | ~cells.plain))
    out[again] = [
        repr(float(number)) if ratio == 1.0 else f"{number:.15g}"
        for number, ratio in zip(numbers[again], multiply[again], strict=True)
    ]
    return out


def _notes(rows: pd.DataFrame, positions: np.ndarray, converted: np.ndarray) -> pd.Categorical:
    """Return the notes of some rows; that of a converted value names the unit of the file."""
    notes = with_words(rows["note"], lambda note: neutral(note.strip())).iloc[positions]
    if converted[positions].any():
        unit = " (converted from " + rows["unit"].iloc[positions].astype("str") + ")"
        notes = (
            notes.astype("str").mask(converted[positions], notes.astype("str") + unit).str.strip().astype("category")
        )
    return pd.Categorical(notes)
