"""Data Commons: the CSV of its download tool, one row a place and date, three columns a variable."""

import re

import pandas as pd

from indicators.loaders.raw_table import Publication, RawTable, ValueColumn, join
from indicators.loaders.reading.files import Opened
from indicators.loaders.reading.headers import HeaderAt, clean

NAME = "data_commons"

_VALUE = re.compile(r"Value:(?P<variable>\S+)")


def recognise(opened: Opened) -> HeaderAt | None:
    """Return the header with `placeDcid`, `placeName` and columns of values."""
    header = opened.with_header("placeDcid", "placeName")
    if header is None:
        return None
    sheet, number = header
    return header if any(_VALUE.fullmatch(clean(cell)) for cell in sheet.head[number]) else None


def read(opened: Opened) -> RawTable:
    """Read every variable with its own dates; what the tool names as the source is a note beside each value."""
    header = recognise(opened)
    data = Publication(opened, header, {"placedcid", "placename"})
    place = data.cells("placedcid").astype("str")
    country = place.str.extract(r"^country/([A-Z]{3})$")[0].fillna("")
    tables = []
    for name in data.body.columns:
        match = _VALUE.fullmatch(clean(name))
        if match is None:
            continue
        dates = data.body.get(f"Date:{match['variable']}", pd.Series("", index=data.body.index)).astype("str")
        sources = data.body.get(f"Source:{match['variable']}", pd.Series("", index=data.body.index)).astype("str")
        shared = {
            "country": country,
            "place_name": data.cells("placename"),
            "place_code": place,
            "note": sources.where(sources.str.strip() == "", "Data Commons, from " + sources),
        }
        tables.append(data.table(NAME, "any", [ValueColumn(name, match["variable"], dates)], shared))
    table = join(tables)
    table.rows_read = len(data.body)
    return table
