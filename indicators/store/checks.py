"""Checks of observations: pure functions from a frame of text to findings.

A raw frame has the columns of :mod:`indicators.model.observations` as text, plus `row` (where the record starts in its
file, counted from 1 with the header) and optionally `file`. Every check looks at all rows at once and names each
offending cell; none stops at the first.
"""

from abc import ABC, abstractmethod
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TypeAlias

import numpy as np
import pandas as pd

from indicators.findings.finding import Finding, Rule, Severity
from indicators.language.translator import N_
from indicators.model.catalogue import Indicator
from indicators.model.observations import CATEGORIES, KEY, NUMBERS, number_text, typed
from indicators.model.places import Place, nearest
from indicators.model.rules import NOT_A_NUMBER, OUT_OF_RANGE
from indicators.model.vocabulary import Level, Method, Perimeter, Scale

UNKNOWN_PLACE = Rule(
    "unknown_place", Severity.ERROR, N_("the place {value} is not known{suggestion}."),
    N_("Correct it, or add the place."),
)  # fmt: skip

UNKNOWN_INDICATOR = Rule(
    "unknown_indicator", Severity.ERROR, N_("the indicator {value} is not known{suggestion}."),
    N_("Correct it, or add a catalogue entry."),
)  # fmt: skip

UNKNOWN_SOURCE = Rule(
    "unknown_source", Severity.ERROR, N_("the source {value} is not known{suggestion}."),
    N_("Add the source, or correct its id."),
)  # fmt: skip

MISSING_SOURCE = Rule(
    "missing_source", Severity.ERROR, N_("the value has no source."),
    N_("Name a source: a figure without one is not shown."),
)  # fmt: skip

MISSING_VALUE = Rule(
    "missing_value",
    Severity.ERROR,
    N_("the value is missing."),
    N_("Give the value or a bound (lower, upper), or leave the row out."),
)

MISSING_YEAR = Rule("missing_year", Severity.ERROR, N_("the year is missing."), N_("Give a four-digit year."))

BAD_YEAR = Rule(
    "bad_year", Severity.ERROR, N_("{value} is not a year between 1900 and 2100."), N_("Give a four-digit year.")
)

FUTURE_YEAR = Rule(
    "future_year", Severity.ERROR, N_("{value} is in the future, and the method is not projected or planned."),
    N_("Correct the year, or say projected in the method column."),
)  # fmt: skip

UNKNOWN_PERIMETER = Rule(
    "unknown_perimeter", Severity.ERROR, N_("{value} is not a perimeter; use one of {allowed}."),
    N_("Use a listed word."),
    words=("allowed",),
)  # fmt: skip

UNKNOWN_METHOD = Rule(
    "unknown_method",
    Severity.ERROR,
    N_("{value} is not a method; use one of {allowed}."),
    N_("Use a listed word."),
    words=("allowed",),
)

BAD_INTERVAL = Rule(
    "bad_interval", Severity.ERROR, N_("the value {value} is not between its lower {low} and upper {high}."),
    N_("Check the three cells."),
)  # fmt: skip

DUPLICATE_IN_FILE = Rule(
    "duplicate_in_file", Severity.ERROR,
    N_("the same place, indicator, year, perimeter, method and source stand in row {first} too."),
    N_("Keep one of the two rows."),
)  # fmt: skip


SCALE_DIFFERS = Rule(
    "scale_differs", Severity.ERROR, N_("the entry says scale {expected}, but {value} is a {found}."),
    N_("Correct the place or the entry's scale."),
    words=("expected", "found"),
)  # fmt: skip


CONTRADICTED = Rule(
    "contradicted", Severity.ERROR,
    N_("row {first} gives another value for the same place, indicator, year, perimeter, method and source."),
    N_("Keep the right one of the rows: until then none of them is taken."),
)  # fmt: skip


YEARS = (1900, 2100)
UNOBSERVED = (Method.PROJECTED, Method.PLANNED)

