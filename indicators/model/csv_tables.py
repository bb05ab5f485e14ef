"""Strict reading of hand-edited CSV tables: every fault with the line it is on."""

import csv
import io
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Generic

from pydantic import ValidationError

from indicators.findings.finding import Finding
from indicators.model import rules
from indicators.model.catalogue import R
from indicators.model.rules import UNKNOWN_COLUMN, UNREADABLE_FILE


@dataclass(frozen=True)
class RecordRead(Generic[R]):
    """A record with the file and row it was read from."""

    file: Path
    row: int
    record: R


@dataclass(frozen=True)
class CsvTable:
    """The records of a file: their cells in the order asked for, and the line each starts on, from 1."""

    cells: list[list[str]] = field(default_factory=list)
    lines: list[int] = field(default_factory=list)


def read_table(path: Path, columns: Sequence[str], optional: Sequence[str] = ()) -> tuple[CsvTable, list[Finding]]:
    """Read a UTF-8 CSV with a header row that holds `columns`; return its records and every finding.

    Blank lines are skipped; a record of another length than the header is left
    out and named; a column nobody asks for is named and left out. The cells of `optional` columns
    follow those of the others, blank where the file has no such column.
    """
    text, findings = _text(path)
    if text is None:
        return CsvTable(), findings
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    file, start = str(path), 1
    header: list[str] = []
    table = CsvTable()
    try:
        for cells in reader:
            line, start = start, reader.line_num + 1
            if not cells:
                continue
            if not header:
                header = [cell.strip() for cell in cells]
                findings += _header_faults(header, columns, optional, file, line)
                if any(finding.rule != UNKNOWN_COLUMN for finding in findings):
                    return CsvTable(), findings
            elif len(cells) != len(header):
                params = {"found": len(cells), "expected": len(header)}
                findings.append(Finding(rules.RAGGED_ROW, file=file, row=line, params=params))
            else:
                table.cells.append(cells)
                table.lines.append(line)
    except csv.Error as error:
        findings.append(Finding(UNREADABLE_FILE, file=file, row=start, params={"reason": str(error)}))
    if not table.lines and not any(finding.rule != UNKNOWN_COLUMN for finding in findings):
        findings.append(Finding(rules.EMPTY_FILE, file=file))
    expected = [*columns, *optional]
    if header != expected:
        positions = [header.index(name) if name in header else None for name in expected] if header else []
        table = CsvTable(
            [["" if position is None else cells[position] for position in positions] for cells in table.cells],
            table.lines,
        )
    return table, findings


def _text(path: Path) -> tuple[str | None, list[Finding]]:
    """Return the text of a file, None where it is missing or not text."""
    try:
        content = path.read_bytes()
        text = content.decode("utf-8-sig")
    except FileNotFoundError:
        return None, [Finding(rules.MISSING_FILE, file=str(path))]
    except OSError as error:
        return None, [rules.unreadable(path, error)]
    except UnicodeDecodeError as error:
        row = content.count(b"\n", 0, error.start) + 1
        params = {"reason": f"the byte {content[error.start]:#04x} is not UTF-8"}
        return None, [Finding(UNREADABLE_FILE, file=str(path), row=row, params=params)]
    if "\0" in text:
        row = text.count("\n", 0, text.index("\0")) + 1
        return None, [Finding(UNREADABLE_FILE, file=str(path), row=row, params={"reason": "it is not text"})]
    return text, []


def _header_faults(
    header: Sequence[str], columns: Sequence[str], optional: Sequence[str], file: str, row: int
) -> list[Finding]:
    headings = ", ".join(header)[:200]
    findings = [
        Finding(rules.MISSING_COLUMN, file=file, row=row, column=name, params={"found": headings})
        for name in columns
        if name not in header
    ]
    findings += [
        Finding(UNREADABLE_FILE, file=file, row=row, column=name, params={"reason": f"two columns are called {name}"})
        for name in (*columns, *optional)
        if header.count(name) > 1
    ]
    if not findings:
        findings += [
            Finding(UNKNOWN_COLUMN, file=file, row=row, column=name)
            for name in header
            if name not in (*columns, *optional)
        ]
    return findings


def read_folder(
    folder: Path, columns: Sequence[str], make: Callable[[Mapping[str, str]], R], optional: Sequence[str] = ()
) -> tuple[list[RecordRead[R]], list[Finding]]:
    """Read every CSV of `folder` with :func:`read_records`; ids are unique over all of them."""
    paths = sorted(folder.glob("*.csv"))
    if not paths:
        return [], [Finding(rules.MISSING_FILE, file=str(folder / "*.csv"))]
    by_id: dict[str, RecordRead[R]] = {}
    findings: list[Finding] = []
    for path in paths:
        records, problems = read_records(path, columns, make, optional)
        findings += problems
        for row, record in records:
            if record.id in by_id:
                findings.append(Finding(rules.DUPLICATE_ENTRY, file=str(path), row=row, column="id", value=record.id))
            else:
                by_id[record.id] = RecordRead(path, row, record)
    return list(by_id.values()), findings


def read_records(
    path: Path, columns: Sequence[str], make: Callable[[Mapping[str, str]], R], optional: Sequence[str] = ()
) -> tuple[list[tuple[int, R]], list[Finding]]:
    """Read a UTF-8 CSV; return (row, record) pairs and every finding.

    `make` turns a row into a record; what it raises becomes a finding of that row. Ids are unique.
    """
    table, findings = read_table(path, columns, optional)
    records: dict[str, tuple[int, R]] = {}
    for number, cells in zip(table.lines, table.cells, strict=True):
        try:
            record = make(dict(zip((*columns, *optional), cells, strict=True)))
        except ValidationError as error:
            findings += rules.bad_entries(error, path, number)
            continue
        except ValueError as error:
            findings.append(Finding(rules.BAD_ENTRY, file=str(path), row=number, params={"reason": str(error)}))
            continue
        if record.id in records:
            findings.append(Finding(rules.DUPLICATE_ENTRY, file=str(path), row=number, column="id", value=record.id))
        else:
            records[record.id] = (number, record)
    return list(records.values()), findings
