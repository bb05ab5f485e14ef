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

from indicators.findings.collector import FindingCollector
from indicators.findings.finding import Finding, Rule, Severity
from indicators.intake.observation_keys import UNSTATED
from indicators.language.translator import N_
from indicators.loaders import tidy
from indicators.loaders.handmade import mapping
from indicators.loaders.handmade.resolution import numbers_read, settle, with_words, words_where
from indicators.loaders.published_names import links, place_ids
from indicators.loaders.raw_table import RawTable
from indicators.loaders.reading.numbers import UNUSABLE, NumberCells, NumberMarks, Status, code_of
from indicators.loaders.rules import ASSUMED
from indicators.model.catalogue import Catalogue
from indicators.model.observations import NUMBERS
from indicators.model.rules import NOT_A_NUMBER
from indicators.model.suggestions import nearest, nearest_indicator
from indicators.model.units import factor, is_unit
from indicators.model.vocabulary import Method, Perimeter
from indicators.store.checks import (
    MISSING_VALUE,
    UNKNOWN_INDICATOR,
    UNKNOWN_PLACE,
    UNKNOWN_SOURCE,
    Book,
    Known,
    Param,
    check_interval,
    check_range,
    check_scale,
    check_words,
    check_years,
    numbers_of,
    ranges_of,
    records_of,
)
from indicators.store.dataset import Dataset

UNIT_MISMATCH = Rule(
    "unit_mismatch", Severity.ERROR, N_("the unit {value} cannot be turned into {expected}."),
    N_("Give the value in {expected}."),
)  # fmt: skip

UNKNOWN_UNIT = Rule(
    "unknown_unit", Severity.ERROR, N_("{value} stands where a unit does, and is not understood as one."),
    N_("Write it as {expected}, or take it out of the header."),
)  # fmt: skip

UNIT_CONVERTED = Rule(
    "unit_converted", Severity.WARNING, N_("{value} was turned into {expected} (values: {count})."),
    N_("Check one value by hand."), reading=True, merged_by=("value", "indicator"),
)  # fmt: skip

INDICATOR_OUTSIDE = Rule(
    "indicator_outside", Severity.WARNING, N_("{value} is not in the catalogue (values left out: {count})."),
    N_("Add a catalogue entry that names this field, if it belongs here."),
)  # fmt: skip

PLACE_OUTSIDE = Rule(
    "place_outside", Severity.WARNING, N_("{value} is not one of the places (values left out: {count})."),
    N_("Add the place or an alias, if it belongs here."),
)  # fmt: skip

YEARS_OUTSIDE = Rule(
    "years_outside", Severity.WARNING, N_("values of years before {first} were left out: {count}."),
    N_("Nothing: the product begins there."), reading=True,
)  # fmt: skip

SOURCE_OUTSIDE = Rule(
    "source_outside", Severity.WARNING, N_("the file's release ({value}) is not one of the sources."),
    N_("Describe the source when the file is added."),
)  # fmt: skip

FIRST_YEAR = 1900
"""Years before this one are outside the product; long national series reach back to 1750."""

RAW_NAMES = {"place": "place_name", "indicator": "field"}
"""The column of a raw frame that holds a cell of an observation, where the two are called differently."""


@dataclass
class CheckedRows:
    """The values of a raw table, in the indicators' units, and which of them are right.

    `values` are those that have a place, an indicator, a number and a unit: an observation each, its year a float,
    words that are not known among its categories; its index is the position in `rows`, the raw rows. `good` says which
    of them break no rule, `keyed` which have a year or none, rather than what is no year. `unstated` are the positions
    of the rows whose source is not stated, of `asked` rows. `marks` is what the columns of numbers show of their marks.
    The counts are of values; `early` those of years before the product begins.
    """

    rows: pd.DataFrame
    values: pd.DataFrame
    good: np.ndarray
    keyed: np.ndarray
    unstated: np.ndarray
    asked: int
    marks: dict[str, NumberMarks]
    refused: int
    empty: int
    early: int
    out_of_scope: int


