"""Keys of observations as whole numbers: equal where all six parts are, and in the order of the years.

Of millions of values a number each is little enough to be held at once. They are held in partitions, each with
whole series of a place and an indicator, so that what takes all values is asked of one partition after the other.
"""

import os
from collections.abc import Hashable, Iterable, Iterator, Sequence
from copy import copy
from dataclasses import dataclass
from tempfile import SpooledTemporaryFile, gettempdir

import numpy as np
import pandas as pd

from indicators.model.observations import NUMBERS
from indicators.model.vocabulary import Method, Perimeter
from indicators.store.dataset import Dataset, once_per_dataset

UNSTATED = "source_not_stated"
"""What stands for the source of values whose file does not name one, until someone does."""

PARTITIONS = 64

_BITS = {"place": 16, "indicator": 13, "year": 9, "perimeter": 6, "method": 6, "source": 14}
"""How many bits of a key each part takes, the first part the highest."""

BELOW_YEAR = np.uint64(_BITS["perimeter"] + _BITS["method"] + _BITS["source"])
_BELOW_SERIES = np.uint64(int(BELOW_YEAR) + _BITS["year"])
_NO_YEAR = -1.0
_BEFORE_FIRST = 1899
"""What is added to the number of a year in a key; nought is no year."""


def part_of(keys: np.ndarray, name: str) -> np.ndarray:
    """Return the number of one part of each key."""
    names = list(_BITS)
    below = sum(_BITS[later] for later in names[names.index(name) + 1 :])
    numbers: np.ndarray = ((keys >> np.uint64(below)) & np.uint64((1 << _BITS[name]) - 1)).astype("int32")
    return numbers


def partition_of(keys: np.ndarray) -> np.ndarray:
    """Return the partition of each key, the same for a whole series; the remainder by a prime spreads them evenly."""
    numbers: np.ndarray = (keys >> _BELOW_SERIES) % np.uint64(251) % np.uint64(PARTITIONS)
    return numbers


class ObservationKeys:
    """The numbers of the words that keys are made of, and so the keys of observations."""

    def __init__(self, dataset: Dataset) -> None:
        known: dict[str, Iterable[Hashable]] = {
            "place": dataset.places,
            "indicator": dataset.catalogue,
            "year": [_NO_YEAR, *map(float, range(_BEFORE_FIRST + 1, 2101))],
            "perimeter": map(str, Perimeter),
            "method": map(str, Method),
            "source": [*dataset.sources, UNSTATED, ""],
        }
        self.numbers = {name: {word: number for number, word in enumerate(words)} for name, words in known.items()}

    def copy(self) -> "ObservationKeys":
        """Return keys with the same numbers, which go on to number words of their own."""
        other = copy(self)
        other.numbers = {name: dict(numbers) for name, numbers in self.numbers.items()}
        return other

    def of(self, values: pd.DataFrame) -> tuple[np.ndarray, np.ndarray]:
        """Return the keys of values, and which have one; unknown words are numbered as long as there is room."""
        key = np.zeros(len(values), dtype="uint64")
        whole = np.ones(len(values), dtype=bool)
        for name, bits in _BITS.items():
            numbers = self.numbers[name]
            if name == "year":
                codes, words = pd.factorize(values[name].astype("float64").fillna(_NO_YEAR))
            else:
                column = values[name].astype("category")
                codes, words = column.cat.codes.to_numpy(), column.cat.categories
                used = np.bincount(codes, minlength=len(words))
                words = [word if count else None for word, count in zip(words, used, strict=True)]
            for word in words:
                if word is not None and len(numbers) < 1 << bits:
                    numbers.setdefault(word, len(numbers))
            number = np.array([*(numbers.get(word, -1) for word in words), -1], dtype="int64")[codes]
            whole &= number >= 0
            key = (key << np.uint64(bits)) | number.astype("uint64")
        return key, whole

    def frame(self, keys: np.ndarray) -> pd.DataFrame:
        """Return the parts of keys whose words are all known, as the columns of observations."""
        out: dict[str, object] = {}
        for name in _BITS:
            codes = part_of(keys, name)
            if name == "year":
                out[name] = pd.arrays.IntegerArray((codes + _BEFORE_FIRST).astype("int16"), codes == 0)
                continue
            words = list(self.numbers[name])
            used = np.flatnonzero(np.bincount(codes, minlength=len(words)))
            number = np.zeros(len(words), dtype="int32")
            number[used] = np.arange(len(used), dtype="int32")
            shown = ["" if words[place] == UNSTATED else words[place] for place in used]
            out[name] = pd.Categorical.from_codes(number[codes], categories=pd.Index(shown, dtype="str"))
        return pd.DataFrame(out)


@once_per_dataset
def keys_of_stored(dataset: Dataset) -> tuple[ObservationKeys, np.ndarray, np.ndarray]:
    """Return the numbers of the words of a data set, the keys of its observations, and those of all its years."""
    keys = ObservationKeys(dataset)
    stored, _ = keys.of(dataset.observations)
    held = dataset.held_back.dropna(subset=["year", "value"])
    blank = {"perimeter": str(Perimeter.NOT_STATED), "method": str(Method.REPORTED), "source": UNSTATED}
    years = np.unique(np.concatenate([stored, keys.of(held.assign(**blank))[0]]) >> BELOW_YEAR)
    return keys, stored, years


