"""Checks of observations: pure functions from a frame of text to findings.

A raw frame has the columns of :mod:`indicators.model.observations` as text, plus
`row` (where the record starts in its file, counted from 1 with the header)
and optionally `file`. Every check looks at all rows at once and names each
offending cell; none stops at the first.
"""

from collections import Counter
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from indicators.findings.finding import Finding, Rule, Severity
from indicators.language.translator import N_
from indicators.model.catalogue import Indicator
from indicators.model.observations import CATEGORIES, KEY, NUMBERS, number_text, typed
from indicators.model.rules import NOT_A_NUMBER, OUT_OF_RANGE
from indicators.model.suggestions import nearest
from indicators.model.vocabulary import Level, Method, Perimeter, Scale

UNKNOWN_PLACE = Rule(
    "unknown_place",
    Severity.ERROR,
    N_("the place {value} is not known{suggestion}."),
    N_("Correct it, or add the place."),
)

UNKNOWN_INDICATOR = Rule(
    "unknown_indicator",
    Severity.ERROR,
    N_("the indicator {value} is not known{suggestion}."),
    N_("Correct it, or add a catalogue entry."),
)

UNKNOWN_SOURCE = Rule(
    "unknown_source",
    Severity.ERROR,
    N_("the source {value} is not known{suggestion}."),
    N_("Add the source, or correct its id."),
)

MISSING_SOURCE = Rule(
    "missing_source",
    Severity.ERROR,
    N_("the value has no source."),
    N_("Name a source: a figure without one is not shown."),
)

MISSING_VALUE = Rule(
    "missing_value", Severity.ERROR, N_("the value is missing."), N_("Give the value, or leave the row out.")
)

MISSING_YEAR = Rule("missing_year", Severity.ERROR, N_("the year is missing."), N_("Give a four-digit year."))

BAD_YEAR = Rule(
    "bad_year", Severity.ERROR, N_("{value} is not a year between 1900 and 2100."), N_("Give a four-digit year.")
)

FUTURE_YEAR = Rule(
    "future_year",
    Severity.ERROR,
    N_("{value} is in the future, and the method is not projected or planned."),
    N_("Correct the year, or say projected in the method column."),
)

UNKNOWN_PERIMETER = Rule(
    "unknown_perimeter",
    Severity.ERROR,
    N_("{value} is not a perimeter; use one of {allowed}."),
    N_("Use a listed word."),
)

UNKNOWN_METHOD = Rule(
    "unknown_method", Severity.ERROR, N_("{value} is not a method; use one of {allowed}."), N_("Use a listed word.")
)

BAD_INTERVAL = Rule(
    "bad_interval",
    Severity.ERROR,
    N_("the value {value} is not between its lower {low} and upper {high}."),
    N_("Check the three cells."),
)

DUPLICATE_IN_FILE = Rule(
    "duplicate_in_file",
    Severity.ERROR,
    N_("the same place, indicator, year, perimeter, method and source are in row {first} too."),
    N_("Keep one of the two rows."),
)


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
    places: Collection[str]
    sources: Collection[str]


def check_observations(raw: pd.DataFrame, known: Known, this_year: int) -> tuple[pd.DataFrame, list[Finding]]:
    """Check `raw`; return the rows without an error, typed, and every finding.

    The index of the returned rows is that of `raw`, and has no value twice.
    """
    good, book = check_rows(raw, known, this_year)
    return good, book.findings


def check_rows(
    raw: pd.DataFrame, known: Known, this_year: int, repeats: bool = True, room: Callable[[Rule], int] | None = None
) -> tuple[pd.DataFrame, "Book"]:
    """Check `raw` as :func:`check_observations` does; return the good rows and the book of what was found.

    Without `repeats` keys that come twice are not reported: whoever reads a
    file in parts looks for them in the whole. `room` says of a rule how many
    findings of one check of one column are wanted, the first; the others are counted.
    """
    text = raw.assign(**{name: raw[name].fillna("").str.strip() for name in raw.columns if name not in {"row", "file"}})
    # Few distinct words, many rows: what is asked of each word is asked once.
    text = text.astype(dict.fromkeys((*CATEGORIES, "year"), "category"))
    numbers = {name: numbers_of(text[name]) for name in NUMBERS}
    years = numbers_of(text["year"])
    book = Book(text, room)
    _names(book, known)
    _values(book, numbers)
    _years(book, years, known, this_year)
    _ranges(book, numbers, known)
    if repeats:
        _duplicates(book, years)
    good = text.assign(**numbers, year=years).loc[~book.refused]
    return typed(good), book


def numbers_of(cells: pd.Series) -> pd.Series:
    """Return the numbers that cells of text stand for, missing where there is none."""
    codes, found = pd.factorize(cells)
    distinct = pd.Series(found).astype("str")
    numbers = pd.to_numeric(distinct, errors="coerce").to_numpy(dtype="float64", copy=True)
    # to_numeric tells what is a number, but may miss the last bit of a long one
    numbers[~np.isnan(numbers)] = distinct[~np.isnan(numbers)].astype("float64")
    return pd.Series(numbers[codes], index=cells.index)


