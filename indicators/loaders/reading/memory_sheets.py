"""Sheets whose records are in memory: tables that stand within another file, or are made of one."""

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pandas as pd

from indicators.findings.finding import Finding
from indicators.loaders.reading.headers import HEAD, Sheet, is_blank
from indicators.model.rules import RAGGED_ROW


@dataclass
class MemorySheet(Sheet):
    """A table of text with all its records; `origin` is what the file around it says of it."""

    records: list[tuple[int, list[str]]] = field(default_factory=list)
    origin: Mapping[str, Any] = field(default_factory=dict)

    @classmethod
    def of(
        cls, name: str | None, path: Path, records: Sequence[tuple[int, list[str]]], origin: Mapping[str, Any]
    ) -> "MemorySheet":
        """Return the sheet of records, each with the row it starts on; blank ones are left out."""
        filled = [(row, cells) for row, cells in records if not is_blank(cells)]
        head = filled[:HEAD]
        return cls(name, [cells for _, cells in head], [row for row, _ in head], path, filled, dict(origin))

    @classmethod
    def of_csv(cls, name: str, path: Path, text: str, origin: Mapping[str, Any], delimiter: str = ",") -> "MemorySheet":
        """Return the sheet of a delimited text."""
        records, start = [], 1
        reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
        for cells in reader:
            records.append((start, cells))
            start = reader.line_num + 1
        return cls.of(name, path, records, origin)

    def body(self, header: int, categories: Sequence[str] = ()) -> tuple[pd.DataFrame, list[Finding]]:
        """Return the records below the header as text; see :class:`Sheet`."""
        names = self.columns(header)
        below = self.records[header + 1 :]
        findings, rows, numbers = [], [], []
        for row, cells in below:
            if len(cells) > len(names) and not is_blank(cells[len(names) :]):
                params = {"found": len(cells), "expected": len(names)}
                findings.append(Finding(RAGGED_ROW, str(self.path), self.name, row, params=params))
                continue
            rows.append([*cells, *[""] * len(names)][: len(names)])
            numbers.append(row)
        body = pd.DataFrame(rows, columns=pd.Index(names), index=pd.Index(numbers, dtype="int64"), dtype="str")
        return body.astype(dict.fromkeys(set(categories) & set(names), "category")), findings