@dataclass
class RightValues:
    """Right values in the order of the file: positions, keys, numbers and notes (None where all are blank)."""

    position: np.ndarray
    key: np.ndarray
    numbers: dict[str, np.ndarray]
    notes: pd.Categorical | None

    @classmethod
    def of(cls, values: pd.DataFrame, position: np.ndarray, key: np.ndarray, good: np.ndarray) -> "RightValues":
        """Take the right ones of some values."""
        every = cls(position, key, {name: values[name].to_numpy() for name in NUMBERS}, pd.Categorical(values["note"]))
        return every.where(good)

    def where(self, mask: np.ndarray) -> "RightValues":
        """Return the values of a mask."""
        if mask.all():
            return self
        numbers = {name: column[mask] for name, column in self.numbers.items()}
        return RightValues(
            self.position[mask], self.key[mask], numbers, None if self.notes is None else self.notes[mask]
        )

    def compact(self) -> "RightValues":
        """Return the values without the columns that hold nothing."""
        numbers = {name: column for name, column in self.numbers.items() if not np.isnan(column).all()}
        blank = self.notes is None or not any(self.notes.categories)
        return RightValues(self.position, self.key, numbers, None if blank else self.notes)

    def number(self, name: str) -> np.ndarray:
        """Return the numbers of a column, missing where it holds nothing."""
        numbers = self.numbers.get(name)
        return np.full(len(self.key), np.nan) if numbers is None else numbers


HELD_IN_MEMORY = 48 << 20
"""How many bytes of keyed values are held in memory, some two million values; more stand in a file of their own."""

AT_ONCE = 200_000
"""How many values are looked at at once."""


@dataclass
class _Batch:
    """Where the values of a batch begin in the file, where each partition ends in it, and which are repeated."""

    begin: int
    ends: np.ndarray
    repeated: np.ndarray

    def part(self, partitions: range) -> slice:
        """Return where the values of some partitions are in the batch."""
        return slice(int(self.ends[partitions.start]), int(self.ends[partitions.stop]))


class KeyedValues:
    """Of each value of a table its key, position and number, by partition, and whether its key is in an earlier row.

    The number is NaN where the value is refused, and the limit of a `bound`, which has no value.
    """

    FIELDS = np.dtype([("key", "uint64"), ("position", "int32"), ("number", "float64"), ("bound", "bool")])

    def __init__(self) -> None:
        self._file = SpooledTemporaryFile(HELD_IN_MEMORY)  # noqa: SIM115 - open until all values are looked at
        self._batches: list[_Batch] = []

    def add(
        self, where: np.ndarray, key: np.ndarray, position: np.ndarray, number: np.ndarray, bound: np.ndarray
    ) -> None:
        """Hold the values of a batch that have a whole key, which is `where`.

        Raises OSError, which names the folder of temporary files, where that has no room for more.
        """
        partition = np.where(where, partition_of(key), PARTITIONS).astype("uint8")
        order = np.argsort(partition, kind="stable")
        ends = np.searchsorted(partition[order], np.arange(PARTITIONS + 1))
        order = order[: ends[-1]]
        rows = np.empty(len(order), dtype=self.FIELDS)
        for name, column in zip(self.FIELDS.names or (), (key, position, number, bound), strict=True):
            rows[name] = column[order]
        begin = self._file.seek(0, os.SEEK_END)
        try:
            self._file.write(rows.tobytes())
        except OSError as error:
            raise OSError(error.errno, error.strerror, gettempdir()) from error
        self._batches.append(_Batch(begin, ends, np.zeros(len(rows), dtype="bool")))

    def partitions(self) -> Iterator[range]:
        """Yield the partitions, as many together as hold about as many values as are looked at at once."""
        held = np.cumsum(sum((np.diff(batch.ends) for batch in self._batches), np.zeros(PARTITIONS, dtype="int64")))
        first = 0
        for number in range(PARTITIONS):
            begun = held[first - 1] if first else 0
            if number + 1 == PARTITIONS or held[number + 1] - begun > AT_ONCE:
                yield range(first, number + 1)
                first = number + 1

    def of(self, partitions: range) -> tuple[np.ndarray, np.ndarray]:
        """Return the values of some partitions, a series of them in the order of the file, and which are repeated."""
        size, rows = self.FIELDS.itemsize, []
        for batch in self._batches:
            part = batch.part(partitions)
            self._file.seek(batch.begin + part.start * size)
            rows.append(np.frombuffer(self._file.read((part.stop - part.start) * size), dtype=self.FIELDS))
        repeated = [batch.repeated[batch.part(partitions)] for batch in self._batches]
        return joined(rows, self.FIELDS), joined(repeated, "bool")

    def repeat(self, partitions: range, repeated: np.ndarray) -> None:
        """Note which values of some partitions are repeated, in the order of :meth:`of`."""
        begin = 0
        for batch in self._batches:
            flags = batch.repeated[batch.part(partitions)]
            flags |= repeated[begin : begin + len(flags)]
            begin += len(flags)

    def close(self) -> None:
        """Hold the values no longer."""
        self._file.close()
        self._batches = []


def joined(parts: Sequence[np.ndarray], kind: str | np.dtype) -> np.ndarray:
    """Return arrays one after the other, of a kind; an empty one where there are none."""
    return np.concatenate(parts).astype(kind, copy=False) if parts else np.empty(0, dtype=kind)


def dated_series(
    keys: np.ndarray, values: np.ndarray, floors: np.ndarray, index: np.ndarray | None = None
) -> pd.DataFrame:
    """Return the series, year, value and floor of the values that have a year, as the search for jumps takes them.

    That is :func:`indicators.intake.value_checks.find_jumps`. `floors` are those of the indicators in the order of the
    catalogue.
    """
    year = part_of(keys, "year")
    indicator = part_of(keys, "indicator")
    frame = pd.DataFrame(
        {
            "series": keys >> _BELOW_SERIES,
            "year": year + _BEFORE_FIRST,
            "value": values,
            "floor": np.append(floors, 0.0)[np.minimum(indicator, len(floors))],
        },
        index=index,
    )
    return frame if (year > 0).all() else frame[year > 0]
