"""Marks of the cells of an old workbook (XLS): per cent, crossed-out, raised and unseen texts, hidden rows and columns.

The file is a small file system ([MS-CFB]) whose stream `Workbook` is a row of records ([MS-XLS]); calamine reads
the values, and the few records that say how they show are read here.
"""

import struct
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from indicators.loaders.reading import workbook_marks
from indicators.loaders.reading.workbook_marks import PER_CENT, SheetMarks, crossed_out, extend, is_per_cent, raised

MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_LAST_SECTOR = 0xFFFFFFFA
"""Numbers of sectors from here on end a chain."""

_BOF, _EOF, _CONTINUE = 0x0809, 0x000A, 0x003C
_FONT, _FORMAT, _XF, _BOUNDSHEET, _SST = 0x0031, 0x041E, 0x00E0, 0x0085, 0x00FC
_ROW, _COLINFO, _LABELSST = 0x0208, 0x007D, 0x00FD
_RK = 0x027E
_NUMBERS = {0x0203, _RK, 0x0006}
"""The records of one number: NUMBER, RK, FORMULA."""

_MULRK, _BIFF8 = 0x00BD, 0x0600
_WHITE, _INK = 9, 0x40
"""The numbers by which the palette of an old workbook knows white and the colour of its texts."""

_CELLS = {*_NUMBERS, _LABELSST, 0x0204, 0x00D6}
"""The records of one cell, which begin with its row, its column and its style."""


def read_xls_marks(path: Path) -> dict[str, SheetMarks]:
    """Return the marks of the sheets of the workbook at `path`, by name.

    Raises ValueError or struct.error where the file is damaged.
    """
    stream = _workbook_stream(path.read_bytes())
    book = _read_book(stream)
    return {name: _read_sheet(stream, start, book) for name, start in book.sheets.items()}


def _workbook_stream(content: bytes) -> bytes:
    """Return the stream of the workbook."""
    size, small_size = 1 << _short(content, 30), 1 << _short(content, 32)
    sectors = (len(content) - size) // size + 1

    def sector(number: int) -> bytes:
        return content[(number + 1) * size : (number + 2) * size]

    tables = [number for number in struct.unpack_from("<109I", content, 76) if number < _LAST_SECTOR]
    more = struct.unpack_from("<I", content, 68)[0]
    while more < _LAST_SECTOR and len(tables) <= sectors:
        *numbers, more = struct.unpack(f"<{size // 4}I", sector(more))
        tables += [number for number in numbers if number < _LAST_SECTOR]
    chain = [number for table in tables for number in struct.unpack(f"<{size // 4}I", sector(table))]
    directory = b"".join(map(sector, _chain(chain, struct.unpack_from("<I", content, 48)[0])))
    entries: dict[str, tuple[int, int]] = {}
    for place in range(0, len(directory) - 127, 128):
        name = directory[place : place + max(0, _short(directory, place + 64) - 2)].decode("utf-16-le", "replace")
        entries.setdefault(name, struct.unpack_from("<II", directory, place + 116))
    start, length = entries.get("Workbook") or entries["Book"]
    if length >= struct.unpack_from("<I", content, 56)[0]:
        return b"".join(map(sector, _chain(chain, start)))[:length]
    small = b"".join(map(sector, _chain(chain, entries["Root Entry"][0])))
    links_start = struct.unpack_from("<I", content, 60)[0]
    links = b"".join(map(sector, _chain(chain, links_start)))
    small_chain = list(struct.unpack(f"<{len(links) // 4}I", links))
    parts = [small[number * small_size : (number + 1) * small_size] for number in _chain(small_chain, start)]
    return b"".join(parts)[:length]


def _short(content: bytes, place: int) -> int:
    number: int = struct.unpack_from("<H", content, place)[0]
    return number


def _chain(following: Sequence[int], start: int) -> list[int]:
    """Return the numbers of a chain of sectors."""
    numbers: list[int] = []
    while start < len(following):
        numbers.append(start)
        if len(numbers) > len(following):
            raise ValueError("a chain of sectors has no end")
        start = following[start]
    return numbers


def _records(stream: bytes, start: int = 0) -> Iterator[tuple[int, bytes]]:
    """Yield type and content of the records of one part of a stream, up to its end."""
    place = start
    while place + 4 <= len(stream):
        kind, length = struct.unpack_from("<HH", stream, place)
        yield kind, stream[place + 4 : place + 4 + length]
        place += 4 + length
        if kind == _EOF:
            return


