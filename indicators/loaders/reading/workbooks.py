"""Workbooks (XLSX, XLSM, XLSB, XLS, ODS) as sheets of text, read by calamine."""

import datetime as dt
import json
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import pandas as pd
from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook

from indicators.findings.finding import Finding
from indicators.loaders.reading import workbook_marks
from indicators.loaders.reading.headers import HEAD, Sheet, is_blank
from indicators.loaders.reading.workbook_marks import MEMORY, SECONDS, SheetMarks, read_marks
from indicators.loaders.rules import BINARY_FILE, PROTECTED_FILE, TOO_LARGE
from indicators.model.rules import EMPTY_FILE, UNREADABLE_FILE

MAGIC = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")
MAX_FILE = 100_000_000
MAX_EXPANDED = 300_000_000
MAX_CELLS = 6_000_000
PATIENCE = 2 * SECONDS
"""The seconds by the clock after which a look into a workbook is given up."""


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
                if sheet.end is not None:
                    sheets.append(_sheet(name, sheet, path))
    except CalamineError as error:
        return [], [Finding(UNREADABLE_FILE, file=str(path), params={"reason": str(error)})]
    if not sheets:
        return [], [Finding(EMPTY_FILE, file=str(path))]
    return sheets, []


def _sheet(name: str, sheet: CalamineSheet, path: Path) -> "BookSheet":
    first = [[as_text(cell) for cell in record] for record in sheet.to_python(skip_empty_area=False, nrows=HEAD)]
    filled = [(record, row) for row, record in enumerate(first, start=1) if not is_blank(record)]
    return BookSheet(name, [record for record, _ in filled], [row for _, row in filled], path, sheet)


_BROKEN = {rule.id: rule for rule in (TOO_LARGE, BINARY_FILE, PROTECTED_FILE, UNREADABLE_FILE)}
"""The rules that the look into a workbook names, by their ids."""


def _bounds(path: Path) -> Finding | None:
    """Return why a workbook must not be opened: not one at all, or too much for memory or patience."""
    size = path.stat().st_size
    if size > MAX_FILE:
        return Finding(TOO_LARGE, file=str(path), params={"found": f"{size:,} bytes", "limit": f"{MAX_FILE:,}"})
    script = Path(workbook_marks.__file__)
    command = [sys.executable, "-I", str(script), str(path), str(MAX_EXPANDED), str(MAX_CELLS)]
    try:
        done = subprocess.run(command, capture_output=True, timeout=PATIENCE, check=False, stdin=subprocess.DEVNULL)
    except subprocess.TimeoutExpired:
        return _beyond(path)
    if done.returncode < 0:
        return _beyond(path)
    try:
        found = json.loads(done.stdout)
    except ValueError:
        return Finding(UNREADABLE_FILE, file=str(path), params={"reason": "it is damaged"})
    if not found:
        return None
    return Finding(_BROKEN[found["rule"]], str(path), found.get("sheet"), params=found["params"])


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
    """One sheet of a workbook."""

    cells: CalamineSheet

    @cached_property
    def marks(self) -> SheetMarks:
        """The cells whose plain value is not all that the workbook shows."""
        return read_marks(self.path, self.name or "")

    def merged(self, header: int) -> dict[str, list[tuple[int, int]]]:
        """Return the first and last row of the cells joined downwards below the header; see :class:`Sheet`."""
        found: dict[str, list[tuple[int, int]]] = {}
        names = self.columns(header)
        ranges = self.cells.merged_cell_ranges
        joined = self.marks.joined if ranges is None else [(left, top, down) for (top, left), (down, _) in ranges]
        for left, top, bottom in joined:
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
