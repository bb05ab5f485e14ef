"""Marks of the cells of an ODS file (:class:`SheetMarks`), from its one part of content."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import IO
from xml.etree.ElementTree import Element, iterparse

from indicators.loaders.reading.workbook_marks import WHITE, SheetMarks, crossed_out, extend, is_unseen, raised

_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_STYLE = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
_FO = "{urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0}"
_CALC = "{urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0}"
MOST_REPEATED = 1_000
"""How often one cell of an ODS may be repeated and still hold figures."""


_SAYS = re.compile(r"[^\W\d_]|[<>≤≥≈~±*†‡€£¥]")


@dataclass(frozen=True)
class _Look:
    """What a style makes of a text: raised, crossed out, or not seen on its ground."""

    is_raised: bool = False
    is_crossed_out: bool = False
    is_unseen: bool = False


_PLAIN = _Look()


def read_ods_marks(content: IO[bytes]) -> dict[str, SheetMarks]:
    """Return the marks of the sheets of an ODS by name, from its part `content.xml`."""
    sheets: dict[str, SheetMarks] = {}
    marks, row, column = SheetMarks(), 0, 0
    looks: dict[str, _Look] = {}
    defaults: list[tuple[int, _Look]] = []
    parents: list[Element] = []
    for event, element in iterparse(content, ("start", "end")):
        if event == "start":
            parents.append(element)
            if element.tag == f"{_TABLE}table":
                marks = sheets.setdefault(element.get(f"{_TABLE}name", ""), SheetMarks())
                row = column = 0
                defaults = []
            continue
        parents.pop()
        is_folded = any(parent.get(f"{_TABLE}display") == "false" for parent in parents)
        hidden = is_folded or element.get(f"{_TABLE}visibility", "visible") != "visible"
        if element.tag == f"{_STYLE}style":
            looks[element.get(f"{_STYLE}name", "")] = _look(element)
        elif element.tag == f"{_TABLE}table-column":
            count = int(element.get(f"{_TABLE}number-columns-repeated", "1"))
            if hidden:
                marks.hidden_columns.append((column, column + count - 1))
            column += count
            defaults.append((column, looks.get(element.get(f"{_TABLE}default-cell-style-name", ""), _PLAIN)))
        elif element.tag == f"{_TABLE}table-row":
            count = int(element.get(f"{_TABLE}number-rows-repeated", "1"))
            if hidden:
                extend(marks.hidden_rows, row, count)
            _mark_row(marks, element, row, looks, defaults)
            row += count
            parents[-1].remove(element)
    return sheets


def _look(style: Element) -> _Look:
    """Return what a style of an ODS makes of a text."""
    properties = style.find(f"{_STYLE}text-properties")
    if properties is None:
        return _PLAIN
    position = properties.get(f"{_STYLE}text-position", "")
    is_raised = position.startswith("super") or (position[:1].isdigit() and not position.startswith("0%"))
    is_crossed_out = properties.get(f"{_STYLE}text-line-through-style", "none") != "none"
    cell = style.find(f"{_STYLE}table-cell-properties")
    ground = None if cell is None else cell.get(f"{_FO}background-color")
    if ground is None and style.get(f"{_STYLE}parent-style-name", "Default") == "Default":
        ground = "transparent"
    automatic = properties.get(f"{_STYLE}use-window-font-color") == "true"
    text, behind = _colour("" if automatic else properties.get(f"{_FO}color", "")), _colour(ground or "")
    return _Look(is_raised, is_crossed_out, bool(text and behind and is_unseen(text, behind)))


def _colour(stated: str) -> str | None:
    """Return a colour as six hexadecimal digits, None where none is stated; nothing before the paper is white."""
    if stated == "transparent":
        return WHITE
    return stated[1:] if re.fullmatch(r"#[0-9A-Fa-f]{6}", stated) else None


def _mark_row(
    marks: SheetMarks, record: Element, row: int, looks: Mapping[str, _Look], defaults: Sequence[tuple[int, _Look]]
) -> None:
    """Add the marked cells of one row of an ODS table; what is repeated beyond reason holds no figures.

    `defaults` are the looks of the cells that name no style, each with the column, from 0, before which it ends.
    """
    column = 0
    of_row = looks.get(record.get(f"{_TABLE}default-cell-style-name", ""))
    for cell in record:
        times = int(cell.get(f"{_TABLE}number-columns-repeated", "1"))
        if times <= MOST_REPEATED and not marks.full:
            cells = [(row, column + number) for number in range(times)]
            kind = cell.get(f"{_CALC}value-type") or cell.get(f"{_OFFICE}value-type")
            text = _marked_ods_text(cell, looks)
            named = cell.get(f"{_TABLE}style-name")
            if named is None:
                look = of_row or next((default for end, default in defaults if column < end), _PLAIN)
            else:
                look = looks.get(named, _PLAIN)
            if kind == "error":
                marks.texts.update(dict.fromkeys(cells, cell.findtext(f"{_TEXT}p", "")[:20] or "#"))
            elif kind is None and cell.get(f"{_TABLE}formula") and cell.find(f"{_TEXT}p") is None:
                formula = cell.get(f"{_TABLE}formula", "").partition("=")[2]
                marks.texts.update(dict.fromkeys(cells, f"={formula}"[:61]))
            elif text is not None:
                marks.texts.update(dict.fromkeys(cells, text))
            elif kind == "percentage":
                marks.per_cent.update(cells)
            elif kind == "float" and (stated := _more_than_a_number(cell)) is not None:
                marks.texts.update(dict.fromkeys(cells, stated))
            if look.is_crossed_out:
                marks.crossed_out.update(cells)
            if look.is_unseen and cell.find(f"{_TEXT}p") is not None:
                marks.unseen.update(cells)
        down, right = (int(cell.get(f"{_TABLE}number-{name}-spanned", "1")) for name in ("rows", "columns"))
        if max(down, right) > 1 and not marks.full:
            marks.joined.append(((row, column), (row + down - 1, column + right - 1)))
        column += times


def _more_than_a_number(cell: Element) -> str | None:
    """Return what a cell with a number shows where that is more, or nothing at all; None where it is the number."""
    paragraphs = cell.findall(f"{_TEXT}p")
    if not paragraphs:
        return None
    text = "".join(paragraphs[0].itertext()).strip()
    return None if text and not _SAYS.search(re.sub(r"[0-9]E[+-]?[0-9]", "", text)) else text


def _marked_ods_text(cell: Element, looks: Mapping[str, _Look]) -> str | None:
    """Return the text of a cell of an ODS as it shows; None where no part is raised or crossed out."""
    paragraphs, is_marked = [], False
    for paragraph in cell.iterfind(f"{_TEXT}p"):
        parts = [paragraph.text or ""]
        for span in paragraph:
            look = looks.get(span.get(f"{_TEXT}style-name", ""), _PLAIN)
            part = "".join(span.itertext())
            part = raised(part) if look.is_raised else part
            parts += [crossed_out(part) if look.is_crossed_out else part, span.tail or ""]
            is_marked |= look.is_raised or look.is_crossed_out
        paragraphs.append("".join(parts))
    return "\n".join(paragraphs) if is_marked else None
