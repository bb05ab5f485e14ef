"""Our World in Data: long CSV files, `Entity,Code,Year` with series or `iso_code,country,year` with many."""

from indicators.findings.finding import Rule, Severity
from indicators.language.translator import N_
from indicators.loaders.raw_table import Publication, RawTable, ValueColumn
from indicators.loaders.reading.data_containers import MemorySheet
from indicators.loaders.reading.files import Opened
from indicators.loaders.reading.headers import HeaderAt, Sheet, key

DAYS_READ = Rule(
    "days_read", Severity.WARNING,
    N_("days were read as their year, the first as {value}: a value of one day is no value of a year (rows: {count})."),
    N_("Bring the yearly file, or one value a place and year."), reading=True,
)  # fmt: skip

WITHOUT_METADATA = Rule(
    "owid_without_metadata", Severity.WARNING,
    N_("the file names neither its source nor its licence: whose figures are they?"),
    N_("Bring the whole download (the zip with its .metadata.json), or state source and licence when adding it."),
    reading=True,
)  # fmt: skip

NAME = "owid"
_STYLES = (("Entity", "Code", "Year"), ("country", "year", "iso_code"), ("Entity", "Code", "Day"))
_LABELS = {
    "entity", "code", "year", "day", "country", "iso code", "continent", "region", "world region according to owid",
    "annotations", "time",
}  # fmt: skip


def recognise(opened: Opened) -> HeaderAt | None:
    """Return the first record where it is a header of one of the two styles."""
    headers = (opened.with_header(*names) for names in _STYLES)
    return next((header for header in headers if header is not None and header[1] == 0), None)


def read(opened: Opened) -> RawTable:
    """Read every series column; the entity's code is its country, blank for regions of the world."""
    data = Publication(opened, recognise(opened), _LABELS)
    years = data.cells("year", "day").astype("str")
    if "year" not in data.names and len(years):
        shown = f"{years.iloc[0]} = {years.iloc[0][:4]}"
        data.findings.append(data.sheet.finding(DAYS_READ, None, data.named("day"), shown, count=len(years)))
        years = years.str.slice(0, 4)
    columns = [
        ValueColumn(name, name, years)
        for name in data.body.columns
        if not (key(name) in _LABELS or key(name).endswith("annotations") or name.startswith("#"))
    ]
    place = data.cells("entity", "country")
    shared = {"place_name": place, "country": data.cells("code", "iso code", "entity", "country")}
    table = data.table(NAME, "country", columns, shared)
    release = metadata_of(data.sheet)
    if release:
        table.release = release
    else:
        table.findings.append(data.sheet.finding(WITHOUT_METADATA))
    return table


def metadata_of(sheet: Sheet) -> str:
    """Return what the metadata beside a chart say of its columns: their citations and when they were updated."""
    metadata = sheet.origin.get("metadata", {}) if isinstance(sheet, MemorySheet) else {}
    columns = metadata.get("columns")
    described = [column for column in columns.values() if isinstance(column, dict)] if isinstance(columns, dict) else []
    texts = []
    for column in described:
        cited, updated = column.get("citationLong") or column.get("citationShort"), column.get("lastUpdated")
        if isinstance(cited, str) and cited.strip():
            texts.append(f"{cited.strip()} ({updated})" if isinstance(updated, str) and updated else cited.strip())
    return "; ".join(dict.fromkeys(texts))
