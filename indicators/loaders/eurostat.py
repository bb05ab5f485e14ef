"""Eurostat's TSV: the dimensions in the first column with commas between them, one column a year, flags behind values.

A cell is a value (`628`), a value with flags (`628 e`), or a colon where there is none (`:`, `: m`). A flag is never a
part of a number: it becomes a note, and of a forecast or an estimate the method.
"""

import re

import pandas as pd

from indicators.loaders.raw_table import Publication, RawTable, ValueColumn
from indicators.loaders.reading.files import Opened
from indicators.loaders.reading.headers import HeaderAt, clean
from indicators.loaders.sdmx_csv import methods_of, notes_of

NAME = "eurostat"

_FIRST = re.compile(r"[a-z_0-9,]+\\(?:time_period|time)", re.I)
_YEAR = re.compile(r"(?:19|20)\d\d")
_CELL = r"^\s*(?P<value>[^\sa-zA-Z]*)\s*(?P<flags>[a-z]*)\s*$"

COUNTRIES = {"EL": "GRC", "UK": "GBR"}
"""Eurostat's codes of countries that are not those of ISO 3166."""

_WITHOUT = frozenset({"freq"})
"""Dimensions that say nothing of which series it is."""


def recognise(opened: Opened) -> HeaderAt | None:
    """Return the first record where its first cell names dimensions, the place and, behind a backslash, the time."""
    for sheet in opened.sheets:
        first = clean(sheet.head[0][0]) if sheet.head and sheet.head[0] else ""
        if _FIRST.fullmatch(first) and any(_YEAR.fullmatch(clean(cell)) for cell in sheet.head[0][1:]):
            return sheet, 0
    return None


def read(opened: Opened) -> RawTable:
    """Read the columns of whole years; the field is every dimension but frequency and place: `nrg_bal=REN, unit=PC`."""
    data = Publication(opened, recognise(opened))
    first = data.body.columns[0]
    names = clean(first).partition("\\")[0].split(",")
    keys = data.body[first].astype("str").str.split(",", expand=True).reindex(columns=range(len(names))).fillna("")
    keys.columns = pd.Index(names)
    years = [name for name in data.body.columns[1:] if _YEAR.fullmatch(clean(name))]
    parts = data.body[years].apply(lambda cells: cells.astype("str").str.extract(_CELL)["value"])
    flags = data.body[years].apply(lambda cells: cells.astype("str").str.extract(_CELL)["flags"].fillna(""))
    # what is not written so (a word, a date) stays as it is, and is refused as no number
    data.body = data.body.assign(**{name: parts[name].where(parts[name].notna(), data.body[name]) for name in years})
    dimensions = [name for name in names if name not in _WITHOUT and name != names[-1]]
    field = keys[dimensions].apply(lambda row: ", ".join(f"{name}={row[name]}" for name in sorted(dimensions)), axis=1)
    country = keys[names[-1]].replace(COUNTRIES)
    shared = {"country": country, "place_name": country, "field": field.astype("str")}
    table = data.table(NAME, "country", [ValueColumn(name, "", clean(name)) for name in years], shared)
    frame = table.frame
    if len(frame):
        long = flags.stack()
        cell_keys = pd.MultiIndex.from_arrays([frame["row"], frame["column"].astype("str")])
        of_value = pd.Series(long.reindex(cell_keys).fillna("").to_numpy(), dtype="str")
        frame["note"], frame["method"] = notes_of(of_value), methods_of(of_value)
    return table
