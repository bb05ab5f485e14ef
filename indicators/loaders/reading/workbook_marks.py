"""Marks of a workbook (per cent, errors of formulas), read in a process of its own that may fail without harm.

A few hundred bytes of XLSX can name a cell so far out that the reader's
memory runs over and the process is ended by the system, and a damaged file can
end it too. So the file is read here first, within bounds of memory and
time, row by row and keeping nothing; only what comes through is read for
good. Run as a script: it needs nothing of the project, and so starts quickly.
"""

import json
import re
import sys
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import IO, Any
from xml.etree.ElementTree import Element, ParseError, iterparse

from python_calamine import CalamineError, CalamineWorkbook

_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_CALC = "{urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0}"
_PER_CENT = {9, 10}
"""The numbers of the built-in formats of per cent (ECMA-376, 18.8.30)."""

_CELL = re.compile(r"([A-Z]{1,3})(\d{1,7})")
MOST = 2_000_000
"""How many marked cells of one sheet are remembered."""

MOST_STYLES = 20_000_000
"""The bytes of styles beyond which none is read: real workbooks stay a hundred times below."""


@dataclass
class SheetMarks:
    """The marked cells of one sheet, by row and column from 0."""

    errors: dict[tuple[int, int], str] = field(default_factory=dict)
    per_cent: set[tuple[int, int]] = field(default_factory=set)
    joined: list[tuple[int, int, int]] = field(default_factory=list)
    """Column, first and last row of the cells that an ODS joins downwards; calamine tells those of the others."""


def read_marks(path: Path, sheet: str) -> SheetMarks:
    """Return the marks of one sheet of the workbook at `path`; none where it is of another kind."""
    try:
        with zipfile.ZipFile(path) as archive:
            names = set(archive.namelist())
            if "xl/workbook.xml" in names:
                return _of_xlsx(archive, names, sheet)
            if "content.xml" in names:
                with archive.open("content.xml") as content:
                    return _of_ods(content, sheet)
    except (zipfile.BadZipFile, ParseError, KeyError, ValueError, OSError):
        # calamine has read the values; a part it did not need is no reason to refuse them
        return SheetMarks()
    return SheetMarks()


def _of_xlsx(archive: zipfile.ZipFile, names: set[str], sheet: str) -> SheetMarks:
    with archive.open("xl/workbook.xml") as file:
        found = [one for one in _elements(file, f"{_MAIN}sheet") if one.get("name") == sheet]
    if not found or "xl/_rels/workbook.xml.rels" not in names:
        return SheetMarks()
    with archive.open("xl/_rels/workbook.xml.rels") as file:
        targets = {one.get("Id"): one.get("Target", "") for one in _elements(file)}
    target = targets.get(found[0].get(_RELATION), "")
    part = target.lstrip("/") if target.startswith("/") else str(PurePosixPath("xl") / target)
    styles = _per_cent_styles(archive) if "xl/styles.xml" in names else set()
    marks = SheetMarks()
    if not styles and not _holds_errors(archive, part):
        return marks
    with archive.open(part) as file:
        for cell in _elements(file, f"{_MAIN}c"):
            is_error, is_number = cell.get("t") == "e", cell.get("t", "n") == "n"
            if not is_error and not (is_number and styles and int(cell.get("s", "0")) in styles):
                continue
            at = _position(cell.get("r", ""))
            if at is None or len(marks.errors) + len(marks.per_cent) >= MOST:
                continue
            if is_error:
                marks.errors[at] = cell.findtext(f"{_MAIN}v", "")[:20] or "#"
            else:
                marks.per_cent.add(at)
    return marks


def _holds_errors(archive: zipfile.ZipFile, part: str) -> bool:
    """Return whether the bytes of a sheet name a cell of errors; looking at bytes is far cheaper than parsing."""
    last = b""
    with archive.open(part) as file:
        while block := file.read(1 << 20):
            if re.search(rb"""\st=["']e["']""", last + block):
                return True
            last = block[-8:]
    return False


def _per_cent_styles(archive: zipfile.ZipFile) -> set[int]:
    """Return the numbers of the cell styles that show a number as per cent."""
    if archive.getinfo("xl/styles.xml").file_size > MOST_STYLES:
        return set()
    with archive.open("xl/styles.xml") as file:
        root = next((one for _, one in iterparse(file) if one.tag == f"{_MAIN}styleSheet"), None)
    if root is None:
        return set()
    formats = {
        int(one.get("numFmtId", "-1"))
        for one in root.iter(f"{_MAIN}numFmt")
        if "%" in re.sub(r'"[^"]*"|\\.', "", one.get("formatCode", ""))
    }
    cells = root.find(f"{_MAIN}cellXfs")
    used = [] if cells is None else [int(one.get("numFmtId", "0")) for one in cells]
    return {number for number, one in enumerate(used) if one in formats | _PER_CENT}


def _of_ods(content: IO[bytes], sheet: str) -> SheetMarks:
    marks = SheetMarks()
    inside, row = False, 0
    parents: list[Element] = []
    for event, one in iterparse(content, ("start", "end")):
        if event == "start":
            parents.append(one)
            if one.tag == f"{_TABLE}table":
                inside, row = one.get(f"{_TABLE}name") == sheet, 0
            continue
        parents.pop()
        if one.tag == f"{_TABLE}table-row":
            if inside:
                _mark_row(marks, one, row)
                row += int(one.get(f"{_TABLE}number-rows-repeated", "1"))
            parents[-1].remove(one)
        elif one.tag == f"{_TABLE}table":
            inside = False
    return marks