class TableBook(Book):
    """The findings in the rows of a raw table, the first of each rule described and all counted."""

    def __init__(self, rows: pd.DataFrame, report: FindingCollector) -> None:
        super().__init__(len(rows))
        self.rows, self.report = rows, report

    def note(
        self, rows: np.ndarray, rule: Rule, column: str, level: Severity | None, params: Mapping[str, Param]
    ) -> None:
        """Report a rule at the cells of `column`, as the file prints them."""
        first = rows[: self.report.room(rule)]
        self.report.counts[rule] += len(rows) - len(first)
        if len(first):
            name = RAW_NAMES.get(column, column)
            cells = self.rows.iloc[first]
            records = records_of(params, first, cells[name].astype("str").tolist())
            self.report.add_rows(rule, cells, None if column == "value" else column, name, records, level)


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
    own = table.format in {tidy.NAME, mapping.NAME}
    out_of_scope = 0
    if own:
        raw, refused = settle(table, dataset.catalogue, dataset.sources, dataset.home, report)
        out_of_scope = table.left_out
        book = TableBook(raw, report)
        named = _own_names(book, place_ids(raw, table.territory, dataset.places), refused, dataset)
        unread_year = refused["year"]
    else:
        places = place_ids(table.frame, table.territory, dataset.places)
        fed = _publisher_names(table, places, dataset, report)
        out_of_scope = len(table.frame) - fed.index.nunique()
        book = TableBook(table.frame.loc[fed.index].reset_index(drop=True), report)
        named = fed.reset_index(drop=True).astype(dict.fromkeys(("place", "indicator"), "category"))
        named["right"] = True
        unread_year = np.zeros(len(named), dtype=bool)
    rows, right = book.rows, named["right"].to_numpy()

    # numbers
    cells = {name: NumberCells(rows[name]) for name in NUMBERS}
    shown = {name: column.marks for name, column in cells.items()}
    read = {name: cells[name].read((marks or shown)[name]) for name in NUMBERS}
    number, status = read["value"]
    if own:
        report.add(numbers_read(rows, cells["value"], number, right & (status == code_of(Status.NUMBER)), report.file))
    readable = _check_cells(book, {name: codes for name, (_, codes) in read.items()})
    empty = (status == code_of(Status.EMPTY)) & right & readable
    book.add(empty, MISSING_VALUE, "value", Severity.WARNING)
    kept = right & readable & ~empty

    # units, words and years; a publisher's row that cannot be used is refused for that alone
    multiply, fits = _convert(book, named, ~empty if own else kept, kept, dataset.catalogue)
    words = _words(book, named, None if own else table, kept, dataset, source)
    years = numbers_of(words["year"]).to_numpy()
    early = kept & (years < FIRST_YEAR) & (not own)
    used = kept & fits & ~early
    checked = ~empty if own else used

    # the rules of observations
    numbers = {name: read[name][0] * multiply for name in NUMBERS}
    check_words(book, words, checked)
    unknown = ~words["source"].isin([*dataset.sources, UNSTATED]) & checked
    book.add(unknown, UNKNOWN_SOURCE, "source", near=partial(nearest, known=dataset.sources))
    check_years(book, words, years, dataset.catalogue, this_year, checked & ~unread_year)
    low, high = ranges_of(words["indicator"], dataset.catalogue)
    check_range(book, "value", np.where(checked & fits, numbers["value"], np.nan), low, high)
    for name in ("lower", "upper"):
        check_range(book, name, np.where(used, numbers[name], np.nan), low, high, Severity.WARNING)
    for name in NUMBERS:
        book.add(used & np.isinf(numbers[name]), NOT_A_NUMBER, name)
    check_interval(book, numbers, lambda name: _printed(rows[name], cells[name], numbers[name], multiply), used)

    at = np.flatnonzero(used)
    good = ~book.refused[at]
    values = (words if len(at) == len(words) else words.iloc[at]).assign(year=years[at])
    for name in NUMBERS:
        values[name] = _rounded(numbers[name][at], multiply[at] != 1.0)
    values["note"] = _notes(rows, at, multiply != named["factor"].to_numpy())
    return CheckedRows(
        rows=rows,
        values=values.set_axis(at, axis=0),
        good=good,
        keyed=~np.isnan(years[at]) | (words["year"] == "").to_numpy()[at],
        unstated=np.flatnonzero(kept & (words["source"] == UNSTATED).to_numpy()),
        asked=int(kept.sum()),
        marks=shown,
        refused=len(rows) - int(empty.sum() + early.sum() + good.sum()),
        empty=int(empty.sum()),
        early=int(early.sum()),
        out_of_scope=out_of_scope,
    )