LEVELS = {
    Scale.CITY: frozenset(Level) - {Level.COUNTRY, Level.FACILITY},
    Scale.COUNTRY: frozenset({Level.COUNTRY}),
    Scale.FACILITY: frozenset({Level.FACILITY}),
}
"""The levels of the places that an indicator of each scale describes."""


@dataclass(frozen=True)
class Known:
    """The names that observations may use."""

    catalogue: Mapping[str, Indicator]
    places: Mapping[str, Place]
    sources: Collection[str]


def check_observations(raw: pd.DataFrame, known: Known, this_year: int) -> tuple[pd.DataFrame, list[Finding]]:
    """Check `raw`; return the rows without an error, typed, and every finding.

    The index of the returned rows is that of `raw`, and has no value twice.
    """
    text = raw.assign(**{name: raw[name].fillna("").str.strip() for name in raw.columns if name not in {"row", "file"}})
    # Few distinct words, many rows: what is asked of each word is asked once.
    text = text.astype(dict.fromkeys((*CATEGORIES, "year"), "category"))
    numbers = {name: numbers_of(text[name]).to_numpy() for name in NUMBERS}
    years = numbers_of(text["year"])
    book = FolderBook(text)
    _check_names(book, known)
    check_scale(book, text["place"], text["indicator"], known)
    check_words(book, text)
    _check_cells(book, numbers)
    check_interval(book, numbers, lambda name: text[name].where(text[name] != "", "–").to_numpy())
    check_years(book, text, years.to_numpy(), known.catalogue, this_year)
    low, high = ranges_of(text["indicator"], known.catalogue)
    check_range(book, "value", numbers["value"], low, high)
    for name in ("lower", "upper"):
        check_range(book, name, numbers[name], low, high, Severity.WARNING)
    _check_repeats(book, text, years)
    good = text.assign(**numbers, year=years).loc[~book.refused]
    return typed(good), book.findings


def numbers_of(cells: pd.Series) -> pd.Series:
    """Return the numbers that cells of text stand for, missing where there is none."""
    codes, categories = pd.factorize(cells)
    distinct = pd.Series(categories).astype("str")
    numbers = pd.to_numeric(distinct, errors="coerce").to_numpy(dtype="float64", copy=True)
    # to_numeric tells what is a number, but may miss the last bit of a long one
    numbers[~np.isnan(numbers)] = distinct[~np.isnan(numbers)].astype("float64")
    return pd.Series(numbers[codes], index=cells.index)


Mask: TypeAlias = pd.Series | np.ndarray
Param: TypeAlias = str | np.ndarray | Callable[[str], object]
"""A parameter of a finding: one text for all rows, a value for each row, or what is made of the cell's text."""


class Book(ABC):
    """The rows that are refused so far; whoever keeps one decides what becomes of a finding."""

    def __init__(self, count: int) -> None:
        self.refused = np.zeros(count, dtype=bool)

    def add(self, mask: Mask, rule: Rule, column: str, level: Severity | None = None, **params: Param) -> None:
        """Note `rule` at `column` for every row of `mask`; an error refuses the row."""
        rows = np.flatnonzero(np.asarray(mask, dtype=bool))
        if not len(rows):
            return
        if (level or rule.severity) is Severity.ERROR:
            self.refused[rows] = True
        self.note(rows, rule, column, level, params)

    @abstractmethod
    def note(
        self, rows: np.ndarray, rule: Rule, column: str, level: Severity | None, params: Mapping[str, Param]
    ) -> None:
        """Take note of a rule that some rows break, given by their positions."""


MOST_ASKED = 300
"""For how many different names one check looks for what was probably meant: each is compared with every known one."""


