"""Checks of observations: pure functions from a frame of text to findings.

A raw frame has the columns of :mod:`indicators.observations` as text, plus
`row` (where the record starts in its file, counted from 1 with the header)
and optionally `file`. Every check looks at all rows at once and names each
offending cell; none stops at the first.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from indicators.catalogue import Indicator
from indicators.findings import Finding, Severity
from indicators.observations import KEY, NUMBERS, typed
from indicators.vocabulary import Method, Perimeter

YEARS = (1900, 2100)
UNOBSERVED = (Method.PROJECTED, Method.PLANNED)


@dataclass(frozen=True)
class Known:
    """The names that observations may use."""

    catalogue: Mapping[str, Indicator]
    places: Collection[str]
    sources: Collection[str]


def check_observations(raw: pd.DataFrame, known: Known, this_year: int) -> tuple[pd.DataFrame, list[Finding]]:
    """Check `raw`; return the rows without an error, typed, and every finding.

    The index of the returned rows is that of `raw`.
    """
    text = raw.assign(**{name: raw[name].fillna("").str.strip() for name in raw.columns if name not in {"row", "file"}})
    numbers = {name: pd.to_numeric(text[name].where(text[name] != ""), errors="coerce") for name in NUMBERS}
    years = pd.to_numeric(text["year"].where(text["year"] != ""), errors="coerce")
    book = _Book(text)
    _names(book, known)
    _values(book, numbers)
    _years(book, years, known, this_year)
    _ranges(book, numbers, known)
    _duplicates(book)
    good = text.loc[~book.refused]
    return typed(good), book.findings


class _Book:
    """The findings gathered so far and the rows they refuse."""

    def __init__(self, text: pd.DataFrame) -> None:
        self.text = text
        self.findings: list[Finding] = []
        self.refused = pd.Series(False, index=text.index)

    def add(self, mask: pd.Series, rule: str, column: str, **params: object) -> None:
        """Note `rule` at `column` for every row of `mask`; a parameter may be a Series."""
        if not mask.any():
            return
        rows = self.text.loc[mask]
        varying = {key: value.loc[mask] for key, value in params.items() if isinstance(value, pd.Series)}
        fixed = {key: value for key, value in params.items() if not isinstance(value, pd.Series)}
        for index, row in rows.iterrows():
            finding = Finding(
                rule,
                file=row.get("file"),
                row=int(row["row"]),
                column=column,
                value=row[column],
                params={**fixed, **{key: value.loc[index] for key, value in varying.items()}},
            )
            self.findings.append(finding)
        if self.findings[-1].severity is Severity.ERROR:
            self.refused |= mask


def _names(book: _Book, known: Known) -> None:
    text = book.text
    book.add(~text["place"].isin(known.places), "unknown_place", "place", suggestion="")
    book.add(~text["indicator"].isin(list(known.catalogue)), "unknown_indicator", "indicator", suggestion="")
    blank = text["source"] == ""
    book.add(blank, "missing_source", "source")
    book.add(~blank & ~text["source"].isin(known.sources), "unknown_source", "source", suggestion="")
    for column, words, rule in (
        ("perimeter", Perimeter, "unknown_perimeter"),
        ("method", Method, "unknown_method"),
    ):
        book.add(~text[column].isin(list(words)), rule, column, allowed=", ".join(words))


def _values(book: _Book, numbers: Mapping[str, pd.Series]) -> None:
    book.add(book.text["value"] == "", "missing_value", "value")
    for name in NUMBERS:
        book.add((book.text[name] != "") & ~np.isfinite(numbers[name]), "not_a_number", name)
    value, lower, upper = (numbers[name] for name in NUMBERS)
    outside = (lower > value) | (upper < value)
    book.add(outside, "bad_interval", "value", low=book.text["lower"], high=book.text["upper"])


def _years(book: _Book, years: pd.Series, known: Known, this_year: int) -> None:
    text = book.text
    undated = text["indicator"].isin([key for key, entry in known.catalogue.items() if entry.undated])
    book.add((text["year"] == "") & ~undated, "missing_year", "year")
    whole = years.between(*YEARS) & (years % 1 == 0)
    book.add((text["year"] != "") & ~whole, "bad_year", "year")
    ahead = whole & (years > this_year) & ~text["method"].isin(list(UNOBSERVED))
    book.add(ahead, "future_year", "year")


def _ranges(book: _Book, numbers: Mapping[str, pd.Series], known: Known) -> None:
    lows = {key: entry.range.min for key, entry in known.catalogue.items()}
    highs = {key: entry.range.max for key, entry in known.catalogue.items()}
    low = pd.to_numeric(book.text["indicator"].map(lows)).fillna(-np.inf)
    high = pd.to_numeric(book.text["indicator"].map(highs)).fillna(np.inf)
    for name in NUMBERS:
        number = numbers[name]
        outside = number.notna() & ((number < low) | (number > high))
        if name == "value":
            book.add(outside, "out_of_range", name, low=low, high=high)


def _duplicates(book: _Book) -> None:
    keys = book.text.loc[:, list(KEY)]
    repeated = keys.duplicated() & (book.text["value"] != "")
    if repeated.any():
        first = book.text["row"].groupby([keys[name] for name in KEY], dropna=False).transform("first")
        book.add(repeated, "duplicate_in_file", "place", first=first)
