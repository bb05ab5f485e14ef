"""A long text table read block by block, in memory that does not grow with the file.

Where each line of a block is a record and quotes only wrap whole cells, Arrow
cuts it; any other block is read record by record, as exactly as a small file.
A block always begins at the start of a record, so how a file is cut changes
nothing of what is read from it.
"""

import codecs
import csv
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import BinaryIO

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as arrow_csv

from indicators.findings.finding import Finding
from indicators.loaders.reading.files import TextSheet
from indicators.model.rules import RAGGED_ROW, UNREADABLE_FILE

BLOCK = 1 << 21
"""The bytes of a block."""

TAIL = 31
"""The lines always left for the next block, so that the last one holds the end of the table together."""

_WORDS = pa.dictionary(pa.int32(), pa.string())


@dataclass
class TextBlock:
    """Some records of a table: the cells of each column asked for, the row each record starts on, what is wrong.

    `share` is how much of the file has been read, from 0 to 1; `last` whether nothing follows;
    `start` is the row and the byte on which the block begins, None where bytes are not text as they stand.
    """

    columns: dict[str, pa.Array]
    rows: np.ndarray
    share: float = 0.0
    last: bool = False
    start: tuple[int, int] | None = None
    findings: list[Finding] = field(default_factory=list)


def read_blocks(
    sheet: TextSheet,
    header: int,
    names: Mapping[str, str],
    texts: Sequence[str],
    size: int = BLOCK,
    start: tuple[int, int] | None = None,
) -> Iterator[TextBlock]:
    """Read the records below record `header` of the head, about `size` bytes at a time.

    `names` maps what a column is to be called to its printed header; those in
    `texts` come as text, the others as dictionaries of their distinct words in
    the order in which they first stand in the block. `start` is the row and
    the byte of a block, where the reading is to begin there.
    """
    if header + 1 >= len(sheet.rows):
        return
    cutter = _Cutter(sheet, header, names, texts, size)
    with sheet.path.open("rb") as file:
        if start is not None:
            file.seek(start[1])
        else:
            cutter.skip(file, sheet.rows[header + 1] - 1)
        yield from cutter.blocks(file, start[0] if start else sheet.rows[header + 1])


def ahead(blocks: Iterator[TextBlock]) -> Iterator[TextBlock]:
    """Yield blocks, the next one being read while the caller looks at the last."""
    with ThreadPoolExecutor(1) as reader:
        coming = reader.submit(next, blocks, None)
        while (block := coming.result()) is not None:
            coming = reader.submit(next, blocks, None)
            yield block


