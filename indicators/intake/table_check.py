"""The check of a table of any size: its batches go through the row rules, then comes what takes all of its rows.

Of each value a key, its position, and a number are held, in partitions that hold whole series: enough to find keys that
come twice and jumps against the years before and after. The values themselves are held as long as they can be added at
once. How the table is cut changes nothing of what is found.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace

import numpy as np
import pandas as pd
import pyarrow as pa

from indicators.findings.collector import MAX_FINDINGS_PER_RULE, FindingCollector
from indicators.findings.finding import Finding, Rule, Severity
from indicators.intake import changes, chart_effects, value_checks
from indicators.intake.changes import Changes, compare
from indicators.intake.name_checks import BY_HAND
from indicators.intake.observation_keys import (
    AT_ONCE,
    BELOW_YEAR,
    KeyedValues,
    RightValues,
    dated_series,
    joined,
    keys_of_stored,
    partition_of,
)
from indicators.intake.row_checks import FIRST_YEAR, YEARS_OUTSIDE, CheckedRows, check_rows
from indicators.language.translator import N_
from indicators.loaders.handmade.resolution import settle
from indicators.loaders.handmade.table_edges import ANOTHER_TABLE, HEADER_AGAIN
from indicators.loaders.raw_table import RawTable
from indicators.loaders.reading.numbers import NumberMarks
from indicators.loaders.reading.records import STRAY_QUOTE
from indicators.model.observations import COLUMNS, NUMBERS, find_held_back
from indicators.model.rules import RAGGED_ROW, UNREADABLE_FILE
from indicators.store.checks import CONTRADICTED, DUPLICATE_IN_FILE, MISSING_SOURCE
from indicators.store.dataset import Dataset
from indicators.store.ledger.ledger import Meant

TOO_MANY_VALUES = Rule(
    "too_many_values", Severity.WARNING,
    N_("the file holds {count} values, more than the {limit} that can be added at once; it was only checked."),
    N_(
        "Aggregate first, to one value a place and year: raw readings of sensors and meters, one row a reading, "
        "belong to another tool."
    ),
)  # fmt: skip

MOST_VALUES = 1_000_000
"""How many values one file may add. Tables of figures stay far below; raw readings, one a row, do not."""

KINDS = ("new", "changed", "unchanged")

_UNREAD = (RAGGED_ROW, STRAY_QUOTE, HEADER_AGAIN, ANOTHER_TABLE, UNREADABLE_FILE)
"""The rules of records that could not be read at all; each is a value refused."""

_CELLS = ["place_name", "row", "sheet", "column", "value"]
"""The columns of a raw frame that a finding shows."""


class TableCheck:
    """Checks the batches of one table, one after the other, and then the whole."""

    def __init__(
        self,
        dataset: Dataset,
        this_year: int,
        report: FindingCollector,
        source: str = "",
        marks: Mapping[str, NumberMarks] | None = None,
        meant: Meant | None = None,
    ) -> None:
        """Begin a check; where `marks` are not known, those of the first batch are taken for the whole table's.

        `meant` answers what values are that name no perimeter or method beside a known figure.
        """
        self.dataset, self.this_year, self.report, self.source = dataset, this_year, report, source
        self.meant, self.questions = meant, 0
        self.marks = marks
        self.shown = dict.fromkeys(NUMBERS, NumberMarks())
        self.rows = self.accepted = self.refused = self.empty = self.out_of_scope = 0
        self.complete = True
        self._unstated = FindingCollector(report.file)
        self._asked = self._seen = self._early = 0
        self._by_hand = True
        self._cells_at_hand: list[pd.DataFrame] = []
        self._keyed = KeyedValues()
        self._values: list[RightValues] = []
        self._repeated = [np.empty(0, dtype="int64")]
        self._first_repeated = pd.DataFrame({"position": [], "other": [], "contradicts": []}, dtype="int64")
        self._near: list[RightValues] = []
        self._compared: list[pd.DataFrame] = []
        keys, self._stored, self._known_years = keys_of_stored(dataset)
        self._keys = keys.copy()

    @property
    def understood(self) -> bool:
        """Whether the numbers were read as the marks of the whole columns say."""
        return not self.marks or all(self.marks[name].reads_as(self.shown[name]) for name in NUMBERS)

    def add(self, table: RawTable) -> None:
        """Check a batch: what is in its rows, and what is known of its places and years."""
        self.report.add(table.findings)
        self.report.counts[RAGGED_ROW] += table.ragged
        unread = table.ragged + sum(finding.rule in _UNREAD for finding in table.findings)
        rows = check_rows(table, self.dataset, self.this_year, self.report, self.source, self.marks)
        self._by_hand = table.format in BY_HAND
        self.marks = self.marks or rows.marks
        self.shown = {name: self.shown[name] | rows.marks[name] for name in NUMBERS}
        self._unstated.add_rows(
            MISSING_SOURCE, rows.rows.iloc[rows.unstated], "source", "source", level=Severity.WARNING
        )
        self._asked += rows.counted
        self.rows += table.rows_read + unread
        self.refused += rows.refused + unread
        self.empty += table.empty + rows.empty
        self.out_of_scope += rows.out_of_scope + rows.early
        self._early += rows.early
        self._hold(rows)
        self._seen += len(rows.rows)
        # cells stay at hand where they are few enough to be added at once, others are read again
        whole = self._seen <= MOST_VALUES or self._seen == len(rows.rows)
        self._cells_at_hand = [*self._cells_at_hand, rows.rows[_CELLS]] if whole else []
        self.report.end_part()
        self._unstated.end_part()

    def _hold(self, rows: CheckedRows) -> None:
        """Hold what later questions take of the values of a batch."""
        values, good = rows.values, rows.good
        key, whole = self._keys.of(values)
        whole &= rows.keyed
        position = (values.index.to_numpy() + self._seen).astype("int32")
        value, lower, upper = (values[name].to_numpy() for name in NUMBERS)
        bound = np.isnan(value)
        number = np.where(good, np.where(bound, np.where(np.isnan(lower), upper, lower), value), np.nan)
        self._keyed.add(whole, key, position, number, bound)
        self.accepted += int(good.sum())
        right = RightValues.of(values, position, key, good)
        dated = right.key >> BELOW_YEAR
        following = np.searchsorted(self._known_years, dated)
        near = np.append(self._known_years, np.uint64(0))[following] == dated
        if near.any():
            self._near.append(right.where(near))
            if sum(len(batch.key) for batch in self._near) > AT_ONCE:
                self._look_up()
        if self.complete and len(right.key):
            self._values.append(right.compact())
            if sum(len(batch.key) for batch in self._values) > MOST_VALUES:
                self._drop_repeated()
                self.complete = self.accepted <= MOST_VALUES
                self._values = self._values if self.complete else []

    def _look_up(self) -> None:
        """Compare the values of known places, indicators and years with the store, and with what is held back."""
        if not self._near:
            return
        values = self._frame(self._near)
        self._near = []
        found = compare(values, self.dataset.observations)
        out = pd.DataFrame({"kind": found.kind, "old": found.old}, index=values.index)
        out["reason"] = find_held_back(values[found.kind != "unchanged"], self.dataset.held_back)
        parallel = changes.find_parallels(values, self.dataset.observations)
        shown = ["known", "value_known", "perimeter", "method"]
        out[shown] = parallel[shown]
        for name in ("is_question", "is_same"):
            # a publisher's file says by its format what its figures are
            out[name] = out.index.isin(parallel.index[parallel[name]]) & self._by_hand
        # most values of a long file are new, and nothing is to be said of them
        notable = (out["kind"] != "new") | out["reason"].notna() | out["known"].notna()
        self._compared.append(out[notable])

    def _frame(self, parts: Sequence[RightValues]) -> pd.DataFrame:
        """Return values as observations, by their positions."""
        frame = self._keys.frame(joined([batch.key for batch in parts], "uint64"))
        for name in NUMBERS:
            frame[name] = joined([batch.number(name) for batch in parts], "float64")
        notes = [
            _blank(len(batch.key)) if batch.notes is None else pa.array(batch.notes.astype("str")) for batch in parts
        ]
        frame["note"] = pd.Series(pa.chunked_array(notes, type=pa.large_string()), dtype="str")
        return frame.loc[:, list(COLUMNS)].set_axis(joined([batch.position for batch in parts], "int64"), axis=0)

    def _drop_repeated(self) -> None:
        """Refuse the values whose key stands in an earlier row; of values that contradict each other, the first too."""
        new = []
        for partitions in self._keyed.partitions():
            values, known = self._keyed.of(partitions)
            keys, positions, numbers = (values[name] for name in ("key", "position", "number"))
            later = pd.Series(keys).duplicated().to_numpy()
            if not (later & ~known).any():
                continue
            same = np.flatnonzero(np.isin(keys, keys[later]))
            groups = pd.DataFrame({"key": keys[same], "position": positions[same], "number": numbers[same]})
            by_key = groups.groupby("key")
            lowest, highest = (by_key["number"].transform(name).to_numpy() for name in ("min", "max"))
            contradicts = ~np.isclose(lowest, highest, rtol=1e-9, atol=0.0, equal_nan=True)
            # the first row names the second, every other one the first
            order = by_key.cumcount()
            first, second = (groups[order == place].set_index("key")["position"] for place in (0, 1))
            repeats = pd.DataFrame({"position": positions[same].astype("int64")})
            repeats["other"] = groups["key"].map(first).where(order > 0, groups["key"].map(second)).astype("int64")
            repeats["contradicts"] = contradicts.astype("int64")
            refused = (later[same] | contradicts) & ~known[same]
            self._note_repeated(repeats[refused])
            new.append(positions[same[refused & ~np.isnan(numbers[same])]])
            known[same] |= refused
            self._keyed.repeat(partitions, known)
        self._refuse(joined(new, "int32"))

    def _note_repeated(self, repeats: pd.DataFrame) -> None:
        """Count the rows whose key stands in another row, and hold the first of them."""
        both = pd.concat([self._first_repeated, repeats])
        kinds = [both[both["contradicts"] == kind].nsmallest(MAX_FINDINGS_PER_RULE, "position") for kind in (0, 1)]
        self._first_repeated = pd.concat(kinds)
        for rule, kind in ((DUPLICATE_IN_FILE, 0), (CONTRADICTED, 1)):
            self.report.counts[rule] += int((repeats["contradicts"] == kind).sum())

    def _refuse(self, positions: np.ndarray) -> None:
        """Refuse accepted values after all."""
        if len(positions):
            self.accepted -= len(positions)
            self.refused += len(positions)
            self._repeated.append(positions)
            self._values = [batch.where(~np.isin(batch.position, positions)) for batch in self._values]

    def finish(self, again: Callable[[], Iterable[RawTable]]) -> tuple[pd.DataFrame, Changes]:
        """Check the whole; return its observations and what they change.

        `again` reads the table once more, for the cells that a finding about several rows shows.
        """
        report = self.report
        if self._unstated.total and self._unstated.total == self._asked:
            report.add([Finding(MISSING_SOURCE, report.file, level=Severity.WARNING)])
        else:
            report.take(self._unstated)
        if self._early:
            early = {"count": self._early, "first": FIRST_YEAR}
            report.add([Finding(YEARS_OUTSIDE, report.file, params=early)])
        self._drop_repeated()
        if not self.complete:
            params = {"count": self.accepted, "limit": f"{MOST_VALUES:,}"}
            report.add([Finding(TOO_MANY_VALUES, report.file, params=params)])
        dataset, stored = self.dataset, self.dataset.observations
        near = self._near_values()
        batches, self._values = self._values, []
        observations, near, settled = changes.settle(self._frame(batches), near, self.meant, report.file)
        report.add(settled)
        del batches
        jumps, noughts = self._odd_in_time()
        beside = near[near["known"].notna() & ~near["is_taken"]]
        questions, others = beside[beside["is_question"]], beside[~beside["is_question"]]
        self.questions = len(questions)
        notable = (
            (value_checks.JUMP, jumps, value_checks.describe_jumps),
            (value_checks.NOUGHT, noughts, value_checks.describe_noughts),
            (value_checks.HELD_BACK, near[near["reason"].notna()], lambda rows: rows[["reason"]].to_dict("records")),
            (changes.WHICH_FIGURE, questions, changes.describe_parallels),
            (changes.PARALLEL_VALUE, others, changes.describe_parallels),
            (
                value_checks.SUM_DIFFERS,
                value_checks.find_sums(observations, stored, dataset.catalogue, dataset.places),
                value_checks.describe_sums,
            ),
            (
                value_checks.SHARE_FOR_PER_CENT,
                value_checks.find_shares(observations, stored, dataset.catalogue),
                lambda rows: rows[["count"]].to_dict("records"),
            ),
            (
                chart_effects.NOT_DRAWN,
                chart_effects.find_not_drawn(observations, dataset),
                lambda rows: chart_effects.describe_not_drawn(rows, dataset),
            ),
        )
        report.add(chart_effects.not_on_maps(observations, dataset, report.file))
        repeated = self._first_repeated.set_index("position")
        # the cells of the first of each, looked up together
        first = [rows.index[:MAX_FINDINGS_PER_RULE] for _, rows, _ in notable]
        positions = np.unique(np.concatenate([*first, repeated.index, repeated["other"]]).astype("int64"))
        cells = self._cells(positions, again)
        for rule, rows, describe in notable:
            shown = rows.iloc[:MAX_FINDINGS_PER_RULE]
            report.add_rows(rule, cells.loc[shown.index], params=describe(shown))
            report.counts[rule] += len(rows) - len(shown)
        for rule, contradicts in ((DUPLICATE_IN_FILE, 0), (CONTRADICTED, 1)):
            rows = repeated[repeated["contradicts"] == contradicts]
            others = [{"first": row} for row in cells["row"].reindex(rows["other"])]
            report.add_rows(rule, cells.loc[rows.index], "place", "place_name", others)
            report.counts[rule] -= len(rows)
        return observations.reset_index(drop=True), self._changes(near, observations.index)

    def _near_values(self) -> pd.DataFrame:
        """Return what was found of values that are known, held back or parallel, without those refused since."""
        self._look_up()
        columns = {"kind": "str", "old": "float64", "reason": "str", "known": "str", "perimeter": "str"}
        columns |= {"value_known": "float64", "method": "str", "is_question": "bool", "is_same": "bool"}
        near = pd.concat([pd.DataFrame(columns=list(columns)).astype(columns), *self._compared])
        return near[~near.index.isin(np.concatenate(self._repeated))]

    def _changes(self, near: pd.DataFrame, positions: pd.Index) -> Changes:
        changed, unchanged = (int((near["kind"] == name).sum()) for name in KINDS[1:])
        few = near[near["kind"] != "new"] if self.complete else near.iloc[:0]
        kind = np.zeros(len(positions), dtype="int8")
        old = np.full(len(positions), np.nan)
        places = positions.get_indexer(few.index)
        kind[places] = few["kind"].map({name: number for number, name in enumerate(KINDS)})
        old[places] = few["old"]
        kinds = pd.Series(pd.Categorical.from_codes(kind, categories=list(KINDS)))
        return Changes(self.accepted - changed - unchanged, changed, unchanged, kinds, pd.Series(old))

    def _odd_in_time(self) -> tuple[pd.DataFrame, pd.DataFrame]:
        """Return the values far off their neighbours in time, and the noughts beside such, by their positions."""
        partition = partition_of(self._stored)
        stored_values = self.dataset.observations["value"].to_numpy()
        floors = np.array([10.0 ** (1 - entry.digits) for entry in self.dataset.catalogue.values()])
        jumps, noughts = [], []
        for partitions in self._keyed.partitions():
            values, repeated = self._keyed.of(partitions)
            if not len(values):
                continue
            beside = (partition >= partitions.start) & (partition < partitions.stop)
            others = dated_series(self._stored[beside], stored_values[beside], floors)
            right = values[~np.isnan(values["number"]) & ~values["bound"] & ~repeated]
            series = dated_series(right["key"], right["number"], floors, right["position"])
            # an empty part of a frame would keep the whole of it
            jumps += [found] if len(found := value_checks.find_jumps(series, others)) else []
            noughts += [found] if len(found := value_checks.find_noughts(series, others)) else []
        self._keyed.close()
        none = pd.DataFrame(columns=["ratio", "neighbour", "year"])
        return pd.concat([none[:0], *jumps]).sort_index(), pd.concat([none[:0], *noughts]).sort_index()

    def _cells(self, positions: np.ndarray, again: Callable[[], Iterable[RawTable]]) -> pd.DataFrame:
        """Return some rows of the raw table, by their positions."""
        batches: Iterable[pd.DataFrame | RawTable] = self._cells_at_hand or again()
        parts = [pd.DataFrame(columns=_CELLS)]
        seen = 0
        for batch in batches:
            frame = batch if isinstance(batch, pd.DataFrame) else batch.frame
            positions_read = positions[(positions >= seen) & (positions < seen + len(frame))]
            if len(positions_read):
                rows = frame.iloc[positions_read - seen]
                if isinstance(batch, RawTable):
                    # as the row rules had it: the sign of a cell is in its unit
                    known = (self.dataset.catalogue, self.dataset.sources, self.dataset.home)
                    rows, _ = settle(replace(batch, frame=rows), *known, FindingCollector(self.report.file))
                parts.append(rows[_CELLS].astype({"place_name": "str"}).set_axis(positions_read, axis=0))
            seen += len(frame)
            if not len(positions) or seen > positions[-1]:
                break
        return pd.concat(parts[1:] or parts)


def _blank(count: int) -> pa.Array:
    return pa.array([""], type=pa.large_string()).take(pa.array(np.zeros(count, dtype="int32")))
