"""Marks of a workbook's cells that their plain values do not show.

Per cent, errors and missing results of formulas, raised figures of footnotes,
crossed-out cells, joined cells, hidden rows and columns: read from the parts of
XLSX and ODS files, for the values themselves come from calamine.
"""

import re
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import IO
from xml.etree.ElementTree import Element, ParseError, iterparse

_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_STYLE = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
_CALC = "{urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0}"
PER_CENT = {9, 10}
"""The numbers of the built-in formats of per cent (ECMA-376, 18.8.30)."""

_CELL = re.compile(r"([A-Z]{1,3})(\d{1,7})")
_FALSE = {"0", "false"}
MOST = 2_000_000
"""How many marked cells of one sheet are remembered."""

MOST_STYLES = 20_000_000
"""The bytes of styles beyond which none is read: real workbooks stay a hundred times below."""

MOST_REPEATED = 1_000
"""How often one cell of an ODS may be repeated and still hold figures."""

_RAISED = str.maketrans("0123456789+-=()abcdefghijklmnoprstuvwxyz", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ᵃᵇᶜᵈᵉᶠᵍʰⁱʲᵏˡᵐⁿᵒᵖʳˢᵗᵘᵛʷˣʸᶻ")
_STROKE = "\u0336"
"""What Unicode puts behind each character of a crossed-out text."""

Position = tuple[int, int]
"""The row and the column of a cell, from 0."""


@dataclass
class SheetMarks:
    """The marked cells of one sheet, by row and column from 0.

    `texts` are those that stand for the plain value: the error of a formula, the formula itself where its result
    is not stored, a text with raised or crossed-out parts. `crossed_out` are cells whose whole text is.
    """

    texts: dict[Position, str] = field(default_factory=dict)
    per_cent: set[Position] = field(default_factory=set)
    crossed_out: set[Position] = field(default_factory=set)
    hidden_rows: list[tuple[int, int]] = field(default_factory=list)
    """First and last of the rows that are hidden together."""
    hidden_columns: list[tuple[int, int]] = field(default_factory=list)
    joined: list[tuple[int, int, int]] = field(default_factory=list)
    """Column, first and last row of the cells that an ODS joins downwards; calamine reports those of the others."""

    @property
    def full(self) -> bool:
        """Whether no more cells are remembered."""
        return len(self.texts) + len(self.per_cent) + len(self.crossed_out) + len(self.joined) >= MOST


def raised(text: str) -> str:
    """Return a text in raised characters."""
    return text.translate(_RAISED)


def crossed_out(text: str) -> str:
    """Return a text with a stroke through each character."""
    return "".join(character + _STROKE for character in text)


def is_per_cent(number_format: str) -> bool:
    """Return whether a format shows numbers as per cent, rather than with a sign that is only a text."""
    return "%" in re.sub(r'"[^"]*"|\\.', "", number_format)


def read_marks(path: Path) -> dict[str, SheetMarks] | None:
    """Return the marks of the sheets of an XLSX or ODS file by name, None where they cannot be seen."""
    try:
        with zipfile.ZipFile(path) as archive:
            names = set(archive.namelist())
            if "xl/workbook.xml" in names:
                return _of_xlsx(archive, names)
            if "content.xml" in names:
                with archive.open("content.xml") as content:
                    return _of_ods(content)
    except (zipfile.BadZipFile, ParseError, KeyError, ValueError, OSError):
        # calamine has read the values; a part it did not need is no reason to refuse them
        return None
    return None


@dataclass(frozen=True)
class _Book:
    """What the sheets of an XLSX have in common: the numbers of styles and of texts that mark a cell."""

    per_cent: frozenset[int] = frozenset()
    crossed_out: frozenset[int] = frozenset()
    texts: Mapping[int, str] = field(default_factory=dict)
    calculated_on_load: bool = False
    """Whether the results were never calculated: a program without a calculator of its own wrote the file."""


def _of_xlsx(archive: zipfile.ZipFile, names: set[str]) -> dict[str, SheetMarks]:
    with archive.open("xl/workbook.xml") as file:
        parts = list(_elements(file, f"{_MAIN}sheet", f"{_MAIN}calcPr"))
    with archive.open("xl/_rels/workbook.xml.rels") as file:
        targets = {one.get("Id"): one.get("Target", "") for one in _elements(file)}
    per_cent, struck = _marking_styles(archive) if "xl/styles.xml" in names else (frozenset(), frozenset())
    texts = _marked_strings(archive) if "xl/sharedStrings.xml" in names else {}
    on_load = any(part.get("fullCalcOnLoad", "0") not in _FALSE for part in parts if part.tag == f"{_MAIN}calcPr")
    book = _Book(per_cent, struck, texts, on_load)
    marks = {}
    for sheet in parts:
        target = targets.get(sheet.get(_RELATION), "")
        part = target.lstrip("/") if target.startswith("/") else str(PurePosixPath("xl") / target)
        if sheet.tag == f"{_MAIN}sheet" and part in names:
            marks[sheet.get("name", "")] = _of_sheet(archive, part, book)
    return marks


def _of_sheet(archive: zipfile.ZipFile, part: str, book: _Book) -> SheetMarks:
    marks = SheetMarks()
    if not _is_marked(archive, part, book):
        return marks
    with archive.open(part) as file:
        for one in _elements(file, f"{_MAIN}col", f"{_MAIN}row", f"{_MAIN}c"):
            if one.tag == f"{_MAIN}c":
                position = _position(one.get("r", ""))
                if position is not None and not marks.full:
                    _mark_cell(marks, one, position, book)
            elif one.get("hidden", "0") not in _FALSE or "0" in {one.get("ht"), one.get("width")}:
                if one.tag == f"{_MAIN}row":
                    extend(marks.hidden_rows, int(one.get("r", "0")) - 1)
                else:
                    marks.hidden_columns.append((int(one.get("min", "0")) - 1, int(one.get("max", "0")) - 1))
    return marks


def _mark_cell(marks: SheetMarks, cell: Element, position: Position, book: _Book) -> None:
    """Add what the element of a cell says beside its value."""
    kind, style, value = cell.get("t", "n"), int(cell.get("s", "0")), cell.findtext(f"{_MAIN}v")
    formula = cell.find(f"{_MAIN}f")
    if kind == "e":
        marks.texts[position] = (value or "")[:20] or "#"
    elif formula is not None and (
        value is None
        or (value == "" and kind != "str")
        or (book.calculated_on_load and kind == "n" and float(value) == 0)
    ):
        marks.texts[position] = "=" + (formula.text or "…")[:60]
    elif kind == "s" and value and int(value) in book.texts:
        marks.texts[position] = book.texts[int(value)]
    elif kind == "inlineStr":
        inside = cell.find(f"{_MAIN}is")
        text = None if inside is None else _marked_text(inside)
        if text is not None:
            marks.texts[position] = text
    elif kind == "n" and style in book.per_cent:
        marks.per_cent.add(position)
    if style in book.crossed_out:
        marks.crossed_out.add(position)


def _is_marked(archive: zipfile.ZipFile, part: str, book: _Book) -> bool:
    """Return whether the bytes of a sheet may name a mark; looking at bytes is far cheaper than parsing."""
    styles = "|".join(str(number) for number in sorted(book.per_cent | book.crossed_out))
    sought = [
        rb"\st=[\"']e[\"']",
        rb"\shidden=",
        rb"\s(?:ht|width)=[\"']0[\"']",
        rb"<(?:\w+:)?f[\s>/]",
        rb"vertAlign|strike",
    ]
    sought += [rb"\ss=[\"'](?:%s)[\"']" % styles.encode()] if styles else []
    sought += [rb"\st=[\"']s[\"']"] if book.texts else []
    pattern = re.compile(b"|".join(sought))
    last = b""
    with archive.open(part) as file:
        while block := file.read(1 << 20):
            if pattern.search(last + block):
                return True
            last = block[-24:]
    return False


def _marking_styles(archive: zipfile.ZipFile) -> tuple[frozenset[int], frozenset[int]]:
    """Return the numbers of the cell styles that show a number as per cent, and of those that cross out."""
    if archive.getinfo("xl/styles.xml").file_size > MOST_STYLES:
        return frozenset(), frozenset()
    with archive.open("xl/styles.xml") as file:
        root = next((one for _, one in iterparse(file) if one.tag == f"{_MAIN}styleSheet"), None)
    if root is None:
        return frozenset(), frozenset()
    formats = {
        int(one.get("numFmtId", "-1")) for one in root.iter(f"{_MAIN}numFmt") if is_per_cent(one.get("formatCode", ""))
    }
    fonts = [_is_set(one.find(f"{_MAIN}strike")) for one in root.iterfind(f"{_MAIN}fonts/{_MAIN}font")]
    cells = [
        (int(one.get("numFmtId", "0")), int(one.get("fontId", "0")))
        for one in root.iterfind(f"{_MAIN}cellXfs/{_MAIN}xf")
    ]
    per_cent = frozenset(number for number, (shown, _) in enumerate(cells) if shown in formats | PER_CENT)
    struck = frozenset(number for number, (_, font) in enumerate(cells) if font < len(fonts) and fonts[font])
    return per_cent, struck


def _is_set(property_element: Element | None) -> bool:
    """Return whether a property of a font is there and not switched off."""
    return property_element is not None and property_element.get("val", "1") not in _FALSE


def _marked_strings(archive: zipfile.ZipFile) -> dict[int, str]:
    """Return the shared texts with raised or crossed-out parts, by their numbers."""
    with archive.open("xl/sharedStrings.xml") as file:
        texts = (_marked_text(one) for one in _elements(file, f"{_MAIN}si"))
        return {number: text for number, text in enumerate(texts) if text is not None}


def _marked_text(item: Element) -> str | None:
    """Return a text made of parts as it shows; None where no part is raised or crossed out."""
    parts = [
        (run.findtext(f"{_MAIN}t", ""), run.find(f"{_MAIN}rPr/{_MAIN}vertAlign"), run.find(f"{_MAIN}rPr/{_MAIN}strike"))
        for run in item.iterfind(f"{_MAIN}r")
    ]
    plain = "".join(text for text, _, _ in parts)
    shown = ""
    for text, aligned, strike in parts:
        part = raised(text) if aligned is not None and aligned.get("val") == "superscript" else text
        shown += crossed_out(part) if _is_set(strike) else part
    return shown if shown != plain else None


def extend(ranges: list[tuple[int, int]], number: int, count: int = 1) -> None:
    """Add numbers to ranges that come in their order."""
    if ranges and ranges[-1][1] == number - 1:
        ranges[-1] = (ranges[-1][0], number + count - 1)
    else:
        ranges.append((number, number + count - 1))


def _of_ods(content: IO[bytes]) -> dict[str, SheetMarks]:
    sheets: dict[str, SheetMarks] = {}
    marks, row, column = SheetMarks(), 0, 0
    shown: dict[str, tuple[bool, bool]] = {}
    parents: list[Element] = []
    for event, one in iterparse(content, ("start", "end")):
        if event == "start":
            parents.append(one)
            if one.tag == f"{_TABLE}table":
                marks = sheets.setdefault(one.get(f"{_TABLE}name", ""), SheetMarks())
                row = column = 0
            continue
        parents.pop()
        hidden = one.get(f"{_TABLE}visibility", "visible") != "visible"
        if one.tag == f"{_STYLE}style":
            shown[one.get(f"{_STYLE}name", "")] = _text_properties(one)
        elif one.tag == f"{_TABLE}table-column":
            count = int(one.get(f"{_TABLE}number-columns-repeated", "1"))
            if hidden:
                marks.hidden_columns.append((column, column + count - 1))
            column += count
        elif one.tag == f"{_TABLE}table-row":
            count = int(one.get(f"{_TABLE}number-rows-repeated", "1"))
            if hidden:
                extend(marks.hidden_rows, row, count)
            _mark_row(marks, one, row, shown)
            row += count
            parents[-1].remove(one)
    return sheets


def _text_properties(style: Element) -> tuple[bool, bool]:
    """Return whether a style of an ODS raises text, and whether it crosses it out."""
    found = style.find(f"{_STYLE}text-properties")
    if found is None:
        return False, False
    position = found.get(f"{_STYLE}text-position", "")
    is_raised = position.startswith("super") or (position[:1].isdigit() and not position.startswith("0%"))
    return is_raised, found.get(f"{_STYLE}text-line-through-style", "none") != "none"


def _mark_row(marks: SheetMarks, record: Element, row: int, shown: Mapping[str, tuple[bool, bool]]) -> None:
    """Add the marked cells of one row of an ODS table; what is repeated beyond reason holds no figures."""
    column = 0
    for one in record:
        times = int(one.get(f"{_TABLE}number-columns-repeated", "1"))
        if times <= MOST_REPEATED and not marks.full:
            cells = [(row, column + number) for number in range(times)]
            kind = one.get(f"{_CALC}value-type") or one.get(f"{_OFFICE}value-type")
            text = _marked_ods_text(one, shown)
            if kind == "error":
                marks.texts.update(dict.fromkeys(cells, one.findtext(f"{_TEXT}p", "")[:20] or "#"))
            elif kind is None and one.get(f"{_TABLE}formula") and one.find(f"{_TEXT}p") is None:
                formula = one.get(f"{_TABLE}formula", "").partition("=")[2]
                marks.texts.update(dict.fromkeys(cells, f"={formula}"[:61]))
            elif text is not None:
                marks.texts.update(dict.fromkeys(cells, text))
            elif kind == "percentage":
                marks.per_cent.update(cells)
            if shown.get(one.get(f"{_TABLE}style-name", ""), (False, False))[1]:
                marks.crossed_out.update(cells)
        down = int(one.get(f"{_TABLE}number-rows-spanned", "1"))
        if down > 1 and not marks.full:
            marks.joined.append((column, row, row + down - 1))
        column += times


def _marked_ods_text(cell: Element, shown: Mapping[str, tuple[bool, bool]]) -> str | None:
    """Return the text of a cell of an ODS as it shows; None where no part is raised or crossed out."""
    paragraphs, is_marked = [], False
    for paragraph in cell.iterfind(f"{_TEXT}p"):
        parts = [paragraph.text or ""]
        for span in paragraph:
            is_raised, is_struck = shown.get(span.get(f"{_TEXT}style-name", ""), (False, False))
            part = "".join(span.itertext())
            part = raised(part) if is_raised else part
            parts += [crossed_out(part) if is_struck else part, span.tail or ""]
            is_marked |= is_raised or is_struck
        paragraphs.append("".join(parts))
    return "\n".join(paragraphs) if is_marked else None


_INSIDE = {f"{_MAIN}{name}" for name in ("v", "f", "is", "t", "r", "rPr", "vertAlign", "strike")}
"""The elements that are forgotten with the cell or text they stand in."""


def _elements(file: IO[bytes], *tags: str) -> Iterator[Element]:
    """Yield the elements called one of `tags` (or all), forgetting each: a sheet may be far larger than the memory."""
    parents: list[Element] = []
    for event, one in iterparse(file, ("start", "end")):
        if event == "start":
            parents.append(one)
            continue
        parents.pop()
        if not tags or one.tag in tags:
            yield one
        if one.tag not in _INSIDE and parents:
            parents[-1].remove(one)


def _position(reference: str) -> Position | None:
    found = _CELL.fullmatch(reference)
    if found is None:
        return None
    column = 0
    for letter in found[1]:
        column = column * 26 + ord(letter) - 64
    return int(found[2]) - 1, column - 1
