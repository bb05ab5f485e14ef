"""The tidy format: the project's own long table, one observation a row, its header in any of three languages."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from indicators.findings.collector import MAX_FINDINGS_PER_RULE
from indicators.findings.finding import Finding, Rule, Severity
from indicators.language.translator import N_
from indicators.loaders.handmade.partial_rows import without_partial_rows
from indicators.loaders.handmade.synonyms import MEASURED, Read, multiplied, multiplier_column, read_header
from indicators.loaders.handmade.table_edges import (
    LAST,
    filled_down,
    marked_joined,
    totals_in,
    without_footnotes,
    without_headers,
    without_totals,
)
from indicators.loaders.raw_table import COLUMNS, RawTable, constant, unreadable
from indicators.loaders.reading.files import Opened, TextSheet
from indicators.loaders.reading.headers import SHORT_HEADER, HeaderAt, Sheet, clean, key
from indicators.loaders.reading.records import TextBatch
from indicators.model.rules import MISSING_COLUMN, UNKNOWN_COLUMN

PREAMBLE_LEFT_OUT = Rule(
    "preamble_left_out", Severity.WARNING, N_("the rows above the header were not used: {value}."),
    N_("Check that they name no unit or year that the table leaves out."), reading=True,
)  # fmt: skip

PER_CENT_SHOWN = Rule(
    "per_cent_shown", Severity.WARNING,
    N_("cells that the spreadsheet shows as per cent were read so, the first as {value} (cells: {count})."),
    N_("Nothing, if the spreadsheet shows the same."), reading=True,
)  # fmt: skip


NAME = "tidy"
NEEDED = ("place", "indicator", "year", "value", "source")
OPTIONAL = ("lower", "upper", "perimeter", "method", "note", "unit", "country")
FEW = ("place", "indicator", "year", "perimeter", "method", "source", "note", "unit", "country")
KEYS = ("place", "indicator", "year", "perimeter", "method", "source")

OWN_BESIDE = frozenset(
    {
        "indicator_name", "place_name", "level", "unit_name", "verdict", "reason", "rules", "compared_with",
        "compared_year", "observed", "limit", "stand_in", "source_title", "source_link", "licence", "attribution",
        "vintage", "accessed", "superseded_by", "data_version",
    }
)  # fmt: skip
"""The columns that our own open rows have beside those of an observation: made of them, and not read back."""

EXCHANGED = frozenset({"seriescode", "geoareacode"})
"""Columns of the UN's SDG database, whose "Indicator" is none of ours (:mod:`indicators.loaders.un_sdg`)."""

MOST_ABOVE = 25
"""How many records may stand above the header."""


def recognise(opened: Opened) -> HeaderAt | None:
    """Return the header with the needed columns.

    The first record may lack two of the five, if `place` and `indicator` are there; a header
    further down, or in another language, names place, indicator and value.
    """
    for sheet in opened.sheets:
        for number, record in enumerate(sheet.head[:MOST_ABOVE]):
            keys = {key(cell) for cell in record}
            if keys >= EXCHANGED:
                continue
            if number == 0 and len(keys & set(NEEDED)) >= 3 and {"place", "indicator"} <= keys:
                return sheet, number
            if {"place", "indicator", "value"} <= read_header(record).names.keys():
                return sheet, number
    return None


@dataclass(frozen=True)
class Header:
    """Where the header of a tidy table stands, what its words mean, and what was found in it.

    `complete` is whether the table has what no table can do without.
    """

    sheet: Sheet
    record: int
    read: Read
    findings: list[Finding]

    @property
    def complete(self) -> bool:
        """Whether place, indicator and value have a column, and every column a name."""
        is_short = any(finding.rule is SHORT_HEADER for finding in self.findings)
        return {"place", "indicator", "value"} <= self.read.names.keys() and not is_short


