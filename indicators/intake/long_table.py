"""A long tidy table, checked part by part in memory that does not grow with the file.

Plain rows are checked by arithmetic (:mod:`indicators.intake.plain_rows`), the others
as those of a small file are (:mod:`indicators.intake.row_checks`). What takes the
whole file is kept small: a key, a row and a value for each key, for keys that
come twice and for jumps against the years before and after; counts; and the
first findings of each rule. The answer is that of the same file read whole.

What the file's decimal and thousands marks mean is a question of whole columns:
the first part says how to read them, and where a later one says otherwise the
file is read once more. Beyond :data:`indicators.intake.accepted_values.MOST` values
nothing is kept to be added, beyond :data:`MOST_ROWS` records the file is not checked.
"""

from collections.abc import Callable, Mapping

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from indicators.findings.collector import MAX_FINDINGS_PER_RULE, FindingCollector
from indicators.findings.finding import Finding, Rule, Severity
from indicators.intake.accepted_values import MOST as MOST_VALUES
from indicators.intake.accepted_values import AcceptedValues, Values
from indicators.intake.changes import Changes
from indicators.intake.key_runs import KeyRuns
from indicators.intake.keys import NO_YEAR, WITHIN_SERIES, WITHIN_YEAR, YEARS, Keys, part
from indicators.intake.plain_rows import WORDS, Plain, PlainRows
from indicators.intake.refused_rows import MEASURED
from indicators.intake.row_checks import UNSTATED, ExaminedRows, examine
from indicators.intake.value_checks import (
    HELD_BACK,
    JUMP,
    PARALLEL_VALUE,
    digits,
    find_parallels,
    find_shares,
    find_sums,
    odd_ones_out,
    parallels_told,
    shares_told,
    sums_told,
)
from indicators.language.translator import N_
from indicators.loaders.handmade.table_edges import totals_in, without_footnotes, without_totals
from indicators.loaders.raw_table import COLUMNS, RawTable
from indicators.loaders.reading.files import Opened, TextSheet
from indicators.loaders.reading.numbers import NumberMarks, find_marks
from indicators.loaders.reading.text_blocks import TextBlock, ahead, cells_at, read_blocks
from indicators.loaders.rules import ASSUMED
from indicators.loaders.tidy import NAME, Header, preamble
from indicators.model.rules import RAGGED_ROW, UNREADABLE_FILE
from indicators.model.vocabulary import Method, Perimeter
from indicators.store.checks import DUPLICATE_IN_FILE, MISSING_SOURCE, numbers_of
from indicators.store.dataset import Dataset

MOST_ROWS = 12_000_000
"""The records of the longest table that is checked."""

TOO_MANY_VALUES = Rule(
    "too_many_values",
    Severity.WARNING,
    N_("the file holds {count} values, more than the {limit} that can be added at once; it was only checked."),
    N_(
        "Aggregate first, to one value a place and year: raw readings of sensors and meters, one row a reading, "
        "belong to another tool."
    ),
)

UNREAD = (RAGGED_ROW, UNREADABLE_FILE)
"""The rules of records that could not be read at all; each is a value refused."""

AT_ONCE = 200_000
"""How many values are looked at together for jumps."""

Progress = Callable[[float], None]

_RAW = {"place": "place_name", "indicator": "field"}
_ASSUMED = {"perimeter": str(Perimeter.NOT_STATED), "method": str(Method.REPORTED)}


