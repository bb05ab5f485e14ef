"""The rules of names: which place, indicator, perimeter, method and source a row is of."""

from collections.abc import Mapping
from functools import partial

import numpy as np
import pandas as pd

from indicators.findings.collector import FindingCollector
from indicators.findings.finding import Finding, Rule, Severity
from indicators.intake.observation_keys import UNSTATED
from indicators.language.translator import N_
from indicators.loaders import tidy
from indicators.loaders.handmade import mapping
from indicators.loaders.handmade.resolution import settle, with_words
from indicators.loaders.published_names import links, place_ids
from indicators.loaders.raw_table import RawTable
from indicators.loaders.reading.headers import ASSUMED
from indicators.model.places import fold, nearest_indicator
from indicators.model.vocabulary import Method, Perimeter
from indicators.store.checks import UNKNOWN_INDICATOR, UNKNOWN_PLACE, Book, Known, Param, check_scale, records_of
from indicators.store.dataset import Dataset

INDICATOR_OUTSIDE = Rule(
    "indicator_outside", Severity.WARNING, N_("{value} is not in the catalogue (values left out: {count})."),
    N_("Add a catalogue entry that names this field, if it belongs here."),
)  # fmt: skip

PLACE_OUTSIDE = Rule(
    "place_outside", Severity.WARNING, N_("{value} is not one of the places (values left out: {count})."),
    N_("Add the place or an alias, if it belongs here."),
)  # fmt: skip

SOURCE_OUTSIDE = Rule(
    "source_outside", Severity.WARNING, N_("the file's release ({value}) is not one of the sources."),
    N_("Describe the source when the file is added."),
)  # fmt: skip

OUTLINE_NAMED = Rule(
    "outline_named", Severity.WARNING, N_("{value} names a place and a perimeter: read as {perimeter}."),
    N_("Write the perimeter into a column of its own if this is wrong."), merged_by=("value",), reading=True,
    words=("perimeter",),
)  # fmt: skip

BY_HAND = frozenset({tidy.NAME, mapping.NAME})
"""The formats of tables made by hand, or mapped by hand: their words are read, their rows refused one by one."""

RAW_NAMES = {"place": "place_name", "indicator": "field"}
"""The column of a raw frame that holds a cell of an observation, where the two are called differently."""


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


def named_rows(table: RawTable, dataset: Dataset, report: FindingCollector) -> tuple[TableBook, pd.DataFrame, int]:
    """Return the rows that a table's values are of, what each is about, and how many values are about nothing here.

    The frame has `place` and `indicator` (categories, blank where not known), the `factor` that a catalogue entry
    gives, `right` (both are known and fit each other) and `unread_year` (its year is reported already).
    """
    if table.format in BY_HAND:
        raw, refused = settle(table, dataset.catalogue, dataset.sources, dataset.home, report)
        book = TableBook(raw, report)
        named = _own_names(book, place_ids(raw, table.territory, dataset.places), refused, dataset)
        return book, named.assign(unread_year=refused["year"]), table.left_out
    fed = _publisher_names(table, place_ids(table.frame, table.territory, dataset.places), dataset, report)
    rows = table.frame.loc[fed.index].reset_index(drop=True)
    named = fed.reset_index(drop=True).astype(dict.fromkeys(("place", "indicator"), "category"))
    named = named.assign(right=True, unread_year=False)
    return TableBook(rows, report), named, len(table.frame) - fed.index.nunique()


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
        summary = groups.agg(
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
            for row in summary.itertuples()
        )
    used = fed[placed[fed.index]]
    return used.assign(place=places.iloc[used.index].astype("str").to_numpy())


def words_of(
    book: TableBook, named: pd.DataFrame, publisher: RawTable | None, used: np.ndarray, dataset: Dataset, origin: str
) -> pd.DataFrame:
    """Return place, indicator, year, perimeter, method and source of each row, with what the file leaves out filled in.

    `origin` is the source of the values that name none.
    """
    rows, report = book.rows, book.report
    out = {"place": named["place"], "indicator": named["indicator"], "year": with_words(rows["year"], str.strip)}
    for name, word in (("perimeter", str(Perimeter.NOT_STATED)), ("method", str(Method.REPORTED))):
        stated = with_words(rows[name], str.strip)
        if name == "perimeter" and publisher is None:
            stated = _named_outlines(book, stated, dataset)
        linked = f"linked_{name}"
        if linked in named and (stated == "").any():
            stated = stated.astype("str").mask(stated == "", named[linked].astype("str")).astype("category")
        if (used & (stated == "")).any():
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


def _named_outlines(book: TableBook, stated: pd.Series, dataset: Dataset) -> pd.Series:
    """Return perimeters with those that the names of places say where the file leaves them blank: Grand Casablanca."""
    outlines = {fold(name): str(key) for key, names in dataset.home.perimeter_words.items() for name in names}
    named = with_words(book.rows["place_name"], lambda text: outlines.get(fold(text).removeprefix("le "), ""))
    if not any(named.cat.categories) or "" not in stated.cat.categories:
        return stated
    filled = ((stated == "") & (named != "")).to_numpy()
    if not filled.any():
        return stated
    pairs = book.rows.loc[filled, ["place_name"]].astype("str").assign(perimeter=named[filled].astype("str"))
    book.report.add(
        Finding(OUTLINE_NAMED, book.report.file, value=name, params={"perimeter": perimeter})
        for name, perimeter in pairs.drop_duplicates().itertuples(index=False)
    )
    return stated.astype("str").mask(filled, named.astype("str")).astype("category")


def _either(text: str, other: str) -> str:
    return text or other