def _check_cells(book: TableBook, status: Mapping[str, np.ndarray]) -> np.ndarray:
    """Refuse the cells that cannot be read as numbers; return the rows without one."""
    readable = np.ones(len(book.rows), dtype=bool)
    for name, codes in status.items():
        for kind, rule in UNUSABLE.items():
            broken = codes == code_of(kind)
            book.add(broken, rule, name)
            readable &= ~broken
    return readable


def _own_names(book: TableBook, places: pd.Series, refused: Mapping[str, np.ndarray], dataset: Dataset) -> pd.DataFrame:
    """Return place and indicator of the rows of a tidy table, blank where not known, and which rows have both right.

    `refused` says by column which cells are reported already.
    """
    raw = book.rows
    catalogue = dataset.catalogue
    indicators = with_words(raw["field"], lambda text: text.strip() if text.strip() in catalogue else "")
    unplaced, unknown = (places == "").to_numpy(), (indicators == "").to_numpy()
    book.add(unplaced & ~refused["place_name"], UNKNOWN_PLACE, "place", near=dataset.places.suggest)
    near = partial(nearest_indicator, catalogue=catalogue)
    book.add(unknown & ~refused["field"], UNKNOWN_INDICATOR, "indicator", near=near)
    wrong = check_scale(book, places, indicators, Known(catalogue, dataset.places, dataset.sources))
    right = ~(unplaced | unknown | wrong | refused["place_name"] | refused["field"] | refused["year"])
    return pd.DataFrame({"place": places, "indicator": indicators, "factor": 1.0, "right": right})


def _publisher_names(table: RawTable, places: pd.Series, dataset: Dataset, report: FindingCollector) -> pd.DataFrame:
    """Return place and indicator of the values of a publisher's table that the product is about."""
    raw = table.frame
    fed = links(raw, table.format, dataset.catalogue)
    linked = np.zeros(len(raw), dtype=bool)
    linked[fed.index.unique()] = True
    placed = (places != "").to_numpy()
    for mask, column, rule in ((~linked, "field", INDICATOR_OUTSIDE), (~placed, "place_name", PLACE_OUTSIDE)):
        shown = ["place_name", "country"] if column == "place_name" else ["field"]
        outside = raw.loc[mask, [*shown, "column", "sheet"]]
        groups = outside.groupby(shown, observed=True, sort=False)
        found = groups.agg(
            values_left=("column", "size"), column=("column", "first"), sheet=("sheet", "first")
        ).reset_index()
        report.add(
            Finding(
                rule,
                report.file,
                str(row.sheet) or None,
                None,
                str(row.column) if column == "field" else None,
                str(getattr(row, column)),
                {"count": row.values_left},
            )
            for row in found.itertuples()
        )
    kept = fed[placed[fed.index]]
    return kept.assign(place=places.iloc[kept.index].astype("str").to_numpy())


