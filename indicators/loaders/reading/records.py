"""The records of a delimited text in batches: by Arrow's streaming reader, one by one where that gives up.

However a file is cut, the same is read from it: each record comes with the row it starts on, short records
are filled up, blank ones left out, and those with too many cells named. A quotation mark that is not closed keeps one
line from being read: the `csv` module would read on to the next mark, however far down it stands, and take all records
between for one cell.
"""

import csv
from collections import deque
from collections.abc import Generator, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import BinaryIO

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as arrow_csv

from indicators.findings.finding import Finding, Rule, Severity
from indicators.language.translator import N_
from indicators.loaders.reading.encodings import open_text
from indicators.loaders.reading.headers import is_blank
from indicators.model.rules import RAGGED_ROW

STRAY_QUOTE = Rule(
    "stray_quote", Severity.ERROR,
    N_("a quotation mark in this row is not closed in it, or stands within a cell; the row was not read."),
    N_("Take the mark out, or write it twice within a cell that stands between quotation marks."),
)  # fmt: skip

LEAST_WIDTH = 3
"""From so many columns on the lines of a cell can be distinguished from records."""

MOST_LINES = 1_000
"""The lines that one record may have."""


class RecordSplitter:
    """Splits a text into records; `width` is the number of cells that most of them have."""

    def __init__(self, delimiter: str, width: int) -> None:
        self.delimiter, self.width = delimiter, width

    def swallows(self, place: int, cell: str) -> bool:
        """Return whether the lines of the cell in a column look like the end, the whole and the beginning of records.

        So it is where a quotation mark that opens nothing is closed by another one further down.
        """
        width, counts = self.width, [line.count(self.delimiter) for line in cell.splitlines()]
        if width < LEAST_WIDTH or len(counts) < 2:
            return False
        return width - 1 in counts[1:-1] or (counts[0] == width - 1 - place and counts[-1] == place)

    def split(self, lines_of_text: Iterable[str], row: int = 1) -> Iterator[tuple[int, list[str] | None]]:
        """Yield each record with its first line, counted from `row`; None for a line that is no record.

        That is a line whose quotation marks keep it from being read; those below it are records of their own.
        """
        coming = iter(lines_of_text)
        waiting: deque[str] = deque()
        while (line := waiting.popleft() if waiting else next(coming, None)) is not None:
            lines = [line]
            record = self._parse(line)
            is_open = record is None and self._is_open(line)
            while is_open:
                following = waiting.popleft() if waiting else next(coming, None)
                if following is None:
                    break
                lines.append(following)
                if len(lines) > MOST_LINES or self._is_record(following):
                    break
                # what is within quotation marks at the beginning of this line
                inside = '"' + following
                is_closed = self._parse(inside) is not None
                is_open = not is_closed and self._is_open(inside)
                record = self._parse(*lines) if is_closed else None
            if len(lines) > 1 and (record is None or self._is_doubtful(record)):
                waiting.extendleft(reversed(lines[1:]))
                record, lines = None, [line]
            yield row, record
            row += len(lines)

    def _parse(self, *lines: str) -> list[str] | None:
        """Return the cells of the one record that some lines are, None where they are none."""
        try:
            return next(csv.reader(lines, delimiter=self.delimiter, strict=True), [])
        except csv.Error:
            return None

    def _is_open(self, line: str) -> bool:
        """Return whether the last cell of a line that is no record waits for its closing mark."""
        return self._parse(line, '"') is not None

    def _is_record(self, line: str) -> bool:
        """Return whether a line is a record by itself, in which no quotation mark stands."""
        is_wide = self.width >= LEAST_WIDTH and line.count(self.delimiter) + 1 == self.width
        return is_wide and '"' not in line

    def _is_doubtful(self, record: list[str]) -> bool:
        """Return whether a record of several lines holds others, or more cells than it has columns."""
        beyond = not is_blank(record[self.width :])
        return beyond or any(self.swallows(place, cell) for place, cell in enumerate(record) if "\n" in cell)


BATCH = 12 << 20
"""The bytes of a batch."""

BLOCK = 1 << 18
"""The bytes that Arrow parses at once: it reads up to 32 blocks ahead."""

RECORDS = 20_000
"""The records of a batch that is read one by one."""

_WORDS = pa.dictionary(pa.int32(), pa.string())


@dataclass(frozen=True)
class TextLayout:
    """How a text is cut into records: `names` are its columns, `width` the cells that most records have, or more.

    `start` is the line of the first record; the columns of `few` come as categories.
    """

    path: Path
    encoding: str
    delimiter: str
    names: list[str]
    width: int
    start: int
    few: frozenset[str] = frozenset()


