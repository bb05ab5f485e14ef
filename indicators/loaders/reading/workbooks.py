"""Workbooks (XLSX, XLSM, XLSB, XLS, ODS) as sheets of text, read by calamine."""

import datetime as dt
import json
import struct
import subprocess
import sys
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import ParseError

import pandas as pd
from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, SheetVisibleEnum

from indicators.findings.finding import Finding, Rule, Severity
from indicators.language.translator import N_
from indicators.loaders.reading import workbook_bounds, xls_marks
from indicators.loaders.reading.headers import BINARY_FILE, HEAD, PROTECTED_FILE, TOO_LARGE, Sheet, clean, few, is_blank
from indicators.loaders.reading.ods_marks import read_ods_marks
from indicators.loaders.reading.workbook_bounds import MEMORY, SECONDS
from indicators.loaders.reading.workbook_marks import Position, SheetMarks, crossed_out
from indicators.loaders.reading.xlsx_marks import read_xlsx_marks
from indicators.model.rules import EMPTY_FILE, UNREADABLE_FILE

HIDDEN_SHEETS = Rule(
    "hidden_sheets", Severity.WARNING, N_("sheets that the workbook hides were not read: {value}."),
    N_("Show them and save the workbook again, if they belong to the figures."), reading=True,
)  # fmt: skip

HIDDEN_ROWS = Rule(
    "hidden_rows", Severity.WARNING, N_("rows that the workbook hides were not read: {value}."),
    N_("Show them (take filters off) and save the workbook again, if they belong to the figures."), reading=True,
)  # fmt: skip

HIDDEN_COLUMNS = Rule(
    "hidden_columns", Severity.WARNING, N_("columns that the workbook hides were not read: {value}."),
    N_("Show them and save the workbook again, if they belong to the figures."), reading=True,
)  # fmt: skip

UNSEEN_CELLS = Rule(
    "unseen_cells", Severity.WARNING,
    N_("cells whose text has the colour of its background were not read: {value} (cells: {count})."),
    N_("Give the text another colour and save the workbook again, if it belongs to the figures."), reading=True,
)  # fmt: skip

MARKS_UNSEEN = Rule(
    "marks_unseen", Severity.WARNING,
    N_("what this workbook hides, crosses out, shows as per cent or has not calculated cannot be seen in it."),
    N_("Save it as XLSX and bring that one, or make sure that nothing of the kind is in it."), reading=True,
)  # fmt: skip

STORED_RESULTS = Rule(
    "stored_results", Severity.WARNING,
    N_("the workbook asks to be calculated when it is opened; its stored results were read: {value} (cells: {count})."),
    N_("Open it in a spreadsheet program, let it calculate, and save it again."), reading=True,
)  # fmt: skip

STYLES_UNSEEN = Rule(
    "styles_unseen", Severity.WARNING,
    N_("the styles of this workbook are too large to be read: what it shows as per cent or crosses out is not known."),
    N_("Copy the table as values into a new workbook, or make sure that nothing of the kind is in it."), reading=True,
)  # fmt: skip

MAGIC = (b"PK\x03\x04", xls_marks.MAGIC)
MAX_FILE = 100_000_000
MAX_EXPANDED = 300_000_000
MAX_CELLS = 6_000_000
MOST_HIDDEN = 10_000
"""How many hidden rows at the top of a sheet are looked beyond for its first shown ones."""

MOST_NAMED = 12
"""How many hidden rows or columns one finding names."""

PATIENCE = 2 * SECONDS
"""The seconds by the clock after which a look into a workbook is given up."""


def open_sheets(path: Path, wanted: str | None = None) -> tuple[list[Sheet], list[Finding]]:
    """Open the workbook at `path`; return its sheets that hold anything, and what is wrong with it.

    Hidden sheets are left out and named, but for the one called `wanted`.
    """
    problem = _bounds(path)
    if problem is not None:
        return [], [problem]
    sheets: list[Sheet] = []
    hidden: list[str] = []
    try:
        marks = read_marks(path)
        with CalamineWorkbook.from_path(str(path)) as workbook:
            for known in workbook.sheets_metadata:
                sheet = workbook.get_sheet_by_name(known.name)
                if sheet.end is None:
                    continue
                if known.visible == SheetVisibleEnum.Visible or known.name == wanted:
                    sheets.append(_sheet(known.name, sheet, path, (marks or {}).get(known.name, SheetMarks())))
                else:
                    hidden.append(known.name)
    except CalamineError as error:
        return [], [Finding(UNREADABLE_FILE, file=str(path), params={"reason": str(error)})]
    findings = [Finding(HIDDEN_SHEETS, file=str(path), value=few(hidden, MOST_NAMED))] if hidden else []
    findings += [Finding(MARKS_UNSEEN, file=str(path))] if marks is None else []
    return sheets, findings if sheets else [*findings, Finding(EMPTY_FILE, file=str(path))]


