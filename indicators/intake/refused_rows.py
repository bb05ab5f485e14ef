"""What else is wrong with rows that are refused already, so that all their bad cells are told at once.

A row whose place is not known is refused for that before its numbers are read,
and one whose number cannot be read before its year is looked at. Whoever
corrects the file wants every bad cell of it in one go, not one a try. Nothing
here counts values: each of these rows is refused once.
"""

from collections.abc import Mapping

import numpy as np
import pandas as pd

from indicators.findings.collector import FindingCollector
from indicators.findings.finding import Rule, Severity
from indicators.language.translator import N_
from indicators.loaders.reading.numbers import UNUSABLE, NumberMarks, read_numbers
from indicators.model.catalogue import Catalogue
from indicators.model.rules import OUT_OF_RANGE
from indicators.model.suggestions import nearest
from indicators.model.units import factor, is_unit
from indicators.model.vocabulary import Method, Perimeter
from indicators.store.checks import (
    BAD_YEAR,
    FUTURE_YEAR,
    MISSING_YEAR,
    UNKNOWN_METHOD,
    UNKNOWN_PERIMETER,
    UNKNOWN_SOURCE,
    UNOBSERVED,
    YEARS,
    bound_texts,
    numbers_of,
)
from indicators.store.dataset import Dataset

UNIT_MISMATCH = Rule(
    "unit_mismatch",
    Severity.ERROR,
    N_("the unit {value} cannot be turned into {expected}."),
    N_("Give the value in {expected}."),
)
UNKNOWN_UNIT = Rule(
    "unknown_unit",
    Severity.ERROR,
    N_("{value} is in the place of a unit, and is not understood as one."),
    N_("Write it as {expected}, or take it out of the header."),
)

MEASURED = ("value", "lower", "upper")


def tell_of_names(
    rows: pd.DataFrame, marks: Mapping[str, NumberMarks], dataset: Dataset, this_year: int, report: FindingCollector
) -> None:
    """Tell what is wrong with raw rows beside their names, which are told.

    `known` is the column of their indicator, blank where there is none of that
    name; `asked` says where a question about the year is told.
    """
    if rows.empty:
        return
    tell_numbers(rows, {name: read_numbers(rows[name].astype("str"), marks[name]) for name in MEASURED}, report)
    tell_of_numbers(rows, marks, dataset, this_year, report)


def tell_of_numbers(
    rows: pd.DataFrame, marks: Mapping[str, NumberMarks], dataset: Dataset, this_year: int, report: FindingCollector
) -> None:
    """Tell what is wrong with raw rows beside their names and what cannot be read as a number, which are told."""
    if rows.empty:
        return
    fits = tell_units(rows, rows["known"], dataset.catalogue, report)
    _ranges(rows[fits], marks["value"], dataset.catalogue, report)
    tell_of_units(rows, dataset, this_year, report)


def tell_of_units(rows: pd.DataFrame, dataset: Dataset, this_year: int, report: FindingCollector) -> None:
    """Tell what is wrong with the years and the words of raw rows whose names, numbers and units are told."""
    if rows.empty:
        return
    _years(rows, dataset.catalogue, this_year, report)
    for column, rule, words in (("perimeter", UNKNOWN_PERIMETER, Perimeter), ("method", UNKNOWN_METHOD, Method)):
        text = _text(rows, column)
        unknown = (text != "") & ~text.isin([str(word) for word in words])
        _strike(rule, rows, unknown, column, {"allowed": ", ".join(words)}, report)
    text = _text(rows, "source")
    unknown = (text != "") & ~text.isin(list(dataset.sources))
    near = {name: nearest(name, dataset.sources) for name in text[unknown].unique()}
    _strike(UNKNOWN_SOURCE, rows, unknown, "source", {"near": text[unknown].map(near).astype("object")}, report)