class _Cutter:
    """Cuts a file into blocks and each block into cells."""

    def __init__(
        self, sheet: TextSheet, header: int, names: Mapping[str, str], texts: Sequence[str], size: int
    ) -> None:
        self.sheet, self.size, self.texts = sheet, size, texts
        printed = sheet.columns(header)
        self.width = len(printed)
        self.at = {name: printed.index(said) for name, said in names.items()}
        lengths = [len(record) for record in sheet.head[header + 1 :]]
        self.cells = max(set(lengths), key=lengths.count)
        self.buffer = b""
        self.ended = False
        # a byte order mark stands in a line above the records
        plain = sheet.encoding in {"utf-8", "utf-8-sig"}
        self.decoder = None if plain else codecs.getincrementaldecoder(sheet.encoding)(errors="replace")

    def skip(self, file: BinaryIO, count: int) -> None:
        """Pass over lines."""
        for _ in range(count):
            self._line(file)

    def blocks(self, file: BinaryIO, start: int) -> Iterator[TextBlock]:
        """Yield the blocks from where the file stands, which is line `start`."""
        total = max(1, self.sheet.path.stat().st_size)
        row = start
        while True:
            begin = (row, file.tell() - len(self.buffer)) if self.decoder is None else None
            lines = self._cut(file)
            if not lines:
                return
            block = self._arrow(lines, row)
            if block is None:
                block, count = self._exactly(lines, row, file)
            else:
                count = len(block.rows)
            row += count
            block.share = min(1.0, (file.tell() - len(self.buffer)) / total)
            block.last, block.start = self.ended and not self.buffer, begin
            if len(block.rows) or block.findings:
                yield block
            if any(one.rule == UNREADABLE_FILE for one in block.findings):
                return

    def _fill(self, file: BinaryIO) -> None:
        raw = file.read(self.size)
        self.ended = not raw
        if self.decoder is not None:
            raw = self.decoder.decode(raw, final=self.ended).encode()
        self.buffer = self.buffer + raw if self.buffer else raw

    def _cut(self, file: BinaryIO) -> bytes:
        """Return whole lines for a block and keep the last few; all that is left at the end of the file."""
        end = 0
        while not self.ended:
            if len(self.buffer) >= self.size:
                end = self._before_tail()
                if end:
                    break
            self._fill(file)
        else:
            end = len(self.buffer)
        lines, self.buffer = self.buffer[:end], self.buffer[end:]
        return lines

    def _before_tail(self) -> int:
        """Return where the last lines of the buffer begin, 0 where it holds no others."""
        # an old Mac's line ends have no line feed
        mark = b"\n" if b"\n" in self.buffer else b"\r"
        end = len(self.buffer)
        for _ in range(TAIL):
            end = self.buffer.rfind(mark, 0, end)
            if end <= 0:
                return 0
        return end + 1

    def _arrow(self, lines: bytes, row: int) -> TextBlock | None:
        """Return a block of plain lines, None where they have to be read record by record."""
        delimiter = self.sheet.delimiter
        if not _is_regular(lines, delimiter.encode()):
            return None
        count = lines.count(b"\n") + (not lines.endswith(b"\n"))
        width = max(self.cells, self.width)
        names = [str(number) for number in range(self.cells)]
        wanted = {str(at): pa.string() if name in self.texts else _WORDS for name, at in self.at.items()}
        beyond = [str(number) for number in range(self.width, width)]
        types = {name: kind for name, kind in wanted.items() if int(name) < self.cells} | dict.fromkeys(
            beyond, pa.string()
        )
        try:
            table = arrow_csv.read_csv(
                pa.py_buffer(lines),
                read_options=arrow_csv.ReadOptions(use_threads=False, column_names=names, block_size=1 << 20),
                parse_options=arrow_csv.ParseOptions(delimiter=delimiter),
                convert_options=arrow_csv.ConvertOptions(
                    column_types=types, include_columns=list(types), strings_can_be_null=False
                ),
            )
        except pa.ArrowInvalid:
            return None
        if len(table) != count or any(pc.any(pc.not_equal(table[name], "")).as_py() for name in beyond):
            return None
        columns = {
            name: _whole(table[str(at)]) if str(at) in types else _blank(count, name in self.texts)
            for name, at in self.at.items()
        }
        if _all_blank(list(columns.values())):
            return None
        return TextBlock(columns, np.arange(row, row + count, dtype="int64"))

    def _exactly(self, lines: bytes, row: int, file: BinaryIO) -> tuple[TextBlock, int]:
        """Read a block record by record, with as much beyond it as its last record needs; return how many lines."""
        pending = lines.splitlines(keepends=True)
        used = 0
        over = False

        def source() -> Iterator[str]:
            nonlocal used, over
            for line in pending:
                used += 1
                yield line.decode("utf-8", errors="replace")
            while line := self._line(file):
                used += 1
                yield line.decode("utf-8", errors="replace")
            over = True

        rows: list[int] = []
        records: list[list[str]] = []
        findings: list[Finding] = []
        told, first = str(self.sheet.path), row
        reader = csv.reader(source(), delimiter=self.sheet.delimiter)
        try:
            for record in reader:
                if over:
                    raise csv.Error("unexpected end of data")
                cells = len(record)
                while cells > self.width and not record[cells - 1]:
                    cells -= 1
                if cells > self.width:
                    params = {"found": cells, "expected": self.width}
                    findings.append(Finding(RAGGED_ROW, file=told, row=first, params=params))
                elif any(record):
                    rows.append(first)
                    records.append(record[: self.width] + [""] * (self.width - len(record)))
                first = row + used
                if used >= len(pending):
                    break
        except csv.Error as error:
            findings.append(Finding(UNREADABLE_FILE, file=told, row=first, params={"reason": str(error)}))
        stacked = list(zip(*records, strict=True)) or [()] * self.width
        columns = {}
        for name, at in self.at.items():
            cells = pa.array(stacked[at], type=pa.string())
            columns[name] = cells if name in self.texts else cells.dictionary_encode()
        return TextBlock(columns, np.array(rows, dtype="int64"), findings=findings), used

    def _line(self, file: BinaryIO) -> bytes:
        """Take one line more than the block has; nothing at the end of the file."""
        while not self.ended and not (b"\n" in self.buffer[:-1] or b"\r" in self.buffer[:-1]):
            self._fill(file)
        head = self.buffer[: 1 << 16]
        whole = head if b"\n" in head[:-1] or b"\r" in head[:-1] else self.buffer
        at = len(next(iter(whole.splitlines(keepends=True)), b""))
        line, self.buffer = self.buffer[:at], self.buffer[at:]
        return line


