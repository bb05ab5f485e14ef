"""Workbooks (XLSX, XLSM, XLSB, XLS, ODS) as sheets of text, read by calamine."""

import datetime as dt
import zipfile
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import pandas as pd
from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook

from indicators.findings import Finding
from indicators.loaders.cell_marks import Marks, read_marks
from indicators.loaders.headers import HEAD, Sheet, is_blank

MAGIC = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")
MAX_FILE = 100_000_000
MAX_EXPANDED = 600_000_000
MAX_CELLS = 20_000_000
BLOCK = 1 << 20


def open_sheets(path: Path) -> tuple[list[Sheet], list[Finding]]:
    """Open the workbook at `path`; return its sheets that hold anything, and what is wrong with it."""
    problem = _bounds(path)
    if problem is not None:
        return [], [problem]
    sheets: list[Sheet] = []
    try:
        with CalamineWorkbook.from_path(str(path)) as workbook:
            for name in workbook.sheet_names:
                sheet = workbook.get_sheet_by_name(name)
                if sheet.end is None:
                    continue
                if (sheet.end[0] + 1) * (sheet.end[1] + 1) > MAX_CELLS:
                    params = {"found": f"{sheet.end[0] + 1} x {sheet.end[1] + 1} cells", "limit": f"{MAX_CELLS:,}"}
                    return [], [Finding("too_large", file=str(path), sheet=name, params=params)]
                sheets.append(_sheet(name, sheet, path))
    except CalamineError as error:
        return [], [Finding("unreadable_file", file=str(path), params={"reason": str(error)})]
    if not sheets:
        return [], [Finding("empty_file", file=str(path))]
    return sheets, []


def _sheet(name: str, sheet: CalamineSheet, path: Path) -> "BookSheet":
    first = [[as_text(cell) for cell in record] for record in sheet.to_python(skip_empty_area=False, nrows=HEAD)]
    kept = [(record, row) for row, record in enumerate(first, start=1) if not is_blank(record)]
    return BookSheet(name, [record for record, _ in kept], [row for _, row in kept], sheet, path)


def _bounds(path: Path) -> Finding | None:
    """Return why a workbook must not be opened: not one at all, or too much once expanded."""
    size = path.stat().st_size
    if size > MAX_FILE:
        return Finding("too_large", file=str(path), params={"found": f"{size:,} bytes", "limit": f"{MAX_FILE:,}"})
    with path.open("rb") as file:
        if not file.read(4).startswith(b"PK"):
            return None
    try:
        with zipfile.ZipFile(path) as archive:
            names = set(archive.namelist())
            if not names & {"[Content_Types].xml", "mimetype", "content.xml"}:
                return Finding("binary_file", file=str(path), params={"reason": "ZIP"})
            # declared sizes can lie: what really comes out is counted
            expanded = 0
            for entry in archive.infolist():
                with archive.open(entry) as member:
                    while block := member.read(BLOCK):
                        expanded += len(block)
                        if expanded > MAX_EXPANDED:
                            params = {"found": f"over {MAX_EXPANDED:,} bytes", "limit": f"{MAX_EXPANDED:,}"}
                            return Finding("too_large", file=str(path), params=params)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, zlib.error) as error:
        return Finding("unreadable_file", file=str(path), params={"reason": str(error)})
    return None


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
    """One sheet of a workbook."""

    cells: CalamineSheet
    path: Path

    @cached_property
    def marks(self) -> Marks:
        """The cells whose plain value is not all that the workbook shows."""
        return read_marks(self.path, self.name or "")

    def merged(self, header: int) -> dict[str, list[tuple[int, int]]]:
        """Return the first and last row of the cells joined downwards below the header; see :class:`Sheet`."""
        found: dict[str, list[tuple[int, int]]] = {}
        names = self.columns(header)
        for (top, left), (bottom, _) in self.cells.merged_cell_ranges or []:
            if top >= self.rows[header] and bottom > top and left < len(names):
                found.setdefault(names[left], []).append((top + 1, bottom + 1))
        return found

    def per_cent(self, header: int) -> dict[str, list[int]]:
        """Return the rows of the numbers shown as per cent; see :class:`Sheet`."""
        found: dict[str, list[int]] = {}
        names = self.columns(header)
        for row, place in sorted(self.marks.per_cent):
            if row >= self.rows[header] and place < len(names):
                found.setdefault(names[place], []).append(row + 1)
        return found

    def body(self, header: int, categories: Sequence[str] = ()) -> tuple[pd.DataFrame, list[Finding]]:
        """Return the records below the header as text; see :class:`Sheet`."""
        first = self.rows[header]
        records = self.cells.to_python(skip_empty_area=False)[first:]
        names = self.columns(header)
        for (row, place), error in self.marks.errors.items():
            if first <= row < first + len(records) and place < len(records[row - first]):
                records[row - first][place] = error
        table = {
            name: pd.Series([as_text(record[place]) for record in records], dtype="str")
            for place, name in enumerate(names)
        }
        frame = pd.DataFrame(table)
        frame.index = pd.RangeIndex(first + 1, first + 1 + len(records))
        blank = (frame == "").all(axis=1)
        frame = frame.loc[~blank]
        return frame.astype({name: "category" for name in categories if name in frame}), []