def _mark_row(marks: SheetMarks, record: Element, row: int) -> None:
    """Add the marked cells of one row of an ODS table; what is repeated beyond reason holds no figures."""
    column = 0
    for one in record:
        times = int(one.get(f"{_TABLE}number-columns-repeated", "1"))
        kind = one.get(f"{_CALC}value-type") or one.get(f"{_OFFICE}value-type")
        if kind in {"error", "percentage"} and times <= 1_000 and len(marks.errors) + len(marks.per_cent) < MOST:
            cells = [(row, at) for at in range(column, column + times)]
            if kind == "error":
                marks.errors.update(dict.fromkeys(cells, one.findtext(f"{_TEXT}p", "")[:20] or "#"))
            else:
                marks.per_cent.update(cells)
        down = int(one.get(f"{_TABLE}number-rows-spanned", "1"))
        if down > 1 and len(marks.joined) < MOST:
            marks.joined.append((column, row, row + down - 1))
        column += times


def _elements(file: IO[bytes], tag: str | None = None) -> Iterator[Element]:
    """Yield the elements called `tag` (or all), forgetting each: a sheet may be far larger than the memory."""
    parents: list[Element] = []
    for event, one in iterparse(file, ("start", "end")):
        if event == "start":
            parents.append(one)
            continue
        parents.pop()
        if tag is None or one.tag == tag:
            yield one
        if one.tag not in {f"{_MAIN}v", f"{_MAIN}is", f"{_MAIN}t"} and parents:
            parents[-1].remove(one)


def _position(reference: str) -> tuple[int, int] | None:
    found = _CELL.fullmatch(reference)
    if found is None:
        return None
    column = 0
    for letter in found[1]:
        column = column * 26 + ord(letter) - 64
    return int(found[2]) - 1, column - 1


if sys.platform != "win32":
    import resource

MEMORY = 1_500_000_000
"""The bytes of address space the look may take."""

SECONDS = 60
"""The seconds of computing it may take."""

BLOCK = 1 << 20
_WORKBOOK_PARTS = {"[Content_Types].xml", "mimetype", "content.xml"}
_FAULTS = (
    CalamineError, zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, ValueError, EOFError, OSError,
)  # fmt: skip
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")


def look(path: Path, most_expanded: int, most_cells: int) -> dict[str, Any]:
    """Return the sheets of a workbook, or the rule it breaks and its parameters."""
    with path.open("rb") as file:
        start = file.read(4)
        if start.startswith(b"PK"):
            problem = _archive(path, most_expanded)
            if problem:
                return problem
        elif _holds(path, _ENCRYPTED):
            return {"rule": "protected_file", "params": {}}
    cells = 0
    with CalamineWorkbook.from_path(str(path)) as workbook:
        for name in workbook.sheet_names:
            sheet = workbook.get_sheet_by_name(name)
            if sheet.end is None:
                continue
            cells += (sheet.end[0] + 1) * (sheet.end[1] + 1)
            if cells > most_cells:
                found = f"{sheet.end[0] + 1} x {sheet.end[1] + 1} cells"
                return {"rule": "too_large", "sheet": name, "params": {"found": found, "limit": f"{most_cells:,}"}}
            for _ in sheet.iter_rows():
                pass
    return {}


def _archive(path: Path, most_expanded: int) -> dict[str, Any]:
    """Return what keeps an archive from being read as a workbook, nothing where it may be one."""
    with zipfile.ZipFile(path) as archive:
        names = set(archive.namelist())
        if not names & _WORKBOOK_PARTS:
            return {"rule": "binary_file", "params": {"reason": "ZIP"}}
        if "META-INF/manifest.xml" in names and b"encryption-data" in archive.read("META-INF/manifest.xml")[:BLOCK]:
            return {"rule": "protected_file", "params": {}}
        expanded = 0
        for entry in archive.infolist():
            # declared sizes can lie: what really comes out is counted
            with archive.open(entry) as member:
                while block := member.read(BLOCK):
                    expanded += len(block)
                    if expanded > most_expanded:
                        found = f"over {most_expanded:,} bytes"
                        return {"rule": "too_large", "params": {"found": found, "limit": f"{most_expanded:,}"}}
    return {}


def _holds(path: Path, wanted: bytes) -> bool:
    last = b""
    with path.open("rb") as file:
        while block := file.read(BLOCK):
            if wanted in last + block:
                return True
            last = block[-len(wanted) :]
    return False


def bound() -> None:
    """Bound the memory and the time of this process, where the system can."""
    if sys.platform == "win32":
        return
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def main() -> None:
    """Look into the workbook named by the arguments and write what was found as JSON."""
    bound()
    path, most_expanded, most_cells = sys.argv[1:]
    try:
        found = look(Path(path), int(most_expanded), int(most_cells))
    except MemoryError:
        found = {"rule": "too_large", "params": {"found": "more than memory holds", "limit": f"{MEMORY:,}"}}
    except _FAULTS as error:
        found = {"rule": "unreadable_file", "params": {"reason": str(error) or type(error).__name__}}
        if "password" in str(error).lower():
            found = {"rule": "protected_file", "params": {}}
    sys.stdout.write(json.dumps(found))


if __name__ == "__main__":
    main()
