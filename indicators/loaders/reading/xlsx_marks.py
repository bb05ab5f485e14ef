"""Marks of the cells of an XLSX file (:class:`SheetMarks`), from the parts of its archive."""

import re
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import PurePosixPath
from typing import IO
from xml.etree.ElementTree import Element, fromstring, iterparse

from indicators.loaders.reading import workbook_marks
from indicators.loaders.reading.workbook_marks import (
    BLACK,
    PER_CENT,
    WHITE,
    Position,
    SheetMarks,
    crossed_out,
    extend,
    is_per_cent,
    is_unseen,
    raised,
)

_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_CELL = re.compile(r"([A-Z]{1,3})(\d{1,7})")
_FALSE = {"0", "false"}
MOST_STYLES = 20_000_000
"""The bytes of styles beyond which none is read: real workbooks stay a hundred times below."""

LONGEST = 100_000
"""The bytes of the longest cell: a text has at most 32,767 characters."""

MOST_OF_A_ROW = 64_000_000
"""The bytes of the longest row."""

FEW = 500
"""How many marked texts or styles are sought by their numbers, rather than any."""


@dataclass(frozen=True)
class _Book:
    """What the sheets of an XLSX have in common: the numbers of styles and of texts that mark a cell."""

    per_cent: frozenset[int] = frozenset()
    crossed_out: frozenset[int] = frozenset()
    unseen: frozenset[int] = frozenset()
    speaking: Mapping[int, str] = field(default_factory=dict)
    """The formats that show more or less than a number, by the number of their style."""
    texts: Mapping[int, str] = field(default_factory=dict)
    calculated_on_load: bool = False
    """Whether the results may never have been calculated: a program without a calculator of its own wrote the file."""
    styles_unseen: bool = False


def read_xlsx_marks(archive: zipfile.ZipFile, names: set[str]) -> dict[str, SheetMarks]:
    """Return the marks of the sheets of an XLSX by name; `names` are those of the parts of its archive."""
    with archive.open("xl/workbook.xml") as file:
        parts = list(_elements(file, f"{_MAIN}sheet", f"{_MAIN}calcPr"))
    with archive.open("xl/_rels/workbook.xml.rels") as file:
        targets = {element.get("Id"): element.get("Target", "") for element in _elements(file)}
    unseen = "xl/styles.xml" in names and archive.getinfo("xl/styles.xml").file_size > MOST_STYLES
    styles = _marking_styles(archive) if "xl/styles.xml" in names and not unseen else _Book()
    texts = _marked_strings(archive) if "xl/sharedStrings.xml" in names else {}
    on_load = any(part.get("fullCalcOnLoad", "0") not in _FALSE for part in parts if part.tag == f"{_MAIN}calcPr")
    book = replace(styles, texts=texts, calculated_on_load=on_load, styles_unseen=unseen)
    marks = {}
    for sheet in parts:
        target = targets.get(sheet.get(_RELATION), "")
        part = target.lstrip("/") if target.startswith("/") else str(PurePosixPath("xl") / target)
        if sheet.tag == f"{_MAIN}sheet" and part in names:
            marks[sheet.get("name", "")] = _of_sheet(archive, part, book)
    return marks


def _of_sheet(archive: zipfile.ZipFile, part: str, book: _Book) -> SheetMarks:
    """Return the marks of one sheet: only the cells whose bytes show one are parsed, which is far cheaper than all."""
    marks = SheetMarks(styles_unseen=book.styles_unseen)
    with archive.open(part) as file:
        head = file.read(1 << 12)
    root = re.search(rb'<(\w+:)?worksheet\s[^>]*"', head)
    if root is None:
        raise ValueError("a sheet written otherwise than by any known program")
    prefix = root[1] or b""
    patterns = _sought(book, prefix)
    for content in _whole_rows(archive, part, b"</%brow>" % prefix):
        for tag in _hiding_tags(content, prefix):
            numbers = {name: int(number) for name, number in re.findall(rb'\s(r|min|max)="(\d+)"', tag)}
            if b"r" in numbers:
                extend(marks.hidden_rows, numbers[b"r"] - 1)
            else:
                marks.hidden_columns.append((numbers[b"min"] - 1, numbers[b"max"] - 1))
        for cell in _cells(content, patterns, prefix):
            position = _position(cell.get("r", ""))
            if position is not None and not marks.full:
                _mark_cell(marks, cell, position, book)
    return marks


