"""Our World in Data: long CSV files, `Entity,Code,Year` with series or `iso_code,country,year` with many."""

from indicators.loaders.raw_table import RawTable, ValueColumn, gather, unreadable
from indicators.loaders.reading.files import Opened
from indicators.loaders.reading.headers import Sheet, key

NAME = "owid"
_STYLES = (("Entity", "Code", "Year"), ("country", "year", "iso_code"), ("Entity", "Code", "Day"), ("Entity", "Year"))
_LABELS = {
    "entity", "code", "year", "day", "country", "iso code", "continent", "region", "world region according to owid",
    "annotations", "time",
}  # fmt: skip


def recognise(opened: Opened) -> bool:
    """Return whether the first record is a header of one of the two styles."""
    return _header(opened) is not None


def _header(opened: Opened) -> tuple[Sheet, int] | None:
    for names in _STYLES:
        found = opened.with_header(*names)
        if found is not None and found[1] == 0:
            return found
    return None


def read(opened: Opened) -> RawTable:
    """Read every series column; the entity's code is its country, blank for regions of the world."""
    found = _header(opened)
    if found is None:
        return unreadable(NAME, opened.path, opened.findings)
    sheet, header = found
    names = {key(name): name for name in sheet.columns(header)}
    labels = [name for label, name in names.items() if label in _LABELS or label.endswith("annotations")]
    body, problems = sheet.body(header, categories=labels)
    place = names.get("entity") or names["country"]
    code = names.get("code") or names.get("iso code")
    time = names.get("year") or names["day"]
    # days are cut to their year
    years = body[time].astype("str").str.slice(0, 4) if time == names.get("day") else body[time].astype("str")
    columns = [
        ValueColumn(name, name, years) for name in body.columns if name not in labels and not name.startswith("#")
    ]
    shared = {"place_name": body[place], "country": body[code] if code else body[place]}
    gathered = gather(body, columns, shared, sheet.name)
    table = RawTable(NAME, "country", gathered.frame, gathered.rows_read, gathered.empty)
    table.findings = [*opened.findings, *sheet.spelled(header, str(opened.path)), *problems]
    return table
