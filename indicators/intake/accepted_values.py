"""The accepted values of a long table: counted against the store, and kept as long as they can be added at once."""

from dataclasses import dataclass

import numpy as np
import pandas as pd
import pyarrow as pa

from indicators.intake.changes import Changes, compare
from indicators.intake.keys import BITS, NO_YEAR, WITHIN_YEAR, YEARS, Keys, part
from indicators.intake.refused_rows import MEASURED
from indicators.intake.row_checks import UNSTATED
from indicators.model.held_back import find_held_back
from indicators.model.observations import COLUMNS
from indicators.store.dataset import Dataset

MOST = 1_000_000
"""How many values one file may add. Tables of figures stay far below; raw readings, one a row, do not."""

KINDS = ("new", "changed", "unchanged")
_SOURCE = np.uint64(BITS["source"])


@dataclass
class Values:
    """Accepted values in the order of their rows; `notes` is None where all are blank."""

    keys: np.ndarray
    rows: np.ndarray
    numbers: dict[str, np.ndarray]
    notes: pa.Array | None = None

    def number(self, name: str) -> np.ndarray:
        """Return the numbers of a column, missing where it is not there."""
        found = self.numbers.get(name)
        return np.full(len(self.keys), np.nan) if found is None else found

    def compact(self) -> "Values":
        """Return the values in as little memory as they take, without the columns that hold nothing."""
        held = {name: numbers for name, numbers in self.numbers.items() if not np.isnan(numbers).all()}
        return Values(self.keys, self.rows.astype("int32"), held, self.notes)

    def take(self, at: np.ndarray) -> "Values":
        """Return the values at some positions."""
        return Values(
            self.keys[at],
            self.rows[at],
            {name: numbers[at] for name, numbers in self.numbers.items()},
            None if self.notes is None else self.notes.take(pa.array(at)),
        )