def _hiding_tags(content: bytes, prefix: bytes) -> list[bytes]:
    """Return the tags of the rows and columns that are hidden, or have no height or width."""
    tags: dict[int, bytes] = {}
    for hiding in re.finditer(rb' (?:hidden="[1t]|ht="0"|width="0")', content):
        start = content.rfind(b"<", max(0, hiding.start() - LONGEST), hiding.start())
        end = content.find(b">", hiding.start(), hiding.start() + LONGEST)
        if min(start, end) >= 0 and content.startswith((b"<%brow " % prefix, b"<%bcol " % prefix), start):
            tags[start] = content[start:end]
    return [tags[start] for start in sorted(tags)]


def _cells(content: bytes, patterns: Sequence[re.Pattern[bytes]], prefix: bytes) -> Element:
    """Return the cells within or before which one of the patterns stands, below one element."""
    cells: dict[int, bytes] = {}
    begin, close = b"<%bc " % prefix, b"</%bc>" % prefix
    for mark in (match for pattern in patterns for match in pattern.finditer(content)):
        start = content.rfind(begin, max(0, mark.start() - LONGEST), mark.start() + 1)
        end = content.find(b">", start, start + LONGEST) + 1
        if content[end - 2 : end - 1] != b"/":
            end = content.find(close, start, start + LONGEST) + len(close)
        if start >= 0 and end > start:
            cells[start] = content[start:end]
    space = b"xmlns:%b" % prefix[:-1] if prefix else b"xmlns"
    parts = prefix, space, _MAIN[1:-1].encode(), b"".join(cells.values()), prefix
    return fromstring(b'<%brow %b="%b">%b</%brow>' % parts)


def _whole_rows(archive: zipfile.ZipFile, part: str, row_end: bytes) -> Iterator[bytes]:
    """Yield the content of a sheet in pieces that end with a row."""
    waiting = b""
    with archive.open(part) as file:
        while block := file.read(1 << 20):
            whole, end, waiting = (waiting + block).rpartition(row_end)
            if len(waiting) > MOST_OF_A_ROW:
                raise ValueError("a row without end")
            yield whole + end
    yield waiting


def _sought(book: _Book, prefix: bytes) -> list[re.Pattern[bytes]]:
    """Return what the bytes of marked cells hold; patterns that begin with plain letters are found quickly."""
    result = rb"(?:<%bv ?/>|<%bv></%bv>)?</%bc>" % (prefix, prefix, prefix, prefix)
    if book.calculated_on_load:
        result = b""
    sought = [
        rb' t="e"',
        rb"</%bf>%b" % (prefix, result),
        rb"<%bf [^>]*/>%b" % (prefix, result),
        rb"<%bvertAlign" % prefix,
        rb"<%bstrike" % prefix,
    ]
    styles = sorted(book.per_cent | book.crossed_out | book.unseen | book.speaking.keys())
    if styles:
        numbers = b"|".join(b"%d" % number for number in styles) if len(styles) <= FEW else rb"\d+"
        sought.append(rb' s="(?:%b)"' % numbers)
    if book.texts:
        numbers = b"|".join(b"%d" % number for number in book.texts) if len(book.texts) <= FEW else rb"\d+"
        sought.append(rb' t="s"[^>]*><%bv>(?:%b)</' % (prefix, numbers))
    return [re.compile(pattern) for pattern in sought]


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
    elif kind == "n" and value and style in book.speaking:
        text = workbook_marks.shown(book.speaking[style], float(value))
        if text is not None:
            marks.texts[position] = text
    if formula is not None and book.calculated_on_load and position not in marks.texts:
        marks.stored_results.add(position)
    if style in book.crossed_out:
        marks.crossed_out.add(position)
    if style in book.unseen and (value or kind == "inlineStr"):
        marks.unseen.add(position)


def _marking_styles(archive: zipfile.ZipFile) -> _Book:
    """Return which cell styles show a number as per cent, cross out, or have a format that says more."""
    with archive.open("xl/styles.xml") as file:
        root = next((element for _, element in iterparse(file) if element.tag == f"{_MAIN}styleSheet"), None)
    if root is None:
        return _Book()
    codes = {
        int(element.get("numFmtId", "-1")): element.get("formatCode", "") for element in root.iter(f"{_MAIN}numFmt")
    }
    formats = {number for number, code in codes.items() if is_per_cent(code)}
    fonts = list(root.iterfind(f"{_MAIN}fonts/{_MAIN}font"))
    crossed_out_fonts = {number for number, font in enumerate(fonts) if _is_set(font.find(f"{_MAIN}strike"))}
    text_colours = {number: _colour(font.find(f"{_MAIN}color"), BLACK) for number, font in enumerate(fonts)}
    grounds = {number: _ground(fill) for number, fill in enumerate(root.iterfind(f"{_MAIN}fills/{_MAIN}fill"))}
    cells = [
        tuple(int(element.get(name, "0")) for name in ("numFmtId", "fontId", "fillId"))
        for element in root.iterfind(f"{_MAIN}cellXfs/{_MAIN}xf")
    ]
    per_cent = frozenset(number for number, (shown, _, _) in enumerate(cells) if shown in formats | PER_CENT)
    crossed_out = frozenset(number for number, (_, font, _) in enumerate(cells) if font in crossed_out_fonts)
    unseen = frozenset(
        number for number, (_, font, fill) in enumerate(cells) if _is_alike(text_colours.get(font), grounds.get(fill))
    )
    speaking = {
        number: codes[shown]
        for number, (shown, _, _) in enumerate(cells)
        if number not in per_cent and workbook_marks.speaks(codes.get(shown, ""))
    }
    return _Book(per_cent, crossed_out, unseen, speaking)


