"""The records of a delimited text in batches: by Arrow's streaming reader, one by one where that gives up.

However a file is cut, the same is read from it: each record comes with the row it starts on, short records
are filled up, blank ones left out, and those with too many cells named.
"""

import codecs
import csv
import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import BinaryIO

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as arrow_csv

from indicators.findings.finding import Finding
from indicators.loaders.reading.headers import is_blank
from indicators.model.rules import RAGGED_ROW, UNREADABLE_FILE

BATCH = 1 << 23
"""The bytes of a batch."""

RECORDS = 20_000
"""The records of a batch that is read one by one."""

HEAD_BYTES = 1 << 24
"""The lines above the records end within so many bytes."""

_WORDS = pa.dictionary(pa.int32(), pa.string())


@dataclass(frozen=True)
class TextLayout:
    """How a text is cut into records: `names` are its columns, `width` the most cells of a record of its head.

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
    """Some records, their index the row each starts on; what is wrong; how much of the file is read, from 0 to 1."""

    body: pd.DataFrame
    share: float
    findings: list[Finding] = field(default_factory=list)


def read_batches(layout: TextLayout, size: int = BATCH) -> Iterator[TextBatch]:
    """Read a text in batches of about `size` bytes."""
    reader = _Reader(layout, size)
    try:
        yield from reader.by_arrow()
    except pa.ArrowInvalid:
        # a quote that is not closed, bytes that are not text, a cell longer than a batch
        yield from reader.by_record()


class _Reader:
    def __init__(self, layout: TextLayout, size: int) -> None:
        self.layout, self.size = layout, size
        self.file = str(layout.path)
        self.total = max(1, layout.path.stat().st_size)
        self.done = 0
        self.line = layout.start
        self.irregular: list[tuple[int, str]] = []

    def by_arrow(self) -> Iterator[TextBatch]:
        """Yield what Arrow reads; records of another width come one by one, by their number and text."""
        names = [str(number) for number in range(self.layout.width)]
        few = {str(number) for number, name in enumerate(self.layout.names) if name in self.layout.few}
        with self.layout.path.open("rb") as file:
            quotes = _count_quotes(file)
            if quotes % 2:
                # Arrow drops a record whose quote is not closed; the other reader names it
                raise pa.ArrowInvalid("a quote is not closed")
            with arrow_csv.open_csv(
                pa.PythonFile(self._utf8(file), mode="r"),
                read_options=arrow_csv.ReadOptions(use_threads=False, column_names=names, block_size=self.size),
                parse_options=arrow_csv.ParseOptions(
                    delimiter=self.layout.delimiter,
                    newlines_in_values=quotes > 0,
                    ignore_empty_lines=False,
                    invalid_row_handler=self._note,
                ),
                convert_options=arrow_csv.ConvertOptions(
                    column_types={name: _WORDS if name in few else pa.string() for name in names},
                    strings_can_be_null=False,
                ),
            ) as reader:
                for batch in reader:
                    yield self._batch(batch, min(1.0, file.tell() / self.total))
                if self.irregular:
                    yield self._batch(pa.RecordBatch.from_pylist([], schema=reader.schema), 1.0)

    def _note(self, row: arrow_csv.InvalidRow) -> str:
        self.irregular.append((row.number, row.text))
        return "skip"

    def _utf8(self, file: BinaryIO) -> BinaryIO | io.RawIOBase:
        """Return the text from the first record on, as UTF-8."""
        plain = self.layout.encoding in {"utf-8", "utf-8-sig"}
        source = file if plain else _Recoded(file, self.layout.encoding)
        above = source.read(HEAD_BYTES) or b""
        # a line may end in a carriage return alone
        ends = islice(re.finditer(rb"\r\n|\r|\n", above), self.layout.start - 1)
        begin = max((end.end() for end in ends), default=0)
        if isinstance(source, _Recoded):
            source.left = above[begin:] + source.left
        else:
            source.seek(begin)
        return source

    def _batch(self, batch: pa.RecordBatch, share: float) -> TextBatch:
        """Return a batch of regular records with the irregular ones that stand among them."""
        odd = self._irregular_before(self.done + batch.num_rows + 1)
        number = np.arange(self.done, self.done + batch.num_rows + len(odd))
        is_odd = np.zeros(len(number), dtype=bool)
        is_odd[[at - 1 - self.done for at, _ in odd]] = True
        inside = np.zeros(len(number), dtype="int64")
        for column in batch.columns:
            inside[~is_odd] += _line_ends(column)
        inside[is_odd] = [text.count("\n") for _, text in odd]
        rows = self.line + np.arange(len(number)) + np.cumsum(inside) - inside
        self.done += len(number)
        self.line += len(number) + int(inside.sum())
        frame = batch.to_pandas().set_axis(rows[~is_odd], axis=0)
        findings = []
        records = []
        for row, (_, text) in zip(rows[is_odd], odd, strict=True):
            record = next(csv.reader(text.splitlines(keepends=True), delimiter=self.layout.delimiter), [])
            if self._is_ragged(record):
                findings.append(self._ragged(int(row), len(record)))
            else:
                records.append((int(row), self._padded(record)))
        if records:
            more = pd.DataFrame([record for _, record in records], columns=frame.columns, dtype="str")
            more.index = pd.Index([row for row, _ in records])
            few = [name for name in frame.columns if isinstance(frame[name].dtype, pd.CategoricalDtype)]
            frame = pd.concat([frame.astype(dict.fromkeys(few, "str")), more]).sort_index()
            frame = frame.astype(dict.fromkeys(few, "category"))
        return self._named(frame, share, findings)

    def _irregular_before(self, number: int) -> list[tuple[int, str]]:
        """Take the irregular records that stand before a record, each of which moves that record one further."""
        taken = 0
        while taken < len(self.irregular) and self.irregular[taken][0] <= number + taken:
            taken += 1
        out, self.irregular = self.irregular[:taken], self.irregular[taken:]
        return out

    def by_record(self) -> Iterator[TextBatch]:
        """Yield the records after those that were read, parsed one by one."""
        with (
            self.layout.path.open("rb") as raw,
            io.TextIOWrapper(raw, encoding=self.layout.encoding, errors="replace", newline="") as file,
        ):
            for _ in range(self.layout.start - 1):
                file.readline()
            reader = csv.reader(file, delimiter=self.layout.delimiter, strict=True)
            try:
                for _ in islice(reader, self.done):
                    pass
            except csv.Error:
                return
            ended = False
            while not ended:
                rows: list[int] = []
                records: list[list[str]] = []
                findings: list[Finding] = []
                row = self.layout.start + reader.line_num
                try:
                    for record in islice(reader, RECORDS):
                        if self._is_ragged(record):
                            findings.append(self._ragged(row, len(record)))
                        else:
                            rows.append(row)
                            records.append(self._padded(record))
                        row = self.layout.start + reader.line_num
                    ended = len(records) + len(findings) < RECORDS
                except csv.Error as error:
                    params = {"reason": str(error)}
                    findings.append(Finding(UNREADABLE_FILE, file=self.file, row=row, params=params))
                    ended = True
                names = [str(number) for number in range(self.layout.width)]
                frame = pd.DataFrame(records, columns=names, index=pd.Index(rows, dtype="int64"), dtype="str")
                share = 1.0 if ended else min(1.0, raw.tell() / self.total)
                yield self._named(frame, share, findings)

    def _is_ragged(self, record: Sequence[str]) -> bool:
        return len(record) > self.layout.width and not is_blank(record[self.layout.width :])

    def _ragged(self, row: int, cells: int) -> Finding:
        return Finding(RAGGED_ROW, file=self.file, row=row, params={"found": cells, "expected": len(self.layout.names)})

    def _padded(self, record: list[str]) -> list[str]:
        return (record + [""] * self.layout.width)[: self.layout.width]

    def _named(self, frame: pd.DataFrame, share: float, findings: list[Finding]) -> TextBatch:
        """Leave out blank records and refuse those with text beyond the header; name the columns."""
        names = self.layout.names
        blank = np.ones(len(frame), dtype=bool)
        for name in frame.columns:
            if not blank.any():
                break
            blank &= (frame[name] == "").to_numpy(dtype=bool)
        beyond = (frame.iloc[:, len(names) :] != "").to_numpy(dtype=bool)
        ragged = beyond.any(axis=1)
        for row, cells in zip(frame.index[ragged], beyond[ragged], strict=True):
            findings.append(self._ragged(int(row), len(names) + int(np.flatnonzero(cells)[-1]) + 1))
        left_out = blank | ragged
        body = frame.iloc[:, : len(names)].set_axis(names, axis=1)
        body = body[~left_out] if left_out.any() else body
        return TextBatch(body, share, sorted(findings, key=lambda one: one.row or 0))


class _Recoded(io.RawIOBase):
    """A text file in another encoding, read as UTF-8."""

    def __init__(self, file: BinaryIO, encoding: str) -> None:
        self.file, self.left = file, b""
        self.decoder = codecs.getincrementaldecoder(encoding)(errors="replace")

    def readable(self) -> bool:
        """Return that the file can be read."""
        return True

    def readinto(self, buffer: "bytearray | memoryview") -> int:  # type: ignore[override]
        """Fill a buffer."""
        while not self.left:
            raw = self.file.read(1 << 18)
            self.left = self.decoder.decode(raw, final=not raw).encode()
            if not raw:
                break
        count = min(len(buffer), len(self.left))
        buffer[:count], self.left = self.left[:count], self.left[count:]
        return count


def _count_quotes(file: BinaryIO) -> int:
    """Count the quotes of a file; where there are any, a cell may hold a line end."""
    count = sum(block.count(b'"') for block in iter(lambda: file.read(1 << 20), b""))
    file.seek(0)
    return count


def _line_ends(column: pa.Array) -> np.ndarray:
    """Count the line ends within each cell."""
    if pa.types.is_dictionary(column.type):
        counts: np.ndarray = np.append(pc.count_substring(column.dictionary, "\n").to_numpy(), 0)
        return counts[column.indices.to_numpy()] if counts.any() else np.zeros(len(column), dtype="int64")
    # one pass over all characters tells of most columns that there is none
    buffers = [one for one in column.buffers()[2:] if one is not None]
    if not any(b"\n" in memoryview(one).tobytes() for one in buffers):
        return np.zeros(len(column), dtype="int64")
    ends: np.ndarray = pc.count_substring(column, "\n").to_numpy()
    return ends
