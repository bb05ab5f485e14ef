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

from indicators.findings.finding import RULES, Finding, Severity
from indicators.model.catalogue import Indicator
from indicators.model.observations import CATEGORIES, KEY, NUMBERS, number_text, typed
from indicators.model.suggestions import nearest
from indicators.model.vocabulary import Level, Method, Perimeter, Scale

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
    raw: pd.DataFrame, known: Known, this_year: int, repeats: bool = True, room: Callable[[str], int] | None = None
) -> tuple[pd.DataFrame, "Book"]:
    """Check `raw` as :func:`check_observations` does; return the good rows and the book of what was found.

    Without `repeats` nothing is said of keys that come twice: whoever reads a
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

    def __init__(self, text: pd.DataFrame, room: Callable[[str], int] | None = None) -> None:
        self.text, self.room = text, room
        self.findings: list[Finding] = []
        self.more: Counter[str] = Counter()
        self.refused = pd.Series(False, index=text.index)

    def add(
        self, mask: pd.Series, rule: str, column: str, level: Severity | None = None, **params: pd.Series | str
    ) -> None:
        """Note `rule` at `column` for every row of `mask`; a parameter may be a Series."""
        if not mask.any():
            return
        if (level or RULES[rule].severity) is Severity.ERROR:
            self.refused |= mask
        rows = self.text.loc[mask]
        if self.room is not None:
            self.more[rule] += max(0, len(rows) - self.room(rule))
            rows = rows.iloc[: self.room(rule)]
        files = rows["file"].astype("str") if "file" in rows else [None] * len(rows)
        told = pd.DataFrame(index=rows.index).assign(
            **{key: value.loc[rows.index] if isinstance(value, pd.Series) else value for key, value in params.items()}
        )
        records = told.to_dict("records") if params else [{}] * len(rows)
        self.findings += [
            Finding(rule, file, row=int(row), column=column, value=str(value), params=record, level=level)
            for file, row, value, record in zip(files, rows["row"], rows[column], records, strict=True)
        ]


def _names(book: Book, known: Known) -> None:
    text = book.text
    blank = text["source"] == ""
    book.add(blank, "missing_source", "source")
    for mask, column, names in (
        (~text["place"].isin(known.places), "place", known.places),
        (~text["indicator"].isin(list(known.catalogue)), "indicator", known.catalogue),
        (~blank & ~text["source"].isin(known.sources), "source", known.sources),
    ):
        unknown = text.loc[mask, column].astype("str")
        near = unknown.map({name: nearest(name, names) or "" for name in unknown.unique()})
        book.add(mask, f"unknown_{column}", column, near=near)
    for column, words in (("perimeter", Perimeter), ("method", Method)):
        book.add(~text[column].isin(list(words)), f"unknown_{column}", column, allowed=", ".join(words))


def _values(book: Book, numbers: Mapping[str, pd.Series]) -> None:
    book.add(book.text["value"] == "", "missing_value", "value")
    for name in NUMBERS:
        book.add((book.text[name] != "") & ~np.isfinite(numbers[name]), "not_a_number", name)
    value, lower, upper = (numbers[name] for name in NUMBERS)
    low, high = (book.text[name].where(book.text[name] != "", "–") for name in ("lower", "upper"))
    book.add((lower > value) | (upper < value), "bad_interval", "value", low=low, high=high)


def _years(book: Book, years: pd.Series, known: Known, this_year: int) -> None:
    text = book.text
    undated = text["indicator"].isin([key for key, entry in known.catalogue.items() if entry.undated])
    book.add((text["year"] == "") & ~undated, "missing_year", "year")
    whole = years.between(*YEARS) & (years % 1 == 0)
    book.add((text["year"] != "") & ~whole, "bad_year", "year")
    ahead = whole & (years > this_year) & ~text["method"].isin(list(UNOBSERVED))
    book.add(ahead, "future_year", "year")


def _ranges(book: Book, numbers: Mapping[str, pd.Series], known: Known) -> None:
    """Refuse a value out of range; warn of a bound: a publisher’s symmetric error may reach outside."""
    low = _of_entries(book.text["indicator"], known, lambda entry: entry.range.min, -np.inf)
    high = _of_entries(book.text["indicator"], known, lambda entry: entry.range.max, np.inf)
    for name, level in (("value", None), ("lower", Severity.WARNING), ("upper", Severity.WARNING)):
        outside = np.isfinite(numbers[name]) & ((numbers[name] < low) | (numbers[name] > high))
        params = {key: bound_texts(bound[outside]) for key, bound in (("low", low), ("high", high))}
        book.add(outside, "out_of_range", name, level, **params)


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
    told = first["row"].transform("first").astype("str")
    if "file" in text:
        files, here = first["file"].transform("first").astype("str"), text.loc[same.index, "file"].astype("str")
        told = told.where(files == here, told + " (" + files + ")")
    mask = repeated.reindex(text.index, fill_value=False)
    book.add(mask, "duplicate_in_file", "place", first=told.reindex(text.index))