def read_marks(path: Path) -> dict[str, SheetMarks] | None:
    """Return the marks of the sheets of a workbook by name, None where they cannot be seen."""
    try:
        with path.open("rb") as file:
            if file.read(8) == xls_marks.MAGIC:
                return xls_marks.read_xls_marks(path)
        with zipfile.ZipFile(path) as archive:
            names = set(archive.namelist())
            if "xl/workbook.xml" in names:
                return read_xlsx_marks(archive, names)
            with archive.open("content.xml") as content:
                return read_ods_marks(content)
    except (ValueError, KeyError, IndexError, OSError, MemoryError, struct.error, zipfile.BadZipFile, ParseError):
        # calamine has read the values; a part it did not need is no reason to refuse them
        return None


def _sheet(name: str, cells: CalamineSheet, path: Path, marks: SheetMarks) -> "BookSheet":
    sheet = BookSheet(name, [], [], path, cells, marks)
    hidden = sum(last - first + 1 for first, last in marks.hidden_rows if first < MOST_HIDDEN)
    for row, record in sheet.records(HEAD + min(hidden, MOST_HIDDEN)):
        if not is_blank(record):
            sheet.head.append(record)
            sheet.rows.append(row)
    del sheet.head[HEAD:], sheet.rows[HEAD:]
    return sheet


_BROKEN = {rule.id: rule for rule in (TOO_LARGE, BINARY_FILE, PROTECTED_FILE, UNREADABLE_FILE)}
"""The rules that the look into a workbook names, by their ids."""


def _bounds(path: Path) -> Finding | None:
    """Return why a workbook must not be opened: not one at all, or too much for memory or patience."""
    size = path.stat().st_size
    if size > MAX_FILE:
        return Finding(TOO_LARGE, file=str(path), params={"found": f"{size:,} bytes", "limit": f"{MAX_FILE:,}"})
    script = Path(workbook_bounds.__file__)
    command = [sys.executable, "-I", str(script), str(path), str(MAX_EXPANDED), str(MAX_CELLS)]
    try:
        done = subprocess.run(command, capture_output=True, timeout=PATIENCE, check=False, stdin=subprocess.DEVNULL)
    except subprocess.TimeoutExpired:
        return _beyond(path)
    if done.returncode < 0:
        return _beyond(path)
    try:
        fault = json.loads(done.stdout)
    except ValueError:
        return Finding(UNREADABLE_FILE, file=str(path), params={"reason": "it is damaged"})
    if not fault:
        return None
    return Finding(_BROKEN[fault["rule"]], str(path), fault.get("sheet"), params=fault["params"])


def _beyond(path: Path) -> Finding:
    params = {"found": "more memory or time than a table takes", "limit": f"{MEMORY:,} bytes, {SECONDS} s"}
    return Finding(TOO_LARGE, file=str(path), params=params)


def as_text(cell: Any) -> str:
    """Return a cell as a person would type it: shortest exact number, ISO date."""
    if isinstance(cell, str):
        return cell
    if isinstance(cell, bool):
        return str(cell).upper()
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < 1e15 else repr(cell)
    if isinstance(cell, dt.datetime) and cell.time() == dt.time(0):
        return cell.date().isoformat()
    if isinstance(cell, (dt.date, dt.time)):
        return cell.isoformat()
    return str(cell)