class AcceptedValues:
    """What a file would add to the store, gathered part by part."""

    def __init__(self, dataset: Dataset, keys: Keys, most: int = MOST) -> None:
        self.dataset, self.keys, self.most = dataset, keys, most
        self.count = 0
        self.kinds = dict.fromkeys(KINDS, 0)
        self.parts: list[tuple[Values, np.ndarray, np.ndarray | None]] = []
        self.unstated = keys.of["source"].known_code(UNSTATED)
        self.stored = np.sort(keys.frame(dataset.observations)[0])
        self.stored_years = np.unique(self.stored >> np.uint64(WITHIN_YEAR))
        self.stored_unsourced = np.unique(self.stored >> _SOURCE)
        self.held, self.held_values = self._held_keys()

    @property
    def complete(self) -> bool:
        """Whether all values are kept."""
        return self.count <= self.most

    def add(self, values: Values) -> pd.Series:
        """Add values; return the reason for each that is held back, by its row."""
        kind = np.zeros(len(values.keys), dtype="int8")
        old = np.full(len(kind), np.nan)
        known = np.zeros(len(kind), dtype=bool)
        # most values are of no place, indicator and year that is known
        near = np.flatnonzero(_is_among(values.keys >> np.uint64(WITHIN_YEAR), self.stored_years))
        keys = values.keys[near]
        unstated = part(keys, "source") == self.unstated
        known[near] = np.where(
            unstated, _is_among(keys >> _SOURCE, self.stored_unsourced), _is_among(keys, self.stored)
        )
        at = np.flatnonzero(known)
        if len(at):
            found = compare(self.frame(values.take(at)), self.dataset.observations)
            kind[at] = found.kind.map({name: number for number, name in enumerate(KINDS)}).to_numpy()
            old[at] = found.old
        for number, name in enumerate(KINDS):
            self.kinds[name] += int((kind == number).sum())
        self.count += len(kind)
        if self.complete:
            self.parts.append((values.compact(), kind, old if len(at) else None))
        else:
            self.parts.clear()
        at = np.flatnonzero(self._may_be_held(values) & (kind != KINDS.index("unchanged")))
        if not len(at):
            return pd.Series(dtype="str")
        reasons = find_held_back(self.frame(values.take(at)), self.dataset.held_back)
        return pd.Series(reasons.to_numpy(), index=values.rows[at[reasons.index.to_numpy()]])

    def frame(self, values: Values) -> pd.DataFrame:
        """Return values as a table of observations."""
        out: dict[str, object] = {}
        for name in BITS:
            codes = part(values.keys, name).astype("int16")
            lexicon = self.keys.of[name]
            if name == "year":
                none = codes == lexicon.known_code(NO_YEAR)
                out[name] = pd.arrays.IntegerArray(codes + np.int16(YEARS.start), none)
            else:
                words = pd.Index([str(word) for word in lexicon.words[: lexicon.known]], dtype="str")
                if name == "source":
                    words = words.str.replace(UNSTATED, "")
                # the words that occur, by counting: far cheaper than sorting the codes
                used = np.flatnonzero(np.bincount(codes, minlength=len(words)))
                place = np.zeros(len(words), dtype="int16")
                place[used] = np.arange(len(used))
                out[name] = pd.Categorical.from_codes(place[codes], categories=words[used])
        out |= {name: values.number(name) for name in MEASURED}
        notes = _blank(len(values.keys)) if values.notes is None else values.notes
        frame: pd.DataFrame = pa.table({"note": notes}).to_pandas().assign(**out)
        return frame.loc[:, list(COLUMNS)]

    def all(self) -> tuple[pd.DataFrame, np.ndarray, Changes]:
        """Return the observations, the row of each, and what they change; none where there are too many to keep."""
        parts, self.parts = self.parts, []
        values = Values(
            _joined([one.keys for one, _, _ in parts], "uint64"),
            _joined([one.rows for one, _, _ in parts], "int32"),
            {name: _joined([one.number(name) for one, _, _ in parts], "float64") for name in MEASURED},
            _notes([one for one, _, _ in parts]),
        )
        kind = pd.Categorical.from_codes(_joined([one for _, one, _ in parts], "int8"), categories=list(KINDS))
        blank = [np.full(len(one.keys), np.nan) if old is None else old for one, _, old in parts]
        old = pd.Series(_joined(blank, "float64"))
        del parts
        new, changed, unchanged = (self.kinds[name] for name in KINDS)
        return self.frame(values), values.rows, Changes(new, changed, unchanged, pd.Series(kind), old)

    def _held_keys(self) -> tuple[np.ndarray, np.ndarray]:
        """Return what the figures held back are about, as sorted upper parts of keys, and their values."""
        held = self.dataset.held_back.dropna(subset=["year", "value"])
        blank = {name: self.keys.of[name].words[0] for name in ("perimeter", "method", "source")}
        keys = self.keys.frame(held.assign(**blank))[0] >> np.uint64(WITHIN_YEAR)
        order = np.argsort(keys, kind="stable")
        return keys[order], held["value"].to_numpy(dtype="float64")[order]

    def _may_be_held(self, values: Values) -> np.ndarray:
        """Return which values are about as large as one held back of the same place, indicator and year."""
        keys = values.keys >> np.uint64(WITHIN_YEAR)
        at = np.searchsorted(self.held, keys)
        found = np.zeros(len(keys), dtype=bool)
        left = np.flatnonzero(_is_among(keys, self.held))
        while len(left):
            found[left] |= np.isclose(values.numbers["value"][left], self.held_values[at[left]], rtol=1e-5, atol=0.0)
            at[left] += 1
            left = left[at[left] < len(self.held)]
            left = left[self.held[at[left]] == keys[left]]
        return found


def _is_among(keys: np.ndarray, known: np.ndarray) -> np.ndarray:
    """Return which keys are among sorted ones."""
    if not len(known):
        return np.zeros(len(keys), dtype=bool)
    found: np.ndarray = known[np.minimum(np.searchsorted(known, keys), len(known) - 1)] == keys
    return found


def _joined(parts: list[np.ndarray], kind: str) -> np.ndarray:
    return np.concatenate(parts).astype(kind, copy=False) if parts else np.array([], dtype=kind)


def _notes(parts: list[Values]) -> pa.Array | None:
    if all(one.notes is None for one in parts):
        return None
    return pa.concat_arrays([_blank(len(one.keys)) if one.notes is None else one.notes for one in parts])


def _blank(count: int) -> pa.Array:
    return pa.array([""]).take(pa.array(np.zeros(count, dtype="int32")))