class _Font(NamedTuple):
    """How a font of an old workbook shows a text."""

    is_crossed_out: bool = False
    is_raised: bool = False
    colour: int = _INK


def _colour(number: int) -> int:
    """Return the number of a colour; white and black have several."""
    return _WHITE if number in {1, _WHITE, 0x41} else _INK if number in {0, 8, _INK, 0x7FFF} else number


def _ground(style: bytes) -> int | None:
    """Return the colour of the ground of a style, None where it is no even one."""
    pattern = struct.unpack_from("<I", style, 14)[0] >> 26
    return _WHITE if pattern == 0 else _colour(_short(style, 18) & 0x7F) if pattern == 1 else None


@dataclass
class _OldBook:
    """What the sheets of a workbook have in common: where each begins, the styles and texts that mark a cell."""

    sheets: dict[str, int] = field(default_factory=dict)
    per_cent: set[int] = field(default_factory=set)
    crossed_out: set[int] = field(default_factory=set)
    unseen: set[int] = field(default_factory=set)
    texts: dict[int, str] = field(default_factory=dict)
    speaking: dict[int, str] = field(default_factory=dict)
    """The formats that show more or less than a number, by the number of their style."""


def _read_book(stream: bytes) -> _OldBook:
    book = _OldBook()
    is_new = True
    fonts, styles = [], []
    codes: dict[int, str] = {}
    strings: list[bytes] = []
    last = 0
    for kind, content in _records(stream):
        if kind == _BOF:
            is_new = _short(content, 0) >= _BIFF8
        elif kind == _FONT:
            fonts.append(_Font(bool(_short(content, 2) & 0x08), _short(content, 8) == 1, _colour(_short(content, 4))))
        elif kind == _FORMAT:
            codes[_short(content, 0)] = _text(content, 2, is_new)
        elif kind == _XF:
            styles.append((_short(content, 0), _short(content, 2), _ground(content) if is_new else None))
        elif kind == _BOUNDSHEET:
            start = struct.unpack_from("<I", content, 0)[0]
            book.sheets[_text(content, 6, is_new, length_bytes=1)] = start
        elif kind == _SST or (kind == _CONTINUE and last in {_SST, _CONTINUE} and strings):
            strings.append(content)
        last = kind

    def font(number: int) -> _Font:
        # there is no font of the number 4
        place = number - 1 if number > 4 else number
        return fonts[place] if place < len(fonts) else _Font()

    formats = {*PER_CENT, *(number for number, code in codes.items() if is_per_cent(code))}
    for number, (font_number, shown, ground) in enumerate(styles):
        book.per_cent |= {number} if shown in formats else set()
        if shown not in formats and workbook_marks.speaks(codes.get(shown, "")):
            book.speaking[number] = codes[shown]
        book.crossed_out |= {number} if font(font_number).is_crossed_out else set()
        book.unseen |= {number} if font(font_number).colour == ground else set()
    for number, (text, runs) in enumerate(_Strings(strings).read() if strings else ()):
        marked = [(place, font(font_number).is_crossed_out, font(font_number).is_raised) for place, font_number in runs]
        if any(is_crossed_out or is_raised for _, is_crossed_out, is_raised in marked):
            book.texts[number] = _shown(text, marked)
    return book


def _shown(text: str, runs: Sequence[tuple[int, bool, bool]]) -> str:
    """Return a text as it shows; `runs` are the place where each begins, and whether it is crossed out and raised."""
    ends = [place for place, _, _ in runs[1:]] + [len(text)]
    parts = [text[: runs[0][0]]]
    for (place, is_crossed_out, is_raised), end in zip(runs, ends, strict=True):
        part = raised(text[place:end]) if is_raised else text[place:end]
        parts.append(crossed_out(part) if is_crossed_out else part)
    return "".join(parts)


def _text(content: bytes, place: int, is_new: bool, length_bytes: int = 2) -> str:
    """Return a text of a record, whose length comes first."""
    count = content[place] if length_bytes == 1 or not is_new else _short(content, place)
    place += 1 if not is_new else length_bytes
    if not is_new:
        return content[place : place + count].decode("cp1252", "replace")
    if content[place] & 1:
        return content[place + 1 : place + 1 + 2 * count].decode("utf-16-le", "replace")
    return content[place + 1 : place + 1 + count].decode("latin-1")


