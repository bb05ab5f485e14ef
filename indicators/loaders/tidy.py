"""The tidy format: the project's own long table, one observation a row."""

from collections.abc import Mapping, Sequence

import pandas as pd

from indicators.findings import Finding
from indicators.loaders.headers import Sheet, key
from indicators.loaders.raw import COLUMNS, RawTable, unreadable
from indicators.loaders.reading import Opened

NAME = "tidy"
NEEDED = ("place", "indicator", "year", "value", "source")
OPTIONAL = ("lower", "upper", "perimeter", "method", "note", "unit", "country")
_FEW = ("place", "indicator", "year", "perimeter", "method", "source", "note", "unit", "country")


def recognise(opened: Opened) -> bool:
    """Return whether a sheet begins with three of the five needed columns, `indicator` among them."""
    return _header(opened) is not None


def _header(opened: Opened) -> tuple[Sheet, int] | None:
    for sheet in opened.sheets:
        for number, record in enumerate(sheet.head[:1]):
            keys = {key(cell) for cell in record}
            if len(keys & set(NEEDED)) >= 3 and keys & {"indicator"}:
                return sheet, number
    return None


def read(opened: Opened) -> RawTable:
    """Read the table as it is; a needed column that is not there is an error, an unknown one a warning."""
    found = _header(opened)
    if found is None:
        return unreadable(NAME, opened.path, opened.findings)
    sheet, header = found
    columns = sheet.columns(header)
    names = {key(name): name for name in reversed(columns)}
    file, row = str(opened.path), sheet.rows[header]
    findings = [*opened.findings, *sheet.spelled(header, file)]
    findings += [
        Finding("missing_column", file, sheet.name, row, name, params={"found": ", ".join(columns)})
        for name in ("place", "indicator", "value")
        if name not in names
    ]
    findings += [
        Finding("unknown_column", file, sheet.name, row, name)
        for name in columns
        if names.get(key(name)) != name or key(name) not in {*NEEDED, *OPTIONAL}
    ]
    if not {"place", "indicator", "value"} <= names.keys():
        return unreadable(NAME, opened.path, findings)
    return table_of(sheet, header, names, NAME, findings)


def table_of(sheet: Sheet, header: int, names: Mapping[str, str], name: str, findings: Sequence[Finding]) -> RawTable:
    """Return a raw table of a sheet whose columns are `names`, by the tidy column they hold."""
    body, problems = sheet.body(header, categories=[names[one] for one in _FEW if one in names])
    renamed = {"place": "place_name", "indicator": "field"}
    frame = pd.DataFrame({renamed.get(one, one): body[names[one]] for one in (*NEEDED, *OPTIONAL) if one in names})
    frame["row"] = body.index.astype("int64")
    for column, word in (("sheet", sheet.name or ""), ("column", names["value"])):
        frame[column] = pd.Categorical([word]).repeat(len(frame))
    for column in COLUMNS:
        if column not in frame:
            frame[column] = pd.Categorical([""]).repeat(len(frame))
    table = RawTable(name, "any", frame.loc[:, list(COLUMNS)].reset_index(drop=True), len(frame))
    table.findings = [*findings, *problems]
    return table