def _convert(
    book: TableBook, named: pd.DataFrame, checked: np.ndarray, kept: np.ndarray, catalogue: Catalogue
) -> tuple[np.ndarray, np.ndarray]:
    """Return what each value is multiplied by, and where a unit that the file names can be converted."""
    multiply = named["factor"].to_numpy(dtype="float64").copy()
    fits = np.ones(len(named), dtype=bool)
    units = with_words(book.rows["unit"], str.strip)
    if not any(units.cat.categories):
        return multiply, fits
    indicators = named["indicator"]
    width = len(indicators.cat.categories)
    pair = units.cat.codes.to_numpy().astype("int64") * width + indicators.cat.codes.to_numpy()
    codes, pairs = pd.factorize(pair)
    ratios, expected = np.ones(len(pairs)), np.full(len(pairs), "", dtype=object)
    named_pairs = [
        (str(units.cat.categories[one // width]), str(indicators.cat.categories[one % width]), number)
        for number, one in enumerate(pairs)
    ]
    for unit, indicator, number in sorted(named_pairs):
        if not (unit and indicator):
            continue
        expected[number] = catalogue[indicator].unit
        ratio = factor(unit, expected[number])
        ratios[number] = np.nan if ratio is None else ratio
        here = kept & (codes == number)
        if ratio not in (None, 1.0) and here.any():
            params = {"expected": expected[number], "indicator": indicator, "count": int(here.sum())}
            book.report.add([Finding(UNIT_CONVERTED, book.report.file, column="unit", value=unit, params=params)])
    ratio = ratios[codes]
    fits = ~np.isnan(ratio)
    understood = words_where(units, lambda text: bool(text) and is_unit(text))
    for rule, mask in ((UNIT_MISMATCH, understood), (UNKNOWN_UNIT, ~understood)):
        book.add(~fits & checked & mask, rule, "unit", expected=expected[codes])
    return multiply * np.where(fits, ratio, 1.0), fits


def _words(
    book: TableBook, named: pd.DataFrame, publisher: RawTable | None, kept: np.ndarray, dataset: Dataset, origin: str
) -> pd.DataFrame:
    """Return place, indicator, year, perimeter, method and source of each row, with what the file leaves out filled in.

    `origin` is the source of the values that name none.
    """
    rows, report = book.rows, book.report
    out = {"place": named["place"], "indicator": named["indicator"], "year": with_words(rows["year"], str.strip)}
    for name, word in (("perimeter", str(Perimeter.NOT_STATED)), ("method", str(Method.REPORTED))):
        stated = with_words(rows[name], str.strip)
        linked = f"linked_{name}"
        if linked in named and (stated == "").any():
            stated = stated.astype("str").mask(stated == "", named[linked].astype("str")).astype("category")
        if (kept & (stated == "")).any():
            report.add([Finding(ASSUMED, report.file, column=name, value=word, params={"what": name})])
        out[name] = with_words(stated, partial(_either, other=word))
    unnamed = origin or UNSTATED
    if publisher is None:
        out["source"] = with_words(rows["source"], lambda text: text.strip() or unnamed)
    else:
        known = publisher.source if publisher.source in dataset.sources else ""
        if publisher.source and not (known or origin):
            report.add([Finding(SOURCE_OUTSIDE, report.file, value=publisher.release or publisher.source)])
        unnamed = origin or known or UNSTATED
        out["source"] = with_words(
            rows["source"], lambda text: text.strip() if text.strip() in dataset.sources else unnamed
        )
    return pd.DataFrame(out, index=rows.index)


def _either(text: str, other: str) -> str:
    return text or other


def _rounded(numbers: np.ndarray, converted: np.ndarray) -> np.ndarray:
    """Return numbers with fifteen digits where a factor made them, to leave no dust."""
    if converted.any():
        numbers = numbers.copy()
        numbers[converted] = [float(f"{number:.15g}") for number in numbers[converted]]
    return numbers


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


def _notes(rows: pd.DataFrame, at: np.ndarray, converted: np.ndarray) -> pd.Categorical:
    """Return the notes of some rows; that of a converted value names the unit of the file."""
    notes = with_words(rows["note"], str.strip).iloc[at]
    if converted[at].any():
        unit = " (converted from " + rows["unit"].iloc[at].astype("str") + ")"
        notes = notes.astype("str").mask(converted[at], notes.astype("str") + unit).str.strip().astype("category")
    return pd.Categorical(notes)