class _Strings:
    """The table of shared texts, which is cut into records anywhere."""

    def __init__(self, parts: Sequence[bytes]) -> None:
        self.content = b"".join(parts)
        self.at = 8
        self.cuts = []
        begin = 0
        for part in parts[:-1]:
            begin += len(part)
            self.cuts.append(begin)

    def read(self) -> Iterator[tuple[str, list[tuple[int, int]]]]:
        """Yield each text, with the place and the font of its runs."""
        for _ in range(struct.unpack_from("<I", self.content, 4)[0]):
            if self.at + 3 > len(self.content):
                return
            count, flags = struct.unpack("<HB", self._take(3))
            run_count = _short(self._take(2), 0) if flags & 8 else 0
            extra = struct.unpack("<I", self._take(4))[0] if flags & 4 else 0
            text = self._characters(count, bool(flags & 1))
            runs = [struct.unpack("<HH", self._take(4)) for _ in range(run_count)]
            self._take(extra)
            yield text, [(place, font) for place, font in runs]

    def _take(self, count: int) -> bytes:
        self.at += count
        return self.content[self.at - count : self.at]

    def _characters(self, count: int, is_wide: bool) -> str:
        """Return so many characters; where a record ends among them, the next begins with how it writes the rest."""
        text = ""
        while len(text) < count and self.at < len(self.content):
            width = 2 if is_wide else 1
            # a text may begin where a record does: that cut is behind it
            place = bisect_left(self.cuts, self.at if text else self.at + 1)
            cut = self.cuts[place] if place < len(self.cuts) else len(self.content)
            length = min((count - len(text)) * width, cut - self.at)
            text += self._take(length).decode("utf-16-le" if is_wide else "latin-1", "replace")
            if len(text) < count and self.at == cut and place < len(self.cuts):
                is_wide = bool(self._take(1)[0] & 1)
        return text


def _read_sheet(stream: bytes, start: int, book: _OldBook) -> SheetMarks:
    marks = SheetMarks()
    for kind, content in _records(stream, start):
        if kind == _ROW and (struct.unpack_from("<I", content, 12)[0] & 0x20 or not _short(content, 6) & 0x7FFF):
            extend(marks.hidden_rows, _short(content, 0))
        elif kind == _COLINFO and (_short(content, 8) & 1 or not _short(content, 4)):
            marks.hidden_columns.append((_short(content, 0), _short(content, 2)))
        elif kind == _MULRK and not marks.full:
            row, first = _short(content, 0), _short(content, 2)
            for number in range((len(content) - 6) // 6):
                cell = (row, first + number)
                _mark(marks, cell, _short(content, 4 + 6 * number), book, _packed(content, 6 + 6 * number))
        elif kind in _CELLS and not marks.full:
            position = (_short(content, 0), _short(content, 2))
            _mark(marks, position, _short(content, 4), book, _number(kind, content))
            text = book.texts.get(struct.unpack_from("<I", content, 6)[0]) if kind == _LABELSST else None
            if text is not None:
                marks.texts[position] = text
    return marks


def _number(kind: int, content: bytes) -> float | None:
    """Return the number of a record of one cell, None of a text."""
    if kind not in _NUMBERS:
        return None
    return _packed(content, 6) if kind == _RK else float(struct.unpack_from("<d", content, 6)[0])


def _packed(content: bytes, place: int) -> float:
    """Return a number packed into four bytes: the upper half of a long one, or a whole one; maybe a hundredfold."""
    packed = struct.unpack_from("<I", content, place)[0]
    if packed & 2:
        number = float(struct.unpack_from("<i", content, place)[0] >> 2)
    else:
        number = float(struct.unpack("<d", struct.pack("<Q", (packed & ~3) << 32))[0])
    return number / 100 if packed & 1 else number


def _mark(marks: SheetMarks, position: tuple[int, int], style: int, book: _OldBook, number: float | None) -> None:
    """Add what the style of a cell says of it; `number` is None where the cell holds a text."""
    if number is not None and style in book.per_cent:
        marks.per_cent.add(position)
    if number is not None and style in book.speaking:
        text = workbook_marks.shown(book.speaking[style], number)
        if text is not None:
            marks.texts[position] = text
    if style in book.crossed_out:
        marks.crossed_out.add(position)
    if style in book.unseen:
        marks.unseen.add(position)
