"""Sustainable Development Report workbooks: the sheet of raw data for trends, one country and year a row."""

import re

from indicators.loaders.raw_table import RawTable, ValueColumn, gather, unreadable
from indicators.loaders.reading.files import Opened
from indicators.loaders.reading.headers import Sheet, clean, key

NAME = "sdsn"
_CODE = re.compile(r"sdg\d{1,2}_\w+")


def recognise(opened: Opened) -> bool:
    """Return whether a sheet has country ids, years and codes such as `sdg7_ren`."""
    return _header(opened) is not None


def _header(opened: Opened) -> tuple[Sheet, int] | None:
    for sheet in opened.sheets:
        for number, record in enumerate(sheet.head[:5]):
            keys = {key(cell) for cell in record}
            codes = sum(bool(_CODE.fullmatch(clean(cell))) for cell in record)
            if "year" in keys and keys & {"id", "iso3", "country code iso3"} and codes >= 2:
                return sheet, number
    return None


def read(opened: Opened) -> RawTable:
    """Read every coded column of the raw-data sheet; the report's year is in its title or citation."""
    found = _header(opened)
    if found is None:
        return unreadable(NAME, opened.path, opened.findings)
    sheet, header = found
    body, problems = sheet.body(header)
    names = {key(name): name for name in body.columns}
    country = next(names[one] for one in ("id", "iso3", "country code iso3") if one in names)
    columns = [ValueColumn(name, name, body[names["year"]]) for name in body.columns if _CODE.fullmatch(name)]
    shared = {"place_name": body[names.get("country", country)], "country": body[country]}
    gathered = gather(body, columns, shared, sheet.name)
    table = RawTable(NAME, "country", gathered.frame, gathered.rows_read, gathered.empty)
    table.findings = [*opened.findings, *problems]
    edition = _edition(opened.sheets)
    if edition:
        table.source, table.release = f"sdr_{edition}", edition
    return table


def _edition(sheets: list[Sheet]) -> str:
    for sheet in sheets:
        for record in sheet.head[:30]:
            for cell in record:
                found = re.search(
                    r"(?:Sustainable Development Report|SDG Index and Dashboards Report)\s+(20\d\d)", cell
                )
                if found:
                    return found[1]
    return ""
