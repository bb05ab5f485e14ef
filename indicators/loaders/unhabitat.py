"""UN-Habitat's Global Urban Indicators workbooks: one city a row, shares or areas in columns."""

import re

import pandas as pd

from indicators.loaders.raw_table import Publication, RawTable, ValueColumn, join
from indicators.loaders.reading.files import Opened
from indicators.loaders.reading.headers import HeaderAt, Sheet, clean, key, without_year, year_of
from indicators.model.vocabulary import Method, Perimeter

NAME = "unhabitat"
_HEADER = ("Country or Territory Name", "City Code", "City Name")
_LABELS = {
    "sdg goal", "sdg target", "sdg indicator", "country or territory code", "country or territory name", "sdg region",
    "sdg sub region", "city code", "city name", "data units", "units", "data reference year", "data source", "footnote",
    "foot note", "source", "notes", "iso3", "longitude", "latitude",
}  # fmt: skip
_RELEASES = {"11.7.1": "unhabitat_open_space", "11.2.1": "unhabitat_transport", "green": "unhabitat_green_area"}
OWN = ""
OFFICES = {
    "UN-Habitat": OWN,
    "European Commission DG REGIO": "dg_regio",
    "DANE": "dane",
    "Office fédéral de la statistique OFS": "ofs",
    "Statistics Belgium": "statbel",
    "TurkStat": "turkstat",
    "Ministry of National Territory": "matnuhpv",
    "National institute of statistics, INS, Tunisia": "ins_tunisia",
}
"""How a data source begins, and the suffix of its source id; any other office is `office`."""


_FIRST_IN_2025 = (
    "Ministry of National Territory", "TurkStat", "BELSTAT", "DOS - Jordan", "PCBS", "PSA-Planning",
    "Federal Agency for Cartography", "National Institute of Statistics and Geography (INEGI)",
)  # fmt: skip
_BEFORE_2025 = (
    "UN-Habitat", "DANE", "ICBS", "Information & eGovernment Authority",
    "Instituto Nacional de Estadisticas (INE), Chile", "National institute of statistics, INS, Tunisia",
    "State Service on Property Issues", "Statistics Botswana", "Statistics Estonia", "Statistics Norway",
    "Statistics Poland",
)  # fmt: skip
"""The data sources of open space that the edition of February 2025 was the first to have, and those older ones have.

Its workbook names neither edition nor date. It is known by an office of the first list, as long as none stands beside
it that neither list has: such a file is of a later edition, and whoever brings it says which.
"""


def recognise(opened: Opened) -> HeaderAt | None:
    """Return the header that names cities by UN-Habitat's three columns."""
    return opened.with_header(*_HEADER)


def read(opened: Opened) -> RawTable:
    """Read every sheet with cities.

    A row that a country's office handed in was counted by another method: it is
    `reported`, its perimeter is not stated, and its office a source of its own.
    """
    candidates = [(sheet, sheet.find(*_HEADER)) for sheet in opened.sheets]
    headers = [(sheet, header) for sheet, header in candidates if header is not None]
    source, release = _release(opened.sheets)
    if not source and _is_of_2025([Publication(opened, header) for header in headers]):
        source, release = f"{_RELEASES['11.7.1']}_2025", "February 2025"
    parts = [_read_sheet(opened, header, source) for header in headers]
    table = join(parts)
    table.source, table.release = source, release
    return table


def _read_sheet(opened: Opened, header: HeaderAt, source: str) -> RawTable:
    """Read one sheet with cities; `source` is the id of the release."""
    data = Publication(opened, header)
    years = data.cells("data reference year")
    columns = [
        ValueColumn(name, without_year(name), str(year_of(name) or "") or years)
        for name in data.body.columns
        if key(name) not in _LABELS and not name.startswith("#")
    ]
    origin = data.cells("data source").map(clean)
    office = origin.map(office_of)
    shared: dict[str, pd.Series] = {
        "place_name": data.cells("city name"),
        "country": data.cells("country or territory name"),
        "note": origin,
        "method": office.map(lambda name: "" if name == OWN else str(Method.REPORTED)),
        "perimeter": office.map(lambda name: "" if name in {OWN, "dg_regio"} else str(Perimeter.NOT_STATED)),
    }
    if source and "data source" in data.names:
        shared["source"] = office.map(lambda name: f"{source}_{name}" if name != OWN else source)
    return data.table(NAME, "city", columns, {name: cells.astype("str") for name, cells in shared.items()})


def office_of(data_source: str) -> str:
    """Return the suffix of the office that handed a row in, blank for UN-Habitat itself."""
    return next(
        (name for start, name in OFFICES.items() if data_source.startswith(start)), "office" if data_source else OWN
    )


def _is_of_2025(tables: list[Publication]) -> bool:
    """Return whether the data sources of an unnamed table of open space are those of the edition of 2025."""
    if not all({"data source", "sdg indicator"} <= set(data.names) for data in tables):
        return False
    indicators = {clean(cell) for data in tables for cell in data.cells("sdg indicator").unique()}
    origins = {clean(cell) for data in tables for cell in data.cells("data source").unique()} - {""}
    known = all(origin.startswith((*_FIRST_IN_2025, *_BEFORE_2025)) for origin in origins)
    return indicators == {"11.7.1"} and known and any(origin.startswith(_FIRST_IN_2025) for origin in origins)


def _release(sheets: list[Sheet]) -> tuple[str, str]:
    """Return the source's id and the release, where title, sheet name or last update say the year."""
    texts = [cell for sheet in sheets for record in sheet.head[:12] for cell in (sheet.name or "", *record)]
    updated = next((cell for cell in texts if re.fullmatch(r"\w+ 20\d\d", clean(cell))), "")
    named = next((sheet.name for sheet in sheets if sheet.name and year_of(sheet.name)), "")
    release = clean(updated or named or "")
    year = year_of(release)
    joined = " ".join(texts).lower().replace("-", ".")
    stem = next((stem for mark, stem in _RELEASES.items() if mark in joined), None)
    return (f"{stem}_{year}" if stem and year else ""), release