@dataclass
class BookSheet(Sheet):
    """One sheet of a workbook, without what the workbook hides."""

    cells: CalamineSheet
    marks: SheetMarks

    @cached_property
    def places(self) -> list[int]:
        """The numbers, from 0, of the columns that are shown."""
        width = 0 if self.cells.end is None else self.cells.end[1] + 1
        hidden = {place for first, last in self.marks.hidden_columns for place in range(first, min(last + 1, width))}
        return [place for place in range(width) if place not in hidden]

    def records(self, most: int | None = None, start: int = 0) -> Iterator[tuple[int, list[str]]]:
        """Yield the rows that are shown, from row `start` (from 0) on: the number of each, from 1, and its texts."""
        marks = self.marks
        is_plain = not (marks.texts or marks.crossed_out or marks.unseen or marks.hidden_columns)
        hidden = iter(self.marks.hidden_rows)
        first, last = next(hidden, (sys.maxsize, 0))
        for row, cells in enumerate(self.cells.to_python(skip_empty_area=False, nrows=most)):
            while row > last >= first:
                first, last = next(hidden, (sys.maxsize, 0))
            if row >= start and not first <= row <= last:
                texts = map(as_text, cells) if is_plain else (self._text(row, place, cells) for place in self.places)
                yield row + 1, list(texts)

    def _text(self, row: int, place: int, cells: Sequence[Any]) -> str:
        """Return the text of a cell as the workbook shows it."""
        if (row, place) in self.marks.unseen:
            return ""
        text = self.marks.texts.get((row, place))
        text = as_text(cells[place]) if text is None else text
        return crossed_out(text) if (row, place) in self.marks.crossed_out else text

    def _named(self, header: int) -> dict[int, str]:
        """Return the names of the columns below a header, by their numbers in the workbook."""
        return dict(zip(self.places, self.columns(header), strict=False))

    def with_hidden_columns(self) -> "BookSheet":
        """Return the sheet with the columns that the workbook hides; see :class:`Sheet`."""
        return _sheet(self.name or "", self.cells, self.path, replace(self.marks, hidden_columns=[]))

    def merged(self, header: int) -> dict[str, list[tuple[int, int]]]:
        """Return the first and last row of the cells joined downwards below the header; see :class:`Sheet`."""
        rows: dict[str, list[tuple[int, int]]] = {}
        names = self._named(header)
        for (top, left), (bottom, _) in self._joined(header):
            if bottom > top and left in names:
                rows.setdefault(names[left], []).append((top + 1, bottom + 1))
        return rows

    def joined(self, header: int) -> list[tuple[int, int, list[str]]]:
        """Return the rows and columns of the cells joined in any direction; see :class:`Sheet`."""
        names = self._named(header)
        last = max(names, default=-1)
        return [
            (top + 1, bottom + 1, [names[place] for place in range(left, min(right, last) + 1) if place in names])
            for (top, left), (bottom, right) in self._joined(header)
            if left in names
        ]

    def _joined(self, header: int) -> list[tuple[Position, Position]]:
        """Return the first and last cell, from 0, of those joined to one below the header."""
        ranges = self.cells.merged_cell_ranges
        joined = self.marks.joined if ranges is None else ranges
        return [(first, last) for first, last in joined if first[0] >= self.rows[header]]

    def per_cent(self, header: int) -> dict[str, list[int]]:
        """Return the rows of the numbers shown as per cent; see :class:`Sheet`."""
        rows: dict[str, list[int]] = {}
        names = self._named(header)
        for row, place in sorted(self.marks.per_cent):
            if row >= self.rows[header] and place in names:
                rows.setdefault(names[place], []).append(row + 1)
        return rows

    def hidden(self) -> list[Finding]:
        """Return a finding for the hidden rows, one for the hidden columns that hold anything, one for unseen texts."""
        rows, columns = self.marks.hidden_rows, self.marks.hidden_columns
        unseen = [f"{_letters(place)}{row + 1}" for row, place in sorted(self.marks.unseen)]
        unread = [self.finding(UNSEEN_CELLS, value=few(unseen, MOST_NAMED), count=len(unseen))] if unseen else []
        if not rows and not columns:
            return unread
        filled = self.cells.to_python(skip_empty_area=False)
        texts = [
            f"{first + 1}-{last + 1}" if last > first else str(first + 1)
            for first, last in rows
            if any(not is_blank([as_text(cell) for cell in record]) for record in filled[first : last + 1])
        ]
        names = []
        for place in sorted(set(range(len(filled[0]) if filled else 0)) - set(self.places)):
            cells = [clean(as_text(record[place])) for record in filled]
            if any(cells):
                names.append(f"{_letters(place)} ({next(filter(None, cells))[:40]})")
        findings = [self.finding(HIDDEN_ROWS, value=few(texts, MOST_NAMED))] if texts else []
        return [*findings, *([self.finding(HIDDEN_COLUMNS, value=few(names, MOST_NAMED))] if names else []), *unread]

    def doubts(self, header: int) -> list[Finding]:
        """Return findings of what the figures below a header rest on: results as stored, styles that are not known."""
        names = self._named(header)
        cells = [
            f"{_letters(place)}{row + 1}"
            for row, place in sorted(self.marks.stored_results)
            if row >= self.rows[header] and place in names
        ]
        styles = [self.finding(STYLES_UNSEEN)] if self.marks.styles_unseen else []
        return [
            *styles,
            *([self.finding(STORED_RESULTS, value=few(cells, MOST_NAMED), count=len(cells))] if cells else []),
        ]

    def body(self, header: int, categories: Sequence[str] = ()) -> tuple[pd.DataFrame, list[Finding]]:
        """Return the records below the header as text; see :class:`Sheet`."""
        names = self.columns(header)
        rows: list[int] = []
        records: list[list[str]] = []
        for row, record in self.records(start=self.rows[header]):
            rows.append(row)
            records.append(record[: len(names)])
        frame = pd.DataFrame(records, columns=names, index=pd.Index(rows, dtype="int64"), dtype="str")
        frame = frame.loc[~(frame == "").all(axis=1)]
        return frame.astype({name: "category" for name in categories if name in frame}), [
            *self.hidden(),
            *self.doubts(header),
        ]


def _letters(place: int) -> str:
    """Return the letters of a column, counted from 0, as a spreadsheet shows them."""
    letters, number = "", place + 1
    while number:
        number, remainder = divmod(number - 1, 26)
        letters = chr(65 + remainder) + letters
    return letters