def tell_numbers(rows: pd.DataFrame, read: Mapping[str, pd.DataFrame], report: FindingCollector) -> np.ndarray:
    """Tell which cells of numbers cannot be used; return the rows that have one."""
    refused = np.zeros(len(rows), dtype=bool)
    for name, part in read.items():
        for status, rule in UNUSABLE.items():
            struck = (part["status"] == status).to_numpy()
            if struck.any():
                report.add_rows(rule, rows.loc[struck], None if name == "value" else name, name)
                refused |= struck
    return refused


def tell_units(rows: pd.DataFrame, indicators: pd.Series, catalogue: Catalogue, report: FindingCollector) -> np.ndarray:
    """Tell which units cannot be turned into that of the row's indicator; return the rows whose unit can."""
    fits = np.ones(len(rows), dtype=bool)
    pairs = pd.DataFrame({"unit": _text(rows, "unit").array, "indicator": indicators.astype("str").array})
    stated = pairs[(pairs["unit"] != "") & (pairs["indicator"] != "")]
    for (unit, indicator), found in stated.groupby(["unit", "indicator"]).groups.items():
        expected = catalogue[str(indicator)].unit
        if factor(str(unit), expected) is not None:
            continue
        at = found.to_numpy()
        fits[at] = False
        params = pd.DataFrame({"expected": [expected] * len(at)}, index=rows.index[at])
        report.add_rows(UNIT_MISMATCH if is_unit(str(unit)) else UNKNOWN_UNIT, rows.iloc[at], "unit", "unit", params)
    return fits


def _ranges(rows: pd.DataFrame, marks: NumberMarks, catalogue: Catalogue, report: FindingCollector) -> None:
    """Tell which values are outside what their indicator can be, where it is known."""
    rows = rows[(rows["known"] != "").to_numpy()]
    if rows.empty:
        return
    pairs = pd.MultiIndex.from_arrays([_text(rows, "unit"), rows["known"].astype("str")])
    codes, distinct = pairs.factorize()
    entries = [catalogue[indicator] for _, indicator in distinct]
    ratios = [factor(unit, entry.unit) if unit else 1.0 for (unit, _), entry in zip(distinct, entries, strict=True)]
    value = read_numbers(rows["value"].astype("str"), marks)["number"] * np.array(ratios, dtype="float64")[codes]
    bounds = {
        "low": [-np.inf if entry.range.min is None else entry.range.min for entry in entries],
        "high": [np.inf if entry.range.max is None else entry.range.max for entry in entries],
    }
    low, high = (pd.Series(np.array(bounds[name], dtype="float64")[codes], index=rows.index) for name in bounds)
    outside = np.isfinite(value) & ((value < low) | (value > high))
    params = {"low": bound_texts(low[outside]), "high": bound_texts(high[outside])}
    _strike(OUT_OF_RANGE, rows, outside, None, params, report)


def _years(rows: pd.DataFrame, catalogue: Catalogue, this_year: int, report: FindingCollector) -> None:
    text, asked = _text(rows, "year"), rows["asked"]
    dated = [name for name, entry in catalogue.items() if not entry.undated]
    years = numbers_of(text)
    whole = years.between(*YEARS) & (years % 1 == 0)
    unobserved = _text(rows, "method").isin([str(method) for method in UNOBSERVED])
    for rule, mask in (
        (MISSING_YEAR, (text == "") & rows["known"].isin(dated)),
        (BAD_YEAR, (text != "") & ~whole),
        (FUTURE_YEAR, whole & (years > this_year) & ~unobserved),
    ):
        _strike(rule, rows, mask & ~asked, "year", {}, report)


def _strike(
    rule: Rule,
    rows: pd.DataFrame,
    mask: pd.Series,
    column: str | None,
    params: Mapping[str, pd.Series | str],
    report: FindingCollector,
) -> None:
    """Add a finding at `column` (the values where it is None) of each row of `mask`."""
    if mask.any():
        told = pd.DataFrame(index=rows.index[mask]).assign(**params) if params else None
        report.add_rows(rule, rows[mask], column, column or "value", told)


def _text(rows: pd.DataFrame, column: str) -> pd.Series:
    return rows[column].astype("str").str.strip()