def header_of(opened: Opened) -> Header | None:
    """Return the header: a needed column that is not there is an error, an unknown one a warning."""
    header_at = recognise(opened)
    if header_at is None:
        return None
    sheet, header = header_at
    columns, row = sheet.columns(header), sheet.rows[header]
    read = read_header(columns)
    findings = [*opened.findings, *sheet.spelled(header)]
    findings += [
        sheet.finding(MISSING_COLUMN, row, name, found=", ".join(columns))
        for name in ("place", "indicator", "value")
        if name not in read.names
    ]
    used = {*read.names.values(), multiplier_column(columns, read.names.values())}
    # files of before this column was there
    known = OWN_BESIDE if set(columns) >= OWN_BESIDE - {"accessed"} else frozenset()
    findings += [sheet.finding(UNKNOWN_COLUMN, row, name) for name in columns if name not in used and name not in known]
    short = sheet.short(header) if isinstance(sheet, TextSheet) else None
    findings += [short] if short else []
    return Header(sheet, header, read, findings)


def read(opened: Opened) -> RawTable:
    """Read the table as it is."""
    head = header_of(opened)
    if head is None or not head.complete:
        return unreadable(NAME, opened, head.findings if head else opened.findings)
    table = table_of(head.sheet, head.record, head.read, NAME)
    table.findings = [*head.findings, *table.findings]
    return table


def read_batches(head: Header) -> Iterator[tuple[RawTable, float]]:
    """Read the table of a long text in batches, each with the share of the file that is read, from 0 to 1.

    Names written once for several rows are for tables made by hand, which are short, and are not looked for.
    """
    sheet, names = head.sheet, head.read.names
    if not isinstance(sheet, TextSheet):
        raise TypeError("only a text is read in batches")
    few = [names[name] for name in FEW if name in names]
    values = [names[name] for name in MEASURED if name in names]
    first = [*head.findings, *preamble(sheet, head.record)]
    read_as: Mapping[str, str] = {printed: column for column, printed in head.read.translated.items()}
    for batch, last in _with_whole_end(sheet.batches(head.record, few)):
        body, findings = batch.body, [*first, *batch.findings(MAX_FINDINGS_PER_RULE)]
        if last:
            body, footnotes = without_footnotes(sheet, body, values)
            findings += footnotes
        totals = totals_in(body[names["place"]])
        whole = len(body)
        body, totals_left_out = without_totals(sheet, body, names["place"], totals)
        body, partial = without_partial_rows(sheet, body, set(names.values()))
        findings += totals_left_out + partial
        table = _raw_table(sheet, head.record, head.read, NAME, body, whole - len(body), findings)
        table.read_as = read_as
        table.ragged = batch.beyond(MAX_FINDINGS_PER_RULE)
        yield table, batch.share
        first, read_as = [], {}


def _with_whole_end(batches: Iterator[TextBatch]) -> Iterator[tuple[TextBatch, bool]]:
    """Yield batches and whether each is the last, which holds all records that may be footnotes."""
    waiting: TextBatch | None = None
    for batch in batches:
        if waiting is not None and len(batch.body) < LAST:
            categories = {name: kind for name, kind in batch.body.dtypes.items() if kind == "category"}
            both = pd.concat([waiting.body.astype(dict.fromkeys(categories, "str")), batch.body])
            both = both.astype(dict.fromkeys(categories, "category"))
            ragged, strays = pd.concat([waiting.ragged, batch.ragged]), waiting.strays + batch.strays
            batch = TextBatch(batch.layout, both, batch.share, ragged, strays)
        elif waiting is not None:
            yield waiting, False
        waiting = batch
    if waiting is not None:
        yield waiting, True


def preamble(sheet: Sheet, header: int) -> list[Finding]:
    """Return a statement of what stands above the header, if anything does."""
    cells = [clean(cell) for record in sheet.head[:header] for cell in record]
    text = " · ".join(cell for cell in cells if cell)
    return [sheet.finding(PREAMBLE_LEFT_OUT, sheet.rows[0], value=text[:300])] if text else []