def _is_regular(lines: bytes, delimiter: bytes) -> bool:
    """Return whether each line is one record, and quotes stand only around whole cells."""
    if b"\r" in lines and lines.count(b"\r") != lines.count(b"\r\n"):
        return False
    if b'"' not in lines:
        return True
    if delimiter == b'"':
        return False
    text = np.frombuffer(b"\n" + lines + b"\n", dtype="uint8")
    quotes = np.flatnonzero(text == ord('"'))
    if len(quotes) % 2:
        return False
    opening, closing = quotes[::2], quotes[1::2]
    before, after = text[opening - 1], text[closing + 1]
    ends = np.flatnonzero(text == ord("\n"))
    return bool(
        np.isin(before, [ord("\n"), ord(delimiter)]).all()
        and np.isin(after, [ord("\n"), ord("\r"), ord(delimiter)]).all()
        and (np.searchsorted(ends, opening) == np.searchsorted(ends, closing)).all()
    )


def _whole(column: pa.ChunkedArray) -> pa.Array:
    """Return a column in one piece, the words of its pieces made one dictionary."""
    return column.unify_dictionaries().combine_chunks()


def _blank(count: int, text: bool) -> pa.Array:
    blank = pa.array([""], type=pa.string())
    return (
        blank.take(pa.array(np.zeros(count, dtype="int32")))
        if text
        else pa.DictionaryArray.from_arrays(pa.array(np.zeros(count, dtype="int32")), blank)
    )


def _all_blank(columns: Sequence[pa.Array]) -> bool:
    """Return whether some record may be blank: nothing stands in any of the columns asked for."""
    blank: np.ndarray | None = None
    for column in columns:
        if pa.types.is_dictionary(column.type):
            number = pc.index(column.dictionary, "").as_py()
            here = column.indices.to_numpy() == number
        else:
            here = pc.equal(column, "").to_numpy(zero_copy_only=False)
        blank = here if blank is None else blank & here
        if not blank.any():
            return False
    return blank is not None


def cells_at(
    sheet: TextSheet,
    header: int,
    names: Mapping[str, str],
    rows: Sequence[int],
    column: str,
    starts: Sequence[tuple[int, int]] = (),
) -> dict[int, str]:
    """Return the text of a column in the records that start on `rows`, read again from the file.

    `names` and `starts` are as in :func:`read_blocks`, with the starts of all blocks where they are known.
    """
    wanted = np.unique(np.asarray(rows, dtype="int64"))
    found: dict[int, str] = {}
    groups = np.searchsorted([row for row, _ in starts], wanted, side="right") - 1
    for group in np.unique(groups).tolist():
        here = wanted[groups == group]
        for block in read_blocks(sheet, header, names, [column], start=starts[group] if group >= 0 else None):
            at = np.flatnonzero(np.isin(block.rows, here))
            texts = block.columns[column].take(pa.array(at)).to_pylist()
            found |= dict(zip(block.rows[at].tolist(), texts, strict=True))
            if not len(block.rows) or block.rows[-1] >= here[-1]:
                break
    return found
