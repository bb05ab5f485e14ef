"""Marks of the cells of an ODS file (:class:`SheetMarks`), from its one part of content."""

import re
from collections.abc import Mapping
from typing import IO
from xml.etree.ElementTree import Element, iterparse

from indicators.loaders.reading.workbook_marks import SheetMarks, crossed_out, extend, raised

_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_STYLE = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
_CALC = "{urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0}"
MOST_REPEATED = 1_000
"""How often one cell of an ODS may be repeated and still hold figures."""


_SAYS = re.compile(r"[^\W\d_]|[<>≤≥≈~±*†‡€£¥]")


def read_ods_marks(content: IO[bytes]) -> dict[str, SheetMarks]:
    """Return the marks of the sheets of an ODS by name, from its part `content.xml`."""
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
        is_folded = any(parent.get(f"{_TABLE}display") == "false" for parent in parents)
        hidden = is_folded or one.get(f"{_TABLE}visibility", "visible") != "visible"
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
    properties = style.find(f"{_STYLE}text-properties")
    if properties is None:
        return False, False
    position = properties.get(f"{_STYLE}text-position", "")
    is_raised = position.startswith("super") or (position[:1].isdigit() and not position.startswith("0%"))
    return is_raised, properties.get(f"{_STYLE}text-line-through-style", "none") != "none"


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
            elif kind == "float" and (stated := _more_than_a_number(one)) is not None:
                marks.texts.update(dict.fromkeys(cells, stated))
            if shown.get(one.get(f"{_TABLE}style-name", ""), (False, False))[1]:
                marks.crossed_out.update(cells)
        down = int(one.get(f"{_TABLE}number-rows-spanned", "1"))
        if down > 1 and not marks.full:
            marks.joined.append((column, row, row + down - 1))
        column += times


def _more_than_a_number(cell: Element) -> str | None:
    """Return what a cell with a number shows where that is more, or nothing at all; None where it is the number."""
    paragraphs = cell.findall(f"{_TEXT}p")
    if not paragraphs:
        return None
    text = "".join(paragraphs[0].itertext()).strip()
    return None if text and not _SAYS.search(re.sub(r"[0-9]E[+-]?[0-9]", "", text)) else text


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