class Book:
    """The findings gathered so far and the rows they refuse; `more` counts those there was no room for, by rule."""

    def __init__(self, text: pd.DataFrame, room: Callable[[Rule], int] | None = None) -> None:
        self.text, self.room = text, room
        self.findings: list[Finding] = []
        self.more: Counter[Rule] = Counter()
        self.refused = pd.Series(False, index=text.index)

    def add(
        self, mask: pd.Series, rule: Rule, column: str, level: Severity | None = None, **params: pd.Series | str
    ) -> None:
        """Note `rule` at `column` for every row of `mask`; a parameter may be a Series."""
        if not mask.any():
            return
        if (level or rule.severity) is Severity.ERROR:
            self.refused |= mask
        rows = self.text.loc[mask]
        if self.room is not None:
            self.more[rule] += max(0, len(rows) - self.room(rule))
            rows = rows.iloc[: self.room(rule)]
        files = rows["file"].astype("str") if "file" in rows else [None] * len(rows)
        values = pd.DataFrame(index=rows.index).assign(
            **{key: value.loc[rows.index] if isinstance(value, pd.Series) else value for key, value in params.items()}
        )
        records = values.to_dict("records") if params else [{}] * len(rows)
        self.findings += [
            Finding(rule, file, row=int(row), column=column, value=str(value), params=record, level=level)
            for file, row, value, record in zip(files, rows["row"], rows[column], records, strict=True)
        ]


def _names(book: Book, known: Known) -> None:
    text = book.text
    blank = text["source"] == ""
    book.add(blank, MISSING_SOURCE, "source")
    for mask, column, rule, names in (
        (~text["place"].isin(known.places), "place", UNKNOWN_PLACE, known.places),
        (~text["indicator"].isin(list(known.catalogue)), "indicator", UNKNOWN_INDICATOR, known.catalogue),
        (~blank & ~text["source"].isin(known.sources), "source", UNKNOWN_SOURCE, known.sources),
    ):
        unknown = text.loc[mask, column].astype("str")
        near = unknown.map({name: nearest(name, names) or "" for name in unknown.unique()})
        book.add(mask, rule, column, near=near)
    for column, rule, words in (("perimeter", UNKNOWN_PERIMETER, Perimeter), ("method", UNKNOWN_METHOD, Method)):
        book.add(~text[column].isin(list(words)), rule, column, allowed=", ".join(words))


def _values(book: Book, numbers: Mapping[str, pd.Series]) -> None:
    book.add(book.text["value"] == "", MISSING_VALUE, "value")
    for name in NUMBERS:
        book.add((book.text[name] != "") & ~np.isfinite(numbers[name]), NOT_A_NUMBER, name)
    value, lower, upper = (numbers[name] for name in NUMBERS)
    low, high = (book.text[name].where(book.text[name] != "", "–") for name in ("lower", "upper"))
    book.add((lower > value) | (upper < value), BAD_INTERVAL, "value", low=low, high=high)


def _years(book: Book, years: pd.Series, known: Known, this_year: int) -> None:
    text = book.text
    undated = text["indicator"].isin([key for key, entry in known.catalogue.items() if entry.undated])
    book.add((text["year"] == "") & ~undated, MISSING_YEAR, "year")
    whole = years.between(*YEARS) & (years % 1 == 0)
    book.add((text["year"] != "") & ~whole, BAD_YEAR, "year")
    ahead = whole & (years > this_year) & ~text["method"].isin(list(UNOBSERVED))
    book.add(ahead, FUTURE_YEAR, "year")


def _ranges(book: Book, numbers: Mapping[str, pd.Series], known: Known) -> None:
    """Refuse a value out of range; warn of a bound: a publisher’s symmetric error may reach outside."""
    low = _of_entries(book.text["indicator"], known, lambda entry: entry.range.min, -np.inf)
    high = _of_entries(book.text["indicator"], known, lambda entry: entry.range.max, np.inf)
    for name, level in (("value", None), ("lower", Severity.WARNING), ("upper", Severity.WARNING)):
        outside = np.isfinite(numbers[name]) & ((numbers[name] < low) | (numbers[name] > high))
        params = {key: bound_texts(bound[outside]) for key, bound in (("low", low), ("high", high))}
        book.add(outside, OUT_OF_RANGE, name, level, **params)


def bound_texts(bounds: pd.Series) -> pd.Series:
    """Return the bounds of ranges as they are printed."""
    return bounds.map({bound: number_text(bound).replace("inf", "∞") for bound in bounds.unique()})


def _of_entries(
    indicators: pd.Series, known: Known, of: Callable[[Indicator], float | None], default: float
) -> pd.Series:
    """Return a number of each row's catalogue entry, `default` where the entry has none or is not known."""
    found = [of(known.catalogue[name]) if name in known.catalogue else None for name in indicators.cat.categories]
    numbers = np.array([default if number is None else number for number in found], dtype="float64")
    return pd.Series(numbers[indicators.cat.codes], index=indicators.index)


def _duplicates(book: Book, years: pd.Series) -> None:
    text = book.text
    # 2015 and 2015.0 are one year; what is no year at all is refused for that already
    keyed = (text["value"] != "") & (years.notna() | (text["year"] == ""))
    keys = text.loc[keyed, list(KEY)].assign(year=years)
    repeated = keys.duplicated()
    if not repeated.any():
        return
    same = keys[keys.duplicated(keep=False)]
    first = text.loc[same.index].groupby([same[name] for name in KEY], dropna=False, observed=True)
    first_row = first["row"].transform("first").astype("str")
    if "file" in text:
        files, here = first["file"].transform("first").astype("str"), text.loc[same.index, "file"].astype("str")
        first_row = first_row.where(files == here, first_row + " (" + files + ")")
    mask = repeated.reindex(text.index, fill_value=False)
    book.add(mask, DUPLICATE_IN_FILE, "place", first=first_row.reindex(text.index))