def _colour(colour: Element | None, otherwise: str) -> str | None:
    """Return a colour as six hexadecimal digits, or by the name that the workbook has for it; None where none is known.

    `otherwise` is the colour where the workbook leaves it to the program.
    """
    if colour is None or _is_set_to(colour, "auto"):
        return otherwise
    if digits := re.fullmatch(r"(?:[0-9A-Fa-f]{2})?([0-9A-Fa-f]{6})", colour.get("rgb", "")):
        return digits[1]
    tint = float(colour.get("tint", "0"))
    if (number := colour.get("theme")) in _PAPER_AND_INK:
        grey = _PAPER_AND_INK[number] * (1 + min(tint, 0)) + (255 - _PAPER_AND_INK[number]) * max(tint, 0)
        return f"{min(max(round(grey), 0), 255):02x}" * 3
    if number is not None:
        return f"theme {number} {tint}"
    number = colour.get("indexed", "")
    return _INDEXED.get(number, f"indexed {number}" if number else None)


_PAPER_AND_INK = {"0": 255, "1": 0}
"""The colours of a theme that its sheets and their texts have by themselves: white and black."""

_INDEXED = {"0": BLACK, "1": WHITE, "8": BLACK, "9": WHITE, "64": BLACK, "65": WHITE}
"""The numbers of white and black among the colours of old workbooks (ECMA-376, 18.8.27)."""


def _ground(fill: Element) -> str | None:
    """Return the colour of the ground that a fill gives, white for none, None where it is no even colour."""
    pattern = fill.find(f"{_MAIN}patternFill")
    kind = None if pattern is None else pattern.get("patternType", "none")
    if pattern is None or kind not in {"none", "solid"}:
        return None
    return WHITE if kind == "none" else _colour(pattern.find(f"{_MAIN}fgColor"), WHITE)


def _is_alike(text: str | None, ground: str | None) -> bool:
    """Return whether a text is not seen on its ground; colours of a name are alike where they are the same."""
    if text is None or ground is None:
        return False
    named = " " in text or " " in ground
    return text == ground if named else is_unseen(text, ground)


def _is_set_to(element: Element, name: str) -> bool:
    """Return whether an attribute of an element is there and not switched off."""
    return element.get(name, "0") not in _FALSE


def _is_set(property_element: Element | None) -> bool:
    """Return whether a property of a font is there and not switched off."""
    return property_element is not None and property_element.get("val", "1") not in _FALSE


def _marked_strings(archive: zipfile.ZipFile) -> dict[int, str]:
    """Return the shared texts with raised or crossed-out parts, by their numbers."""
    with archive.open("xl/sharedStrings.xml") as file:
        if not re.search(rb"superscript|strike", file.read()):
            return {}
    with archive.open("xl/sharedStrings.xml") as file:
        texts = (_marked_text(element) for element in _elements(file, f"{_MAIN}si"))
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


_INSIDE = {f"{_MAIN}{name}" for name in ("v", "f", "is", "t", "r", "rPr", "vertAlign", "strike")}
"""The elements that are forgotten with the cell or text they stand in."""


def _elements(file: IO[bytes], *tags: str) -> Iterator[Element]:
    """Yield the elements called one of `tags` (or all), forgetting each: a sheet may be far larger than the memory."""
    parents: list[Element] = []
    for event, element in iterparse(file, ("start", "end")):
        if event == "start":
            parents.append(element)
            continue
        parents.pop()
        if not tags or element.tag in tags:
            yield element
        if element.tag not in _INSIDE and parents:
            parents[-1].remove(element)


def _position(reference: str) -> Position | None:
    parts = _CELL.fullmatch(reference)
    if parts is None:
        return None
    column = 0
    for letter in parts[1]:
        column = column * 26 + ord(letter) - 64
    return int(parts[2]) - 1, column - 1
