"""Rows ready to be written: columns of plain Python values in one order, cut and written without pandas.

A page of a thousand rows is asked for again and again. The frames are turned into columns of Python objects once for
each data version; a page of them is an index into each column.
"""

import csv
import io
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt
import pandas as pd

from indicators.model.observations import number_text
from indicators.text.csv_safety import harmless_text

_TO_QUOTE = re.compile(r'[,"\r\n]')

Column = npt.NDArray[np.object_]
Positions = npt.NDArray[np.intp]


class RowSource(Protocol):
    """Rows that pages are taken out of."""

    def at(self, positions: Positions) -> "RowTable":
        """Return the rows at some positions, in that order."""
        ...


@dataclass(frozen=True)
class CodedColumn:
    """A column of few different words: the words, None among them, and which of them stands in each row."""

    words: Column
    codes: npt.NDArray[np.signedinteger[Any]]

    def plain(self) -> Column:
        """Return the word of each row."""
        plain: Column = self.words[self.codes]
        return plain

    def written(self) -> list[str]:
        """Return the values as they stand in a line of CSV; each word is written once."""
        cells = np.empty(len(self.words), dtype="object")
        cells[:] = [_quoted(cell_text(word)) for word in self.words.tolist()]
        written: list[str] = cells[self.codes].tolist()
        return written


class RowTable:
    """Columns of one length by name; a value is text, a number, a boolean, several texts, or None for none."""

    def __init__(self, columns: Mapping[str, Column], coded: Mapping[str, CodedColumn] | None = None) -> None:
        self.columns = dict(columns)
        self._coded = coded or {}

    @classmethod
    def of(cls, frame: pd.DataFrame, names: Iterable[str]) -> "RowTable":
        """Return the columns `names` of a frame; what is missing, and a blank text, becomes None."""
        names = tuple(names)
        categories = [name for name in names if isinstance(frame[name].dtype, pd.CategoricalDtype)]
        coded = {name: coded_column(frame[name]) for name in categories}
        plain = {name: coded[name].plain() if name in coded else plain_column(frame[name]) for name in names}
        return cls(plain, coded)

    def __len__(self) -> int:
        return len(next(iter(self.columns.values()))) if self.columns else 0

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the columns, in their order."""
        return tuple(self.columns)

    def at(self, positions: Positions) -> "RowTable":
        """Return the rows at some positions, in that order."""
        return RowTable({name: column[positions] for name, column in self.columns.items()})

    @classmethod
    def joined(cls, tables: Sequence["RowTable"]) -> "RowTable":
        """Return the rows of several tables of the same columns, one after another."""
        if len(tables) == 1:
            return tables[0]
        return cls({name: np.concatenate([table.columns[name] for table in tables]) for name in tables[0].names})

    def rows(self) -> Iterator[tuple[Any, ...]]:
        """Return the values of each row, in the order of the columns."""
        return zip(*(column.tolist() for column in self.columns.values()), strict=True)

    def records(self) -> list[dict[str, Any]]:
        """Return each row by the names of its columns, as JSON's types."""
        names = self.names
        return [dict(zip(names, row, strict=True)) for row in self.rows()]

    def csv(self, heads: Sequence[str] = ()) -> str:
        """Return the rows as CSV: UTF-8's letters, commas, Unix line ends, exact numbers, no text run as a formula.

        `heads` are the names of the columns in the first line, the table's own unless given.
        """
        out = io.StringIO()
        table = csv.writer(out, lineterminator="\n")
        table.writerow([harmless_text(head) for head in heads] or self.names)
        if len(self.columns) == 1:  # where a row has one cell, a blank one is written in quotation marks
            table.writerows([cell_text(value)] for (value,) in self.rows())
        else:
            cells = [
                self._coded[name].written() if name in self._coded else written_cells(column)
                for name, column in self.columns.items()
            ]
            out.writelines(f"{line}\n" for line in map(",".join, zip(*cells, strict=True)))
        return out.getvalue()


def written_cells(column: Column) -> list[str]:
    """Return the values of a column as they stand in a line of CSV, each different one written once."""
    values = column.tolist()
    kinds = set(map(type, values)) - {type(None)}
    if len(kinds) > 1 or list in kinds:  # 1, 1.0 and true are one key
        return [_quoted(cell_text(value)) for value in values]
    written = {value: _quoted(cell_text(value)) for value in set(values)}
    return [written[value] for value in values]


def _quoted(cell: str) -> str:
    """Return a cell in quotation marks where it needs them."""
    if not _TO_QUOTE.search(cell):
        return cell
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerow([cell, ""])
    return out.getvalue().removesuffix(",\n")


def coded_column(column: pd.Series) -> CodedColumn:
    """Return a column of categories with None for what is missing, and for a blank text."""
    words: Column = np.empty(len(column.cat.categories) + 1, dtype="object")
    words[:] = [None if word == "" else word for word in column.cat.categories.tolist()] + [None]
    return CodedColumn(words, column.cat.codes.to_numpy())


def plain_column(column: pd.Series) -> Column:
    """Return a column as an array of Python objects; what is missing, and a blank text, is None."""
    if isinstance(column.dtype, pd.CategoricalDtype):
        return coded_column(column).plain()
    values = column.astype("object").to_numpy(dtype="object", copy=True)
    values[column.isna().to_numpy()] = None
    if not pd.api.types.is_numeric_dtype(column.dtype):
        values[values == ""] = None
    out: Column = np.empty(len(values), dtype="object")
    # The same text stands in thousands of rows: it is held once.
    texts: dict[str, str] = {}
    out[:] = [
        texts.setdefault(value, value)
        if isinstance(value, str)
        else value.item()
        if isinstance(value, np.generic)
        else value
        for value in values.tolist()
    ]
    return out


def cell_text(value: object) -> str:
    """Return a value as a cell of CSV: blank for None, true or false, the shortest exact number, harmless text."""
    if value is None:
        return ""
    if isinstance(value, str):
        return harmless_text(value)
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list | tuple):
        return harmless_text(" ".join(map(str, value)))
    return number_text(value) if isinstance(value, float) else str(value)