@dataclass
class TextBatch:
    """Some records, their index the row each starts on; how much of the file is read, from 0 to 1; what is wrong.

    `ragged` has the number of cells of each record with too many, by its row; `strays` are the rows of those that a
    quotation mark keeps from being read.
    """

    layout: TextLayout
    body: pd.DataFrame
    share: float
    ragged: pd.Series = field(default_factory=lambda: pd.Series(dtype="int64"))
    strays: list[int] = field(default_factory=list)

    def findings(self, most: int | None = None) -> list[Finding]:
        """Return what is wrong, no more than the first `most` records of each kind."""
        file, expected = str(self.layout.path), len(self.layout.names)
        ragged = [
            Finding(RAGGED_ROW, file=file, row=int(row), params={"found": int(cells), "expected": expected})
            for row, cells in self.ragged.iloc[:most].items()
        ]
        return [*ragged, *(Finding(STRAY_QUOTE, file=file, row=row) for row in self.strays[:most])]

    def beyond(self, most: int) -> int:
        """Return how many records are wrong beyond the first `most` of each kind."""
        return max(0, len(self.ragged) - most) + max(0, len(self.strays) - most)


def read_batches(layout: TextLayout, size: int = BATCH) -> Iterator[TextBatch]:
    """Read a text in batches of about `size` bytes."""
    reader = _Reader(layout, size)
    try:
        yield from _one_ahead(reader.by_arrow())
    except (pa.ArrowInvalid, UnicodeError):
        # a quote that is not closed or swallows records, bytes that are not text, a cell longer than a batch
        yield from reader.by_record()


def _one_ahead(batches: Generator[TextBatch]) -> Iterator[TextBatch]:
    """Yield batches, each read while the one before it is looked at."""
    with closing(batches), ThreadPoolExecutor(1, "reading") as reading:
        coming = reading.submit(next, batches, None)
        while (batch := coming.result()) is not None:
            coming = reading.submit(next, batches, None)
            yield batch


