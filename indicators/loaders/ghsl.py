"""GHSL Urban Centre Database: one urban centre a row, codes with a year across (R2019A and R2024A)."""

import re

import pandas as pd

from indicators.findings.finding import Rule, Severity
from indicators.language.translator import N_
from indicators.loaders.raw_table import IMPOSSIBLE_AREA, Publication, RawTable, ValueColumn
from indicators.loaders.reading.files import Opened
from indicators.loaders.reading.headers import HeaderAt, key

GARBLED_NAME = Rule(
    "garbled_name", Severity.WARNING, N_("{value} was garbled by its publisher; read as {read}."),
    N_("Check that it is right."), reading=True,
)  # fmt: skip


NAME = "ghsl"
_HEADERS = {
    ("ID_HDC_G0", "UC_NM_MN"): "ghsl_ucdb_r2019a",
    ("ID_UC_G0", "GC_UCN_MAI_2025"): "ghsl_ucdb_r2024a",
    ("ucdb_id", "name", "country_iso3"): "",
}
"""What a header holds at least, and the release whose it is, where that shows."""

_PLACE = ("uc nm mn", "gc ucn mai 2025", "name")
_COUNTRY = ("ctr mn iso", "country iso3", "gc cnt gad 2025", "ctr mn nm")
_LABEL = re.compile(
    r"id (hdc|uc) g0|ucdb id|qa2 1v|bbx .*|gcpnt .*|ctr mn .*|xbrdr|xctr nbr|xc .*|grgn .*|uc nm .*|gc uc[ns] .*"
    r"|gc cnt .*|gc dev .*|name|country|country iso3|region|subregion|longitude|latitude|.* (nm|lst|src)"
)
_SHORT_YEARS = {"75": "1975", "90": "1990", "00": "2000", "15": "2015"}
_ALSO = {"built_up_area_km2_2015": ("B", "2015"), "population_2015": ("P", "2015"), "AREA": ("AREA", "2015")}
SMALLEST_BUILT_UP = 0.1
"""Below this many km2 the satellite saw nearly nothing of a centre of 50,000 people or more."""


def recognise(opened: Opened) -> HeaderAt | None:
    """Return the header with the database's identifier and name columns."""
    return next((header for names in _HEADERS if (header := opened.with_header(*names)) is not None), None)


def read(opened: Opened) -> RawTable:
    """Read every coded column; names garbled by the publisher are read as meant, with a finding."""
    data = Publication(opened, recognise(opened))
    body, sheet = data.body, data.sheet
    place = data.named(*_PLACE)
    meant = body[place].map(ungarbled)
    garbled = body.index[(meant != body[place]).to_numpy(dtype=bool)]
    columns = [
        ValueColumn(name, *_field(name))
        for name in body.columns
        if not _LABEL.fullmatch(key(name)) and not name.startswith("#")
    ]
    table = data.table(NAME, "city", columns, {"place_name": meant, "country": data.cells(*_COUNTRY)})
    table.source = next(release for names, release in _HEADERS.items() if {*map(key, names)} <= data.names.keys())
    table.findings += [
        sheet.finding(GARBLED_NAME, row, place, body.at[row, place], read=meant.at[row]) for row in garbled
    ]
    for column in columns:
        if column.field == "B":
            area = pd.to_numeric(body[column.header], errors="coerce")
            table.findings += [
                sheet.finding(IMPOSSIBLE_AREA, row, column.header, body.at[row, column.header])
                for row in body.index[(area < SMALLEST_BUILT_UP).to_numpy(dtype=bool)]
            ]
    return table


def _field(name: str) -> tuple[str, str]:
    """Return a column's code without its year, and the year."""
    if name in _ALSO:
        return _ALSO[name]
    long = re.fullmatch(r"(\w+)_((?:19|20)\d\d)", name)
    if long:
        return long[1], long[2]
    short = re.fullmatch(r"(\w*[A-Z])(75|90|00|15)(_\w+)?", name)
    if short:
        return short[1] + (short[3] or ""), _SHORT_YEARS[short[2]]
    return name, ""


def ungarbled(name: str) -> str:
    """Return a name whose CP437 bytes were taken for Latin-1 as it was meant ("Medell¡n": "Medellín")."""
    if not any("\u0080" <= c <= "\u00bf" and c not in "\u00a0ªº" for c in name):
        return name
    try:
        meant = name.encode("latin-1").decode("cp437")
    except UnicodeEncodeError:
        return name
    return meant if all(c.isalpha() or c.isascii() for c in meant) else name
