"""Files that hold tables in a form of their own: data packages, chart archives with metadata, JSON-stat.

Each becomes sheets of text that the formats recognise like those of any other file. What is none of them is left to
the reading of texts and workbooks.
"""

import csv
import io
import json
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import Any

import pandas as pd

from indicators.findings.finding import Finding, Rule, Severity
from indicators.language.translator import N_
from indicators.loaders.reading.headers import HEAD, TOO_LARGE, Sheet, is_blank
from indicators.loaders.reading.json_stat_cube import cube_records, is_cube
from indicators.model.rules import RAGGED_ROW, UNREADABLE_FILE

PACKAGE_WITHOUT_TABLE = Rule(
    "package_without_table", Severity.ERROR, N_("the data package holds no table as CSV: {found}."),
    N_("Bring the whole package as one zip, its CSV files in it."),
)  # fmt: skip

RESOURCE_NOT_READ = Rule(
    "resource_not_read", Severity.WARNING, N_("the resource {value} of the data package was not read: {reason}."),
    N_("Put its file beside datapackage.json, or into the zip."), reading=True,
)  # fmt: skip

MOST_BYTES = 100_000_000
"""Bytes of one file, and of all tables of an archive together, unpacked."""

MOST_MEMBERS = 1_000

DESCRIPTOR = "datapackage.json"

METADATA_END = ".metadata.json"

Opened = tuple[list[Sheet], list[Finding]]


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


def open_container(path: Path, start: bytes) -> Opened | None:
    """Return the sheets of a file that begins with `start`, None where it is no such container."""
    try:
        if start.startswith(b"PK\x03\x04"):
            return _archive(path)
        if start.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{"):
            return _json(path)
    except (zipfile.BadZipFile, RuntimeError, NotImplementedError, UnicodeDecodeError, EOFError) as error:
        return [], [Finding(UNREADABLE_FILE, str(path), params={"reason": str(error)})]
    return None


def is_container(path: Path) -> bool:
    """Return whether an archive is a data package or a chart with its metadata, which no layer is."""
    try:
        with zipfile.ZipFile(path) as archive:
            return _descriptor_in(_names(archive)) is not None or _chart_in(_names(archive)) is not None
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        return False


def _names(archive: zipfile.ZipFile) -> list[str]:
    names = archive.namelist()[:MOST_MEMBERS]
    return [name for name in names if not ("__MACOSX" in name or PurePosixPath(name).name.startswith("._"))]


def _descriptor_in(names: Sequence[str]) -> str | None:
    """Return the descriptor of an archive: at its top, or in the one folder it has."""
    return next((name for name in names if name.rpartition("/")[2] == DESCRIPTOR and name.count("/") < 2), None)


def _chart_in(names: Sequence[str]) -> tuple[str, str] | None:
    """Return the names of a table and of its metadata, where an archive has one of each of one name."""
    for name in names:
        table = f"{name.removesuffix(METADATA_END)}.csv"
        if name.endswith(METADATA_END) and table in names:
            return table, name
    return None


def _archive(path: Path) -> Opened | None:
    with zipfile.ZipFile(path) as archive:
        names = _names(archive)
        described, chart = _descriptor_in(names), _chart_in(names)
        if described is None and chart is None:
            return None
        wanted = [name for name in names if name.endswith((".csv", ".json", ".tsv"))]
        size = sum(archive.getinfo(name).file_size for name in wanted)
        if size > MOST_BYTES:
            return [], [Finding(TOO_LARGE, str(path), params={"found": f"{size:,} bytes", "limit": f"{MOST_BYTES:,}"})]

        def text_of(name: str) -> str | None:
            return archive.read(name).decode("utf-8-sig") if name in names else None

        if described is not None:
            folder = described.removesuffix(DESCRIPTOR)
            record = _record(text_of(described) or "")
            return _package(path, record, lambda name: text_of(folder + name))
        table, metadata = chart or ("", "")
        origin = {"metadata": _record(text_of(metadata) or "")}
        return [MemorySheet.of_csv(table, path, text_of(table) or "", origin)], []


def _json(path: Path) -> Opened | None:
    if path.stat().st_size > MOST_BYTES:
        return None
    record = _record(path.read_text(encoding="utf-8-sig"))
    if is_cube(record):
        records, origin, findings = cube_records(record, path)
        return [MemorySheet.of(None, path, records, origin)] if records else [], findings
    if isinstance(record.get("resources"), list):
        return _package(path, record, lambda name: _beside(path, name))
    return None


def _record(text: str) -> dict[str, Any]:
    try:
        record = json.loads(text)
    except (ValueError, RecursionError):
        return {}
    return record if isinstance(record, dict) else {}


def _beside(path: Path, name: str) -> str | None:
    """Return the text of a file in the folder of a description: no name leads out of it."""
    target = path.parent / name
    is_inside = target.resolve().is_relative_to(path.parent.resolve())
    if not is_inside or not target.is_file() or target.stat().st_size > MOST_BYTES:
        return None
    return target.read_text(encoding="utf-8-sig")


def _package(path: Path, record: Mapping[str, Any], text_of: Any) -> Opened:
    """Return a sheet for each CSV resource of a data package; what is not read is named."""
    sheets: list[Sheet] = []
    findings: list[Finding] = []
    listed = record.get("resources")
    resources = [resource for resource in listed if isinstance(resource, dict)] if isinstance(listed, list) else []
    for resource in resources:
        name, place = str(resource.get("name", "")), resource.get("path")
        place = place[0] if isinstance(place, list) and len(place) == 1 else place
        if not isinstance(place, str) or not place.lower().endswith((".csv", ".tsv")):
            continue
        text = text_of(place)
        if text is None:
            params = {"reason": f"there is no file {place[:100]}"}
            findings.append(Finding(RESOURCE_NOT_READ, str(path), value=name[:100], params=params))
            continue
        dialect = resource.get("dialect")
        stated = dialect.get("delimiter") if isinstance(dialect, dict) else None
        delimiter = stated if isinstance(stated, str) and len(stated) == 1 else "\t" if place.endswith(".tsv") else ","
        sheets.append(MemorySheet.of_csv(name, path, text, {"package": dict(record)}, delimiter))
    if not sheets:
        paths = ", ".join(str(resource.get("path", "-"))[:60] for resource in resources[:8]) or "-"
        findings.append(Finding(PACKAGE_WITHOUT_TABLE, str(path), params={"found": paths}))
    return sheets, findings