def records_of(params: Mapping[str, Param], rows: np.ndarray, texts: Sequence[str]) -> list[dict[str, object]]:
    """Return the parameters of a finding for each of some rows, whose cells read `texts`.

    What is made of a text is made of the first :data:`MOST_ASKED` different ones, and left out of the others.
    """
    columns: dict[str, list[object]] = {}
    for name, value in params.items():
        if callable(value):
            answers = {text: value(text) for text in list(dict.fromkeys(texts))[:MOST_ASKED]}
            columns[name] = [answers.get(text) for text in texts]
        elif isinstance(value, str):
            columns[name] = [value] * len(rows)
        else:
            columns[name] = value[rows].tolist()
    return [dict(zip(columns, cells, strict=True)) for cells in zip(*columns.values(), strict=True)] or [{}] * len(rows)


class FolderBook(Book):
    """The findings in the files of a data folder, every one of them."""

    def __init__(self, text: pd.DataFrame) -> None:
        super().__init__(len(text))
        self.text = text
        self.findings: list[Finding] = []

    def note(
        self, rows: np.ndarray, rule: Rule, column: str, level: Severity | None, params: Mapping[str, Param]
    ) -> None:
        """Add a finding for each row."""
        cells = self.text.iloc[rows]
        files = cells["file"].astype("str") if "file" in cells else [None] * len(cells)
        texts = cells[column].astype("str").tolist()
        self.findings += [
            Finding(rule, file, row=int(row), column=column, value=value, params=record, level=level)
            for file, row, value, record in zip(
                files, cells["row"], texts, records_of(params, rows, texts), strict=True
            )
        ]


def _check_names(book: FolderBook, known: Known) -> None:
    text = book.text
    blank = text["source"] == ""
    book.add(blank, MISSING_SOURCE, "source")
    for mask, column, rule, names in (
        (~text["place"].isin(list(known.places)), "place", UNKNOWN_PLACE, known.places),
        (~text["indicator"].isin(list(known.catalogue)), "indicator", UNKNOWN_INDICATOR, known.catalogue),
        (~blank & ~text["source"].isin(known.sources), "source", UNKNOWN_SOURCE, known.sources),
    ):
        book.add(mask, rule, column, near=partial(_near, known=names))


def _near(name: str, known: Collection[str]) -> str:
    return nearest(name, known) or ""


def check_scale(book: Book, places: pd.Series, indicators: pd.Series, known: Known) -> np.ndarray:
    """Refuse, and return, the rows whose place is of a level that its indicator does not describe.

    Both are categories of ids; what is not known fits everything.
    """
    entries = [known.catalogue.get(name) for name in indicators.cat.categories]
    named = [known.places.get(name) for name in places.cat.categories]
    differs = [
        [place is not None and entry is not None and place.level not in LEVELS[entry.scale] for place in named]
        for entry in entries
    ]
    rows = (indicators.cat.codes, places.cat.codes)
    wrong: np.ndarray = np.array(differs, dtype=bool)[rows] if len(places) else np.zeros(0, dtype=bool)
    if wrong.any():
        scales = np.array([str(entry.scale) if entry else "" for entry in entries], dtype=object)
        levels = np.array([str(place.level) if place else "" for place in named], dtype=object)
        book.add(wrong, SCALE_DIFFERS, "place", expected=scales[rows[0]], found=levels[rows[1]])
    return wrong


def _check_cells(book: FolderBook, numbers: Mapping[str, np.ndarray]) -> None:
    book.add(_blank(book.text), MISSING_VALUE, "value")
    for name in NUMBERS:
        book.add((book.text[name] != "") & ~np.isfinite(numbers[name]), NOT_A_NUMBER, name)


def _blank(text: pd.DataFrame) -> pd.Series:
    """Return which rows give neither a value nor a bound."""
    blank = text["value"] == ""
    for name in ("lower", "upper"):
        blank &= text[name] == ""
    return blank


def check_words(book: Book, words: pd.DataFrame, where: Mask | bool = True) -> None:
    """Refuse the rows whose perimeter or method is not one of the vocabulary's; `words` are categories of text."""
    for column, rule, allowed in (("perimeter", UNKNOWN_PERIMETER, Perimeter), ("method", UNKNOWN_METHOD, Method)):
        book.add(~words[column].isin(list(allowed)) & where, rule, column, allowed=", ".join(allowed))


