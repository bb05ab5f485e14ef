"""JSON-stat: the cubes of statistical offices, read from their JSON one value a record."""

from indicators.loaders.published_names import codes, country_or
from indicators.loaders.raw_table import Publication, RawTable, ValueColumn
from indicators.loaders.reading.data_containers import MemorySheet
from indicators.loaders.reading.files import Opened
from indicators.loaders.reading.headers import HeaderAt, key
from indicators.loaders.reading.json_stat_cube import HEADER
from indicators.loaders.sdmx_csv import methods_of, notes_of

NAME = "json_stat"

_FEW = {key(name) for name in HEADER if name != "value"}


def recognise(opened: Opened) -> HeaderAt | None:
    """Return the header of a cube that was opened as records."""
    header = opened.with_header(*HEADER)
    return header if header is not None and isinstance(header[0], MemorySheet) else None


def read(opened: Opened) -> RawTable:
    """Read every value; a hole is an empty cell, a status is a note or says the method."""
    data = Publication(opened, recognise(opened), _FEW)
    place, name, time, field, value, status = HEADER
    flags = data.body[status].astype("str")
    shared = {
        "country": codes(data.body[place]),
        "place_name": country_or(data.body[place], data.body[name]),
        "field": data.body[field],
        "note": notes_of(flags),
        "method": methods_of(flags),
    }
    table = data.table(NAME, "any", [ValueColumn(value, "", data.body[time].astype("str"))], shared)
    if isinstance(data.sheet, MemorySheet):
        origin = data.sheet.origin.get("json_stat", {})
        table.release = "; ".join(origin[name] for name in ("label", "source", "updated") if name in origin)
    return table