def rows_of(
    sheet: Sheet, header: int, names: Mapping[str, str], values: Sequence[str]
) -> tuple[pd.DataFrame, int, list[Finding]]:
    """Return the records of a table made by hand, how many were left out of it, and what was found.

    `names` are the printed headers by the tidy column they hold, `values` the columns of figures. Footnotes are not
    records; names written once for several rows are written into each.
    """
    labels, keys, few = ([names[name] for name in wanted if name in names] for wanted in (FEW[:2], KEYS, FEW))
    body, findings = sheet.body(header, categories=few)
    body, headers = without_headers(sheet, body, names, values)
    body, footnotes = without_footnotes(sheet, body, values)
    merged = {name: rows for name, rows in sheet.merged(header).items() if name in few}
    body, filled = filled_down(sheet, body, labels, merged, keys)
    label = labels[0] if labels else ""
    totals = totals_in(body[label]) if label else np.zeros(len(body), dtype=bool)
    figures, total_findings = without_totals(sheet, body, label, totals)
    figures, partial = without_partial_rows(sheet, figures, {*names.values(), *values})
    left_out = len(body) - len(figures)
    shown = sheet.per_cent(header)
    for name in values:
        figures, shown_findings = _as_shown(sheet, figures, name, shown.get(name, ()))
        total_findings += shown_findings
    figures = marked_joined(figures, sheet.joined(header), values)
    all_findings = [*preamble(sheet, header), *findings, *headers, *filled, *total_findings, *partial, *footnotes]
    return figures, left_out, all_findings


def _as_shown(sheet: Sheet, body: pd.DataFrame, name: str, rows: Sequence[int]) -> tuple[pd.DataFrame, list[Finding]]:
    """Write the numbers of `rows` as the spreadsheet shows them: 0.755 as 75.5 %."""
    cells = body[name].astype("str")
    numbers = pd.to_numeric(cells[cells.index.isin(rows)], errors="coerce").dropna()
    if numbers.empty:
        return body, []
    text = pd.Series([f"{100 * number:.15g} %" for number in numbers], index=numbers.index, dtype="str")
    finding = sheet.finding(PER_CENT_SHOWN, int(text.index[0]), name, text.iloc[0], count=len(text))
    cells = cells.copy()
    cells.loc[text.index] = text
    return body.assign(**{name: cells}), [finding]


def table_of(sheet: Sheet, header: int, read: Read, name: str) -> RawTable:
    """Return a raw table of a sheet whose columns are those of `read`, by the tidy column they hold."""
    values = [read.names[name] for name in MEASURED if name in read.names]
    body, left_out, findings = rows_of(sheet, header, read.names, values)
    return _raw_table(sheet, header, read, name, body, left_out, findings)


def _raw_table(
    sheet: Sheet, header: int, read: Read, name: str, body: pd.DataFrame, left_out: int, findings: list[Finding]
) -> RawTable:
    """Return the raw table of the records of `body`; `left_out` counts those left out of it."""
    names = read.names
    renamed = {"place": "place_name", "indicator": "field"}
    frame = pd.DataFrame({renamed.get(name, name): body[names[name]] for name in (*NEEDED, *OPTIONAL) if name in names})
    frame["row"] = body.index.astype("int64")
    frame["sheet"], frame["column"] = (constant(word, len(frame)) for word in (sheet.name or "", names["value"]))
    for column in COLUMNS:
        if column not in frame:
            frame[column] = constant({"unit": read.unit, "year": read.year}.get(column, ""), len(frame))
    if read.unit and "unit" in names:
        units = frame["unit"].astype("str")
        frame["unit"] = units.where(units.str.strip() != "", read.unit).astype("category")
    powers = multiplier_column(body.columns, names.values())
    if powers is not None:
        frame["unit"] = multiplied(frame["unit"], body[powers])
    table = RawTable(
        name, "any", frame.loc[:, list(COLUMNS)].reset_index(drop=True), len(frame) + left_out, left_out=left_out
    )
    table.sheet, table.header = sheet.name or "", sheet.rows[header]
    table.read_as = {printed: column for column, printed in read.translated.items()}
    table.findings = findings
    return table