class _Reader:
    def __init__(self, layout: TextLayout, size: int) -> None:
        self.layout, self.size = layout, size
        self.splitter = RecordSplitter(layout.delimiter, layout.width)
        self.total = max(1, layout.path.stat().st_size)
        self.done = 0
        self.line = layout.start
        self.quoted = True
        self.irregular: list[tuple[int, str]] = []

    def by_arrow(self) -> Generator[TextBatch]:
        """Yield what Arrow reads; records of another width come one by one, by their number and text."""
        names = [str(number) for number in range(self.layout.width)]
        few = {str(number) for number, name in enumerate(self.layout.names) if name in self.layout.few}
        with self.layout.path.open("rb") as file:
            quotes = _count_quotes(file)
            self.quoted = quotes > 0
            if quotes % 2:
                # Arrow drops a record whose quote is not closed; the other reader names it
                raise pa.ArrowInvalid("a quote is not closed")
            with arrow_csv.open_csv(
                pa.PythonFile(file, mode="r"),
                read_options=arrow_csv.ReadOptions(
                    use_threads=False,
                    column_names=names,
                    block_size=min(self.size, BLOCK),
                    skip_rows=self.layout.start - 1,
                    encoding=self.layout.encoding.removesuffix("-sig"),
                ),
                parse_options=arrow_csv.ParseOptions(
                    delimiter=self.layout.delimiter,
                    newlines_in_values=self.quoted,
                    ignore_empty_lines=False,
                    invalid_row_handler=self._note,
                ),
                convert_options=arrow_csv.ConvertOptions(
                    column_types={name: _WORDS if name in few else pa.string() for name in names},
                    strings_can_be_null=False,
                ),
            ) as reader:
                while blocks := list(islice(reader, max(1, self.size // BLOCK))):
                    batch = pa.Table.from_batches(blocks).combine_chunks()
                    yield self._batch(batch, min(1.0, file.tell() / self.total))
                if self.irregular:
                    yield self._batch(reader.schema.empty_table(), 1.0)

    def _note(self, row: arrow_csv.InvalidRow) -> str:
        self.irregular.append((row.number - self.layout.start + 1, row.text))
        return "skip"

    def _batch(self, batch: pa.Table, share: float) -> TextBatch:
        """Return a batch of regular records with the irregular ones that stand among them."""
        odd = self._irregular_before(self.done + batch.num_rows + 1)
        is_odd = np.zeros(batch.num_rows + len(odd), dtype=bool)
        is_odd[[number - 1 - self.done for number, _ in odd]] = True
        inside = np.zeros(len(is_odd), dtype="int64")
        if self.quoted:
            for place, column in enumerate(batch.columns):
                line_ends = _line_ends(column)
                inside[~is_odd] += line_ends
                several = column.filter(pa.array(line_ends > 0)).to_pylist() if line_ends.any() else []
                if any(self.splitter.swallows(place, cell) for cell in several):
                    raise pa.ArrowInvalid("a quote swallows records")
            inside[is_odd] = [text.count("\n") for _, text in odd]
            if inside[is_odd].any():
                raise pa.ArrowInvalid("an irregular record has several lines")
        rows = self.line + np.arange(len(is_odd)) + np.cumsum(inside) - inside
        self.done += len(is_odd)
        self.line += len(is_odd) + int(inside.sum())
        frame = batch.to_pandas().set_axis(rows[~is_odd], axis=0)
        if not odd:
            return self._named(frame, share)
        more, ragged = self._regular(self._parsed([text for _, text in odd]), rows[is_odd])
        if len(more):
            few = [name for name in frame.columns if isinstance(frame[name].dtype, pd.CategoricalDtype)]
            frame = pd.concat([frame.astype(dict.fromkeys(few, "str")), more]).sort_index()
            frame = frame.astype(dict.fromkeys(few, "category"))
        return self._named(frame, share, ragged)

    def _parsed(self, texts: list[str]) -> list[list[str]]:
        """Return the cells of records."""
        delimiter = self.layout.delimiter
        records = list(csv.reader([f"{text}\n" for text in texts], delimiter=delimiter)) if not self.quoted else []
        if len(records) == len(texts):
            return records
        return [next(csv.reader(text.splitlines(keepends=True), delimiter=delimiter), []) for text in texts]

    def _irregular_before(self, number: int) -> list[tuple[int, str]]:
        """Take the irregular records that stand before a record, each of which moves that record one further."""
        count = 0
        while count < len(self.irregular) and self.irregular[count][0] <= number + count:
            count += 1
        before, self.irregular = self.irregular[:count], self.irregular[count:]
        return before

    def by_record(self) -> Iterator[TextBatch]:
        """Yield the records after those that were read, parsed one by one."""
        with self.layout.path.open("rb") as raw, open_text(raw, self.layout.encoding) as file:
            for _ in range(self.line - 1):
                file.readline()
            records = self.splitter.split(file, self.line)
            while chunk := list(islice(records, RECORDS)):
                whole = [(row, record) for row, record in chunk if record is not None]
                rows = np.array([row for row, _ in whole], dtype="int64")
                frame, ragged = self._regular([record for _, record in whole], rows)
                share = 1.0 if len(chunk) < RECORDS else min(1.0, raw.tell() / self.total)
                batch = self._named(frame, share, ragged)
                batch.strays = [row for row, record in chunk if record is None]
                yield batch

    def _regular(self, records: list[list[str]], rows: np.ndarray) -> tuple[pd.DataFrame, pd.Series]:
        """Return the records that can be filled up or cut to the width, and the cells of those that cannot."""
        width = self.layout.width
        ragged = [place for place, record in enumerate(records) if len(record) > width and not is_blank(record[width:])]
        cells = [_filled(records[place]) for place in ragged]
        left_out = set(ragged)
        blanks = [""] * width
        regular = [(record + blanks)[:width] for place, record in enumerate(records) if place not in left_out]
        frame = pd.DataFrame(
            regular,
            columns=[str(number) for number in range(width)],
            index=pd.Index(np.delete(rows, ragged), dtype="int64"),
            dtype="str",
        )
        return frame, pd.Series(cells, index=rows[ragged], dtype="int64")

    def _named(self, frame: pd.DataFrame, share: float, ragged: pd.Series | None = None) -> TextBatch:
        """Leave out blank records and those with text beyond the header; name the columns.

        `ragged` has the cells of the records that are left out already.
        """
        names = self.layout.names
        blank = np.ones(len(frame), dtype=bool)
        for name in frame.columns:
            if not blank.any():
                break
            blank &= (frame[name] == "").to_numpy(dtype=bool)
        beyond = (frame.iloc[:, len(names) :] != "").to_numpy(dtype=bool)
        wide = beyond.any(axis=1)
        last = len(names) + beyond.shape[1] - np.argmax(beyond[wide][:, ::-1], axis=1) if wide.any() else []
        more = pd.Series(last, index=frame.index[wide], dtype="int64")
        ragged = more if ragged is None else pd.concat([ragged, more]).sort_index()
        left_out = blank | wide
        body = frame.iloc[:, : len(names)].set_axis(names, axis=1)
        body = body[~left_out] if left_out.any() else body
        return TextBatch(self.layout, body, share, ragged)


def _filled(record: Sequence[str]) -> int:
    """Return how many cells a record has up to the last that is not empty."""
    return max(number for number, cell in enumerate(record, start=1) if cell)


def _count_quotes(file: BinaryIO) -> int:
    """Count the quotes of a file; where there are any, a cell may hold a line end."""
    count = sum(block.count(b'"') for block in iter(lambda: file.read(1 << 20), b""))
    file.seek(0)
    return count


def _line_ends(column: pa.ChunkedArray) -> np.ndarray:
    """Count the line ends within each cell."""
    counts = [np.zeros(0, dtype="int64")]
    for chunk in column.chunks:
        if pa.types.is_dictionary(chunk.type):
            distinct = pc.count_substring(chunk.dictionary, "\n").to_numpy()
            counts.append(distinct[chunk.indices.to_numpy()] if distinct.any() else np.zeros(len(chunk), dtype="int64"))
        else:
            counts.append(pc.count_substring(chunk, "\n").to_numpy())
    return np.concatenate(counts)