class LongTable:
    """One reading of a long table."""

    def __init__(self, opened: Opened, header: Header, dataset: Dataset, this_year: int, source: str) -> None:
        # a text file has one sheet
        self.sheet = next(sheet for sheet in opened.sheets if isinstance(sheet, TextSheet))
        self.header, self.dataset, self.this_year, self.source = header, dataset, this_year, source
        sheet = self.sheet
        self.names = {_RAW.get(name, name): printed for name, printed in header.read.names.items()}
        self.report, self.unstated = FindingCollector(str(sheet.path)), FindingCollector(str(sheet.path))
        self.report.add([*header.findings, *preamble(sheet, header.record, str(sheet.path))])
        self.keys = Keys(
            {
                "place": dataset.places,
                "indicator": dataset.catalogue,
                "perimeter": map(str, Perimeter),
                "method": map(str, Method),
                "source": [*dataset.sources, UNSTATED],
            }
        )
        self.plain = PlainRows(dataset, self.keys, this_year, source)
        self.accepted = AcceptedValues(dataset, self.keys, MOST_VALUES)
        self.runs = KeyRuns()
        self.starts: list[tuple[int, int]] = []
        self.assumed: dict[str, NumberMarks] = {}
        self.shown = dict.fromkeys(MEASURED, NumberMarks())
        self.rows = self.refused = self.empty = self.left_out = self.asked = 0

    @property
    def understood(self) -> bool:
        """Whether the numbers were read as the marks of the whole columns say."""
        return not self.assumed or all(self.assumed[name].reads_as(self.shown[name]) for name in MEASURED)

    def read(self, marks: Mapping[str, NumberMarks] | None, progress: Progress | None, size: int) -> bool:
        """Read the file, its columns of numbers by `marks` if they are known; return whether it was short enough."""
        texts = [*MEASURED, "note"]
        for block in ahead(read_blocks(self.sheet, self.header.record, self.names, texts, size)):
            if block.start is not None:
                self.starts.append(block.start)
            columns = self._complete(block)
            if not self.assumed:
                self.assumed = dict(marks) if marks else {name: _marks(columns[name]) for name in MEASURED}
            self._take(block, columns)
            self.report.end_part()
            self.unstated.end_part()
            if self.rows > MOST_ROWS:
                return False
            if progress is not None:
                progress(block.share)
        return True

    def _complete(self, block: TextBlock) -> dict[str, pa.Array]:
        """Return the cells of every column of a raw table, with what the header says of all rows."""
        said, count = self.header.read, len(block.rows)
        columns = dict(block.columns)
        for name in (*WORDS, *MEASURED, "note"):
            if name not in columns:
                text = {"unit": said.unit, "year": said.year}.get(name, "")
                index = pa.array(np.zeros(count, dtype="int32"))
                words = pa.array([text], type=pa.string())
                columns[name] = pa.DictionaryArray.from_arrays(index, words) if name in WORDS else words.take(index)
        if said.unit and "unit" in block.columns:
            column = columns["unit"]
            words = [word if word.strip() else said.unit for word in column.dictionary.to_pylist()]
            columns["unit"] = pa.DictionaryArray.from_arrays(column.indices, pa.array(words, type=pa.string()))
        return columns

    def _take(self, block: TextBlock, columns: dict[str, pa.Array]) -> None:
        unread = sum(one.rule in UNREAD for one in block.findings)
        self.report.add(block.findings)
        first, self.rows = not self.rows, self.rows + len(block.rows) + unread
        self.refused += unread
        plain = self.plain.find(columns, self.assumed)
        other = np.ones(len(block.rows), dtype=bool)
        other[plain.rows] = False
        at = np.flatnonzero(other)
        found = None
        if len(at) or (first and self.header.read.translated):
            found = self._examine(self._raw(columns, block.rows, at), block.last, plain, first)
        for name in MEASURED:
            self.shown[name] |= NumberMarks(points=plain.points[name]) | (found.marks[name] if found else NumberMarks())
        self._tell_plain(plain, columns, block.rows)
        self._accept(columns, block.rows, plain, found)

    def _raw(self, columns: Mapping[str, pa.Array], rows: np.ndarray, at: np.ndarray) -> pd.DataFrame:
        """Return some rows of a block as a raw frame, positions in the block as its index."""
        taken = pa.array(at)
        frame = pd.DataFrame(index=at)
        for name in COLUMNS:
            if name in columns:
                frame[name] = columns[name].take(taken).to_pandas().array
            elif name == "row":
                frame[name] = rows[at]
            else:
                word = self.names["value"] if name == "column" else ""
                frame[name] = pd.Categorical.from_codes(np.zeros(len(at), dtype="int8"), categories=[word])
        return frame

    def _examine(self, frame: pd.DataFrame, last: bool, plain: Plain, first: bool) -> ExaminedRows:
        """Check the rows that are not plain as those of a small file are."""
        path = str(self.sheet.path)
        read_as = {printed: name for name, printed in self.header.read.translated.items()} if first else {}
        if last:
            # only what stands below every plain row can be a footnote
            below = frame.index > (plain.rows[-1] if len(plain.rows) else -1)
            body = frame.loc[below, list(self.names)].set_index(frame.loc[below, "row"])
            kept, told = without_footnotes(body, [name for name in MEASURED if name in self.names], path, None)
            frame = frame.iloc[: len(frame) - (len(body) - len(kept))]
            self.rows -= len(body) - len(kept)
            self.report.add(told)
        totals = totals_in(frame["place_name"])
        label = self.names["place_name"]
        body = frame.set_index("row").rename(columns={"place_name": label})
        _, told = without_totals(body, label, totals, path, None)
        self.report.add(told)
        table = RawTable(NAME, "any", frame[~totals].reset_index(drop=True), len(frame), left_out=int(totals.sum()))
        table.header, table.read_as = self.sheet.rows[self.header.record], read_as
        found = examine(table, self.dataset, self.this_year, self.report, self.source, self.assumed)
        self.unstated.add_rows(MISSING_SOURCE, found.unstated, "source", "source", level=Severity.WARNING)
        self.asked += found.asked
        self.refused += found.refused + len(found.candidates) - len(found.good)
        self.empty += found.empty
        self.left_out += found.out_of_scope
        return found

    def _tell_plain(self, plain: Plain, columns: Mapping[str, pa.Array], rows: np.ndarray) -> None:
        """Say what the plain rows leave out."""
        file = self.report.file
        for name, word in _ASSUMED.items():
            if plain.blank[name].any():
                self.report.add([Finding(ASSUMED, file, column=name, value=word, params={"what": name})])
        self.asked += len(plain.rows)
        if not self.source and plain.blank["source"].any():
            at = plain.rows[plain.blank["source"]]
            words = columns["source"].take(pa.array(at)).to_numpy(zero_copy_only=False)
            frame = pd.DataFrame({"row": rows[at], "sheet": "", "column": "source", "source": words})
            self.unstated.add_rows(MISSING_SOURCE, frame, "source", "source", level=Severity.WARNING)

    def _accept(
        self, columns: Mapping[str, pa.Array], rows: np.ndarray, plain: Plain, found: ExaminedRows | None
    ) -> None:
        """Take the values of a part that are right and whose key did not come before."""
        key, _ = self.keys.pack(plain.parts)
        values = Values(key, rows[plain.rows], plain.numbers, _notes(columns["note"].take(pa.array(plain.rows))))
        if found is not None and len(found.candidates):
            values = _together(values, self._examined(found))
        order = np.argsort(values.rows, kind="stable")
        if (np.diff(order) != 1).any():
            values = values.take(order)
        value = values.numbers["value"]
        earlier = self.runs.add(values.keys, values.rows, value)
        right, repeated = ~np.isnan(value), earlier >= 0
        self.refused += int((right & repeated).sum())
        self._repeated(values, earlier, columns["place_name"], rows)
        kept = np.flatnonzero(right & ~repeated)
        values = values if len(kept) == len(value) else values.take(kept)
        held = self.accepted.add(values)
        if len(held):
            at = np.searchsorted(rows, held.index.to_numpy())
            texts = columns["value"].take(pa.array(at)).to_pylist()
            self._warn(HELD_BACK, held.index.to_numpy(), texts, pd.DataFrame({"reason": held.to_numpy()}))

    def _examined(self, found: ExaminedRows) -> Values:
        """Return the examined rows that have a key; those refused have no value."""
        year = numbers_of(found.candidates["year"].str.strip())
        dated = year.notna() | (found.candidates["year"].str.strip() == "")
        key, whole = self.keys.frame(found.candidates.assign(year=year))
        kept = np.flatnonzero(dated.to_numpy() & whole)
        good = found.good.reindex(found.candidates.index[kept])
        rows = found.rows["row"].to_numpy()[kept]
        numbers = {name: good[name].to_numpy(dtype="float64") for name in MEASURED}
        notes = pa.array(good["note"].fillna("").to_list(), type=pa.string())
        return Values(key[kept], rows, numbers, _notes(notes))

    def _repeated(self, values: Values, earlier: np.ndarray, places: pa.Array, rows: np.ndarray) -> None:
        """Refuse the values whose key stood in an earlier row."""
        at = np.flatnonzero(earlier >= 0)
        if len(at):
            words = places.take(pa.array(np.searchsorted(rows, values.rows[at]))).to_pylist()
            frame = pd.DataFrame({"row": values.rows[at], "sheet": "", "column": "place", "place": words})
            self.report.add_rows(DUPLICATE_IN_FILE, frame, "place", "place", pd.DataFrame({"first": earlier[at]}))

    def _warn(self, rule: Rule, rows: np.ndarray, texts: list[str], params: pd.DataFrame) -> None:
        """Add a warning of the value in each of some rows."""
        frame = pd.DataFrame({"row": rows, "sheet": "", "column": self.names["value"], "value": texts})
        self.report.add_rows(rule, frame, params=params)

    def finish(self) -> tuple[pd.DataFrame, Changes]:
        """Say what takes the whole file; return its observations and what they change."""
        asked, unstated = self.asked, self.unstated.total
        if unstated and unstated == asked:
            self.report.add([Finding(MISSING_SOURCE, self.report.file, level=Severity.WARNING)])
        else:
            self.report.take(self.unstated)
        self._jumps()
        if not self.accepted.complete:
            params = {"count": self.accepted.count, "limit": f"{self.accepted.most:,}"}
            self.report.add([Finding(TOO_MANY_VALUES, self.report.file, params=params)])
        observations, rows, changes = self.accepted.all()
        stored, catalogue = self.dataset.observations, self.dataset.catalogue
        for found, tell in (
            (find_sums(observations, stored, catalogue, self.dataset.places), sums_told),
            (find_shares(observations, stored, catalogue), shares_told),
        ):
            if len(found):
                self.report.add(tell(self._cells(found.index, rows), found, self.report.file))
        parallels = find_parallels(observations, stored)
        first = parallels.iloc[:MAX_FINDINGS_PER_RULE]
        self.report.add_rows(PARALLEL_VALUE, self._cells(first.index, rows), params=parallels_told(first))
        self.report.counts[PARALLEL_VALUE] += len(parallels) - len(first)
        return observations, changes

    def _cells(self, index: pd.Index, rows: np.ndarray) -> pd.DataFrame:
        """Return the cells of some observations as they stand in the file."""
        at = rows[index].tolist()
        texts = self._texts(at)
        told = {"row": at, "sheet": "", "column": self.names["value"], "value": [texts.get(row, "") for row in at]}
        return pd.DataFrame(told, index=index)

    def _texts(self, rows: list[int]) -> dict[int, str]:
        """Return the cells of values in some rows as they stand in the file."""
        names = {name: self.names[name] for name in ("place_name", "value")}
        return cells_at(self.sheet, self.header.record, names, rows, "value", self.starts)

    def _jumps(self) -> None:
        """Warn of values far off their neighbours in time, a few series at once."""
        stored, _ = self.keys.frame(self.dataset.observations)
        order = np.argsort(stored)
        stored, known = stored[order], self.dataset.observations["value"].to_numpy()[order]
        floors = np.array([10.0 ** (1 - entry.digits) for entry in self.dataset.catalogue.values()] or [0.0])
        none = self.keys.of["year"].known_code(NO_YEAR)
        first: list[pd.DataFrame] = []
        count = 0
        for run in self.runs.series(AT_ONCE):
            series, known_series = run.keys >> np.uint64(WITHIN_SERIES), stored >> np.uint64(WITHIN_SERIES)
            near = series[np.minimum(np.searchsorted(series, known_series), len(series) - 1)] == known_series
            key = np.concatenate([stored[near], run.keys])
            value = np.concatenate([known[near], run.values])
            row = np.concatenate([np.full(int(near.sum()), -1), run.rows])
            kept = (part(key, "year") != none) & (value > 0)
            key, value, row = key[kept], value[kept], row[kept]
            order = np.lexsort((row, key >> np.uint64(WITHIN_YEAR)))
            key, value, row = key[order], value[order], row[order]
            at, neighbour = odd_ones_out(key >> np.uint64(WITHIN_SERIES), value, floors[part(key, "indicator")])
            of_file = row[at] >= 0
            at, neighbour = at[of_file], neighbour[of_file]
            count += len(at)
            found = {"row": row[at], "ratio": value[at] / value[neighbour], "neighbour": value[neighbour]}
            found["year"] = part(key[neighbour], "year") + YEARS.start
            first = [pd.concat([*first, pd.DataFrame(found)]).nsmallest(MAX_FINDINGS_PER_RULE, "row")]
        if not count:
            return
        told = first[0].reset_index(drop=True)
        texts = self._texts(told["row"].tolist())
        params = pd.DataFrame(
            {
                "ratio": [digits(ratio, 3) for ratio in told["ratio"]],
                "neighbour": [digits(value, 6) for value in told["neighbour"]],
                "year": told["year"],
            }
        )
        self._warn(JUMP, told["row"].to_numpy(), [texts.get(row, "") for row in told["row"]], params)
        self.report.counts[JUMP] += count - len(told)


def _marks(column: pa.Array) -> NumberMarks:
    """Return what the cells of a part of a column show of its marks."""
    cells = pc.unique(column).to_numpy(zero_copy_only=False)
    return find_marks(pd.Series(cells, dtype="str"))


def _notes(notes: pa.Array) -> pa.Array | None:
    """Return notes without blanks around them, None where all are blank."""
    if not pc.sum(pc.binary_length(notes)).as_py():
        return None
    return pc.utf8_trim_whitespace(notes)


def _together(one: Values, other: Values) -> Values:
    notes = None
    if one.notes is not None or other.notes is not None:
        notes = pa.concat_arrays(
            [pa.array([""] * len(each.keys)) if each.notes is None else each.notes for each in (one, other)]
        )
    return Values(
        np.concatenate([one.keys, other.keys]),
        np.concatenate([one.rows, other.rows]),
        {name: np.concatenate([one.numbers[name], other.numbers[name]]) for name in MEASURED},
        notes,
    )
