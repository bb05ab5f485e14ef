"""Sustainable Development Report workbooks: the sheet of raw data for trends, one country and year a row."""

import re

from indicators.loaders.raw_table import Publication, RawTable, ValueColumn
from indicators.loaders.reading.files import Opened
from indicators.loaders.reading.headers import HeaderAt, Sheet, clean, key

NAME = "sdsn"
_CODE = re.compile(r"sdg\d{1,2}_\w+")
_COUNTRY = ("id", "iso3", "country code iso3")
_EDITION = re.compile(r"(?:Sustainable Development Report|SDG Index and Dashboards Report)\s+(20\d\d)")


def recognise(opened: Opened) -> HeaderAt | None:
    """Return the header with country ids, years and codes such as `sdg7_ren`."""
    return opened.header_where(_is_header, 5)


def _is_header(record: list[str]) -> bool:
    keys = {key(cell) for cell in record}
    codes = sum(bool(_CODE.fullmatch(clean(cell))) for cell in record)
    return "year" in keys and not keys.isdisjoint(_COUNTRY) and codes >= 2


def read(opened: Opened) -> RawTable:
    """Read every coded column of the raw-data sheet; the report's year is in its title or citation."""
    data = Publication(opened, recognise(opened))
    columns = [ValueColumn(name, name, data.cells("year")) for name in data.body.columns if _CODE.fullmatch(name)]
    shared = {"place_name": data.cells("country", *_COUNTRY), "country": data.cells(*_COUNTRY)}
    table = data.table(NAME, "country", columns, shared)
    edition = _edition(opened.sheets)
    if edition:
        table.source, table.release = f"sdr_{edition}", edition
    return table


def _edition(sheets: list[Sheet]) -> str:
    cells = (cell for sheet in sheets for record in sheet.head[:30] for cell in record)
    return next((title[1] for cell in cells if (title := _EDITION.search(cell))), "")
