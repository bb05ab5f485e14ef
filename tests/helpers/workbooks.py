"""Workbooks written cell by cell, for the tests of readers: the smallest XLSX that spreadsheets accept."""

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
