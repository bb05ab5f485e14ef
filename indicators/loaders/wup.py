"""UN World Urbanization Prospects: workbooks of agglomerations with years across (files 12, 22 and their kin)."""

import re

import pandas as pd

from indicators.findings.finding import Finding
from indicators.loaders.raw_table import RawTable, ValueColumn, gather, unreadable
from indicators.loaders.reading.files import Opened
from indicators.loaders.reading.headers import Sheet, clean, key
from indicators.loaders.rules import ASSUMED
from indicators.model.vocabulary import Method

NAME = "wup"
FIELD = "population"
_HEADER = ("Country Code", "Country or area", "City Code", "Urban Agglomeration")
_YEAR = re.compile(r"(?:19|20)\d\d")


def recognise(opened: Opened) -> bool:
    """Return whether a sheet has the header of the files of agglomerations, with years across."""
    return opened.with_header(*_HEADER) is not None


def read(opened: Opened) -> RawTable:
    """Read the agglomerations' populations, in thousands; other series of the edition keep their title as field.

    Years after the edition's own are projections.
    """
    found = opened.with_header(*_HEADER)
    if found is None:
        return unreadable(NAME, opened.path, opened.findings)
    sheet, header = found
    body, problems = sheet.body(header)
    names = {key(name): name for name in body.columns}
    edition = _edition(sheet, header)
    field = _field(sheet, header)
    columns = [ValueColumn(name, field, name) for name in body.columns if _YEAR.fullmatch(name)]
    shared = {
        "place_name": body[names["urban agglomeration"]].str.strip(),
        "country": body[names["country or area"]],
        "note": _notes(opened, body[names["note"]]) if "note" in names else "",
    }
    gathered = gather(body, columns, shared, sheet.name)
    table = RawTable(NAME, "city", gathered.frame, gathered.rows_read, gathered.empty)
    table.findings = [*opened.findings, *problems]
    if edition:
        table.source, table.release = f"un_wup_{edition}", str(edition)
        after = pd.to_numeric(table.frame["year"]) > edition
        table.frame["method"] = after.map({True: str(Method.PROJECTED), False: str(Method.ESTIMATED)})
    else:
        params = {"what": "edition"}
        table.findings.append(
            Finding(ASSUMED, file=str(opened.path), sheet=sheet.name, value="estimated", params=params)
        )
    return table


def _edition(sheet: Sheet, header: int) -> int | None:
    for record in sheet.head[:header]:
        for cell in record:
            found = re.search(r"The (\d{4}) Revision|Rev\.(\d{4})|World Urbanization Prospects[: ]+(\d{4})", cell)
            if found:
                return int(next(group for group in found.groups() if group))
    return None


def _field(sheet: Sheet, header: int) -> str:
    """Return `population` for the files of populations, else the title of the table."""
    titles = [clean(cell) for record in sheet.head[:header] for cell in record]
    title = next((text for text in titles if re.match(r"File \d+[a-z]?: ", text)), "")
    if not title or re.match(r"File \d+[a-z]?: (?:Annual )?Population of Urban Agglomerations", title):
        return FIELD
    return re.sub(r"^File \d+[a-z]?: ", "", title)


def _notes(opened: Opened, marks: pd.Series) -> pd.Series:
    """Return the text of each record's footnote, from the sheet of notes."""
    notes: dict[str, str] = {}
    sheet = next((one for one in opened.sheets if (one.name or "").strip().upper() == "NOTES"), None)
    if sheet is not None:
        body, _ = sheet.body(0)
        for text in body[body.columns[0]]:
            found = re.match(r"\((\d+)\)\s*(.+)", text, re.S)
            if found:
                notes[found[1]] = clean(found[2])
    return marks.map(lambda mark: notes.get(mark.strip(), "")).astype("str")
