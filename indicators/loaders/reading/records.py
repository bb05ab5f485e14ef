"""Records of a delimited text, line by line: a quotation mark that is not closed keeps one line from being read.

The `csv` module reads on to the next mark, however far down it stands, and takes all records between for one cell.
"""

import csv
from collections import deque
from collections.abc import Iterable, Iterator

from indicators.findings.finding import Rule, Severity
from indicators.language.translator import N_
from indicators.loaders.reading.headers import is_blank

STRAY_QUOTE = Rule(
    "stray_quote",
    Severity.ERROR,
    N_("a quotation mark in this row is not closed in it, or stands within a cell; the row was not read."),
    N_("Take the mark out, or write it twice within a cell that stands between quotation marks."),
)

LEAST_WIDTH = 3
"""From so many columns on the lines of a cell can be told from records."""

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
