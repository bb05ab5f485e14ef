"""UN World Urbanization Prospects: workbooks of agglomerations with years across (files 12, 22 and their kin)."""

import re
from collections.abc import Sequence

import pandas as pd

from indicators.loaders.raw_table import Publication, RawTable, ValueColumn
from indicators.loaders.reading.files import Opened
from indicators.loaders.reading.headers import ASSUMED, HeaderAt, clean
from indicators.model.vocabulary import Method

NAME = "wup"
FIELD = "population"
_HEADER = ("Country Code", "Country or area", "City Code", "Urban Agglomeration")
_YEAR = re.compile(r"(?:19|20)\d\d")
_EDITION = re.compile(r"The (\d{4}) Revision|Rev\.(\d{4})|World Urbanization Prospects[: ]+(\d{4})")


def recognise(opened: Opened) -> HeaderAt | None:
    """Return the header of the files of agglomerations, with years across."""
    return opened.with_header(*_HEADER)


def read(opened: Opened) -> RawTable:
    """Read the agglomerations' populations, in thousands; other series of the edition keep their title as field.

    Years after the edition's own are projections.
    """
    data = Publication(opened, recognise(opened))
    edition = _edition(data.above)
    field = _field(data.above)
    columns = [ValueColumn(name, field, name) for name in data.body.columns if _YEAR.fullmatch(name)]
    shared = {
        "place_name": data.cells("urban agglomeration").str.strip(),
        "country": data.cells("country or area"),
        "note": _notes(opened, data.cells("note")),
    }
    table = data.table(NAME, "city", columns, shared)
    if edition:
        table.source, table.release = f"un_wup_{edition}", str(edition)
        after = pd.to_numeric(table.frame["year"]) > edition
        table.frame["method"] = after.map({True: str(Method.PROJECTED), False: str(Method.ESTIMATED)})
    else:
        table.findings.append(data.sheet.finding(ASSUMED, value="estimated", what="edition"))
    return table


def _edition(above: Sequence[str]) -> int | None:
    titles = (title for cell in above if (title := _EDITION.search(cell)))
    return next((int(title[1] or title[2] or title[3]) for title in titles), None)


def _field(above: Sequence[str]) -> str:
    """Return `population` for the files of populations, else the title of the table."""
    title = next((text for text in map(clean, above) if re.match(r"File \d+[a-z]?: ", text)), "")
    if not title or re.match(r"File \d+[a-z]?: (?:Annual )?Population of Urban Agglomerations", title):
        return FIELD
    return re.sub(r"^File \d+[a-z]?: ", "", title)


def _notes(opened: Opened, marks: pd.Series) -> pd.Series:
    """Return the text of each record's footnote, from the sheet of notes."""
    notes: dict[str, str] = {}
    sheet = next((candidate for candidate in opened.sheets if (candidate.name or "").strip().upper() == "NOTES"), None)
    if sheet is not None:
        body, _ = sheet.body(0)
        for text in body[body.columns[0]]:
            footnote = re.match(r"\((\d+)\)\s*(.+)", text, re.S)
            if footnote:
                notes[footnote[1]] = clean(footnote[2])
    return marks.map(lambda mark: notes.get(mark.strip(), "")).astype("str")