def check_interval(
    book: Book, numbers: Mapping[str, np.ndarray], printed: Callable[[str], np.ndarray], where: Mask | bool = True
) -> None:
    """Refuse values that do not lie between their bounds, and bounds in the wrong order; `printed` gives their text."""
    value, lower, upper = (numbers[name] for name in NUMBERS)
    outside = ((lower > value) | (upper < value) | (lower > upper)) & where
    if outside.any():
        book.add(outside, BAD_INTERVAL, "value", low=printed("lower"), high=printed("upper"))


def check_years(
    book: Book,
    words: pd.DataFrame,
    years: np.ndarray,
    catalogue: Mapping[str, Indicator],
    this_year: int,
    where: Mask | bool = True,
) -> None:
    """Refuse what is no year, or lies ahead of an observed value; the value of a blank indicator needs none."""
    undated = words["indicator"].isin([*(key for key, entry in catalogue.items() if entry.undated), ""])
    blank = words["year"] == ""
    whole = (years >= YEARS[0]) & (years <= YEARS[1]) & (years % 1 == 0)
    book.add(blank & ~undated & where, MISSING_YEAR, "year")
    book.add(~blank & ~whole & where, BAD_YEAR, "year")
    book.add(whole & (years > this_year) & ~words["method"].isin(list(UNOBSERVED)) & where, FUTURE_YEAR, "year")


def ranges_of(indicators: pd.Series, catalogue: Mapping[str, Indicator]) -> tuple[np.ndarray, np.ndarray]:
    """Return the bounds of each row's indicator, endless where it has none or is not known."""
    entries = [catalogue.get(name) for name in indicators.cat.categories]
    low = [-np.inf if entry is None or entry.range.min is None else entry.range.min for entry in entries]
    high = [np.inf if entry is None or entry.range.max is None else entry.range.max for entry in entries]
    codes = indicators.cat.codes.to_numpy()
    return np.array([*low, -np.inf], dtype="float64")[codes], np.array([*high, np.inf], dtype="float64")[codes]


def check_range(
    book: Book, column: str, numbers: np.ndarray, low: np.ndarray, high: np.ndarray, level: Severity | None = None
) -> None:
    """Refuse a value out of range; warn of a bound: a publisher’s symmetric error may reach outside."""
    outside = np.isfinite(numbers) & ((numbers < low) | (numbers > high))
    if outside.any():
        book.add(outside, OUT_OF_RANGE, column, level, low=bound_texts(low), high=bound_texts(high))


def bound_texts(bounds: np.ndarray) -> np.ndarray:
    """Return the bounds of ranges as they are printed."""
    codes, distinct = pd.factorize(bounds)
    texts = [number_text(bound).replace("inf", "∞") for bound in distinct]
    out: np.ndarray = np.array([*texts, ""], dtype="object")[codes]
    return out


def _check_repeats(book: FolderBook, text: pd.DataFrame, years: pd.Series) -> None:
    # 2015 and 2015.0 are one year; what is no year at all is refused for that already
    keyed = ~_blank(text) & (years.notna() | (text["year"] == ""))
    keys = text.loc[keyed, list(KEY)].assign(year=years)
    repeated = keys.duplicated()
    if not repeated.any():
        return
    same = keys[keys.duplicated(keep=False)]
    first = text.loc[same.index].groupby([same[name] for name in KEY], dropna=False, observed=True)
    rows = first["row"].transform("first").astype("str")
    if "file" in text:
        files, file_of_row = first["file"].transform("first").astype("str"), text.loc[same.index, "file"].astype("str")
        rows = rows.where(files == file_of_row, rows + " (" + files + ")")
    mask = repeated.reindex(text.index, fill_value=False)
    book.add(mask, DUPLICATE_IN_FILE, "place", first=rows.reindex(text.index).to_numpy())
