"""The 343-city data set of Nangini and others (2019): one city a row, columns by source."""

import re

import pandas as pd

from indicators.findings.finding import Finding, Rule, Severity
from indicators.language.translator import N_
from indicators.loaders.raw_table import Publication, RawTable, ValueColumn
from indicators.loaders.reading.files import Opened
from indicators.loaders.reading.headers import HeaderAt, Sheet, clean, key, without_year, year_of

REPEATED_BLOCK = Rule(
    "repeated_block", Severity.WARNING, N_("the built-up areas of {place} are those of {other}, cell by cell."),
    N_("Do not use them without a check."),
)  # fmt: skip


NAME = "nangini"
EMISSION = "Scope-1 GHG emissions [tCO2 or tCO2-eq]"
_HEADER = ("City name", "Country", EMISSION, "Scope-1 GHG emissions units")
_NAMED = (*_HEADER, "Year of emission")
_NUMERIC = re.compile(r"\[[^\]]+\]|^Population |^Urban population|^GDP|^nGDP")
_TEXTUAL = re.compile(r"year|source|unit|comment|name|location|degrees\]|reason|growth rate", re.I)
_BUILT_UP = re.compile(r"(Low|High) BUA - \d{4} \(UEX\) \[km2\]")


def recognise(opened: Opened) -> HeaderAt | None:
    """Return the header with the data set's name and emission columns."""
    return opened.with_header(*_HEADER)


def read(opened: Opened) -> RawTable:
    """Read the columns of figures; each takes the year of its own year column, or of its header."""
    data = Publication(opened, recognise(opened))
    printed = {key(name): name for name in reversed(data.body.columns)}
    body = data.body = data.body.rename(columns={printed[key(name)]: name for name in _NAMED if key(name) in printed})
    columns = [
        ValueColumn(name, without_year(name), _year(name, body))
        for name in body.columns
        if _NUMERIC.search(name) and not _TEXTUAL.search(re.sub(r"\[.*", "", name)) and "degrees]" not in name
    ]
    unit = body["Scope-1 GHG emissions units"]
    shared = {"place_name": body["City name"].str.strip(), "country": body["Country"], "note": unit}
    table = data.table(NAME, "city", columns, shared)
    frame, table.source = table.frame, "nangini_2019"
    emission = frame["field"] == EMISSION
    # the one column holds two quantities, distinguished by the unit next to it
    unit_stated = frame["note"].astype("str").str.strip()
    frame["field"] = frame["field"].astype("str").where(~emission, "Scope-1 GHG emissions [" + unit_stated + "]")
    frame["note"] = ""
    table.findings += _repeated(body, data.sheet)
    return table


def _year(name: str, body: pd.DataFrame) -> str | pd.Series:
    """Return the year in a header, else the year column that belongs to it, else nothing."""
    inside = year_of(name)
    if inside is not None:
        return str(inside)
    if re.match(r"Scope-|Total emissions|S1 |TOT ", name):
        return _four_digits(body["Year of emission"]) if "Year of emission" in body else ""
    bare = re.sub(r"\s*\[.*", "", name)
    stem, _, publication = bare.partition(" (")
    year_column = f"{stem} year ({publication}"
    return _four_digits(body[year_column]) if year_column in body else ""


def _four_digits(cells: pd.Series) -> pd.Series:
    is_year = cells.str.strip().str.fullmatch(r"(19|20)\d\d")
    return cells.str.strip().where(is_year, "")


def _repeated(body: pd.DataFrame, sheet: Sheet) -> list[Finding]:
    """Find cities whose built-up areas are those of another city, cell by cell."""
    columns = [name for name in body.columns if _BUILT_UP.fullmatch(clean(name))]
    if not columns:
        return []
    block = body[columns]
    filled = (block != "").all(axis=1)
    again = filled & block.duplicated()
    first = {tuple(values): row for row, values in zip(block.index[::-1], block.to_numpy()[::-1], strict=True)}
    return [
        sheet.finding(
            REPEATED_BLOCK,
            row,
            columns[0],
            body.at[row, columns[0]],
            place=body.at[row, "City name"],
            other=body.at[first[tuple(block.loc[row])], "City name"],
        )
        for row in body.index[again.to_numpy(dtype=bool)]
    ]
