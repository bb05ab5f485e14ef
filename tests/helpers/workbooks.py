"""Workbooks written cell by cell, for the tests of readers: the smallest XLSX that spreadsheets accept."""

import struct
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from xml.sax.saxutils import escape


@dataclass(frozen=True)
class PerCent:
    """A number shown as per cent."""

    share: float


@dataclass(frozen=True)
class Failed:
    """A formula that failed."""

    error: str


Cell = str | float | int | None | PerCent | Failed

_TYPES = (
    '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Override PartName="/xl/workbook.xml" '
    'ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/>{sheets}</Types>'
)
_TYPE = (
    '<Override PartName="/xl/worksheets/sheet{n}.xml" '
    'ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/>'
)
_RELATIONS = '<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{}</Relationships>'
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


_STYLES = (
    f'<styleSheet xmlns="{_MAIN}"><numFmts count="1"><numFmt numFmtId="164" formatCode="0.0\\ %"/></numFmts>'
    '<cellXfs count="3"><xf numFmtId="0"/><xf numFmtId="164"/><xf numFmtId="9"/></cellXfs></styleSheet>'
)


def write_xlsx(
    path: Path, sheets: Mapping[str, Sequence[Sequence[Cell]]], merged: Mapping[str, Sequence[str]] | None = None
) -> Path:
    """Write `sheets` (rows of cells by sheet name) to `path`; None leaves a cell out, `merged` joins cells."""
    numbers = range(1, len(sheets) + 1)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", _TYPES.format(sheets="".join(_TYPE.format(n=n) for n in numbers)))
        target = f'<Relationship Id="r1" Type="{_OFFICE}/officeDocument" Target="xl/workbook.xml"/>'
        archive.writestr("_rels/.rels", _RELATIONS.format(target))
        named = "".join(
            f'<sheet name="{escape(name)}" sheetId="{n}" r:id="r{n}"/>' for n, name in zip(numbers, sheets, strict=True)
        )
        archive.writestr(
            "xl/workbook.xml", f'<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><sheets>{named}</sheets></workbook>'
        )
        targets = "".join(
            f'<Relationship Id="r{n}" Type="{_OFFICE}/worksheet" Target="worksheets/sheet{n}.xml"/>' for n in numbers
        )
        archive.writestr("xl/_rels/workbook.xml.rels", _RELATIONS.format(targets))
        archive.writestr("xl/styles.xml", _STYLES)
        for n, (name, rows) in zip(numbers, sheets.items(), strict=True):
            archive.writestr(f"xl/worksheets/sheet{n}.xml", _sheet(rows, (merged or {}).get(name, ())))
    return path


def _sheet(rows: Sequence[Sequence[Cell]], merged: Sequence[str]) -> str:
    written = "".join(
        f'<row r="{r}">{"".join(_cell(cell, r, c) for c, cell in enumerate(row))}</row>'
        for r, row in enumerate(rows, start=1)
    )
    joined = "".join(f'<mergeCell ref="{one}"/>' for one in merged)
    cells = f"<mergeCells>{joined}</mergeCells>" if joined else ""
    return f'<worksheet xmlns="{_MAIN}"><sheetData>{written}</sheetData>{cells}</worksheet>'


def _cell(cell: Cell, row: int, column: int) -> str:
    letters = ""
    number = column + 1
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    if cell is None:
        return ""
    if isinstance(cell, str):
        return f'<c r="{letters}{row}" t="inlineStr"><is><t xml:space="preserve">{escape(cell)}</t></is></c>'
    if isinstance(cell, Failed):
        return f'<c r="{letters}{row}" t="e"><f>1/0</f><v>{cell.error}</v></c>'
    if isinstance(cell, PerCent):
        return f'<c r="{letters}{row}" s="1"><v>{cell.share!r}</v></c>'
    return f'<c r="{letters}{row}"><v>{cell!r}</v></c>'


def record(kind: int, *parts: bytes) -> bytes:
    """Return one record of an old workbook."""
    content = b"".join(parts)
    return struct.pack("<HH", kind, len(content)) + content


def old_text(text: str, length: str = "<HB") -> bytes:
    """Return a text of an old workbook, its length first."""
    return struct.pack(length, len(text), 1) + text.encode("utf-16-le")


def write_xls(
    path: Path, sheets: Mapping[str, Sequence[bytes]], styles: Sequence[bytes] = (), strings: Sequence[bytes] = ()
) -> Path:
    """Write an old workbook from the records of its sheets, of its styles and of its shared texts."""
    begin, end = record(0x0809, struct.pack("<HHHHII", 0x0600, 0x0005, 0, 0, 0, 6)), record(0x000A)
    inside = record(0x0809, struct.pack("<HHHHII", 0x0600, 0x0010, 0, 0, 0, 6))
    parts = [inside + b"".join(records) + end for records in sheets.values()]
    shared = b"".join(strings)

    def listed(starts: Sequence[int]) -> bytes:
        names = zip(starts, sheets, strict=True)
        return b"".join(record(0x0085, struct.pack("<IBB", at, 0, 0), old_text(name, "<BB")) for at, name in names)

    first = len(begin) + len(b"".join(styles)) + len(listed([0] * len(parts))) + len(shared) + len(end)
    starts = [first + sum(map(len, parts[:number])) for number in range(len(parts))]
    stream = b"".join([begin, *styles, listed(starts), shared, end, *parts])
    return _write_container(path, stream + bytes(max(0, 4096 - len(stream))))


def _write_container(path: Path, stream: bytes) -> Path:
    """Write the file system of an old workbook with its one stream."""
    sectors = -(-len(stream) // 512)
    table = [0xFFFFFFFD, 0xFFFFFFFE, *range(3, sectors + 2), 0xFFFFFFFE]
    table += [0xFFFFFFFF] * (128 - len(table))

    def entry(name: str, kind: int, child: int, start: int, length: int) -> bytes:
        words = (name + "\0").encode("utf-16-le")
        links = struct.pack("<III", 0xFFFFFFFF, 0xFFFFFFFF, child)
        size = len(words) if name else 0
        return words.ljust(64, b"\0") + struct.pack("<HBB", size, kind, 1) + links + bytes(36) + struct.pack(
            "<IQ", start, length
        )  # fmt: skip

    directory = entry("Root Entry", 5, 1, 0xFFFFFFFE, 0) + entry("Workbook", 2, 0xFFFFFFFF, 2, len(stream))
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + bytes(6)
    header += struct.pack("<IIIIIIIII", 0, 1, 1, 0, 4096, 0xFFFFFFFE, 0, 0xFFFFFFFE, 0)
    header += struct.pack("<109I", 0, *[0xFFFFFFFF] * 108)
    padded = stream + bytes(512 * sectors - len(stream))
    path.write_bytes(header + struct.pack("<128I", *table) + directory + bytes(256) + padded)
    return path
